//! `task_origin`.

use axum::http::StatusCode;
use xd_store::Store;

use crate::stage::Stage;

async fn nothing_for_what_was_issued(store: Store) {
    let stage = Stage::set(store).await;
    let (teacher, task) = stage.task_of_the_teacher().await;
    let answer = teacher.get(&format!("/api/v1/work/tasks/{task}/origin")).await;
    assert!(answer.is(StatusCode::OK).body.is_null());
    teacher.get("/api/v1/work/tasks/7/origin").await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; nothing_for_what_was_issued);
