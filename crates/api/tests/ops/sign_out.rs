//! `sign_out`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn the_session_ends_at_once(store: Store) {
    let stage = Stage::set(store).await;
    let client = stage.as_role(Role::Auditor).await;
    client.get("/api/v1/session").await.is(StatusCode::OK);
    let answer = client.delete("/api/v1/session").await;
    answer.is(StatusCode::NO_CONTENT);
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    client.get("/api/v1/session").await.is_problem(401, "auth.required");
}

xd_testkit::both_engines!(crate::migrations; the_session_ends_at_once);
