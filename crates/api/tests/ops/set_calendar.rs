//! `set_calendar`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn terms_and_marks_are_replaced_whole(store: Store) {
    let stage = Stage::set(store).await;
    let principal = stage.as_role(Role::Principal).await;
    let school = stage.own().school.place.unit;
    let path = format!("/api/v1/units/{school}/own-calendar");
    let term = |from: &str, to: &str| json!({"name": "第一学期", "from": from, "to": to});
    let own = json!({
        "terms": [term("2026-09-01", "2027-01-22")], "marks": [{"day": "2026-11-25", "kind": "closure"}],
    });
    principal.call("put", &path, Some(own.clone())).await.is(StatusCode::NO_CONTENT);
    assert_eq!(principal.get(&path).await.body, own);
    let two = json!({
        "terms": [term("2026-09-01", "2027-01-22"), term("2027-01-22", "2027-07-01")], "marks": [],
    });
    let refused = principal.call("put", &path, Some(two)).await;
    assert_eq!(refused.body["errors"][0]["code"], "calendar.terms_overlap", "{:#}", refused.body);
    let backwards = json!({"terms": [term("2027-01-22", "2026-09-01")], "marks": []});
    let refused = principal.call("put", &path, Some(backwards)).await;
    assert_eq!(refused.body["errors"][0]["field"], "terms.0.to", "{:#}", refused.body);
    assert_eq!(principal.get(&path).await.body, own, "nothing of what was refused");
    let nurse = stage.as_role(Role::HealthOfficer).await;
    nurse.call("put", &path, Some(own)).await.is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; terms_and_marks_are_replaced_whole);
