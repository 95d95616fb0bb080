//! `change_password`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::client::Client;
use crate::stage::{Side, Stage};

async fn the_new_password_counts_and_other_sessions_end(store: Store) {
    let stage = Stage::set(store).await;
    let (username, password) = stage.account(Side::Own, Role::Auditor).await;
    let stranger = stage.stranger();
    let sign_in = async |password: &str| {
        stranger.post("/api/v1/session", json!({"username": username, "password": password})).await
    };
    let [one, two] = [sign_in(&password).await, sign_in(&password).await]
        .map(|answer| Client { stage: &stage, token: Some(answer.text("/token")) });
    let path = "/api/v1/session/password";
    one.post(path, json!({"current": "not it at all", "new": "a longer one, surely"}))
        .await
        .is_problem(422, "request.invalid");
    let weak = one.post(path, json!({"current": password, "new": "short"})).await;
    insta::assert_snapshot!("change_password-weak", weak.told());
    one.post(path, json!({"current": password, "new": "a longer one, surely"}))
        .await
        .is(StatusCode::NO_CONTENT);
    one.get("/api/v1/session").await.is(StatusCode::OK);
    two.get("/api/v1/session").await.is_problem(401, "auth.required");
    sign_in(&password).await.is_problem(401, "auth.wrong_credentials");
    sign_in("a longer one, surely").await.is(StatusCode::OK);
}

xd_testkit::both_engines!(crate::migrations; the_new_password_counts_and_other_sessions_end);
