//! `symptoms`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn as_data(store: Store) {
    let stage = Stage::set(store).await;
    let answer = stage.as_role(Role::ClassTeacher).await.get("/api/v1/rules/symptoms").await;
    insta::assert_snapshot!("symptoms", answer.told());
}

xd_testkit::both_engines!(crate::migrations; as_data);
