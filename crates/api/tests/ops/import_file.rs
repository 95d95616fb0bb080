//! `import_file`.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use xd_store::Store;
use xd_trust::Role;

use crate::client::{Answer, Client};
use crate::stage::Stage;

async fn send<'s>(client: &Client<'s>, query: &str, media_type: &str, file: &str) -> Answer<'s> {
    let school = client.stage.own().school.place.unit;
    let request = Request::builder()
        .method("POST")
        .uri(format!("/api/v1/units/{school}/imports?{query}"))
        .header("authorization", format!("Bearer {}", client.token.as_ref().unwrap()))
        .header("content-type", media_type)
        .body(Body::from(file.to_owned()))
        .unwrap();
    client.send(request).await
}

const PEOPLE: &str = "姓名,性别,学籍号,班级,座号\n张三,男,N001,一(1)班,41\n李四,女,N002,一(1)班,42\n";

async fn a_file_is_tried_then_imported(store: Store) {
    let stage = Stage::set(store).await;
    let admin = stage.as_role(Role::Administrator).await;
    let class = stage.own().school.classes[0].place.unit;
    let members = async || {
        let roster = admin.get(&format!("/api/v1/units/{class}/roster")).await;
        roster.body["members"].as_array().unwrap().len()
    };
    let before = members().await;
    let tried = send(&admin, "kind=people&run=dry&from=2026-11-23", "text/csv; charset=utf-8", PEOPLE).await;
    tried.is(StatusCode::OK);
    assert_eq!((tried.body["people"].as_u64(), tried.body["rows"].as_u64()), (Some(2), Some(2)));
    assert_eq!(members().await, before, "a dry run writes nothing");
    let done = send(&admin, "kind=people&run=apply&from=2026-11-23", "text/csv", PEOPLE).await;
    assert_eq!((done.status, done.body["run"].as_str()), (200, Some("apply")), "{:#}", done.body);
    assert_eq!(members().await, before + 2);
    let units = "名称,类型,上级\n二年级,年级,\n二(1)班,班级,二年级\n";
    let done = send(&admin, "kind=units&run=apply", "text/csv", units).await;
    assert_eq!(done.body["units"], 2, "{:#}", done.body);
}

async fn each_wrong_row_is_named_and_nothing_written(store: Store) {
    let stage = Stage::set(store).await;
    let admin = stage.as_role(Role::Administrator).await;
    let file = "姓名,性别,班级\n,男,一(1)班\n王五,x,一(1)班\n赵六,女,九(9)班\n";
    let refused = send(&admin, "kind=people&run=apply", "text/csv", file).await;
    refused.is_problem(422, "request.invalid");
    let fields: Vec<&str> =
        refused.body["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["rows.2.name", "rows.3.sex", "rows.4.class"]);
    let unknown = send(&admin, "kind=people&run=dry", "text/csv", "姓名,班级x\n王五,一(1)班\n").await;
    assert_eq!(unknown.body["errors"][0]["field"], "rows.1.班级x", "{:#}", unknown.body);
    send(&admin, "kind=people&run=dry", "application/json", "{}").await.is_problem(415, "request.media_type");
    send(&admin, "kind=people&run=maybe", "text/csv", PEOPLE).await.is_problem(422, "request.invalid");
    let principal = stage.as_role(Role::Principal).await;
    let refused = send(&principal, "kind=people&run=dry", "text/csv", PEOPLE).await;
    refused.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; a_file_is_tried_then_imported, each_wrong_row_is_named_and_nothing_written);
