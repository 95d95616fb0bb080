//! `give_grant`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_testkit::ctx::at;
use xd_trust::Role;

use super::account_id;
use crate::stage::Stage;

async fn a_role_counts_at_once_and_never_ones_own(store: Store) {
    let stage = Stage::set(store).await;
    let security = stage.as_role(Role::SecurityOfficer).await;
    let auditor = stage.as_role(Role::Auditor).await;
    let account = account_id(&stage, &security, "auditor-own").await;
    let unit = stage.own().school.place.unit;
    assert!(!auditor.get("/api/v1/session").await.told().contains("signal.handle"));
    let grant = json!({"role": "health_officer", "unit_id": unit, "until": "2026-11-24"});
    let path = format!("/api/v1/accounts/{account}/grants");
    security.post(&path, grant.clone()).await.is(StatusCode::CREATED);
    assert!(auditor.get("/api/v1/session").await.told().contains("signal.handle"));
    stage.clock.set(at("2026-11-25T07:30:00+08:00"));
    assert!(!auditor.get("/api/v1/session").await.told().contains("signal.handle"), "it has run out");
    security.post(&path, grant).await.is_problem(422, "request.invalid");
    let own = account_id(&stage, &security, "security_officer-own").await;
    let more = json!({"role": "principal", "unit_id": unit});
    security.post(&format!("/api/v1/accounts/{own}/grants"), more).await.is_problem(403, "grant.own_account");
}

xd_testkit::both_engines!(crate::migrations; a_role_counts_at_once_and_never_ones_own);
