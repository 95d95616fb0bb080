//! `exclusion_rules`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn as_data(store: Store) {
    let stage = Stage::set(store).await;
    let answer = stage.as_role(Role::ClassTeacher).await.get("/api/v1/rules/exclusion").await;
    let items = answer.body["items"].as_array().unwrap();
    let varicella = items.iter().find(|rule| rule["disease"] == "varicella").unwrap();
    insta::assert_snapshot!("exclusion_rules-varicella", format!("{varicella:#}"));
}

xd_testkit::both_engines!(crate::migrations; as_data);
