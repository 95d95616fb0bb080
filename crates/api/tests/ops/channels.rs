//! `channels`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::post::confirmed;
use crate::stage::Stage;

async fn ones_own_and_masked(store: Store) {
    let stage = Stage::set(store).await;
    let nurse = stage.as_role(Role::HealthOfficer).await;
    assert_eq!(nurse.get("/api/v1/channels").await.body, json!({"offered": ["email"], "channels": []}));
    confirmed(&stage, &nurse).await;
    let now = "2026-11-22T23:30:00.000Z";
    assert_eq!(
        nurse.get("/api/v1/channels").await.body["channels"],
        json!([{
            "kind": "email", "state": "confirmed", "rank": 0, "address": "z***@school.example",
            "set_at": now, "confirmed_at": now,
        }])
    );
    let principal = stage.as_role(Role::Principal).await;
    assert_eq!(principal.get("/api/v1/channels").await.body["channels"], json!([]));
}

xd_testkit::both_engines!(crate::migrations; ones_own_and_masked);
