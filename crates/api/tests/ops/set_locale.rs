//! `set_locale`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn the_language_is_kept(store: Store) {
    let stage = Stage::set(store).await;
    let client = stage.as_role(Role::Auditor).await;
    client.post("/api/v1/session/locale", json!({"locale": "en"})).await.is(StatusCode::NO_CONTENT);
    assert_eq!(client.get("/api/v1/session").await.body["locale"], "en");
    client.post("/api/v1/session/locale", json!({"locale": "de"})).await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; the_language_is_kept);
