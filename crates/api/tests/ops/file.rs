//! `file`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::ops::store_file::upload;
use crate::stage::Stage;

async fn to_those_who_reach_its_unit(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let class = stage.own().school.classes[0].place.unit.to_string();
    let stored = teacher.send(upload(&teacher, &class, b"%PDF-1.7 minutes")).await;
    let path = format!("/api/v1/files/{}", stored.text("/hash"));
    let answer = teacher.get(&path).await;
    assert_eq!(answer.is(StatusCode::OK).body, "%PDF-1.7 minutes");
    assert_eq!(answer.headers["content-type"], "application/pdf");
    assert_eq!(answer.headers["content-security-policy"], "default-src 'none'; sandbox");
    teacher.get("/api/v1/files/abc").await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; to_those_who_reach_its_unit);
