//! `confirm_channel`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::post::set;
use crate::stage::Stage;

async fn a_code_counts_once(store: Store) {
    let stage = Stage::set(store).await;
    let nurse = stage.as_role(Role::HealthOfficer).await;
    let confirm =
        async |code: &str| nurse.post("/api/v1/channels/email/confirm", json!({"code": code})).await;
    confirm("123456").await.is_problem(404, "not_found");
    let code = set(&stage, &nurse).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let answer = confirm(wrong).await;
    answer.is_problem(422, "request.invalid");
    assert_eq!(answer.text("/errors/0/code"), "channel.wrong_code");
    assert_eq!(confirm(&code).await.status, 204);
    confirm(&code).await.is_problem(409, "channel.code_spent");
}

xd_testkit::both_engines!(crate::migrations; a_code_counts_once);
