//! `round_rules`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn by_kind_of_place(store: Store) {
    let stage = Stage::set(store).await;
    let school = stage.own().school.place.unit;
    let teacher = stage.as_role(Role::Principal).await;
    let answer = teacher.get(&format!("/api/v1/work/round-rules?unit={school}&place=toilet")).await;
    let items = answer.is(StatusCode::OK).body["items"].as_array().unwrap();
    let strength = |regime: &str| {
        let of = items.iter().filter(|rule| rule["regime"] == regime);
        of.filter_map(|rule| rule["mg_per_l"].as_u64()).max()
    };
    assert!(strength("routine") < strength("after_case"), "{:#}", answer.body);
    let wrong = teacher.get(&format!("/api/v1/work/round-rules?unit={school}&place=moon")).await;
    wrong.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; by_kind_of_place);
