//! `waves`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::{Side, Stage};

async fn the_newest_first(store: Store) {
    let stage = Stage::set(store).await;
    let wave = stage.issued("notice.class").await;
    let county = stage.as_role(Role::CountyOfficer).await;
    let list = county.get("/api/v1/work/waves").await;
    assert_eq!(list.is(StatusCode::OK).text("/items/0/id"), wave);
    assert_eq!(list.text("/items/0/title_zh"), "班级阅知通知");
    let stranger = stage.as_role_of(Side::Foreign, Role::CountyOfficer).await;
    assert_eq!(stranger.get("/api/v1/work/waves").await.body["items"].as_array().unwrap().len(), 0);
    county.get("/api/v1/work/waves?cursor=x").await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; the_newest_first);
