//! `absences`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn of_the_whole_reach_or_of_a_unit(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let teacher = stage.teacher(&outbreak);
    let one = teacher.get("/api/v1/absences?limit=1").await;
    assert_eq!(one.body["items"].as_array().unwrap().len(), 1);
    let rest = teacher.get(&format!("/api/v1/absences?cursor={}", one.text("/next"))).await;
    assert_eq!(rest.body["items"].as_array().unwrap().len(), 2);
    let officer = stage.as_role(Role::HealthOfficer).await;
    let school = stage.own().school.place.unit;
    let all = officer.get(&format!("/api/v1/absences?unit={school}&state=all")).await;
    assert_eq!(all.body["items"].as_array().unwrap().len(), 3);
    let ids: Vec<&str> =
        all.body["items"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(ids.contains(&outbreak.absence.as_str()));
    let none = officer.get(&format!("/api/v1/absences?unit={school}&state=returned")).await;
    assert_eq!(none.body["items"], json!([]));
    let officer_of_county = stage.as_role(Role::CountyOfficer).await;
    assert_eq!(officer_of_county.get("/api/v1/absences").await.body["items"], json!([]));
    officer_of_county.get(&format!("/api/v1/absences?unit={school}")).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; of_the_whole_reach_or_of_a_unit);
