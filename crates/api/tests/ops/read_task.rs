//! `read_task`.

use axum::http::StatusCode;
use serde_json::json;
use xd_kernel::Clock as _;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn once(store: Store) {
    let stage = Stage::set(store).await;
    let (teacher, task) = stage.task_of_the_teacher().await;
    let path = format!("/api/v1/work/tasks/{task}/read");
    let first = teacher.post(&path, json!({})).await.is(StatusCode::OK).text("/read_at");
    stage.clock.set(stage.clock.now().plus_hours(1));
    assert_eq!(teacher.post(&path, json!({})).await.text("/read_at"), first, "the first time counts");
    let county = stage.as_role(Role::CountyOfficer).await;
    county.post(&path, json!({})).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; once);
