//! `own_calendar`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_school_without_marks_has_an_empty_calendar_of_its_own(store: Store) {
    let stage = Stage::set(store).await;
    let teacher = stage.as_role(Role::ClassTeacher).await;
    let school = stage.own().school.place.unit;
    let own = teacher.get(&format!("/api/v1/units/{school}/own-calendar")).await;
    assert_eq!(own.body, serde_json::json!({"terms": [], "marks": []}));
}

xd_testkit::both_engines!(crate::migrations; a_school_without_marks_has_an_empty_calendar_of_its_own);
