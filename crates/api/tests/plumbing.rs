//! Requests that are no requests: wrong media types, encodings, sizes, methods, addresses.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::client::Client;
use crate::stage::Stage;

fn post(client: &Client<'_>, headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::post("/api/v1/checks")
        .header("authorization", format!("Bearer {}", client.token.as_ref().unwrap()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

async fn bodies_that_cannot_be_read(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let json = ("content-type", "application/json");
    for (headers, body, status, code) in [
        (vec![], "{}".to_owned(), 415, "request.media_type"),
        (vec![("content-type", "text/plain")], "{}".to_owned(), 415, "request.media_type"),
        (vec![("content-type", "application/json; charset=gbk")], "{}".to_owned(), 415, "request.charset"),
        (vec![json, ("content-encoding", "gzip")], "{}".to_owned(), 415, "request.encoding"),
        (vec![json], "{".to_owned(), 400, "request.malformed"),
        (vec![json], String::new(), 400, "request.malformed"),
        (vec![json], "{} {}".to_owned(), 422, "request.invalid"),
        (vec![json], "[]".to_owned(), 422, "request.invalid"),
        (vec![json], format!("{{\"exceptions\":{}", "[".repeat(100_000)), 422, "request.invalid"),
        (vec![json], format!("{{\"client_key\":{}", "[".repeat(100_000)), 422, "request.invalid"),
        (vec![json], format!("{{\"x\":\"{}\"}}", "x".repeat(300_000)), 413, "request.too_large"),
        (vec![("content-type", "application/json; charset=UTF-8")], "{}".to_owned(), 422, "request.invalid"),
    ] {
        let answer = teacher.send(post(&teacher, &headers, body.clone())).await;
        assert_eq!(answer.status, status, "{headers:?} {:.40}: {:#}", body, answer.body);
        answer.is_problem(status, code);
    }
    let broken = teacher.send(post(&teacher, &[json], b"{\"client_key\":\"\xff\xfe\"}".to_vec())).await;
    broken.is_problem(400, "request.malformed");
}

async fn a_page_of_no_rows_or_of_too_many_is_refused(store: Store) {
    let stage = Stage::set(store).await;
    let officer = stage.as_role(Role::HealthOfficer).await;
    for list in ["units", "absences", "signals"] {
        officer.get(&format!("/api/v1/{list}?limit=500")).await.is(StatusCode::OK);
        for limit in ["0", "501", "-1", "4294967296", "many", ""] {
            let answer = officer.get(&format!("/api/v1/{list}?limit={limit}")).await;
            answer.is_problem(422, "request.invalid");
            assert_eq!(answer.text("/errors/0/field"), "limit", "{list} {limit}: {:#}", answer.body);
        }
    }
}

async fn a_field_is_named_by_the_way_to_it(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let whole = stage.check(0, &[1]);
    for (pointer, value, field, code) in [
        ("/exceptions/0/person_id", json!("17"), "exceptions.0.person_id", "invalid"),
        ("/exceptions/0/kind", json!("absent"), "exceptions.0.kind", "unknown_word"),
        ("/exceptions/0/symptoms", json!("fever"), "exceptions.0.symptoms", "wrong_type"),
        ("/occurred_at", json!("today"), "occurred_at", "invalid"),
        ("/check_type", json!(7), "check_type", "wrong_type"),
        ("/exceptions", json!({}), "exceptions", "wrong_type"),
    ] {
        let mut body = whole.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        let answer = teacher.post("/api/v1/checks", body).await;
        answer.is_problem(422, "request.invalid");
        assert_eq!(
            (answer.text("/errors/0/field").as_str(), answer.text("/errors/0/code").as_str()),
            (field, code)
        );
    }
    let mut body = whole.clone();
    body.as_object_mut().unwrap().remove("group_id");
    assert_eq!(teacher.post("/api/v1/checks", body).await.text("/errors/0/field"), "group_id");
    let mut body = whole;
    body["colour"] = json!("red");
    assert_eq!(teacher.post("/api/v1/checks", body).await.text("/errors/0/code"), "unknown_field");
}

async fn addresses_and_methods_that_are_not_there(store: Store) {
    let stage = Stage::set(store).await;
    let nobody = stage.stranger();
    let request =
        |method: &str, path: &str| Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    nobody.send(request("PATCH", "/api/v1/checks")).await.is_problem(405, "request.method");
    nobody.send(request("GET", "/healthz")).await.is(StatusCode::OK);
    nobody.send(request("GET", "/readyz")).await.is(StatusCode::OK);
    let contract = nobody.send(request("GET", "/api/openapi.json")).await;
    assert_eq!(contract.body["openapi"], "3.1.0");
    stage.phase.send_replace(xd_api::Phase::Starting);
    nobody.send(request("GET", "/readyz")).await.is_problem(503, "service.starting");
    nobody.send(request("GET", "/healthz")).await.is(StatusCode::OK);
}

async fn large_answers_are_compressed_and_small_ones_are_not(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let asked = async |path: &str| {
        let request = Request::get(path)
            .header("authorization", format!("Bearer {}", teacher.token.as_ref().unwrap()))
            .header("accept-encoding", "gzip");
        teacher.send(request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(asked("/api/v1/rules/thresholds").await.headers["content-encoding"], "gzip");
    assert!(!asked("/api/v1/wards").await.headers.contains_key("content-encoding"));
    let answer = asked("/api/v1/wards").await;
    assert_eq!(
        (&answer.headers["cache-control"], &answer.headers["x-content-type-options"]),
        (&"no-store".parse().unwrap(), &"nosniff".parse().unwrap())
    );
}

xd_testkit::both_engines!(crate::migrations;
    bodies_that_cannot_be_read,
    a_page_of_no_rows_or_of_too_many_is_refused,
    a_field_is_named_by_the_way_to_it,
    addresses_and_methods_that_are_not_there,
    large_answers_are_compressed_and_small_ones_are_not,
);
