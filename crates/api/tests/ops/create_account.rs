//! `create_account`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn with_a_generated_password_that_works(store: Store) {
    let stage = Stage::set(store).await;
    let security = stage.as_role(Role::SecurityOfficer).await;
    let new = json!({"username": "Zhang.San", "locale": "zh-CN", "unit_id": stage.own().school.place.unit});
    let answer = security.post("/api/v1/accounts", new.clone()).await;
    answer.is(StatusCode::CREATED);
    let credentials = json!({"username": "zhang.san", "password": answer.text("/password")});
    stage.stranger().post("/api/v1/session", credentials).await.is(StatusCode::OK);
    security.post("/api/v1/accounts", new).await.is_problem(409, "account.username_taken");
    let wrong = json!({"username": "a b", "locale": "zh-CN"});
    security.post("/api/v1/accounts", wrong).await.is_problem(422, "request.invalid");
    let default_unit = json!({"username": "li.si", "locale": "en"});
    security.post("/api/v1/accounts", default_unit).await.is(StatusCode::CREATED);
}

xd_testkit::both_engines!(crate::migrations; with_a_generated_password_that_works);
