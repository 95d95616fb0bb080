//! `import_checklist`.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use xd_store::Store;
use xd_trust::Role;

use crate::client::{Answer, Client};
use crate::stage::Stage;

async fn send<'s>(client: &Client<'s>, run: &str, file: &'static [u8]) -> Answer<'s> {
    let school = client.stage.own().school.place.unit;
    let path = format!("/api/v1/units/{school}/checklists/school-prevention?run={run}&title_zh=own");
    let media_type = if file.starts_with(b"PK") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else {
        "text/csv"
    };
    let request = Request::builder()
        .method("POST")
        .uri(path)
        .header("authorization", format!("Bearer {}", client.token.as_ref().unwrap()))
        .header("content-type", media_type)
        .body(Body::from(file))
        .unwrap();
    client.send(request).await
}

async fn a_list_is_tried_then_imported(store: Store) {
    let stage = Stage::set(store).await;
    let principal = stage.as_role(Role::Principal).await;
    let workbook = include_bytes!("../../../../tests/data/party-branch.xlsx");
    let tried = send(&principal, "dry", workbook).await;
    assert_eq!(tried.is(StatusCode::OK).body["items"], 23, "{:#}", tried.body);
    let school = stage.own().school.place.unit;
    let path = format!("/api/v1/work/checklists/school-prevention?unit={school}");
    assert_eq!(principal.get(&path).await.body["version"], 1);
    send(&principal, "apply", workbook).await.is(StatusCode::OK);
    assert_eq!(principal.get(&path).await.body["version"], 2);
    let refused = send(&principal, "apply", "编码,类别,条目\nA1,门,\n".as_bytes()).await;
    refused.is_problem(422, "request.invalid");
    assert_eq!(refused.text("/errors/0/field"), "rows.2.item_zh");
    let clerk = stage.as_role(Role::SchoolClerk).await;
    send(&clerk, "dry", workbook).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; a_list_is_tried_then_imported);
