//! `charter`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn what_a_post_has_to_do(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let answer = teacher.get("/api/v1/work/charters/class_teacher").await;
    let does = answer.is(StatusCode::OK).body["does"].as_array().unwrap();
    assert!(does.iter().any(|duty| duty["template"] == "round.classroom"), "{:#}", answer.body);
    teacher.get("/api/v1/work/charters/wizard").await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; what_a_post_has_to_do);
