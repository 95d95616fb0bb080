//! `checklist_trend`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn nothing_before_the_first_record(store: Store) {
    let stage = Stage::set(store).await;
    let school = stage.own().school.place.unit;
    let principal = stage.as_role(Role::Principal).await;
    let of = |days: &str| {
        format!("/api/v1/work/checklists/school-prevention/trend?unit={school}&kind=self_check&{days}")
    };
    let answer = principal.get(&of("from=2026-11-01&to=2026-11-30")).await;
    assert_eq!(answer.is(StatusCode::OK).body["months"].as_array().unwrap().len(), 0);
    assert_eq!(answer.body["items"].as_array().unwrap().len(), 57);
    let refused = principal.get(&of("from=2020-11-01&to=2026-11-30")).await;
    refused.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; nothing_before_the_first_record);
