//! `comment_signal`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_comment_stands_in_the_history(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    let signal = format!("/api/v1/signals/{}", outbreak.signal);
    officer
        .post(&format!("{signal}/comment"), json!({"text": "  "}))
        .await
        .is_problem(422, "request.invalid");
    let text = "三人同在一桌用餐";
    officer.post(&format!("{signal}/comment"), json!({"text": text})).await.is(StatusCode::OK);
    let detail = officer.get(&signal).await;
    let history = detail.body["history"].as_array().unwrap();
    assert_eq!(history.last().unwrap()["text"], text);
    assert_eq!(history.last().unwrap()["by"]["id"], stage.own().school.health_officer.to_string());
}

xd_testkit::both_engines!(crate::migrations; a_comment_stands_in_the_history);
