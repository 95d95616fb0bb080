//! `set_channel`.

use serde_json::{Value, json};
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn what_cannot_be_reached_is_named(store: Store) {
    let stage = Stage::set(store).await;
    let nurse = stage.as_role(Role::HealthOfficer).await;
    let put = async |kind: &str, body: Value| {
        nurse.call("put", &format!("/api/v1/channels/{kind}"), Some(body)).await
    };
    let answer = put("email", json!({"address": "a@b.example,c@d.example"})).await;
    answer.is_problem(422, "request.invalid");
    assert_eq!(answer.text("/errors/0/code"), "channel.address_of_many");
    put("sms", json!({"address": "13800000000"})).await.is_problem(409, "channel.not_offered");
    put("pigeon", json!({"address": "x"})).await.is_problem(404, "not_found");
    let set = put("email", json!({"address": "a@b.example", "rank": 1})).await;
    assert_eq!(set.body, json!({"code_seconds": 900, "signing_secret": null}));
    put("email", json!({"address": "a@b.example"})).await.is_problem(429, "channel.too_soon");
}

xd_testkit::both_engines!(crate::migrations; what_cannot_be_reached_is_named);
