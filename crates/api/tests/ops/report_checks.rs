//! `report_checks`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn each_check_of_a_batch_by_itself(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let good = stage.check(0, &[]);
    let mut bad = stage.check(0, &[3]);
    bad["exceptions"][0]["symptoms"] = json!(["homesickness"]);
    let checks = json!([good, stage.check(1, &[]), bad, good]);
    let answer = teacher.post("/api/v1/checks/batch", json!({"checks": checks})).await;
    stage.name_text(&answer.text("/results/0/receipt/check_id"), "first");
    insta::assert_snapshot!("report_checks", answer.told());
}

async fn a_batch_has_a_limit(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let checks: Vec<_> = (0..501).map(|_| stage.check(0, &[])).collect();
    teacher.post("/api/v1/checks/batch", json!({"checks": checks})).await.is_problem(422, "request.invalid");
    let most: Vec<_> = (0..500).map(|_| stage.check(0, &[])).collect();
    let answer = teacher.post("/api/v1/checks/batch", json!({"checks": most})).await;
    let taken =
        answer.body["results"].as_array().unwrap().iter().filter(|one| one["receipt"].is_object()).count();
    assert_eq!(taken, 500);
}

xd_testkit::both_engines!(crate::migrations; each_check_of_a_batch_by_itself, a_batch_has_a_limit);
