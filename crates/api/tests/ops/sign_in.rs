//! `sign_in`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::client::Client;
use crate::stage::{Side, Stage};

async fn the_right_password_opens_a_session(store: Store) {
    let stage = Stage::set(store).await;
    let (username, password) = stage.account(Side::Own, Role::HealthOfficer).await;
    let answer =
        stage.stranger().post("/api/v1/session", json!({"username": username, "password": password})).await;
    insta::assert_snapshot!("sign_in", answer.told());
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly; SameSite=Strict") && cookie.contains("; Secure"), "{cookie}");
    let client = Client { stage: &stage, token: Some(answer.text("/token")) };
    client.get("/api/v1/session").await.is(StatusCode::OK);
}

async fn wrong_name_and_wrong_password_are_told_alike_and_throttled(store: Store) {
    let stage = Stage::set(store).await;
    let (username, _) = stage.account(Side::Own, Role::HealthOfficer).await;
    for name in [username.as_str(), "nobody-at-all"] {
        let body = json!({"username": name, "password": "wrong wrong wrong"});
        for _ in 0..5 {
            stage
                .stranger()
                .post("/api/v1/session", body.clone())
                .await
                .is_problem(401, "auth.wrong_credentials");
        }
        let answer = stage.stranger().post("/api/v1/session", body).await;
        answer.is_problem(429, "auth.throttled");
        assert!(answer.headers.contains_key("retry-after"));
    }
}

xd_testkit::both_engines!(crate::migrations; the_right_password_opens_a_session, wrong_name_and_wrong_password_are_told_alike_and_throttled);
