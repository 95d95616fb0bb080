//! `return_from_absence`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_testkit::ctx::at;
use xd_trust::Role;

use crate::stage::Stage;

async fn the_health_officer_lets_somebody_back(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    let path = format!("/api/v1/absences/{}/return", outbreak.absence);
    stage.teacher(&outbreak).post(&path, json!({"on": "2026-11-23"})).await.is_problem(403, "auth.forbidden");
    officer.post(&path, json!({"on": "2026-11-30"})).await.is_problem(422, "request.invalid");
    stage.clock.set(at("2026-11-24T09:00:00+08:00"));
    insta::assert_snapshot!(
        "return_from_absence",
        officer.post(&path, json!({"on": "2026-11-24"})).await.told()
    );
    let again = officer.post(&path, json!({"on": "2026-11-24"})).await;
    again.is(StatusCode::OK);
}

xd_testkit::both_engines!(crate::migrations; the_health_officer_lets_somebody_back);
