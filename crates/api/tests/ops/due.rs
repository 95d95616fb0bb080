//! `due`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn what_a_teacher_checks_today(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    insta::assert_snapshot!("due", stage.teacher(&outbreak).get("/api/v1/checks/due").await.told());
    let officer = stage.as_role(Role::HealthOfficer).await.get("/api/v1/checks/due").await;
    assert_eq!(officer.body["items"], json!([]), "a health officer is nobody's daily checker");
    let sunday = stage.teacher(&outbreak).get("/api/v1/checks/due?day=2026-11-22").await;
    assert_eq!(sunday.body["items"], json!([]));
}

xd_testkit::both_engines!(crate::migrations; what_a_teacher_checks_today);
