use serde_json::json;
use uuid::Uuid;
use xd_kernel::{Cursor, PageRequest};
use xd_store::{Store, StoreError};
use xd_testkit::ctx::{ctx_of, monday_morning};
use xd_trust::audit::{self, AuditActor, AuditError, Entry, Reason};
use xd_trust::grants::{self, NewGrant};
use xd_trust::{Actor, Ctx, Place, Reach, Role, accounts};

use crate::scene::{new, scene};

async fn write(ctx: &Ctx, entry: Entry<'_>) -> Result<(), StoreError> {
    let tx = ctx.begin().await?;
    audit::record(&tx, ctx, entry).await?;
    tx.commit().await
}

async fn an_entry_says_who_what_where_and_why(store: Store) {
    let scene = scene(store);
    let (account, _) = scene.account("wang.li").await;
    let ctx = scene.ctx_as(account, Role::HealthOfficer, &scene.school);
    let subject = Uuid::new_v4();
    let entry = Entry::new("absence.read", &scene.school).on("absence", subject).because(Reason::Tracing);
    write(&ctx, entry.with("persons", 1)).await.unwrap();

    let auditor = scene.ctx(Role::Auditor, &scene.school);
    let page = audit::list(&auditor, &scene.school, &PageRequest::default()).await.unwrap();
    let found = &page.items[0];
    assert_eq!(found.actor, AuditActor::Account { account, username: Some("wang.li".into()) });
    assert_eq!((found.action.as_str(), found.subject_kind.as_str()), ("absence.read", "absence"));
    assert_eq!((found.subject, found.reason), (Some(subject), Some(Reason::Tracing)));
    assert_eq!((found.at, found.request), (monday_morning(), ctx.request()));
    assert_eq!((&found.path, found.institution), (&scene.school.path, scene.school.institution));
    assert_eq!(found.detail, json!({ "v": 1, "persons": 1 }));
}

async fn every_verb_of_trust_leaves_its_entry(store: Store) {
    let scene = scene(store);
    let (account, password) = scene.account("wang.li").await;
    let grant = NewGrant { account, role: Role::Auditor, place: scene.school.clone(), until: None };
    let id = grants::give(&scene.security(), grant).await.unwrap();
    let signed = scene.try_sign_in("wang.li", &password, monday_morning()).await.unwrap();
    let hash = xd_trust::sessions::token_hash(&signed.token);
    xd_trust::sessions::sign_out(&scene.store, hash, monday_morning()).await.unwrap();
    grants::revoke(&scene.security(), id).await.unwrap();
    accounts::reset_password(&scene.security(), account).await.unwrap();
    accounts::close(&scene.security(), account).await.unwrap();
    let auditor = scene.ctx(Role::Auditor, &scene.school);
    let page = audit::list(&auditor, &scene.school, &PageRequest::default()).await.unwrap();
    let mut actions: Vec<&str> = page.items.iter().map(|entry| entry.action.as_str()).collect();
    actions.reverse();
    assert_eq!(
        actions,
        [
            "account.create",
            "grant.give",
            "session.sign_in",
            "session.sign_out",
            "grant.revoke",
            "account.reset_password",
            "account.close"
        ]
    );
}

async fn names_and_findings_are_refused(store: Store) {
    let scene = scene(store);
    let ctx = scene.ctx(Role::HealthOfficer, &scene.school);
    let entry = Entry::new("absence.read", &scene.school).with("note", "张三 has a fever");
    let refused = write(&ctx, entry).await;
    assert!(matches!(refused, Err(StoreError::Invalid { column: "audit.detail", .. })), "{refused:?}");
}

async fn a_list_is_paged_newest_first_and_ends_at_the_place(store: Store) {
    let scene = scene(store);
    let program = |seconds, at: &Place| {
        let ctx = Ctx::program(scene.store.clone(), "demo", monday_morning().plus_seconds(seconds));
        let at = at.clone();
        async move { write(&ctx, Entry::new("demo.step", &at).with("n", seconds)).await.unwrap() }
    };
    for seconds in [1, 2, 2, 3, 4] {
        program(seconds, &scene.school).await;
    }
    program(9, &scene.other_school).await;
    program(9, &scene.county).await;
    let auditor = scene.ctx(Role::Auditor, &scene.school);
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = audit::list(&auditor, &scene.school, &PageRequest::new(Some(2), after)).await.unwrap();
        assert!(page.items.iter().all(|entry| entry.actor == AuditActor::Program("demo".into())));
        found.extend(page.items.iter().map(|entry| entry.detail["n"].as_i64().unwrap()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, [4, 3, 2, 2, 1]);
    let county = scene.ctx(Role::Auditor, &scene.county);
    let all = audit::list(&county, &scene.county, &PageRequest::default()).await.unwrap();
    assert_eq!(all.items.len(), 7);
}

async fn only_an_auditor_reads_it(store: Store) {
    let scene = scene(store);
    for (role, at, expected) in [
        (Role::Auditor, &scene.other_school, "not found"),
        (Role::SecurityOfficer, &scene.school, "not allowed: audit.read"),
        (Role::Principal, &scene.school, "not allowed: audit.read"),
    ] {
        let refused = audit::list(&scene.ctx(role, at), &scene.school, &PageRequest::default()).await;
        assert_eq!(refused.unwrap_err().to_string(), expected);
    }
    let auditor = scene.ctx(Role::Auditor, &scene.school);
    let strange = PageRequest::new(None, Some(Cursor::given("AAAA")));
    let refused = audit::list(&auditor, &scene.school, &strange).await;
    assert!(matches!(refused, Err(AuditError::Cursor(_))), "{refused:?}");
}

async fn an_entry_of_what_did_not_happen_does_not_stand(store: Store) {
    let scene = scene(store);
    let ctx = ctx_of(&scene.store, Actor::Program("demo"), Reach::everywhere(), monday_morning());
    let tx = ctx.begin().await.unwrap();
    audit::record(&tx, &ctx, Entry::new("demo.step", &scene.school)).await.unwrap();
    drop(tx);
    accounts::create(&ctx, new("wang.li", &scene.school)).await.unwrap();
    let page = audit::list(&ctx, &scene.school, &PageRequest::default()).await.unwrap();
    assert_eq!(page.items.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["account.create"]);
}

xd_testkit::both_engines!(
    crate::scene::migrations;
    an_entry_says_who_what_where_and_why,
    every_verb_of_trust_leaves_its_entry,
    names_and_findings_are_refused,
    a_list_is_paged_newest_first_and_ends_at_the_place,
    only_an_auditor_reads_it,
    an_entry_of_what_did_not_happen_does_not_stand,
);
