//! `checks`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn corrections_stand_above_what_they_correct(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let teacher = stage.teacher(&outbreak);
    let mut correction = stage.check(0, &[2, 4]);
    correction["occurred_at"] = json!("2026-11-23T07:31:00+08:00");
    let receipt = teacher.post("/api/v1/checks", correction).await;
    stage.name_text(&receipt.text("/check_id"), "correction");
    stage.name(stage.own().school.classes[0].checker.0, "class teacher");
    let path = format!("/api/v1/checks?group={}&day=2026-11-23", stage.own().school.classes[0].place.unit);
    insta::assert_snapshot!("checks", teacher.get(&path).await.told());
    let county = stage.as_role(Role::CountyOfficer).await.get(&path).await;
    assert_eq!(county.body["items"][0]["exceptions"], json!([]), "the county sees numbers, not names");
    assert_eq!(county.body["items"][0]["absent_ill"], 2);
}

xd_testkit::both_engines!(crate::migrations; corrections_stand_above_what_they_correct);
