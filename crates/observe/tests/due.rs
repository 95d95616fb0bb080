//! What is due, and what is known before it is checked.

use xd_kernel::{AccountId, MessageId, PersonId, UnitKind};
use xd_observe::{
    CheckType, Deadline, DueState, ExceptionKind, GuardianMessage, MessageError, ReportedException,
    SetCheckPlan, due, send_guardian_message, set_check_plan, wards,
};
use xd_register::{fixtures, lookup};
use xd_store::Store;
use xd_testkit::ctx::{ctx_of, day};
use xd_trust::{Actor, Ctx, Denied, Reach, Role};

use crate::world::{World, day_of, ill, local, morning, saw};

/// Somebody as they sign in: with the grants that follow from their posts.
async fn signed_in(world: &World, person: PersonId, time: &str) -> Ctx {
    let actor = Actor::Account { account: AccountId::mint(), person: Some(person) };
    let grants = lookup::post_reach(&world.store, person, day_of(23)).await.unwrap();
    ctx_of(&world.store, actor, Reach::of(grants), local(time))
}

async fn a_teacher_sees_their_checks(store: Store) {
    let world = World::new(store).await;
    let teacher = signed_in(&world, world.class().checker, "2026-11-23T08:00").await;
    let list = due(&teacher, None).await.unwrap();
    let told: Vec<_> = list.items.iter().map(|item| (item.check_type, item.state, item.expected)).collect();
    assert_eq!(told, [(CheckType::Morning, DueState::Due, 6), (CheckType::Noon, DueState::Due, 6)]);
    assert_eq!(list.items[0].deadline, local("2026-11-23T08:20"));
    assert_eq!(list.items[0].group.name, "一(1)班");
    assert!(!list.items[0].substitute);
    world.check(morning(world.class(), 23, vec![ill(world.pupil(0))])).await.unwrap();
    let later = signed_in(&world, world.class().checker, "2026-11-23T14:30").await;
    let list = due(&later, None).await.unwrap();
    assert_eq!((list.items[0].state, list.items[1].state), (DueState::Done, DueState::Overdue));
    assert_eq!(list.items[0].latest.as_ref().unwrap().exceptions.len(), 1);
    let sunday = due(&later, Some(day("2026-11-22"))).await.unwrap();
    assert!(sunday.items.is_empty(), "no school, nothing due");
    let keeper = signed_in(&world, world.school.rooms[0].checker, "2026-11-23T20:00").await;
    let list = due(&keeper, None).await.unwrap();
    assert!(list.items.iter().all(|item| item.group.kind == UnitKind::DormitoryRoom));
    assert!(!list.items.is_empty());
    let nurse = signed_in(&world, world.school.health_officer, "2026-11-23T08:00").await;
    assert!(due(&nurse, None).await.unwrap().items.is_empty(), "nobody's daily checker");
}

/// A key for two messages at the same moment.
const AT_ONCE: MessageId = MessageId(uuid::Uuid::from_u128(0x0193_5000_0000_7000_8000_0000_0000_0001));

async fn messages_and_open_absences_prefill(store: Store) {
    let world = World::new(store).await;
    let program = Ctx::program(world.store.clone(), "test", local("2026-11-20T12:00"));
    let ward = world.pupil(2);
    let guardian = fixtures::guardian(&program, world.school.place.unit, ward, day_of(1)).await.unwrap();
    world.check(morning(world.class(), 20, vec![ill(world.pupil(0)), ill(ward)])).await.unwrap();
    let actor = Actor::Account { account: AccountId::mint(), person: Some(guardian) };
    let parent = ctx_of(&world.store, actor, Reach::default(), local("2026-11-23T06:50"));
    assert_eq!(wards(&parent).await.unwrap()[0].person, ward);
    let said = ReportedException {
        celsius: Some(38.6),
        note: Some(" 夜里发热 ".to_owned()),
        ..saw(ward, ExceptionKind::AbsentIll, &["fever", "cough"])
    };
    let message = GuardianMessage { message_id: MessageId::mint(), day: day_of(23), said };
    send_guardian_message(&parent, &message).await.unwrap();
    send_guardian_message(&parent, &message).await.unwrap();
    let mut reused = message.clone();
    reused.said.symptoms.clear();
    assert!(matches!(send_guardian_message(&parent, &reused).await, Err(MessageError::KeyReused)));
    let mut stranger = message.clone();
    stranger.said.person = world.pupil(1);
    let denied = send_guardian_message(&parent, &stranger).await.unwrap_err();
    assert!(matches!(denied, MessageError::Denied(Denied::Unknown)));
    let late = GuardianMessage { message_id: MessageId::mint(), day: day_of(22), ..message.clone() };
    assert_eq!(send_guardian_message(&parent, &late).await.unwrap_err().code(), "request.invalid");

    let teacher = signed_in(&world, world.class().checker, "2026-11-23T07:30").await;
    let list = due(&teacher, None).await.unwrap();
    let prefilled = &list.items[0].prefilled;
    let mut told: Vec<_> = prefilled
        .iter()
        .map(|one| (one.person.id, one.symptoms.to_string(), one.celsius_tenths, one.message.is_some()))
        .collect();
    told.sort_by_key(|one| one.3);
    assert_eq!(
        told,
        [
            (world.pupil(0), "fever".to_owned(), None, false),
            (ward, "fever cough".to_owned(), Some(386), true),
        ]
    );
    assert!(prefilled.iter().any(|one| one.note.as_deref() == Some("夜里发热")));
}

async fn a_message_is_taken_once_however_often_it_comes(store: Store) {
    let world = World::new(store).await;
    let program = Ctx::program(world.store.clone(), "test", local("2026-11-20T12:00"));
    let ward = world.pupil(2);
    let guardian = fixtures::guardian(&program, world.school.place.unit, ward, day_of(1)).await.unwrap();
    let actor = Actor::Account { account: AccountId::mint(), person: Some(guardian) };
    let parent = ctx_of(&world.store, actor.clone(), Reach::default(), local("2026-11-23T06:50"));
    let said = saw(ward, ExceptionKind::AbsentIll, &["fever"]);
    let message = GuardianMessage { message_id: MessageId::mint(), day: day_of(23), said };
    send_guardian_message(&parent, &message).await.unwrap();
    let tomorrow = ctx_of(&world.store, actor, Reach::default(), local("2026-11-24T06:50"));
    send_guardian_message(&tomorrow, &message).await.unwrap();
    let new = GuardianMessage { message_id: MessageId::mint(), ..message.clone() };
    assert_eq!(send_guardian_message(&tomorrow, &new).await.unwrap_err().code(), "request.invalid");
    let at_once = GuardianMessage { message_id: AT_ONCE, ..message.clone() };
    let both =
        tokio::join!(send_guardian_message(&parent, &at_once), send_guardian_message(&parent, &at_once));
    assert!(matches!(both, (Ok(AT_ONCE), Ok(AT_ONCE))), "{both:?}");
}

async fn a_school_sets_its_deadlines(store: Store) {
    let world = World::new(store).await;
    let principal = world.who(Role::Principal, &world.school.place, "2026-11-22T12:00");
    let set = |check_type, deadline| SetCheckPlan {
        institution: world.school.place.unit,
        group_kind: UnitKind::Class,
        check_type,
        deadline,
    };
    set_check_plan(&principal, set(CheckType::Noon, Deadline::NotExpected)).await.unwrap();
    set_check_plan(&principal, set(CheckType::Morning, Deadline::At(420))).await.unwrap();
    set_check_plan(&principal, set(CheckType::Morning, Deadline::At(450))).await.unwrap();
    let wrong = set_check_plan(&principal, set(CheckType::Noon, Deadline::At(1_440))).await.unwrap_err();
    assert_eq!(wrong.code(), "request.invalid");
    let teacher = signed_in(&world, world.class().checker, "2026-11-23T07:00").await;
    let list = due(&teacher, None).await.unwrap();
    assert_eq!(list.items.len(), 1);
    assert_eq!(list.items[0].deadline, local("2026-11-23T07:30"));
    let denied =
        set_check_plan(&world.teacher("2026-11-23T07:00"), set(CheckType::Noon, Deadline::At(1))).await;
    assert_eq!(denied.unwrap_err().code(), "not_found", "the teacher reaches the class, not the school");
}

xd_testkit::both_engines!(
    crate::migrations;
    a_teacher_sees_their_checks,
    messages_and_open_absences_prefill,
    a_message_is_taken_once_however_often_it_comes,
    a_school_sets_its_deadlines,
);
