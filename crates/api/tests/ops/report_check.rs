//! `report_check`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_check_is_taken_once(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let check = stage.check(0, &[1]);
    let first = teacher.post("/api/v1/checks", check.clone()).await;
    stage.name_text(&first.text("/check_id"), "check");
    insta::assert_snapshot!("report_check", first.told());
    let again = teacher.post("/api/v1/checks", check.clone()).await;
    again.is(StatusCode::OK);
    assert_eq!(again.body["already_received"], true);
    let mut other = check;
    other["exceptions"] = json!([]);
    teacher.post("/api/v1/checks", other).await.is_problem(409, "check.key_reused");
}

async fn everything_wrong_is_named(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let member = stage.own().school.classes[0].members[0];
    let mut check = stage.check(0, &[1, 1]);
    check["exceptions"][0]["symptoms"] = json!(["vomiting", "homesickness"]);
    check["temperatures"] = json!([{"person_id": member, "celsius": 98.6}]);
    insta::assert_snapshot!("report_check-invalid", teacher.post("/api/v1/checks", check).await.told());
    let mut elsewhere = stage.check(0, &[1]);
    elsewhere["exceptions"][0]["person_id"] = json!(stage.own().school.classes[1].members[0]);
    insta::assert_snapshot!(
        "report_check-not_a_member",
        teacher.post("/api/v1/checks", elsewhere).await.told()
    );
    let mut old = stage.check(0, &[]);
    old["occurred_at"] = json!("2026-10-01T07:30:00+08:00");
    insta::assert_snapshot!("report_check-too_old", teacher.post("/api/v1/checks", old).await.told());
}

async fn another_class_of_the_same_school_does_not_exist_for_a_teacher(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    teacher.post("/api/v1/checks", stage.check(1, &[])).await.is_problem(404, "not_found");
    let principal = stage.as_role(Role::Principal).await;
    principal.post("/api/v1/checks", stage.check(1, &[])).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; a_check_is_taken_once, everything_wrong_is_named, another_class_of_the_same_school_does_not_exist_for_a_teacher);
