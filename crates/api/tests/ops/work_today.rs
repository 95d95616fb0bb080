//! `work_today`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn what_ones_post_has_to_do(store: Store) {
    let stage = Stage::set(store).await;
    stage.issued("notice.class").await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let today = teacher.get("/api/v1/work/today").await;
    assert_eq!(today.is(StatusCode::OK).body["items"].as_array().unwrap().len(), 1);
    let own = &stage.own().school.classes[0];
    assert_eq!(today.text("/items/0/unit/id"), own.place.unit.to_string());
    assert_eq!(today.text("/items/0/owner/person/id"), own.checker.to_string());
    assert_eq!(today.body["items"][0]["overdue"], false);
    let guardian = stage.as_role(Role::Guardian).await;
    assert_eq!(guardian.get("/api/v1/work/today").await.body["items"].as_array().unwrap().len(), 0);
}

xd_testkit::both_engines!(crate::migrations; what_ones_post_has_to_do);
