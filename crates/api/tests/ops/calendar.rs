//! `calendar`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn days_and_what_they_are(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let class = stage.own().school.classes[0].place.unit;
    let path = format!("/api/v1/units/{class}/calendar");
    insta::assert_snapshot!(
        "calendar",
        teacher.get(&format!("{path}?from=2026-11-27&to=2026-11-30")).await.told()
    );
    assert_eq!(teacher.get(&path).await.body["items"].as_array().unwrap().len(), 42);
    teacher.get(&format!("{path}?from=2026-11-27&to=2026-11-26")).await.is_problem(422, "request.invalid");
    teacher.get(&format!("{path}?from=yesterday")).await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; days_and_what_they_are);
