//! Reporting checks: once, again, corrected, refused, many at a time.

use xd_kernel::UnitId;
use xd_observe::{
    CheckQuery, CheckReport, CheckType, ExceptionKind, ReportError, RosterSeen, TakenTemperature, checks,
    report_check, report_checks,
};
use xd_register::lookup;
use xd_register::people::{AddPeople, NewPerson, add_people};
use xd_register::seal::Sealing;
use xd_store::{Store, outbox};
use xd_trust::{Action, Denied, Role};

use crate::world::{MONDAY, World, day_of, ill, local, morning, saw, zero};

async fn a_zero_report_counts_everybody(store: Store) {
    let world = World::new(store).await;
    let ctx = world.teacher("2026-11-23T07:40");
    let report = zero(world.class(), CheckType::Morning, "2026-11-23T07:39");
    let receipt = report_check(&ctx, &world.intake, report.clone()).await.unwrap();
    assert_eq!((receipt.counts.expected, receipt.counts.present), (6, 6));
    assert_eq!(receipt.school_day.to_string(), MONDAY);
    assert!(receipt.current && !receipt.already_received && !receipt.clock_adjusted);
    let again = report_check(&ctx, &world.intake, report.clone()).await.unwrap();
    assert!(again.already_received && again.current);
    assert_eq!(again.counts, receipt.counts);
    let other = CheckReport { exceptions: vec![ill(world.pupil(0))], ..report };
    let reused = report_check(&ctx, &world.intake, other).await.unwrap_err();
    assert_eq!(reused.code(), "check.key_reused");
    let events = outbox::read_after(&world.store, outbox::Position::default(), 1_000).await.unwrap();
    let told = events.iter().filter(|event| event.kind == "checks.reported").count();
    assert_eq!(told, 1, "what was not written is not told");
}

async fn a_correction_supersedes_and_nothing_is_lost(store: Store) {
    let world = World::new(store).await;
    let first = morning(world.class(), 23, vec![ill(world.pupil(0))]);
    let second = CheckReport {
        occurred_at: first.occurred_at.plus_seconds(600),
        exceptions: vec![
            saw(world.pupil(1), ExceptionKind::AbsentOther, &[]),
            saw(world.pupil(2), ExceptionKind::Late, &[]),
        ],
        ..morning(world.class(), 23, vec![])
    };
    assert!(world.check(second.clone()).await.unwrap().current);
    let late = world.check(first.clone()).await.unwrap();
    assert!(!late.current, "it occurred before the one that is there");
    assert!(world.all(None).await.is_empty(), "and so it opens nothing");
    let query = CheckQuery { group: world.class().place.unit, day: day_of(23), check_type: None };
    let shown = checks(&world.teacher("2026-11-23T09:00"), query).await.unwrap();
    assert_eq!(shown.len(), 2);
    assert_eq!((shown[0].receipt.check, shown[1].receipt.check), (second.check_id, first.check_id));
    assert_eq!(shown[0].receipt.counts.present, 5);
    assert_eq!(shown[0].exceptions.len(), 2);
    assert!(shown[1].exceptions[0].person.name.is_some());
    let county = world.who(Role::CountyOfficer, &world.region.county, "2026-11-23T09:00");
    assert!(checks(&county, query).await.unwrap().iter().all(|check| check.exceptions.is_empty()));
}

async fn wrong_fields_are_named(store: Store) {
    let world = World::new(store).await;
    let stranger = world.school.classes[1].members[0];
    let mut report = morning(
        world.class(),
        23,
        vec![
            ill(world.pupil(0)),
            ill(world.pupil(0)),
            saw(world.pupil(1), ExceptionKind::AbsentIll, &["fever", "dread"]),
            saw(world.pupil(2), ExceptionKind::Late, &["cough"]),
        ],
    );
    report.exceptions[3].celsius = Some(f64::NAN);
    report.exceptions[3].note = Some("长".repeat(201));
    report.temperatures = vec![TakenTemperature { person: world.pupil(3), celsius: 33.9 }];
    let fields = |error: ReportError| match error {
        ReportError::Invalid(errors) => {
            let mut named: Vec<_> = errors.iter().map(|e| format!("{} {}", e.field, e.code)).collect();
            named.sort();
            named
        }
        other => panic!("{other}"),
    };
    assert_eq!(
        fields(world.check(report).await.unwrap_err()),
        [
            "exceptions.1.person_id check.person_twice",
            "exceptions.2.symptoms.1 check.symptom_unknown",
            "exceptions.3.celsius check.celsius_out_of_range",
            "exceptions.3.note check.note_too_long",
            "exceptions.3.symptoms check.symptoms_without_illness",
            "temperatures.0.celsius check.celsius_out_of_range",
        ]
    );
    let mut report = morning(world.class(), 23, vec![ill(world.pupil(0)), ill(stranger)]);
    report.temperatures = vec![TakenTemperature { person: stranger, celsius: 43.0 }];
    assert_eq!(
        fields(world.check(report).await.unwrap_err()),
        [
            "exceptions.1.person_id check.person_not_in_group",
            "temperatures.0.person_id check.person_not_in_group",
        ]
    );
    let old = morning(world.class(), 8, vec![]);
    let late = report_check(&world.teacher("2026-11-23T08:00"), &world.intake, old).await.unwrap_err();
    assert_eq!(fields(late), ["occurred_at check.too_old"]);
    let school = CheckReport { group: world.school.place.unit, ..morning(world.class(), 23, vec![]) };
    assert_eq!(fields(world.check(school).await.unwrap_err()), ["group_id check.not_a_group"]);
    assert!(world.all(None).await.is_empty());
}

async fn who_may_not_is_refused_and_a_stranger_learns_nothing(store: Store) {
    let world = World::new(store).await;
    let report = morning(world.class(), 23, vec![]);
    let other_class = world.who(Role::ClassTeacher, &world.school.classes[1].place, "2026-11-23T07:45");
    let denied = report_check(&other_class, &world.intake, report.clone()).await.unwrap_err();
    assert!(matches!(denied, ReportError::Denied(Denied::Unknown)));
    let principal = world.who(Role::Principal, &world.school.place, "2026-11-23T07:45");
    let denied = report_check(&principal, &world.intake, report.clone()).await.unwrap_err();
    assert!(matches!(denied, ReportError::Denied(Denied::Forbidden(Action::CheckReport))));
    let nowhere = CheckReport { group: UnitId::mint(), ..report };
    let denied = report_check(&principal, &world.intake, nowhere).await.unwrap_err();
    assert_eq!(denied.code(), "not_found");
}

async fn a_batch_answers_each_by_itself(store: Store) {
    let world = World::new(store).await;
    let good = morning(world.class(), 23, vec![ill(world.pupil(0))]);
    let other = morning(&world.school.classes[1], 23, vec![]);
    let wrong = morning(world.class(), 23, vec![ill(world.school.classes[1].members[0])]);
    let reused = CheckReport { exceptions: vec![], ..good.clone() };
    let batch = [good.clone(), other, wrong, good.clone(), reused];
    let results = report_checks(&world.nurse("2026-11-23T08:00"), &world.intake, &batch).await;
    let told: Vec<_> = results
        .iter()
        .map(|result| result.as_ref().map(|receipt| receipt.already_received).map_err(ReportError::code))
        .collect();
    assert_eq!(told, [Ok(false), Ok(false), Err("request.invalid"), Ok(true), Err("check.key_reused")]);
    assert_eq!(world.told().await, ["0: 23- open {fever}"]);
}

async fn a_key_used_in_another_slot_is_found(store: Store) {
    let world = World::new(store).await;
    let first = morning(world.class(), 20, vec![]);
    world.check(first.clone()).await.unwrap();
    let tomorrow = CheckReport { check_id: first.check_id, ..morning(world.class(), 21, vec![]) };
    let good = morning(world.class(), 21, vec![ill(world.pupil(1))]);
    let ctx = world.nurse("2026-11-21T08:00");
    let results = report_checks(&ctx, &world.intake, &[tomorrow, good]).await;
    assert_eq!(results[0].as_ref().unwrap_err().code(), "check.key_reused");
    assert!(results[1].is_ok(), "it does not hold up the others");
    assert_eq!(world.told().await, ["1: 21- open {fever}"]);
}

async fn many_at_once_are_all_taken_once(store: Store) {
    let world = World::new(store).await;
    let mut tasks = Vec::new();
    for n in 0..300 {
        let group = &world.school.classes[n % 2];
        let kind = [ExceptionKind::AbsentIll, ExceptionKind::IllInClass, ExceptionKind::AbsentOther][n % 3];
        let person = group.members[n % 6];
        let mut report = zero(group, CheckType::Morning, "2026-11-23T07:40");
        report.occurred_at = local("2026-11-23T07:40").plus_seconds(i64::try_from(n).unwrap());
        report.exceptions = vec![saw(person, kind, &[])];
        let (ctx, intake) = (world.nurse("2026-11-23T08:00"), world.intake.clone());
        for _ in 0..2 {
            let (ctx, intake, report) = (ctx.clone(), intake.clone(), report.clone());
            tasks.push(tokio::spawn(async move { report_check(&ctx, &intake, report).await.unwrap() }));
        }
    }
    let mut new = 0;
    for task in tasks {
        new += usize::from(!task.await.unwrap().already_received);
    }
    assert_eq!(new, 300);
    for (n, group) in world.school.classes.iter().enumerate() {
        let query = CheckQuery { group: group.place.unit, day: day_of(23), check_type: None };
        let shown = checks(&world.nurse("2026-11-23T09:00"), query).await.unwrap();
        assert_eq!((shown.len(), shown.iter().filter(|check| check.receipt.current).count()), (150, 1));
        assert!(shown[0].receipt.current);
        // The last check of the class decides, whatever batches they came in.
        let last = 298 + n;
        let is_ill = last % 3 != 2;
        let real = world.all(None).await.iter().filter(|a| a.group.id == group.place.unit).count();
        assert_eq!(real, usize::from(is_ill));
    }
}

async fn a_wrong_clock_is_corrected(store: Store) {
    let world = World::new(store).await;
    let group = lookup::group(&world.store, world.class().place.unit, day_of(23)).await.unwrap().unwrap();
    let mut report = morning(world.class(), 23, vec![]);
    report.sent_at = Some(report.occurred_at.plus_seconds(5));
    let ctx = world.teacher("2026-11-23T08:40");
    let receipt = report_check(&ctx, &world.intake, report).await.unwrap();
    assert!(receipt.clock_adjusted, "the device's clock is an hour behind");
    assert_eq!(receipt.occurred_at, local("2026-11-23T08:40").plus_seconds(-5));
    assert_eq!(receipt.roster_version, group.roster_version);
}

async fn a_check_is_kept_under_the_roster_that_the_checker_saw(store: Store) {
    let world = World::new(store).await;
    let group = world.class().place.unit;
    let report = |time: &str, roster| CheckReport {
        roster,
        ..zero(world.class(), CheckType::Morning, &format!("2026-11-23T{time}"))
    };
    let ctx = world.teacher("2026-11-23T07:50");
    let before = report_check(&ctx, &world.intake, report("07:40", RosterSeen::NotSaid)).await.unwrap();
    assert_eq!(before.roster_version, before.roster_in_force);
    let office = world.who(Role::Administrator, &world.school.place, "2026-11-23T07:45");
    let newcomer = NewPerson::named("新来的").member_of(group, day_of(23));
    let people =
        AddPeople { institution: world.school.place.unit, people: vec![newcomer], sealing: Sealing::Nothing };
    add_people(&office, people).await.unwrap();
    let (seen, now) = (before.roster_version, before.roster_version + 1);
    let stale = report("07:46", RosterSeen::Version(seen));
    let receipt = report_check(&ctx, &world.intake, stale.clone()).await.unwrap();
    assert_eq!((receipt.roster_version, receipt.roster_in_force), (seen, now), "the answer says so");
    assert_eq!(receipt.counts.expected, 7, "the newcomer is expected all the same");
    let again = report_check(&ctx, &world.intake, stale).await.unwrap();
    assert!(again.already_received);
    assert_eq!((again.roster_version, again.roster_in_force), (seen, now));
    let query = CheckQuery { group, day: day_of(23), check_type: None };
    let shown = checks(&ctx, query).await.unwrap();
    assert_eq!((shown[0].receipt.roster_version, shown[0].receipt.roster_in_force), (seen, now));
}

async fn a_roster_that_never_was_costs_no_check(store: Store) {
    let world = World::new(store).await;
    let ctx = world.teacher("2026-11-23T07:50");
    let report = |time: &str, version| CheckReport {
        roster: RosterSeen::Version(version),
        ..zero(world.class(), CheckType::Morning, &format!("2026-11-23T{time}"))
    };
    let known = report_check(&ctx, &world.intake, report("07:40", 0)).await.unwrap().roster_in_force;
    let receipt = report_check(&ctx, &world.intake, report("07:41", known + 9)).await.unwrap();
    assert_eq!((receipt.roster_version, receipt.roster_in_force), (known, known), "it is looked for again");
}

xd_testkit::both_engines!(
    crate::migrations;
    a_zero_report_counts_everybody,
    a_check_is_kept_under_the_roster_that_the_checker_saw,
    a_roster_that_never_was_costs_no_check,
    a_correction_supersedes_and_nothing_is_lost,
    wrong_fields_are_named,
    who_may_not_is_refused_and_a_stranger_learns_nothing,
    a_batch_answers_each_by_itself,
    a_key_used_in_another_slot_is_found,
    many_at_once_are_all_taken_once,
    a_wrong_clock_is_corrected,
);
