//! `roster`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn members_by_seat_and_who_of_them_is_ill(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let class = stage.own().school.classes[0].place.unit;
    let answer = stage.teacher(&outbreak).get(&format!("/api/v1/units/{class}/roster")).await;
    insta::assert_snapshot!("roster", answer.told());
    let county = stage.as_role(Role::CountyOfficer).await;
    county.get(&format!("/api/v1/units/{class}/roster")).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; members_by_seat_and_who_of_them_is_ill);
