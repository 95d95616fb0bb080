//! `threshold_rules`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn as_data(store: Store) {
    let stage = Stage::set(store).await;
    let answer = stage.as_role(Role::ClassTeacher).await.get("/api/v1/rules/thresholds").await;
    assert_eq!(answer.body["items"].as_array().unwrap().len(), 42);
    insta::assert_snapshot!("threshold_rules-first", format!("{:#}", answer.body["items"][0]));
}

xd_testkit::both_engines!(crate::migrations; as_data);
