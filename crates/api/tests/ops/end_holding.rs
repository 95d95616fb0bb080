//! `end_holding`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_substitute_taken_back_no_longer_checks(store: Store) {
    let stage = Stage::set(store).await;
    let principal = stage.as_role(Role::Principal).await;
    let [first, second] = [&stage.own().school.classes[0], &stage.own().school.classes[1]];
    let unit = second.place.unit;
    let posts = principal.get(&format!("/api/v1/units/{unit}/posts")).await;
    let (post, held) = (posts.text("/items/0/post_id"), posts.text("/items/0/holding_id"));
    let body =
        json!({"person_id": first.checker, "from": "2026-11-23", "to": "2026-11-24", "substitute": true});
    let path = format!("/api/v1/units/{unit}/posts/{post}/holdings");
    let holding = principal.post(&path, body).await.text("/holding_id");
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let groups = async || teacher.get("/api/v1/checks/due").await.body["items"].as_array().unwrap().len();
    let with = groups().await;
    let end = |holding: &str| format!("/api/v1/units/{unit}/holdings/{holding}/end");
    principal.post(&end(&holding), json!({"last": "2026-11-21"})).await.is_problem(409, "post.before_start");
    teacher.post(&end(&holding), json!({"last": "2026-11-22"})).await.is_problem(403, "auth.forbidden");
    principal.post(&end(&holding), json!({"last": "2026-11-22"})).await.is(StatusCode::NO_CONTENT);
    assert!(groups().await < with, "taken back: it counts at once");
    let elsewhere = format!("/api/v1/units/{}/holdings/{held}/end", first.place.unit);
    principal.post(&elsewhere, json!({"last": "2026-11-23"})).await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; a_substitute_taken_back_no_longer_checks);
