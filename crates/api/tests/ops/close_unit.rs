//! `close_unit`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_closed_class_is_gone_from_the_day_after(store: Store) {
    let stage = Stage::set(store).await;
    let admin = stage.as_role(Role::Administrator).await;
    let class = stage.own().school.classes[1].place.unit;
    let path = format!("/api/v1/units/{class}/close");
    admin.post(&path, json!({"last": "2019-01-01"})).await.is_problem(422, "request.invalid");
    admin.post(&path, json!({"last": "2026-11-22"})).await.is(StatusCode::NO_CONTENT);
    let school = stage.own().school.place.unit;
    let left = admin.get(&format!("/api/v1/units?under={school}&kind=class")).await;
    assert_eq!(left.body["items"].as_array().unwrap().len(), 1);
    admin.post(&path, json!({"last": "2026-11-22"})).await.is_problem(409, "unit.closed");
}

xd_testkit::both_engines!(crate::migrations; a_closed_class_is_gone_from_the_day_after);
