//! `create_unit`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_class_is_made_and_its_faults_are_named(store: Store) {
    let stage = Stage::set(store).await;
    let admin = stage.as_role(Role::Administrator).await;
    let school = stage.own().school.place.unit;
    let grade = admin.get(&format!("/api/v1/units?parent={school}&kind=grade")).await.text("/items/0/id");
    let new = |name: &str, kind: &str| json!({"parent": grade, "kind": kind, "name": name});
    let made = admin.post("/api/v1/units", new("一(3)班", "class")).await;
    made.is(StatusCode::CREATED);
    assert_eq!((made.body["name"].as_str(), made.body["members"].as_i64()), (Some("一(3)班"), Some(0)));
    let taken = admin.post("/api/v1/units", new("一(3)班", "class")).await;
    taken.is_problem(422, "request.invalid");
    assert_eq!(taken.body["errors"][0]["code"], "unit.name_taken");
    assert_eq!(taken.body["errors"][0]["field"], "name");
    let misplaced = admin.post("/api/v1/units", new("乙县", "county")).await;
    assert_eq!(misplaced.body["errors"][0]["code"], "unit.misplaced", "{:#}", misplaced.body);
    let nameless = admin.post("/api/v1/units", new(" ", "class")).await;
    assert_eq!(nameless.body["errors"][0]["field"], "name", "{:#}", nameless.body);
    let teacher = stage.as_role(Role::Principal).await;
    teacher.post("/api/v1/units", new("一(4)班", "class")).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; a_class_is_made_and_its_faults_are_named);
