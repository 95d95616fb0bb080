//! Parked events, on both engines: tried again, put off again, done once.

use serde_json::{Value, json};
use xd_kernel::{CheckId, Instant, ManualClock};
use xd_observe::{
    CheckReport, CheckType, Entry, ExceptionKind, Intake, IntakeConfig, ReportedException, RosterSeen,
    report_check,
};
use xd_outbreak::{SignalQuery, StateFilter, signals};
use xd_register::fixtures::{School, SchoolBuilder, region};
use xd_store::Migration;
use xd_testkit::ctx::{day, monday_morning};

use super::*;
use crate::signals::Signals;

fn migrations() -> Vec<Migration> {
    [
        xd_store::migrations(),
        xd_trust::migrations(),
        xd_register::migrations(),
        xd_observe::migrations(),
        xd_notify::migrations(),
        xd_outbreak::migrations(),
        crate::migrations(),
    ]
    .concat()
}

struct Scene {
    store: Store,
    school: School,
    clock: ManualClock,
    consumer: Follower<Signals>,
}

/// A school in which three of a class are ill, which no consumer has read yet.
async fn scene(store: Store) -> Scene {
    let program = Ctx::program(store.clone(), "test", monday_morning());
    let opened = day("2026-09-01");
    let county = region(&program, "示范县", opened).await.unwrap().county;
    let school = SchoolBuilder::new("第一小学").under(county.unit).opened(opened).class("一(1)班", 6);
    let school = school.build(&program).await.unwrap();
    let intake = Intake::start(store.clone(), IntakeConfig::default());
    report_check(&program, &intake, three_ill(&school)).await.unwrap();
    let clock = ManualClock::at(monday_morning());
    let reached = watch::Sender::new(Position::default());
    let consumer = Follower::<Signals>::new(store.clone(), Arc::new(clock.clone()), reached).await.unwrap();
    Scene { store, school, clock, consumer }
}

fn three_ill(school: &School) -> CheckReport {
    let class = &school.classes[0];
    let ill = |person: &xd_kernel::PersonId| ReportedException {
        person: *person,
        kind: ExceptionKind::AbsentIll,
        symptoms: vec!["vomiting".to_owned()],
        celsius: None,
        note: None,
    };
    CheckReport {
        check_id: CheckId::mint(),
        group: class.place.unit,
        check_type: CheckType::Morning,
        occurred_at: monday_morning(),
        sent_at: None,
        exceptions: class.members[..3].iter().map(ill).collect(),
        temperatures: vec![],
        entry: Entry::OnTheSpot,
        roster: RosterSeen::NotSaid,
    }
}

impl Scene {
    async fn raised(&self) -> usize {
        let program = Ctx::program(self.store.clone(), "test", monday_morning());
        let query = SignalQuery { unit: None, states: StateFilter::All, ..SignalQuery::default() };
        signals(&program, query, &xd_kernel::PageRequest::default()).await.unwrap().items.len()
    }

    async fn park(&self, payload: Value) {
        let event = Recorded {
            position: Position { seq: 1_000 },
            institution: self.school.place.unit,
            kind: "absence.changed".to_owned(),
            version: 1,
            payload,
            at: monday_morning(),
        };
        let problem = StoreError::invalid("outbox.payload", "institution");
        let tx = self.store.begin().await.unwrap();
        rows::park(&tx, Signals::CONSUMER, &[Parked::first(event, &problem, monday_morning())])
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn due(&self, now: Instant) -> Vec<u32> {
        let due = rows::due(&self.store, Signals::CONSUMER, now, 10).await.unwrap();
        due.iter().map(|parked| parked.attempts).collect()
    }
}

async fn a_parked_event_is_tried_when_it_is_due_and_then_done(store: Store) {
    let scene = scene(store).await;
    scene.park(json!({"v": 1, "institution": scene.school.place.unit})).await;
    scene.consumer.retry_parked().await.unwrap();
    assert_eq!(scene.raised().await, 0, "not due yet");
    scene.clock.set(monday_morning().plus_seconds(10));
    scene.consumer.retry_parked().await.unwrap();
    assert_eq!(scene.raised().await, 1);
    assert_eq!(rows::count(&scene.store).await.unwrap(), 0);
    scene.consumer.retry_parked().await.unwrap();
    assert_eq!(scene.raised().await, 1);
}

async fn a_parked_event_that_fails_again_waits_longer(store: Store) {
    let scene = scene(store).await;
    scene.park(json!({"v": 1})).await;
    let now = monday_morning().plus_seconds(10);
    scene.clock.set(now);
    assert_eq!(scene.due(now).await, [1]);
    scene.consumer.retry_parked().await.unwrap();
    assert!(scene.due(now.plus_seconds(19)).await.is_empty());
    assert_eq!(scene.due(now.plus_seconds(20)).await, [2]);
}

async fn work_decided_before_another_process_wrote_is_thrown_away(store: Store) {
    let mut scene = scene(store).await;
    let events = outbox::read_after(&scene.store, Position::default(), BATCH).await.unwrap();
    let last = events.last().unwrap().position;
    let work = scene.consumer.work_of(events).await.unwrap();
    assert!(!work.plan.is_empty());
    let tx = scene.store.begin().await.unwrap();
    outbox::claim(&tx, Signals::CONSUMER).await.unwrap();
    outbox::advance(&tx, Signals::CONSUMER, last).await.unwrap();
    tx.commit().await.unwrap();
    scene.consumer.write(&work, last).await.unwrap();
    assert_eq!(scene.raised().await, 0);
    assert_eq!(
        (scene.consumer.stored, scene.consumer.cursor),
        (last, last),
        "it goes on where the other was"
    );
}

async fn a_position_without_effect_is_stored_in_the_end(store: Store) {
    let mut scene = scene(store).await;
    while scene.consumer.step().await.unwrap() == Step::Again {}
    let reached = scene.consumer.cursor;
    scene.consumer.store_position().await.unwrap();
    assert_eq!(outbox::position(&scene.store, Signals::CONSUMER).await.unwrap(), reached);
    assert_eq!(scene.raised().await, 1);
    let clock = Arc::new(scene.clock.clone());
    let fresh = Follower::<Signals>::new(scene.store.clone(), clock, watch::Sender::default()).await.unwrap();
    assert_eq!(fresh.cursor, reached);
}

xd_testkit::both_engines!(
    crate::follower::tests::migrations;
    a_parked_event_is_tried_when_it_is_due_and_then_done,
    a_parked_event_that_fails_again_waits_longer,
    work_decided_before_another_process_wrote_is_thrown_away,
    a_position_without_effect_is_stored_in_the_end,
);
