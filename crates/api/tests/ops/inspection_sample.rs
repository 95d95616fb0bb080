//! `inspection_sample`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn the_same_seed_draws_the_same_schools(store: Store) {
    let stage = Stage::set(store).await;
    let county = stage.own().county.unit;
    let officer = stage.as_role(Role::CountyOfficer).await;
    let of = |more: &str| format!("/api/v1/work/inspection-sample?unit={county}&seed=2026-11&{more}");
    let answer = officer.get(&of("faulty=1&confidence=0.9")).await;
    assert_eq!(answer.is(StatusCode::OK).body["drawn"], 1, "{:#}", answer.body);
    assert_eq!(answer.body, officer.get(&of("faulty=1&confidence=0.9")).await.body);
    officer.get(&of("faulty=0&confidence=0.9")).await.is_problem(422, "request.invalid");
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let school = stage.own().school.classes[0].place.unit;
    let asked = format!("/api/v1/work/inspection-sample?unit={school}&seed=1&faulty=1&confidence=0.9");
    teacher.get(&asked).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; the_same_seed_draws_the_same_schools);
