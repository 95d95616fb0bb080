//! `reset_password`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use super::account_id;
use crate::stage::{Side, Stage};

async fn the_old_one_no_longer_counts(store: Store) {
    let stage = Stage::set(store).await;
    let security = stage.as_role(Role::SecurityOfficer).await;
    let (username, old) = stage.account(Side::Own, Role::Principal).await;
    let account = account_id(&stage, &security, &username).await;
    let answer = security.post(&format!("/api/v1/accounts/{account}/password-reset"), json!(null)).await;
    let sign_in = async |password: &str| {
        stage.stranger().post("/api/v1/session", json!({"username": username, "password": password})).await
    };
    sign_in(&old).await.is_problem(401, "auth.wrong_credentials");
    sign_in(&answer.text("/password")).await.is(StatusCode::OK);
}

xd_testkit::both_engines!(crate::migrations; the_old_one_no_longer_counts);
