//! `test_channel`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::post::{confirmed, set};
use crate::stage::{Side, Stage};

async fn once_a_minute_over_a_confirmed_one(store: Store) {
    let stage = Stage::set(store).await;
    let nurse = stage.as_role(Role::HealthOfficer).await;
    let test = "/api/v1/channels/email/test";
    nurse.post(test, json!({})).await.is_problem(404, "not_found");
    confirmed(&stage, &nurse).await;
    assert_eq!(nurse.post(test, json!({})).await.status, 202);
    stage.post.go(&stage).await;
    assert_eq!(stage.post.count(), 2);
    nurse.post(test, json!({})).await.is_problem(429, "channel.too_soon");
    let other = stage.as_role_of(Side::Foreign, Role::HealthOfficer).await;
    set(&stage, &other).await;
    other.post(test, json!({})).await.is_problem(409, "channel.unconfirmed");
}

xd_testkit::both_engines!(crate::migrations; once_a_minute_over_a_confirmed_one);
