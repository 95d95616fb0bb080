//! `set_pace`.

use serde_json::json;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn only_a_demonstration_has_a_pace(store: Store) {
    let stage = Stage::set(store).await;
    let client = stage.as_role(Role::ClassTeacher).await;
    client.post("/api/v1/demo/pace", json!({"pace": "fast"})).await.is_problem(404, "not_found");
    client.post("/api/v1/demo/pace", json!({"pace": "frantic"})).await.is_problem(422, "request.invalid");
}

xd_testkit::both_engines!(crate::migrations; only_a_demonstration_has_a_pace);
