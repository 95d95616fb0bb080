//! `trace_absence`.

use serde_json::json;
use uuid::Uuid;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn the_teacher_first_then_the_health_officer(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let path = format!("/api/v1/absences/{}/traces", outbreak.absence);
    let teacher = stage.teacher(&outbreak);
    let mut report = json!({
        "client_key": Uuid::now_v7(), "symptoms": ["vomiting", "diarrhoea"], "onset": "2026-11-22",
        "expected_return": "2026-11-26",
    });
    insta::assert_snapshot!("trace_absence-teacher", teacher.post(&path, report.clone()).await.told());
    report["client_key"] = json!(Uuid::now_v7());
    report["diagnosis"] = json!("norovirus");
    let refused = teacher.post(&path, report.clone()).await;
    assert!(refused.status >= 400, "a diagnosis is the health officer's: {:#}", refused.body);
    let officer = stage.as_role(Role::HealthOfficer).await;
    insta::assert_snapshot!("trace_absence-officer", officer.post(&path, report).await.told());
    let seen = teacher.get(&format!("/api/v1/absences/{}?reason=care", outbreak.absence)).await;
    assert!(seen.body["diagnosis"].is_null(), "the teacher sees the return date, not the diagnosis");
    assert!(!seen.body.to_string().contains("norovirus"));
}

xd_testkit::both_engines!(crate::migrations; the_teacher_first_then_the_health_officer);
