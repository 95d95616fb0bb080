//! `absence`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn each_look_says_why(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    let path = format!("/api/v1/absences/{}", outbreak.absence);
    officer.get(&path).await.is_problem(422, "request.invalid");
    officer.get(&format!("{path}?reason=curiosity")).await.is_problem(422, "request.invalid");
    insta::assert_snapshot!("absence", officer.get(&format!("{path}?reason=tracing")).await.told());
    let auditor = stage.as_role(Role::Auditor).await;
    let log = auditor.get(&format!("/api/v1/audit?unit={}", stage.own().school.place.unit)).await;
    let looks =
        log.body["items"].as_array().unwrap().iter().filter(|entry| entry["reason"] == "tracing").count();
    assert_eq!(looks, 1);
}

xd_testkit::both_engines!(crate::migrations; each_look_says_why);
