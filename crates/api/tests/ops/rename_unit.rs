//! `rename_unit`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_class_gets_another_name(store: Store) {
    let stage = Stage::set(store).await;
    let admin = stage.as_role(Role::Administrator).await;
    let class = stage.own().school.classes[0].place.unit;
    let path = format!("/api/v1/units/{class}/rename");
    let renamed = admin.post(&path, json!({"name": "一(9)班"})).await;
    renamed.is(StatusCode::OK);
    assert_eq!(renamed.body["name"], "一(9)班");
    assert_eq!(admin.get(&format!("/api/v1/units/{class}")).await.body["name"], "一(9)班");
    let taken = admin.post(&path, json!({"name": "一(2)班"})).await;
    assert_eq!(taken.body["errors"][0]["code"], "unit.name_taken", "{:#}", taken.body);
}

xd_testkit::both_engines!(crate::migrations; a_class_gets_another_name);
