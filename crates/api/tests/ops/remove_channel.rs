//! `remove_channel`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::post::confirmed;
use crate::stage::Stage;

async fn it_is_gone(store: Store) {
    let stage = Stage::set(store).await;
    let nurse = stage.as_role(Role::HealthOfficer).await;
    confirmed(&stage, &nurse).await;
    assert_eq!(nurse.delete("/api/v1/channels/email").await.status, 204);
    assert_eq!(nurse.get("/api/v1/channels").await.body["channels"], json!([]));
    nurse.delete("/api/v1/channels/email").await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; it_is_gone);
