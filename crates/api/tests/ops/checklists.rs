//! `checklists`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn as_shipped(store: Store) {
    let stage = Stage::set(store).await;
    let school = stage.own().school.place.unit;
    let principal = stage.as_role(Role::Principal).await;
    let answer = principal.get(&format!("/api/v1/work/checklists?unit={school}")).await;
    let items = answer.is(StatusCode::OK).body["items"].as_array().unwrap();
    let told: Vec<_> = items.iter().map(|one| (one["id"].as_str().unwrap(), one["items"].as_u64())).collect();
    assert_eq!(told, [("party-branch", Some(23)), ("school-prevention", Some(57))]);
    principal.get("/api/v1/work/checklists").await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; as_shipped);
