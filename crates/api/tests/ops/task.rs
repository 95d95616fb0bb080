//! `task`.

use axum::http::StatusCode;
use xd_store::Store;

use crate::stage::Stage;

async fn with_its_history(store: Store) {
    let stage = Stage::set(store).await;
    let (teacher, task) = stage.task_of_the_teacher().await;
    let path = format!("/api/v1/work/tasks/{task}");
    let seen = teacher.get(&path).await;
    assert_eq!(seen.is(StatusCode::OK).text("/task/state"), "open");
    assert_eq!(seen.body["records"].as_array().unwrap().len(), 0);
    teacher.get("/api/v1/work/tasks/7").await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; with_its_history);
