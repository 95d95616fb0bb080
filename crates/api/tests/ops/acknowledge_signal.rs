//! `acknowledge_signal`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn once(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    let path = format!("/api/v1/signals/{}/acknowledge", outbreak.signal);
    stage.teacher(&outbreak).post(&path, json!({})).await.is_problem(403, "auth.forbidden");
    let answer = officer.post(&path, json!({})).await;
    answer.is(StatusCode::OK);
    assert_eq!(answer.text("/state"), "acknowledged");
    officer.post(&path, json!({})).await.is_problem(409, "signal.wrong_state");
}

xd_testkit::both_engines!(crate::migrations; once);
