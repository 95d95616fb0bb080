//! `responsibility_chain`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn owner_deputy_supervisor(store: Store) {
    let stage = Stage::set(store).await;
    let class = stage.own().school.classes[0].place.unit;
    let principal = stage.as_role(Role::Principal).await;
    let answer = principal.get(&format!("/api/v1/units/{class}/chain?day=2026-11-23")).await;
    let lines = answer.is(StatusCode::OK).body["lines"].as_array().unwrap();
    let round = lines.iter().find(|line| line["template"] == "round.classroom").unwrap();
    assert_eq!(
        (round["owner"]["post"].as_str(), round["owner"]["person"].is_object()),
        (Some("class_teacher"), true)
    );
    principal.get("/api/v1/units/7/chain").await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; owner_deputy_supervisor);
