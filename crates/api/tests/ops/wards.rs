//! `wards`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_guardians_own_children(store: Store) {
    let stage = Stage::set(store).await;
    insta::assert_snapshot!("wards", stage.as_role(Role::Guardian).await.get("/api/v1/wards").await.told());
    let none = stage.as_role(Role::Auditor).await.get("/api/v1/wards").await;
    assert_eq!(none.body["items"], json!([]));
}

xd_testkit::both_engines!(crate::migrations; a_guardians_own_children);
