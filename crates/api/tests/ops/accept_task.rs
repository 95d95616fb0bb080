//! `accept_task`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn by_somebody_else(store: Store) {
    let stage = Stage::set(store).await;
    let (principal, task) = stage.minutes_handed_in().await;
    let path = format!("/api/v1/work/tasks/{task}/accept");
    principal.post(&path, json!({})).await.is_problem(409, "work.own_record");
    let county = stage.as_role(Role::CountyOfficer).await;
    assert_eq!(county.post(&path, json!({})).await.is(StatusCode::OK).text("/state"), "accepted");
    county.post(&path, json!({})).await.is_problem(409, "work.wrong_state");
}

xd_testkit::both_engines!(crate::migrations; by_somebody_else);
