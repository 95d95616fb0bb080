//! Work while the worker runs, is killed, and the clock jumps.

use std::sync::Arc;
use std::time::Duration;

use xd_flows::{Flows, work};
use xd_kernel::{Instant, ManualClock, UnitId, UnitKind, WaveId};
use xd_register::fixtures::{Region, SchoolBuilder, build_all, region};
use xd_register::units::{NewUnit, create_units};
use xd_store::outbox::{Position, Recorded, read_after};
use xd_store::{Engine, Store, StoreConfig};
use xd_testkit::ctx::{at, day};
use xd_trust::Ctx;
use xd_work::{Counts, IssueWave, Wave, WaveState, coverage, issue_wave, wave, wave_of};

const CLASSES: usize = 1_250;

fn local(time: &str) -> Instant {
    at(&format!("{time}:00+08:00"))
}

fn program(store: &Store, time: &str) -> Ctx {
    Ctx::program(store.clone(), "test", local(time))
}

/// A county with a school of a thousand and a quarter classes, none of which has a teacher.
async fn large(store: &Store) -> (Region, UnitId) {
    let ctx = program(store, "2026-11-20T08:00");
    let opened = day("2026-09-01");
    let region = region(&ctx, "示范县", opened).await.unwrap();
    let school = NewUnit::below(region.county.unit, UnitKind::School, "大学校", opened);
    let id = school.id;
    let classes = (0..CLASSES).map(|n| NewUnit::below(id, UnitKind::Class, format!("{n}班"), opened));
    create_units(&ctx, std::iter::once(school).chain(classes).collect()).await.unwrap();
    (region, id)
}

async fn issue(store: &Store, from: UnitId, time: &str) -> Wave {
    let command = IssueWave {
        wave: WaveId::mint(),
        from,
        template: "notice.class".to_owned(),
        under: Vec::new(),
        day: None,
        due: None,
    };
    issue_wave(&program(store, time), &command).await.unwrap()
}

async fn events(store: &Store, kind: &str) -> Vec<Recorded> {
    let all = read_after(store, Position::default(), 100_000).await.unwrap();
    all.into_iter().filter(|event| event.kind == kind).collect()
}

/// Does what is due at a time, until nothing more is.
async fn work_until_idle(store: &Store, time: &str) {
    while work::once(store, local(time)).await.unwrap() > 0 {}
}

async fn a_large_wave_is_made_by_the_worker_and_counted_at_every_level(store: Store) {
    let (region, school) = large(&store).await;
    let flows =
        Flows::start(store.clone(), Arc::new(ManualClock::at(local("2026-11-23T08:00")))).await.unwrap();
    let issued = issue(&store, region.province.unit, "2026-11-23T08:00").await;
    assert_eq!((issued.state, issued.expected, issued.made), (WaveState::Preparing, CLASSES as i64, 0));
    let ctx = program(&store, "2026-11-23T08:00");
    while wave_of(&ctx, issued.id).await.unwrap().unwrap().state != WaveState::Issued {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    flows.settled().await.unwrap();
    let all = Counts { total: CLASSES as i64, ..Counts::default() };
    let seen = coverage(&ctx, issued.id, (None, 3)).await.unwrap();
    let told: Vec<(UnitId, Counts)> = seen.parts.iter().map(|part| (part.unit.id, part.counts)).collect();
    assert_eq!(seen.counts, all);
    assert_eq!(told, [(region.city.unit, all), (region.county.unit, all), (school, all)]);
    assert_eq!(coverage(&ctx, issued.id, (Some(school), 1)).await.unwrap().parts.len(), CLASSES);
    flows.stop().await;
}

/// Workers on several connections are killed at any moment, each taking up what others left: every task is there once,
/// and every step of the escalation is taken and told once.
async fn killed(stores: &[Store]) {
    let store = &stores[0];
    let (region, school) = large(store).await;
    let issued = issue(store, region.county.unit, "2026-11-23T08:00").await;
    // Each round is later than the lease of the one before; once all is made, the steps of the escalation fall in between.
    let mut now = local("2026-11-23T08:00");
    for round in 0_u64.. {
        let workers: Vec<_> = stores
            .iter()
            .map(|store| {
                let store = store.clone();
                tokio::spawn(
                    async move { while work::once(&store, now).await.is_ok_and(|taken| taken > 0) {} },
                )
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(3 + (round * 37) % 150)).await;
        for worker in workers {
            worker.abort();
            let _ = worker.await;
        }
        let made = wave_of(&Ctx::program(store.clone(), "test", now), issued.id).await.unwrap().unwrap();
        now = now.plus_seconds(if made.state == WaveState::Preparing { 61 } else { 4 * 3_600 });
        if now > local("2026-12-04T08:00") {
            break;
        }
    }
    let end = now.plus_hours(100);
    while work::once(store, end).await.unwrap() > 0 {}
    let (_, counts) = wave(&Ctx::program(store.clone(), "test", end), issued.id).await.unwrap();
    assert_eq!(counts.total, CLASSES as i64, "every class has one task");
    let made = wave_of(&Ctx::program(store.clone(), "test", end), issued.id).await.unwrap().unwrap();
    assert_eq!((made.state, made.made), (WaveState::Issued, CLASSES as i64));
    let told = events(store, "work.escalated").await;
    let steps: Vec<u64> = told.iter().map(|event| event.payload["step"].as_u64().unwrap()).collect();
    assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "no step twice: {steps:?}");
    assert_eq!(steps.last(), Some(&5), "to the last step: {steps:?}");
    assert!(told.iter().all(|event| event.institution == school));
}

/// On SQLite a second process is refused by the lock file; there one process is started again and again.
async fn three_processes_killed_escalate_once(config: StoreConfig) {
    let first = Store::open(&config).await.unwrap();
    xd_store::migrate(&first, xd_flows::all_migrations()).await.unwrap();
    if first.engine() == Engine::Sqlite {
        killed(std::slice::from_ref(&first)).await;
    } else {
        let others = [Store::open(&config).await.unwrap(), Store::open(&config).await.unwrap()];
        killed(&[first.clone(), others[0].clone(), others[1].clone()]).await;
        for other in others {
            other.close().await;
        }
    }
    first.close().await;
}

/// One school with teachers. The notice is due two days of school later at 18:00.
async fn school(store: &Store) -> (Region, xd_register::fixtures::School) {
    let ctx = program(store, "2026-09-01T08:00");
    let opened = day("2026-09-01");
    let region = region(&ctx, "示范县", opened).await.unwrap();
    let plan = SchoolBuilder::new("第一小学").under(region.county.unit).opened(opened).class("一(1)班", 2);
    let school = build_all(&ctx, &[plan.class("一(2)班", 2)]).await.unwrap().remove(0);
    (region, school)
}

async fn steps(store: &Store) -> Vec<(u64, i64)> {
    let told = events(store, "work.escalated").await;
    let step = |event: &Recorded| {
        let persons = event.payload["to"].as_array().unwrap().len() as i64;
        (event.payload["step"].as_u64().unwrap(), persons)
    };
    told.iter().map(step).collect()
}

async fn steps_fall_one_after_the_other_outside_the_quiet_hours(store: Store) {
    let (region, school) = school(&store).await;
    issue(&store, region.county.unit, "2026-11-23T08:00").await;
    // Due Wednesday 18:00: the owner at 16:00 and 18:00, the deputy at 20:00, the supervisor on Thursday.
    for (time, expected) in [
        ("2026-11-25T15:59", vec![]),
        ("2026-11-25T16:00", vec![1]),
        ("2026-11-25T18:00", vec![1, 2]),
        ("2026-11-25T23:30", vec![1, 2, 3]),
        ("2026-11-26T17:59", vec![1, 2, 3]),
        ("2026-11-26T18:00", vec![1, 2, 3, 4]),
        ("2026-11-27T18:00", vec![1, 2, 3, 4, 5]),
        ("2026-12-27T18:00", vec![1, 2, 3, 4, 5]),
    ] {
        work_until_idle(&store, time).await;
        let taken: Vec<u64> = steps(&store).await.into_iter().map(|(step, _)| step).collect();
        assert_eq!(taken, expected, "{time}");
    }
    let told = events(&store, "work.escalated").await;
    let named = |at: usize| told[at].payload["to"][0][0].as_str().unwrap().to_owned();
    assert_eq!(told[0].payload["to"].as_array().unwrap().len(), 2, "two teachers");
    assert_eq!((named(2), named(3)), (school.clerk.to_string(), school.principal.to_string()));
    assert_eq!(told[4].payload["vacant"], 2, "nobody is on duty at the county: a vacancy, not silence");
}

async fn a_clock_that_jumps_over_the_deadline_takes_the_steps_once(store: Store) {
    let (region, _) = school(&store).await;
    issue(&store, region.county.unit, "2026-11-23T08:00").await;
    work_until_idle(&store, "2026-11-26T09:00").await;
    assert_eq!(steps(&store).await, [(3, 3)], "owners and deputy are told once, of what was passed over");
    // Set back: nothing is taken back, nothing told again.
    work_until_idle(&store, "2026-11-24T09:00").await;
    work_until_idle(&store, "2026-11-26T09:00").await;
    assert_eq!(steps(&store).await.len(), 1);
}

async fn over_new_year_and_the_holidays_days_of_school_count(store: Store) {
    let (region, school) = school(&store).await;
    let ctx = program(&store, "2026-12-01T08:00");
    let institution = region.county.unit;
    let term = |name: &str, from: &str, to: &str| xd_register::calendar::NewTerm {
        name: name.to_owned(),
        from: day(from),
        to: day(to),
    };
    let holiday = xd_register::CalendarDay { day: day("2027-01-01"), kind: xd_register::DayKind::Holiday };
    let terms = vec![term("一", "2026-09-01", "2027-01-22"), term("二", "2027-02-22", "2027-07-02")];
    let command = xd_register::calendar::SetCalendar { institution, terms, marks: vec![holiday] };
    xd_register::calendar::set_calendar(&ctx, command).await.unwrap();
    // Issued on the last Thursday of the year: the second day of school after it is Tuesday, 5 January.
    issue(&store, institution, "2026-12-31T08:00").await;
    let due = due(&store, school.place.unit).await;
    assert_eq!(due, local("2027-01-05T18:00"));
    // Issued on the last day of the term: due on the second day of the next.
    issue(&store, institution, "2027-01-22T08:00").await;
    work_until_idle(&store, "2027-01-06T08:00").await;
    assert!(!steps(&store).await.is_empty());
    let before = steps(&store).await.len();
    work_until_idle(&store, "2027-02-10T08:00").await;
    let after = steps(&store).await;
    assert!(
        after[before..].iter().all(|(step, _)| *step > 3),
        "the second wave waits for the next term: {after:?}"
    );
}

async fn due(store: &Store, unit: UnitId) -> Instant {
    let query =
        xd_work::TaskQuery { whose: xd_work::Whose::At(unit), states: xd_work::TaskFilter::All, wave: None };
    let page = xd_kernel::PageRequest::default();
    let found = xd_work::tasks(&program(store, "2026-12-31T08:00"), query, &page).await.unwrap();
    found.items.last().unwrap().task.due
}

xd_testkit::both_engines!(
    xd_flows::all_migrations;
    a_large_wave_is_made_by_the_worker_and_counted_at_every_level,
    steps_fall_one_after_the_other_outside_the_quiet_hours,
    a_clock_that_jumps_over_the_deadline_takes_the_steps_once,
    over_new_year_and_the_holidays_days_of_school_count,
);
xd_testkit::on_empty_databases!(three_processes_killed_escalate_once);
