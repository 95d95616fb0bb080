//! `withdraw_task`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn by_whoever_issued_it(store: Store) {
    let stage = Stage::set(store).await;
    let (teacher, task) = stage.task_of_the_teacher().await;
    let path = format!("/api/v1/work/tasks/{task}/withdraw");
    teacher.post(&path, json!({})).await.is_problem(403, "auth.forbidden");
    let county = stage.as_role(Role::CountyOfficer).await;
    assert_eq!(county.post(&path, json!({})).await.is(StatusCode::OK).text("/state"), "withdrawn");
    county.post(&path, json!({})).await.is_problem(409, "work.wrong_state");
}

xd_testkit::both_engines!(crate::migrations; by_whoever_issued_it);
