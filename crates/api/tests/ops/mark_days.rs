//! `mark_days`.

use axum::http::StatusCode;
use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_day_is_marked_and_unmarked(store: Store) {
    let stage = Stage::set(store).await;
    let principal = stage.as_role(Role::Principal).await;
    let school = stage.own().school.place.unit;
    let path = format!("/api/v1/units/{school}/own-calendar/marks");
    let kind = async || {
        let days = format!("/api/v1/units/{school}/calendar?from=2026-11-25&to=2026-11-25");
        principal.get(&days).await.text("/items/0/kind")
    };
    assert_eq!(kind().await, "school_day");
    let holiday = json!({"marks": [{"day": "2026-11-25", "kind": "holiday"}]});
    principal.post(&path, holiday.clone()).await.is(StatusCode::NO_CONTENT);
    assert_eq!(kind().await, "holiday");
    principal.post(&path, json!({"cleared": ["2026-11-25"]})).await.is(StatusCode::NO_CONTENT);
    assert_eq!(kind().await, "school_day");
    let wrong = json!({"marks": [{"day": "2026-11-25", "kind": "make_up_day"}]});
    let refused = principal.post(&path, wrong).await;
    assert_eq!(refused.body["errors"][0]["code"], "calendar.make_up_day_on_weekday", "{:#}", refused.body);
    let class = stage.own().school.classes[0].place.unit;
    let of_class = format!("/api/v1/units/{class}/own-calendar/marks");
    principal.post(&of_class, holiday).await.is_problem(409, "calendar.not_an_institution");
}

xd_testkit::both_engines!(crate::migrations; a_day_is_marked_and_unmarked);
