//! `appoint`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_substitute_checks_from_now_on(store: Store) {
    let stage = Stage::set(store).await;
    let principal = stage.as_role(Role::Principal).await;
    let [first, second] = [&stage.own().school.classes[0], &stage.own().school.classes[1]];
    let post =
        principal.get(&format!("/api/v1/units/{}/posts", second.place.unit)).await.text("/items/0/post_id");
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let hers = async || {
        let due = teacher.get("/api/v1/checks/due").await;
        due.body["items"].as_array().unwrap().iter().filter(|check| check["substitute"] == true).count()
    };
    assert_eq!(hers().await, 0);
    let path = format!("/api/v1/units/{}/posts/{post}/holdings", second.place.unit);
    let body =
        json!({"person_id": first.checker, "from": "2026-11-23", "to": "2026-11-24", "substitute": true});
    principal.post(&path, body.clone()).await.is(StatusCode::CREATED);
    assert!(hers().await > 0, "a post held from today counts at once");
    let endless = json!({"person_id": first.checker, "from": "2026-11-25", "substitute": true});
    principal.post(&path, endless).await.is_problem(422, "request.invalid");
    teacher.post(&path, body).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; a_substitute_checks_from_now_on);
