//! `create_post`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_vacant_post_is_made_where_it_belongs(store: Store) {
    let stage = Stage::set(store).await;
    let principal = stage.as_role(Role::Principal).await;
    let class = stage.own().school.classes[0].place.unit;
    let path = format!("/api/v1/units/{class}/posts");
    let made = principal.post(&path, json!({"kind": "class_teacher"})).await;
    made.is(StatusCode::CREATED);
    let id = made.text("/post_id");
    let posts = principal.get(&path).await;
    let posts = posts.body["items"].as_array().unwrap().clone();
    let one = posts.iter().find(|post| post["post_id"] == id.as_str()).unwrap();
    assert!(one["holder"].is_null() && one["holding_id"].is_null(), "{one:#}");
    principal.post(&path, json!({"kind": "principal"})).await.is_problem(409, "post.misplaced");
    let teacher = stage.as_role(Role::ClassTeacher).await;
    teacher.post(&path, json!({"kind": "class_teacher"})).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; a_vacant_post_is_made_where_it_belongs);
