//! `dilution`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn never_weaker_than_the_aim(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let of = |query: &str| format!("/api/v1/work/dilution?{query}");
    let answer = teacher.get(&of("percent=5&mg_per_l=500&litres=10")).await;
    let body = &answer.is(StatusCode::OK).body;
    assert_eq!((body["stock_ml"].as_u64(), body["water_ml"].as_u64()), (Some(100), Some(9_900)));
    for (query, code) in [
        ("percent=1&mg_per_l=50000&litres=1", "dilution.too_weak"),
        ("mg_per_l=500&litres=1", "dilution.stock"),
        ("percent=5&mg_per_l=500&litres=0", "dilution.volume"),
    ] {
        let refused = teacher.get(&of(query)).await;
        assert_eq!(refused.is_problem(422, "request.invalid").text("/errors/0/code"), code);
    }
}

xd_testkit::both_engines!(crate::migrations; never_weaker_than_the_aim);
