//! `deliveries`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::post::confirmed;
use crate::stage::Stage;

async fn what_did_not_arrive(store: Store) {
    let stage = Stage::set(store).await;
    let nurse = stage.as_role(Role::HealthOfficer).await;
    confirmed(&stage, &nurse).await;
    stage.post.refuse();
    nurse.post("/api/v1/channels/email/test", json!({})).await;
    stage.post.go(&stage).await;
    let operator = stage.as_role(Role::Administrator).await;
    let path = format!("/api/v1/deliveries?unit={}", stage.own().county.unit);
    let answer = operator.get(&path).await;
    let one = &answer.body["items"][0];
    for (field, value) in [
        ("purpose", json!("test")),
        ("state", json!("dead")),
        ("kind", json!("email")),
        ("address", json!("z***@school.example")),
        ("problem", json!("smtp.550")),
        ("attempts", json!(1)),
    ] {
        assert_eq!(one[field], value, "{field}");
    }
    assert_eq!(answer.body["items"].as_array().unwrap().len(), 1);
    let sent = operator.get(&format!("{path}&state=sent")).await;
    assert_eq!(sent.text("/items/0/purpose"), "code");
    nurse.get(&path).await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; what_did_not_arrive);
