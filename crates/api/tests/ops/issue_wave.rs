//! `issue_wave`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn to_those_below(store: Store) {
    let stage = Stage::set(store).await;
    let county = stage.as_role(Role::CountyOfficer).await;
    let body = stage.wave("notice.class");
    let issued = county.post("/api/v1/work/waves", body.clone()).await;
    issued.is(StatusCode::CREATED);
    assert_eq!((issued.body["made"].as_i64(), issued.body["state"].as_str()), (Some(2), Some("issued")));
    assert_eq!(
        county.post("/api/v1/work/waves", body).await.body,
        issued.body,
        "sent again, it happens once"
    );
    let mut unknown = stage.wave("no.such");
    county.post("/api/v1/work/waves", unknown.clone()).await.is_problem(422, "request.invalid");
    unknown["from_unit"] = json!(stage.own().school.classes[0].place.unit);
    let teacher = stage.as_role(Role::ClassTeacher).await;
    teacher.post("/api/v1/work/waves", unknown).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; to_those_below);
