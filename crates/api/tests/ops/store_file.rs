//! `store_file`.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use xd_store::Store;
use xd_trust::Role;

use crate::client::Client;
use crate::stage::Stage;

pub fn upload(client: &Client<'_>, unit: &str, bytes: &[u8]) -> Request<Body> {
    Request::builder()
        .method("POST")
        .uri(format!("/api/v1/files?unit={unit}"))
        .header("authorization", format!("Bearer {}", client.token.as_ref().unwrap()))
        .header("content-type", "application/octet-stream")
        .body(Body::from(bytes.to_vec()))
        .unwrap()
}

async fn by_the_hash_of_its_bytes(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let class = stage.own().school.classes[0].place.unit.to_string();
    let stored = teacher.send(upload(&teacher, &class, b"\xff\xd8\xff picture")).await;
    assert_eq!(stored.is(StatusCode::CREATED).text("/media_type"), "jpeg");
    assert_eq!((stored.text("/hash").len(), stored.body["size"].as_i64()), (64, Some(11)));
    for (bytes, code) in [(b"".to_vec(), "file.empty"), (b"MZ\x90 program".to_vec(), "file.wrong_type")] {
        let refused = teacher.send(upload(&teacher, &class, &bytes)).await;
        refused.is_problem(422, "request.invalid");
        assert_eq!(refused.text("/errors/0/code"), code);
    }
    let huge = teacher.send(upload(&teacher, &class, &vec![0xff; (8 << 20) + 1])).await;
    huge.is_problem(413, "request.too_large");
}

xd_testkit::both_engines!(crate::migrations; by_the_hash_of_its_bytes);
