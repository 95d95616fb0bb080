//! `list_accounts`.

use xd_store::Store;
use xd_trust::Role;

use crate::stage::{Side, Stage};

async fn those_that_belong_to_a_unit(store: Store) {
    let stage = Stage::set(store).await;
    stage.account(Side::Foreign, Role::Principal).await;
    let security = stage.as_role(Role::SecurityOfficer).await;
    let answer = security.get(&format!("/api/v1/accounts?unit={}", stage.own().county.unit)).await;
    stage.name_text(&answer.text("/items/0/grants/0/id"), "grant");
    insta::assert_snapshot!("list_accounts", answer.told());
    let administrator = stage.as_role(Role::Administrator).await;
    administrator
        .get(&format!("/api/v1/accounts?unit={}", stage.own().county.unit))
        .await
        .is_problem(403, "auth.forbidden");
}

xd_testkit::both_engines!(crate::migrations; those_that_belong_to_a_unit);
