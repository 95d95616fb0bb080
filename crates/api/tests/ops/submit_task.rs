//! `submit_task`.

use axum::http::StatusCode;
use serde_json::json;
use uuid::Uuid;
use xd_store::Store;

use crate::stage::Stage;

async fn what_was_done(store: Store) {
    let stage = Stage::set(store).await;
    let (teacher, task) = stage.task_of_the_teacher().await;
    let path = format!("/api/v1/work/tasks/{task}/submit");
    let body = json!({"client_key": Uuid::now_v7(), "answers": {}});
    let extra = json!({"client_key": Uuid::now_v7(), "answers": {"colour": "red"}});
    let refused = teacher.post(&path, extra).await;
    assert_eq!(refused.is_problem(422, "request.invalid").text("/errors/0/field"), "answers.colour");
    assert_eq!(teacher.post(&path, body.clone()).await.is(StatusCode::OK).text("/state"), "accepted");
    assert_eq!(teacher.post(&path, body).await.is(StatusCode::OK).text("/state"), "accepted", "sent again");
    let other = json!({"client_key": Uuid::now_v7(), "answers": {}});
    teacher.post(&path, other).await.is_problem(409, "work.wrong_state");
}

async fn a_wrong_answer_is_told_at_its_question(store: Store) {
    let stage = Stage::set(store).await;
    let (principal, task) = stage.minutes_due().await;
    let answers = json!({"held_on": "2026-11-23", "attended": 9000, "summary": "学习。"});
    let body = json!({"client_key": Uuid::now_v7(), "answers": answers});
    let refused = principal.post(&format!("/api/v1/work/tasks/{task}/submit"), body).await;
    refused.is_problem(422, "request.invalid");
    let fault = &refused.body["errors"][0];
    assert_eq!(
        (fault["field"].as_str(), fault["code"].as_str()),
        (Some("answers.attended"), Some("form.maximum"))
    );
    assert_eq!(fault["args"]["limit"], "5000");
}

xd_testkit::both_engines!(crate::migrations; what_was_done, a_wrong_answer_is_told_at_its_question);
