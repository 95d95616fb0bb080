//! `unit`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn one_unit_with_the_way_to_it(store: Store) {
    let stage = Stage::set(store).await;
    let principal = stage.as_role(Role::Principal).await;
    let class = stage.own().school.classes[0].place.unit;
    insta::assert_snapshot!("unit", principal.get(&format!("/api/v1/units/{class}")).await.told());
    principal.get("/api/v1/units/not-an-id").await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; one_unit_with_the_way_to_it);
