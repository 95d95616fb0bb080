//! `print_paper`.

use serde_json::{Value, json};
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

fn table() -> Value {
    json!({
        "paper": "table", "title": "落实情况", "columns": [{"heading": "学校", "share": 4}, {"heading": "完成", "share": 2}],
        "rows": [["甲小学", "12"], ["乙小学", "0"]],
    })
}

async fn a_table_becomes_a_workbook(store: Store) {
    let stage = Stage::set(store).await;
    let client = stage.as_role(Role::Principal).await;
    let answer = client.post("/api/v1/papers?format=xlsx", table()).await;
    assert_eq!(answer.status, 200);
    let media = answer.headers["content-type"].to_str().unwrap();
    assert_eq!(media, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert!(answer.body.as_str().unwrap().starts_with("PK"), "a ZIP archive");
}

async fn what_is_wrong_with_a_paper_is_said(store: Store) {
    let stage = Stage::set(store).await;
    let client = stage.as_role(Role::Principal).await;
    let with = |change: Value| {
        let mut paper = table();
        paper.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        paper
    };
    for (change, code) in [
        (json!({"title": ""}), "text.empty"),
        (json!({"rows": [["甲小学"]]}), "row.number_of_columns"),
        (json!({"columns": [], "rows": []}), "too_many"),
        (json!({"notes": ["\u{7}"]}), "text.control_character"),
    ] {
        let answer = client.post("/api/v1/papers?format=xlsx", with(change)).await;
        answer.is_problem(422, "request.invalid");
        assert_eq!(answer.body["errors"][0]["code"], code, "{:#}", answer.body);
    }
    client.post("/api/v1/papers?format=doc", table()).await.is_problem(422, "request.invalid");
    let letter = json!({"paper": "official", "issuer": "甲县教育局", "title": "通知", "paragraphs": ["一"], "date": "今天"});
    let refused = client.post("/api/v1/papers?format=xlsx", letter.clone()).await;
    assert_eq!(refused.is_problem(422, "request.invalid").body["errors"][0]["code"], "paper.no_table");
    // The tests build no font in.
    client.post("/api/v1/papers?format=pdf", letter.clone()).await.is_problem(503, "paper.no_press");
    stage.stranger().post("/api/v1/papers?format=pdf", letter).await.is_problem(401, "auth.required");
}

xd_testkit::both_engines!(crate::migrations; a_table_becomes_a_workbook, what_is_wrong_with_a_paper_is_said);
