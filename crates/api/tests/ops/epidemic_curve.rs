//! `epidemic_curve`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn by_syndrome_and_by_class(store: Store) {
    let stage = Stage::set(store).await;
    stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    let path = format!(
        "/api/v1/epidemic-curve?unit={}&from=2026-11-20&to=2026-11-23",
        stage.own().school.place.unit
    );
    insta::assert_snapshot!("epidemic_curve-syndrome", officer.get(&path).await.told());
    let by_class = officer.get(&format!("{path}&by=class")).await;
    let three = json!([0, 0, 0, 3]);
    assert!(by_class.body["series"].as_array().unwrap().iter().any(|series| series["counts"] == three));
    let whole = officer.get(&format!("/api/v1/epidemic-curve?unit={}", stage.own().school.place.unit)).await;
    assert_eq!(whole.body["days"].as_array().unwrap().len(), 28);
    officer.get(&format!("{path}&by=shoe-size")).await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; by_syndrome_and_by_class);
