//! `check_return_certificate`.

use axum::http::StatusCode;
use serde_json::json;
use uuid::Uuid;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn the_rule_of_the_disease_is_shown(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    let absence = format!("/api/v1/absences/{}", outbreak.absence);
    let mut report = json!({
        "client_key": Uuid::now_v7(), "issuer": "县人民医院", "issued_on": "2026-11-23",
        "facts": {"symptom_free_since": "2026-11-23T07:00:00+08:00"},
    });
    let path = format!("{absence}/return-certificates");
    officer.post(&path, report.clone()).await.is_problem(409, "absence.no_diagnosis");
    let trace = json!({
        "client_key": Uuid::now_v7(), "symptoms": ["vomiting"], "onset": "2026-11-22", "diagnosis": "norovirus",
    });
    officer.post(&format!("{absence}/traces"), trace).await.is(StatusCode::CREATED);
    let answer = officer.post(&path, report.clone()).await;
    stage.name_text(&answer.text("/certificate/id"), "certificate");
    stage.name(stage.own().school.health_officer.0, "health officer");
    insta::assert_snapshot!("check_return_certificate", answer.told());
    report["facts"] = json!({"all_better": true});
    officer.post(&path, report).await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; the_rule_of_the_disease_is_shown);
