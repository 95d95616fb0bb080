//! `close_signal`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn with_a_reason(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    let path = format!("/api/v1/signals/{}/close", outbreak.signal);
    officer.post(&path, json!({"reason": "boredom", "text": ""})).await.is_problem(422, "request.invalid");
    officer.post(&path, json!({"reason": "other", "text": ""})).await.is_problem(422, "request.invalid");
    let answer = officer.post(&path, json!({"reason": "contained", "text": ""})).await;
    assert_eq!(answer.is(StatusCode::OK).text("/state"), "closed");
    officer
        .post(&path, json!({"reason": "contained", "text": ""}))
        .await
        .is_problem(409, "signal.wrong_state");
}

xd_testkit::both_engines!(crate::migrations; with_a_reason);
