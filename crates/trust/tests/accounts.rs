use xd_kernel::{AccountId, PageRequest};
use xd_store::Store;
use xd_testkit::ctx::monday_morning;
use xd_trust::accounts::{self, AccountError, AccountState, Locale, PasswordChange};
use xd_trust::grants::{self, NewGrant};
use xd_trust::sessions::{SignInError, find, token_hash};
use xd_trust::{Denied, Password, Reach, Role, Weakness};

use crate::scene::{new, scene};

async fn an_account_signs_in_with_its_generated_password(store: Store) {
    let scene = scene(store);
    let (account, password) = scene.account("Wang.Li").await;
    let signed = scene.try_sign_in(" WANG.LI ", &password, monday_morning()).await.unwrap();
    assert_eq!(signed.account, account);
}

async fn a_username_is_taken_once_everywhere(store: Store) {
    let scene = scene(store);
    scene.account("wang.li").await;
    let elsewhere = scene.ctx(Role::SecurityOfficer, &scene.other_school);
    let again = accounts::create(&elsewhere, new("WANG.LI", &scene.other_school)).await;
    assert!(matches!(again, Err(AccountError::UsernameTaken)), "{again:?}");
    let strange = accounts::create(&elsewhere, new("王丽", &scene.other_school)).await;
    assert!(matches!(strange, Err(AccountError::Username)), "{strange:?}");
}

async fn accounts_made_unopened_admit_nobody_until_their_password_is_reset(store: Store) {
    let scene = scene(store);
    let security = scene.ctx(Role::SecurityOfficer, &scene.school);
    let names = ["li.na", "zhao.min"];
    let all = names.map(|name| new(name, &scene.school)).to_vec();
    let made = accounts::create_unopened(&security, all).await.unwrap();
    assert_eq!(made.len(), 2);
    for password in ["", "li.na", "password"] {
        assert!(scene.try_sign_in("li.na", &password.into(), monday_morning()).await.is_err());
    }
    let password = accounts::reset_password(&security, made[0]).await.unwrap();
    let signed = scene.try_sign_in("li.na", &password, monday_morning()).await.unwrap();
    assert_eq!(signed.account, made[0]);
    let again =
        accounts::create_unopened(&security, vec![new("fresh", &scene.school), new("li.na", &scene.school)]);
    assert!(matches!(again.await, Err(AccountError::UsernameTaken)));
    let fresh = accounts::create_unopened(&security, vec![new("fresh", &scene.school)]).await;
    assert!(fresh.is_ok(), "nothing was made of the refused ones");
    let strange = accounts::create_unopened(&security, vec![new("stranger", &scene.other_school)]).await;
    assert_eq!(strange.unwrap_err().code(), "not_found");
}

async fn only_a_security_officer_makes_accounts_and_only_within_reach(store: Store) {
    let scene = scene(store);
    for (role, at, expected) in [
        (Role::SecurityOfficer, &scene.other_school, "not_found"),
        (Role::Principal, &scene.school, "auth.forbidden"),
        (Role::Administrator, &scene.county, "auth.forbidden"),
        (Role::Guardian, &scene.school, "not_found"),
    ] {
        let refused = accounts::create(&scene.ctx(role, at), new("wang.li", &scene.school)).await;
        assert_eq!(refused.unwrap_err().code(), expected, "{role}");
    }
    let county = scene.ctx(Role::SecurityOfficer, &scene.county);
    accounts::create(&county, new("wang.li", &scene.school)).await.unwrap();
}

async fn the_first_account_of_a_role_needs_nobody_the_second_does(store: Store) {
    let scene = scene(store);
    let make = |name| {
        accounts::bootstrap(&scene.store, new(name, &scene.county), Role::SecurityOfficer, monday_morning())
    };
    let (account, password) = make("first").await.unwrap();
    scene.try_sign_in("first", &password, monday_morning()).await.unwrap();
    let second = make("second").await;
    assert!(matches!(second, Err(AccountError::NotFirst(Role::SecurityOfficer))), "{second:?}");
    let first = scene.acting(account, Reach::of(given(&scene.store, account).await), monday_morning());
    accounts::create(&first, new("second", &scene.school)).await.unwrap();
}

async fn given(store: &Store, account: AccountId) -> Vec<xd_trust::Grant> {
    grants::of(store, account, xd_testkit::ctx::day("2026-11-23")).await.unwrap()
}

async fn a_reset_ends_sessions_and_the_old_password(store: Store) {
    let scene = scene(store);
    let (account, old) = scene.account("wang.li").await;
    let signed = scene.try_sign_in("wang.li", &old, monday_morning()).await.unwrap();
    let new = accounts::reset_password(&scene.security(), account).await.unwrap();
    let session = find(&scene.store, token_hash(&signed.token), monday_morning()).await.unwrap();
    assert_eq!(session, None);
    let with_old = scene.try_sign_in("wang.li", &old, monday_morning()).await;
    assert!(matches!(with_old, Err(SignInError::WrongCredentials)));
    scene.try_sign_in("wang.li", &new, monday_morning()).await.unwrap();
}

async fn nobody_resets_a_password_beyond_their_reach(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    let elsewhere = scene.ctx(Role::SecurityOfficer, &scene.other_school);
    let unknown = accounts::reset_password(&elsewhere, account).await.unwrap_err();
    assert!(matches!(unknown, AccountError::Denied(Denied::Unknown)), "{unknown:?}");
    // The account belongs to the school, but its holder also serves the county.
    let county = scene.ctx(Role::SecurityOfficer, &scene.county);
    let grant = NewGrant { account, role: Role::CountyOfficer, place: scene.county.clone(), until: None };
    grants::give(&county, grant).await.unwrap();
    let refused = accounts::reset_password(&scene.security(), account).await.unwrap_err();
    assert_eq!(refused.code(), "auth.forbidden");
    assert_eq!(accounts::close(&scene.security(), account).await.unwrap_err().code(), "auth.forbidden");
    accounts::reset_password(&county, account).await.unwrap();
}

async fn a_closed_account_cannot_sign_in_and_does_not_say_so(store: Store) {
    let scene = scene(store);
    let (account, password) = scene.account("wang.li").await;
    let signed = scene.try_sign_in("wang.li", &password, monday_morning()).await.unwrap();
    accounts::close(&scene.security(), account).await.unwrap();
    let again = scene.try_sign_in("wang.li", &password, monday_morning()).await;
    assert!(matches!(again, Err(SignInError::WrongCredentials)));
    assert_eq!(find(&scene.store, token_hash(&signed.token), monday_morning()).await.unwrap(), None);
}

async fn ones_own_password_is_changed_with_the_current_one(store: Store) {
    let scene = scene(store);
    let (account, first) = scene.account("wang.li").await;
    let (_, stranger) = scene.account("li.na").await;
    let here = scene.try_sign_in("wang.li", &first, monday_morning()).await.unwrap();
    let there = scene.try_sign_in("wang.li", &first, monday_morning()).await.unwrap();
    let ctx = scene.acting(account, Reach::default(), monday_morning());
    let change = |current: &Password, new: &str| {
        let new = Password::from(new);
        accounts::change_password(
            &ctx,
            PasswordChange { current: current.clone(), new, keep: Some(here.session) },
        )
    };
    let wrong = change(&stranger, "correct horse battery").await.unwrap_err();
    assert!(matches!(wrong, AccountError::WrongPassword), "{wrong:?}");
    let weak = change(&first, "short").await.unwrap_err();
    assert!(matches!(weak, AccountError::Weak(Weakness::TooShort)), "{weak:?}");
    change(&first, "correct horse battery").await.unwrap();
    let lives = |hash| find(&scene.store, hash, monday_morning());
    assert!(lives(token_hash(&here.token)).await.unwrap().is_some());
    assert!(lives(token_hash(&there.token)).await.unwrap().is_none());
    let new = Password::from("correct horse battery");
    scene.try_sign_in("wang.li", &new, monday_morning()).await.unwrap();
}

async fn guessing_at_a_change_of_password_is_slowed_like_signing_in(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    let ctx = scene.acting(account, Reach::default(), monday_morning());
    for expected in ["account.wrong_password"; 5].into_iter().chain(["auth.throttled"]) {
        let (current, new) = (Password::from("a wrong guess"), Password::from("correct horse battery"));
        let change = PasswordChange { current, new, keep: None };
        assert_eq!(accounts::change_password(&ctx, change).await.unwrap_err().code(), expected);
    }
}

async fn a_list_holds_the_accounts_below_with_their_roles_page_by_page(store: Store) {
    let scene = scene(store);
    for name in ["c.c", "a.a", "b.b"] {
        scene.account(name).await;
    }
    let county = scene.ctx(Role::SecurityOfficer, &scene.county);
    let (outside, _) = accounts::create(&county, new("d.d", &scene.other_school)).await.unwrap();
    let (locale, ctx) = (Locale::En, scene.acting(outside, Reach::default(), monday_morning()));
    accounts::set_locale(&ctx, locale).await.unwrap();
    let grant =
        NewGrant { account: outside, role: Role::Principal, place: scene.other_school.clone(), until: None };
    grants::give(&county, grant).await.unwrap();

    let mut names = Vec::new();
    let mut after = None;
    loop {
        let page = PageRequest::new(Some(2), after);
        let page = accounts::list(&scene.security(), &scene.school, &page).await.unwrap();
        names.extend(page.items.into_iter().map(|account| account.username));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(names, ["a.a", "b.b", "c.c"]);

    let all = accounts::list(&county, &scene.county, &PageRequest::default()).await.unwrap();
    let last = all.items.last().unwrap();
    assert_eq!(
        (all.items.len(), last.account, last.locale, last.state),
        (4, outside, Locale::En, AccountState::Active)
    );
    assert_eq!(last.grants.iter().map(|grant| grant.role).collect::<Vec<_>>(), [Role::Principal]);
    let refused = accounts::list(&scene.security(), &scene.county, &PageRequest::default()).await;
    assert_eq!(refused.unwrap_err().code(), "not_found");
}

xd_testkit::both_engines!(
    crate::scene::migrations;
    an_account_signs_in_with_its_generated_password,
    a_username_is_taken_once_everywhere,
    accounts_made_unopened_admit_nobody_until_their_password_is_reset,
    only_a_security_officer_makes_accounts_and_only_within_reach,
    the_first_account_of_a_role_needs_nobody_the_second_does,
    a_reset_ends_sessions_and_the_old_password,
    nobody_resets_a_password_beyond_their_reach,
    a_closed_account_cannot_sign_in_and_does_not_say_so,
    ones_own_password_is_changed_with_the_current_one,
    guessing_at_a_change_of_password_is_slowed_like_signing_in,
    a_list_holds_the_accounts_below_with_their_roles_page_by_page,
);
