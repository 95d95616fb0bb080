//! `hand_on_signal`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::{Side, Stage};

async fn to_the_county(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    let path = format!("/api/v1/signals/{}/hand-on", outbreak.signal);
    let to = |unit: xd_kernel::UnitId| json!({"to_unit": unit, "text": "请协助"});
    let foreign = stage.of(Side::Foreign).school.place.unit;
    officer.post(&path, to(foreign)).await.is_problem(422, "request.invalid");
    let answer = officer.post(&path, to(stage.own().county.unit)).await;
    answer.is(StatusCode::OK);
    assert_eq!(answer.text("/state"), "handed_on");
    let county = stage.as_role(Role::CountyOfficer).await;
    county
        .post(&format!("/api/v1/signals/{}/acknowledge", outbreak.signal), json!({}))
        .await
        .is(StatusCode::OK);
}

xd_testkit::both_engines!(crate::migrations; to_the_county);
