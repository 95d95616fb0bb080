//! `send_guardian_message`.

use axum::http::StatusCode;
use serde_json::json;
use uuid::Uuid;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn it_prefills_the_check(store: Store) {
    let stage = Stage::set(store).await;
    let guardian = stage.as_role(Role::Guardian).await;
    let ward = stage.own().school.classes[0].members[0];
    let message = json!({
        "client_key": Uuid::now_v7(), "person_id": ward, "day": "2026-11-23", "kind": "absent_ill",
        "symptoms": ["fever"], "celsius": 38.4, "note": "夜里开始发热",
    });
    let answer = guardian.post("/api/v1/guardian-messages", message.clone()).await;
    answer.is(StatusCode::CREATED);
    stage.name_text(&answer.text("/message_id"), "message");
    guardian.post("/api/v1/guardian-messages", message).await.is(StatusCode::CREATED);
    let due = stage.as_role(Role::ClassTeacher).await.get("/api/v1/checks/due").await;
    let mut prefilled = due.body["items"][0]["prefilled"].clone();
    stage.name_ids(&mut prefilled);
    insta::assert_snapshot!("send_guardian_message", format!("{prefilled:#}"));
}

xd_testkit::both_engines!(crate::migrations; it_prefills_the_check);
