//! `revoke_grant`.

use axum::http::StatusCode;
use xd_store::Store;
use xd_trust::Role;

use crate::stage::Stage;

async fn a_role_is_gone_at_once(store: Store) {
    let stage = Stage::set(store).await;
    let security = stage.as_role(Role::SecurityOfficer).await;
    let auditor = stage.as_role(Role::Auditor).await;
    auditor.get(&format!("/api/v1/audit?unit={}", stage.own().county.unit)).await.is(StatusCode::OK);
    let accounts = security.get(&format!("/api/v1/accounts?unit={}", stage.own().county.unit)).await;
    let list = accounts.body["items"].as_array().unwrap();
    let grant = &list.iter().find(|one| one["username"] == "auditor-own").unwrap()["grants"][0]["id"];
    let path = format!("/api/v1/grants/{}", grant.as_str().unwrap());
    security.delete(&path).await.is(StatusCode::NO_CONTENT);
    auditor
        .get(&format!("/api/v1/audit?unit={}", stage.own().county.unit))
        .await
        .is_problem(404, "not_found");
    security.delete(&path).await.is_problem(404, "not_found");
}

xd_testkit::both_engines!(crate::migrations; a_role_is_gone_at_once);
