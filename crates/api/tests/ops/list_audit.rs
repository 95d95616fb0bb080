//! `list_audit`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn who_did_what(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    officer
        .post(&format!("/api/v1/signals/{}/acknowledge", outbreak.signal), json!({}))
        .await
        .is(StatusCode::OK);
    let auditor = stage.as_role(Role::Auditor).await;
    let path = format!("/api/v1/audit?unit={}", stage.own().school.place.unit);
    let answer = auditor.get(&path).await;
    let entry = answer.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["action"] == "signal.acknowledge")
        .unwrap();
    let mut entry = entry.clone();
    stage.name_ids(&mut entry);
    insta::assert_snapshot!("list_audit", format!("{entry:#}"));
    for name in stage.own().school.pupils() {
        assert!(!answer.body["items"][0]["detail"].to_string().contains(&name.to_string()));
    }
    officer.get(&path).await.is_problem(403, "auth.forbidden");
    let first = auditor.get(&format!("{path}&limit=1")).await;
    auditor.get(&format!("{path}&limit=1&cursor={}", first.text("/next"))).await.is(StatusCode::OK);
}

xd_testkit::both_engines!(crate::migrations; who_did_what);
