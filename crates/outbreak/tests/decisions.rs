//! What becomes of signals when runs grow, shrink, move, split and join: one line each.

use epi_rules::ScopeKind;
use epi_rules::window::Segment;
use xd_kernel::{Instant, SchoolDay, SignalId};
use xd_outbreak::decide::decide;
use xd_outbreak::evaluate::{HeldRun, Observed};
use xd_outbreak::{
    CaseGroup, DayCounts, EntryKind, EntryReason, Extent, GroupKind, Settled, Signal, SignalKey, SignalPlace,
    SignalState,
};

use crate::world::{SCHOOL, World, case, class, day, moment};

use EntryKind::{CountChanged, Merged, Raised, Reopened};
use SignalState::{Acknowledged, Closed, HandedOn, Open, Withdrawn};

/// First day, last day, highest count.
type Days = (i32, i32, u32);

fn key() -> SignalKey {
    SignalKey {
        institution: SCHOOL,
        rule_id: "EW-02".to_owned(),
        scope_kind: ScopeKind::Class,
        scope: class(1).0,
        group: CaseGroup { kind: GroupKind::Syndrome, code: "gastrointestinal".to_owned() },
    }
}

fn extent((first, last, peak): Days) -> Extent {
    Extent { first_day: day(first), holds_through: day(last), peak_count: peak }
}

fn counts(runs: &[Days]) -> DayCounts {
    DayCounts::new(
        runs.iter()
            .map(|&(first, last, count)| Segment { first_day: day(first).0, last_day: day(last).0, count })
            .collect(),
    )
}

fn place() -> SignalPlace {
    SignalPlace { unit: class(1), path: "1.1.1".parse().unwrap() }
}

fn stored(state: SignalState, days: Days) -> Signal {
    let closed = state == Closed;
    Signal {
        id: SignalId::mint(),
        key: key(),
        place: place(),
        extent: extent(days),
        counts: counts(&[days]),
        discovered_at: Instant(1),
        report_due: Instant(2),
        state,
        raised_late: false,
        settled: closed.then(|| Settled { peak_count: days.2, through: day(days.1) }),
        version: 7,
    }
}

fn observed(runs: &[Days]) -> Observed {
    let run =
        |days: &Days| HeldRun { extent: extent(*days), discovered_at: Instant(10), report_due: Instant(20) };
    Observed { key: key(), place: place(), runs: runs.iter().map(run).collect(), counts: counts(runs) }
}

/// Existing signals and runs on a day 100 that reviews from day 55: each change as state, days and kind of entry.
#[track_caller]
fn check(existing: &[(SignalState, Days)], runs: &[Days], expected: &[(SignalState, Days, EntryKind)]) {
    let signals: Vec<Signal> = existing.iter().map(|(state, days)| stored(*state, *days)).collect();
    let changes = decide(&signals, &observed(runs), &moment(100));
    let found: Vec<_> = changes
        .iter()
        .map(|change| {
            let Extent { first_day, holds_through, peak_count } = change.signal.extent;
            let kind = change.entry.as_ref().map(|entry| entry.kind).unwrap();
            (change.signal.state, (first_day - day(0), holds_through - day(0), peak_count), kind)
        })
        .collect();
    assert_eq!(found, expected, "{existing:?} and {runs:?}");
}

#[test]
fn a_run_without_a_signal_raises_one() {
    check(&[], &[(98, 100, 5)], &[(Open, (98, 100, 5), Raised)]);
    check(&[], &[(90, 92, 5), (98, 100, 6)], &[(Open, (90, 92, 5), Raised), (Open, (98, 100, 6), Raised)]);
    check(&[(Closed, (80, 82, 5))], &[(80, 82, 5), (98, 100, 6)], &[(Open, (98, 100, 6), Raised)]);
}

#[test]
fn a_run_that_grows_or_shrinks_keeps_its_signal_and_what_people_did() {
    for state in [Open, Acknowledged, HandedOn] {
        check(&[(state, (98, 100, 5))], &[(98, 102, 9)], &[(state, (98, 102, 9), CountChanged)]);
        check(&[(state, (98, 100, 9))], &[(99, 99, 5)], &[(state, (99, 99, 5), CountChanged)]);
        check(&[(state, (98, 100, 5))], &[(98, 100, 5)], &[]);
    }
}

#[test]
fn a_run_that_moves_to_the_next_day_keeps_its_signal() {
    check(&[(Acknowledged, (98, 98, 5))], &[(97, 97, 5)], &[(Acknowledged, (97, 97, 5), CountChanged)]);
    check(&[(Withdrawn, (98, 98, 5))], &[(99, 99, 5)], &[(Open, (99, 99, 5), Reopened)]);
    let two = [(Open, (96, 96, 5), Raised), (Withdrawn, (98, 98, 5), EntryKind::Withdrawn)];
    check(&[(Open, (98, 98, 5))], &[(96, 96, 5)], &two);
}

#[test]
fn a_signal_without_a_run_is_withdrawn_whatever_its_state() {
    for state in [Open, Acknowledged, HandedOn, Closed] {
        check(&[(state, (98, 100, 5))], &[], &[(Withdrawn, (98, 100, 5), EntryKind::Withdrawn)]);
    }
    check(&[(Withdrawn, (98, 100, 5))], &[], &[]);
}

#[test]
fn a_withdrawn_signal_opens_again_with_its_run() {
    check(&[(Withdrawn, (98, 100, 5))], &[(98, 100, 5)], &[(Open, (98, 100, 5), Reopened)]);
    // Withdrawn after it was closed, and back no further than then: still closed.
    let mut closed = stored(Closed, (98, 100, 5));
    closed.state = Withdrawn;
    let changes = decide(&[closed], &observed(&[(98, 100, 5)]), &moment(100));
    assert_eq!((changes.len(), changes[0].signal.state), (1, Closed));
}

#[test]
fn a_closed_signal_opens_again_only_if_its_run_goes_further() {
    check(&[(Closed, (98, 100, 5))], &[(98, 100, 6)], &[(Open, (98, 100, 6), Reopened)]);
    check(&[(Closed, (98, 100, 5))], &[(98, 101, 5)], &[(Open, (98, 101, 5), Reopened)]);
    check(&[(Closed, (98, 100, 6))], &[(98, 100, 5)], &[(Closed, (98, 100, 5), CountChanged)]);
    check(&[(Closed, (98, 100, 6))], &[(96, 99, 6)], &[(Closed, (96, 99, 6), CountChanged)]);
}

#[test]
fn runs_that_join_make_one_signal_of_two() {
    let gone = Withdrawn;
    check(
        &[(Acknowledged, (90, 92, 5)), (Open, (95, 96, 6))],
        &[(90, 96, 7)],
        &[(gone, (95, 96, 6), EntryKind::Withdrawn), (Acknowledged, (90, 96, 7), Merged)],
    );
    // Nobody has looked at the part that was open: the whole is open.
    check(
        &[(Closed, (90, 92, 9)), (Open, (95, 96, 6))],
        &[(90, 96, 9)],
        &[(gone, (95, 96, 6), EntryKind::Withdrawn), (Open, (90, 96, 9), Reopened)],
    );
    // A withdrawn one is nobody's rival.
    check(&[(gone, (90, 92, 9)), (Open, (95, 96, 6))], &[(90, 96, 6)], &[(Open, (90, 96, 6), CountChanged)]);
}

#[test]
fn absorbed_and_remaining_point_at_each_other() {
    let signals = [stored(Open, (90, 92, 5)), stored(Open, (95, 96, 6))];
    let changes = decide(&signals, &observed(&[(90, 96, 7)]), &moment(100));
    let told: Vec<_> =
        changes.iter().map(|change| (change.signal.id, change.entry.clone().unwrap())).collect();
    assert_eq!((told[0].0, told[0].1.other_signal), (signals[1].id, Some(signals[0].id)));
    assert_eq!(told[0].1.reason, Some(EntryReason::Absorbed));
    assert_eq!((told[1].0, told[1].1.other_signal), (signals[0].id, Some(signals[1].id)));
}

#[test]
fn a_run_that_splits_leaves_the_signal_to_its_first_part() {
    check(
        &[(Acknowledged, (90, 96, 7))],
        &[(90, 91, 5), (95, 96, 5)],
        &[(Acknowledged, (90, 91, 5), CountChanged), (Open, (95, 96, 5), Raised)],
    );
    // What was absorbed once takes its days back.
    check(
        &[(Acknowledged, (90, 96, 7)), (Withdrawn, (95, 96, 6))],
        &[(90, 91, 5), (95, 96, 5)],
        &[(Acknowledged, (90, 91, 5), CountChanged), (Open, (95, 96, 5), Reopened)],
    );
}

#[test]
fn days_before_the_review_stay_as_they_are() {
    // The run is cut at day 55; the signal began before, and goes on.
    check(&[(Acknowledged, (50, 57, 5))], &[(55, 58, 4)], &[(Acknowledged, (50, 58, 5), CountChanged)]);
    check(&[(Acknowledged, (50, 54, 5))], &[(55, 58, 6)], &[(Acknowledged, (50, 58, 6), CountChanged)]);
    check(&[(Acknowledged, (50, 57, 5))], &[], &[(Acknowledged, (50, 54, 5), CountChanged)]);
    check(&[(Acknowledged, (50, 54, 5))], &[], &[]);
    let two = [(Open, (56, 58, 6), Raised), (Open, (50, 54, 5), CountChanged)];
    check(&[(Open, (50, 56, 5))], &[(56, 58, 6)], &two);
}

#[test]
fn a_signal_for_a_day_that_is_past_says_so() {
    for (first, late) in [(100, false), (99, true)] {
        let changes = decide(&[], &observed(&[(first, 102, 5)]), &moment(100));
        assert_eq!(changes[0].signal.raised_late, late, "first day {first}");
    }
}

#[test]
fn the_clock_runs_from_the_first_discovery_and_again_after_a_withdrawal() {
    let after = |state| {
        let changes = decide(&[stored(state, (98, 99, 5))], &observed(&[(98, 100, 6)]), &moment(100));
        (changes[0].signal.discovered_at, changes[0].signal.report_due)
    };
    for state in [Open, Acknowledged, HandedOn, Closed] {
        assert_eq!(after(state), (Instant(1), Instant(2)), "{state}");
    }
    assert_eq!(after(Withdrawn), (Instant(10), Instant(20)));
}

#[test]
fn three_similar_pupils_of_a_class_raise_ew_01_and_a_correction_withdraws_it() {
    let mut world = World::default();
    let mut facts: Vec<_> = (1..=3).map(|n| case(n, 100, &["vomiting"])).collect();
    world.look(&facts[..2], 100);
    assert!(world.live().is_empty());
    let changes = world.look(&facts, 100);
    assert_eq!(world.live(), ["EW-01 class 1 gastrointestinal 100-100 x3"]);
    let signal = &changes[0].signal;
    assert_eq!((signal.place.unit, signal.report_due), (class(1), Instant(100_000).plus_hours(24)));
    facts.pop();
    let changes = world.look(&facts, 100);
    let entry = changes[0].entry.clone().unwrap();
    assert_eq!((entry.reason, entry.count), (Some(EntryReason::Corrected), Some(2)));
    assert!(world.live().is_empty() && world.signals.len() == 1, "withdrawn, not gone");
}

#[test]
fn discovery_is_when_enough_were_known_not_when_the_last_fell_ill() {
    // The one whose illness began last was known first: the third to become known decides.
    let mut facts: Vec<_> = (1..=4).map(|n| case(n, 100, &["rash"])).collect();
    for (fact, known) in facts.iter_mut().zip([900, 100, 700, 300]) {
        fact.known_at = Instant(known);
    }
    let mut world = World::default();
    world.look(&facts, 100);
    let signal = world.signals.iter().find(|signal| signal.key.rule_id == "EW-01").unwrap();
    assert_eq!((signal.discovered_at, signal.extent.peak_count), (Instant(700), 4));
}

#[test]
fn a_notifiable_diagnosis_is_a_signal_about_one_person_shown_to_the_school() {
    let mut ill = case(1, 100, &["rash"]);
    let mut world = World::default();
    world.look(&[ill.clone()], 100);
    assert!(world.live().is_empty());
    ill.diagnosis = Some("hfmd".to_owned());
    world.look(&[ill.clone()], 100);
    assert_eq!(world.live(), ["EW-03 person 1 any-notifiable 100-100 x1"]);
    let signal = &world.signals[0];
    assert_eq!(signal.place.unit, SCHOOL, "a teacher does not learn of it");
    assert_eq!(signal.report_due, signal.discovered_at, "at once");
    ill.diagnosis = Some("varicella".to_owned());
    world.look(&[ill], 100);
    assert!(world.live().is_empty(), "varicella is not notifiable");
}

#[test]
fn severe_illness_is_unexplained_when_somebody_says_so() {
    let mut ill = case(1, 100, &["fever", "dyspnoea", "vomiting"]);
    let mut world = World::default();
    world.look(&[ill.clone()], 100);
    assert!(world.live().is_empty(), "not inferred from symptoms");
    ill.diagnosis = Some("unexplained-severe".to_owned());
    world.look(&[ill], 100);
    assert_eq!(world.live(), ["EW-04 person 1 unexplained-severe 100-100 x1"]);
}

#[test]
fn day_counts_keep_their_stored_form() {
    // Golden: what older programs wrote must be read for ever.
    let text = r#"{"v":1,"runs":[[100,101,3],[104,104,5]]}"#;
    let mut signal = stored(Open, (100, 104, 5));
    signal.counts = DayCounts::stored(text).unwrap();
    for (number, count) in [(99, 0), (100, 3), (101, 3), (103, 0), (104, 5)] {
        assert_eq!(signal.counts.on(SchoolDay(number)), count, "{number}");
    }
    assert!(DayCounts::stored(r#"{"v":2,"runs":[]}"#).is_err());
}
