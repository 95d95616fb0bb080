//! `signals`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn in_the_reach_and_by_state(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let teacher = stage.teacher(&outbreak);
    insta::assert_snapshot!("signals", teacher.get("/api/v1/signals").await.told());
    let closed = teacher.get("/api/v1/signals?state=closed").await;
    assert_eq!(closed.body["items"], json!([]));
    let school = format!("/api/v1/signals?unit={}", stage.own().school.place.unit);
    assert_eq!(
        stage.as_role(Role::CountyOfficer).await.get(&school).await.text("/items/0/id"),
        outbreak.signal
    );
    teacher.get("/api/v1/signals?state=burning").await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; in_the_reach_and_by_state);
