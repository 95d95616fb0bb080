//! `coverage`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn down_to_the_class_that_has_not_answered(store: Store) {
    let stage = Stage::set(store).await;
    let wave = stage.issued("notice.class").await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let task = teacher.get("/api/v1/work/today").await.text("/items/0/id");
    teacher.post(&format!("/api/v1/work/tasks/{task}/acknowledge"), json!({})).await.is(StatusCode::OK);
    stage.flows.settled().await.unwrap();
    let county = stage.as_role(Role::CountyOfficer).await;
    let seen = county.get(&format!("/api/v1/work/coverage?wave={wave}")).await;
    assert_eq!(seen.is(StatusCode::OK).body["counts"]["total"], 2, "{:#}", seen.body);
    let school = stage.own().school.place.unit.to_string();
    assert_eq!(
        (seen.text("/parts/0/unit/id"), &seen.body["parts"][0]["counts"]["acknowledged"]),
        (school.clone(), &json!(1))
    );
    let classes = county.get(&format!("/api/v1/work/coverage?wave={wave}&under={school}")).await;
    let silent: Vec<&str> = classes.body["parts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| part["counts"]["acknowledged"] == 0)
        .map(|part| part["unit"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(silent, ["一(2)班"]);
    county.get("/api/v1/work/coverage").await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; down_to_the_class_that_has_not_answered);
