//! `work_templates`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn with_their_questions(store: Store) {
    let stage = Stage::set(store).await;
    let answer = stage.as_role(Role::ClassTeacher).await.get("/api/v1/work/templates").await;
    let items = answer.is(StatusCode::OK).body["items"].as_array().unwrap();
    let minutes = items.iter().find(|one| one["id"] == "directive.minutes").unwrap();
    assert_eq!(
        (minutes["owner"].as_str(), minutes["review"].as_str()),
        (Some("principal"), Some("supervisor"))
    );
    assert_eq!(minutes["form"]["properties"]["attended"]["minimum"], 1);
}

xd_testkit::both_engines!(crate::migrations; with_their_questions);
