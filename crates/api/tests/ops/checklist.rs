//! `checklist`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn with_its_items_and_its_form(store: Store) {
    let stage = Stage::set(store).await;
    let school = stage.own().school.place.unit;
    let principal = stage.as_role(Role::Principal).await;
    let answer = principal.get(&format!("/api/v1/work/checklists/school-prevention?unit={school}")).await;
    assert_eq!(answer.is(StatusCode::OK).text("/entries/7/code"), "CK08");
    assert_eq!(answer.text("/entries/7/weight"), "blocking");
    assert_eq!(answer.text("/form/properties/ck08/enum/1"), "no");
    principal.get(&format!("/api/v1/work/checklists/gone?unit={school}")).await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; with_its_items_and_its_form);
