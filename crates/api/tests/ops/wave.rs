//! `wave`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn how_far_it_is(store: Store) {
    let stage = Stage::set(store).await;
    let wave = stage.issued("notice.class").await;
    let county = stage.as_role(Role::CountyOfficer).await;
    let seen = county.get(&format!("/api/v1/work/waves/{wave}")).await;
    assert_eq!(seen.is(StatusCode::OK).body["counts"]["total"], 2);
    assert_eq!(seen.body["counts"]["done"], 0);
}

xd_testkit::both_engines!(crate::migrations; how_far_it_is);
