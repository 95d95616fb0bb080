//! `tasks`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn of_a_unit_by_deadline(store: Store) {
    let stage = Stage::set(store).await;
    stage.issued("notice.class").await;
    stage.issued("directive.minutes").await;
    let principal = stage.as_role(Role::Principal).await;
    let school = stage.own().school.place.unit;
    let list = principal.get(&format!("/api/v1/work/tasks?unit={school}&limit=2")).await;
    assert_eq!(list.is(StatusCode::OK).body["items"].as_array().unwrap().len(), 2);
    let next = list.text("/next");
    let rest = principal.get(&format!("/api/v1/work/tasks?unit={school}&limit=2&cursor={next}")).await;
    assert_eq!(rest.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(rest.text("/items/0/template"), "directive.minutes");
    let mine = principal.get("/api/v1/work/tasks").await;
    assert_eq!(mine.body["items"].as_array().unwrap().len(), 1, "those of the principal's own post");
    let none = principal.get(&format!("/api/v1/work/tasks?unit={school}&state=to_review")).await;
    assert_eq!(none.body["items"].as_array().unwrap().len(), 0);
    principal.get("/api/v1/work/tasks?state=lost").await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; of_a_unit_by_deadline);
