use xd_kernel::{AccountId, GrantId};
use xd_store::Store;
use xd_store::outbox::{Position, id_of, read_after};
use xd_testkit::ctx::{day, place};
use xd_trust::accounts;
use xd_trust::grants::{self, GrantError, NewGrant};
use xd_trust::{Action, Ctx, Place, Reach, Role};

use crate::scene::{new, scene};

fn grant(account: AccountId, role: Role, place: &Place) -> NewGrant {
    NewGrant { account, role, place: place.clone(), until: None }
}

async fn a_role_counts_until_its_last_day(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    let until = Some(day("2026-11-25"));
    let new = NewGrant { until, ..grant(account, Role::HealthOfficer, &scene.school) };
    grants::give(&scene.security(), new).await.unwrap();
    for (on, counts) in [("2026-11-23", true), ("2026-11-25", true), ("2026-11-26", false)] {
        let reach = Reach::of(grants::of(&scene.store, account, day(on)).await.unwrap());
        assert_eq!(reach.may(Action::AbsenceTraceMedical, &scene.school.path), counts, "{on}");
        assert!(!reach.may(Action::AbsenceTraceMedical, &scene.other_school.path), "{on}");
    }
}

async fn a_revoked_role_is_gone_and_cannot_be_revoked_twice(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    let id = grants::give(&scene.security(), grant(account, Role::Auditor, &scene.school)).await.unwrap();
    grants::revoke(&scene.security(), id).await.unwrap();
    assert_eq!(grants::of(&scene.store, account, day("2026-11-23")).await.unwrap(), []);
    for gone in [id, GrantId::mint()] {
        assert_eq!(grants::revoke(&scene.security(), gone).await.unwrap_err().code(), "not_found");
    }
    // It may be given anew.
    grants::give(&scene.security(), grant(account, Role::Auditor, &scene.school)).await.unwrap();
}

async fn nobody_gives_beyond_their_reach(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    let county = scene.ctx(Role::SecurityOfficer, &scene.county);
    let (foreign, _) = accounts::create(&county, new("li.na", &scene.other_school)).await.unwrap();
    let class = place("1.1.7");
    let give = async |ctx: &Ctx, to, at: &Place| {
        grants::give(ctx, grant(to, Role::ClassTeacher, at)).await.map_err(|e| e.code())
    };
    let school = scene.security();
    assert_eq!(give(&school, account, &scene.county).await, Err("not_found"));
    assert_eq!(give(&school, account, &scene.other_school).await, Err("not_found"));
    assert_eq!(give(&school, foreign, &scene.school).await, Err("not_found"));
    assert_eq!(give(&school, AccountId::mint(), &scene.school).await, Err("not_found"));
    let principal = scene.ctx(Role::Principal, &scene.school);
    assert_eq!(give(&principal, account, &scene.school).await, Err("auth.forbidden"));
    assert!(give(&school, account, &class).await.is_ok());
    let far = grants::give(&county, grant(account, Role::Auditor, &scene.county)).await.unwrap();
    assert_eq!(grants::revoke(&school, far).await.unwrap_err().code(), "not_found");
    // The list, too, ends where the actor's reach ends.
    assert_eq!(grants::list(&school, account).await.unwrap().len(), 1);
    assert_eq!(grants::list(&county, account).await.unwrap().len(), 2);
    assert_eq!(grants::list(&school, foreign).await.unwrap_err().code(), "not_found");
}

async fn nobody_changes_their_own_roles(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    let id =
        grants::give(&scene.security(), grant(account, Role::SecurityOfficer, &scene.school)).await.unwrap();
    let own = scene.ctx_as(account, Role::SecurityOfficer, &scene.school);
    let given = grants::give(&own, grant(account, Role::HealthOfficer, &scene.school)).await;
    assert!(matches!(given, Err(GrantError::OwnAccount)), "{given:?}");
    let taken = grants::revoke(&own, id).await;
    assert!(matches!(taken, Err(GrantError::OwnAccount)), "{taken:?}");
}

async fn the_past_and_the_same_again_are_refused(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    let new = grant(account, Role::Auditor, &scene.school);
    let past = NewGrant { until: Some(day("2026-11-22")), ..new.clone() };
    assert_eq!(grants::give(&scene.security(), past).await.unwrap_err().code(), "grant.past");
    grants::give(&scene.security(), new.clone()).await.unwrap();
    assert_eq!(grants::give(&scene.security(), new).await.unwrap_err().code(), "grant.duplicate");
}

async fn a_guardians_grant_makes_no_unit_known(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    grants::give(&scene.security(), grant(account, Role::Guardian, &scene.school)).await.unwrap();
    let reach = Reach::of(grants::of(&scene.store, account, day("2026-11-23")).await.unwrap());
    assert!(!reach.knows(&scene.school.path));
    assert_eq!(reach.actions(), []);
}

async fn others_hear_that_an_account_has_changed(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    let id = grants::give(&scene.security(), grant(account, Role::Auditor, &scene.school)).await.unwrap();
    grants::revoke(&scene.security(), id).await.unwrap();
    accounts::close(&scene.security(), account).await.unwrap();
    let events = read_after(&scene.store, Position::default(), 10).await.unwrap();
    assert_eq!(events.len(), 3);
    for event in events {
        assert_eq!(event.kind, "account.changed");
        assert_eq!(id_of(&event.payload, "account").unwrap(), account.0);
    }
}

xd_testkit::both_engines!(
    crate::scene::migrations;
    a_role_counts_until_its_last_day,
    a_revoked_role_is_gone_and_cannot_be_revoked_twice,
    nobody_gives_beyond_their_reach,
    nobody_changes_their_own_roles,
    the_past_and_the_same_again_are_refused,
    a_guardians_grant_makes_no_unit_known,
    others_hear_that_an_account_has_changed,
);
