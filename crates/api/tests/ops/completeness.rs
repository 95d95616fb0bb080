//! `completeness`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn of_a_school_and_of_a_county(store: Store) {
    let stage = Stage::set(store).await;
    stage.outbreak().await;
    for group in stage.own().school.classes.iter().chain(&stage.own().school.teams) {
        stage.name(group.checker.0, format!("checker of {}", group.name));
    }
    let principal = stage.as_role(Role::Principal).await;
    let path = |unit| format!("/api/v1/completeness?unit={unit}");
    let school = principal.get(&path(stage.own().school.place.unit)).await;
    insta::assert_snapshot!("completeness-school", school.told());
    let county = stage.as_role(Role::CountyOfficer).await.get(&path(stage.own().county.unit)).await;
    insta::assert_snapshot!("completeness-county", county.told());
    principal.get("/api/v1/completeness").await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; of_a_school_and_of_a_county);
