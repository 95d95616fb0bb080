//! Who is away from school, why and for how long, and the tests that decide on it.

use std::collections::{BTreeMap, BTreeSet};

use xd_sim::{
    Action, Basis, Cause, Contacts, Duration, Layer, Measure, Mixing, Outcome, Population, Release, Rhythm,
    Role, Row, Scenario, Scope, Simulation, Test, Trigger, Who, ZoneBuilder,
};

use crate::scenes::{all_measures, influenza, school};
use crate::support::{class, generations, introduction, mean, one_layer, perfect_test};

/// The log of absences and the counts of the outcome are the same days, and no day of a person is in two rows.
#[test]
fn absences_add_up() {
    let population = school();
    let scenario = Scenario { measures: all_measures(), ..influenza(4.0) };
    let simulation = Simulation::new(&population, &scenario).expect("valid");
    let mut workspace = simulation.workspace();
    workspace.keep_absences();
    let outcome = simulation.run(&mut workspace, 3, 0);
    assert_eq!(outcome, simulation.run(&mut simulation.workspace(), 3, 0), "the log changes nothing");
    let zone = &population.zones()[0];
    let (mut by_cause, mut by_measure) = ([0; 6], vec![0; scenario.measures.len()]);
    let mut taken = BTreeSet::new();
    for absence in simulation.absences(&workspace) {
        let open = |day: &u16| scenario.calendar.is_school_day(*day) && *day < scenario.days;
        let days: Vec<u16> = (absence.from..absence.until).filter(open).collect();
        assert_eq!(days.len(), usize::from(absence.days), "{absence:?}");
        assert!(days.into_iter().all(|day| taken.insert((absence.person, day))), "{absence:?}");
        if zone.role(absence.person) == Role::Pupil {
            by_cause[absence.cause as usize] += u64::from(absence.days);
            by_measure[usize::from(absence.measure)] += u64::from(absence.days);
        }
    }
    assert!(by_cause.iter().sum::<u64>() > 100);
    assert_eq!((by_cause, by_measure), (outcome.pupil_days, outcome.pupil_days_by_measure));
}

/// Seven infectious days, one contact a seventh of a day each, everybody ill from the first.
fn week(measures: Vec<Measure>) -> Scenario {
    let mut disease = generations(1.0 / 7.0);
    disease.infectious = Duration::Constant { days: 7.0 };
    disease.illness = disease.infectious;
    let mut scenario = one_layer(9, disease, (Layer::Class, Mixing::Fixed));
    scenario.tests.insert("test".to_owned(), perfect_test());
    scenario.measures = measures;
    scenario
}

fn isolate(release: Release) -> Measure {
    let action = Action::Isolate { days: 30, release };
    Measure::always("isolate", action).when(Trigger::EachCase { basis: Basis::Confirmed })
}

fn of_first_generation(outcome: &Outcome) -> f64 {
    outcome.by_generation[1] as f64
}

/// A test on each morning with a probability of 1/7: contacts before seven of day d come about with (6/7)^d, those after it
/// with (6/7)^(d + 1).
#[test]
fn screening_at_random() {
    let action = Action::Screen {
        test: "test".to_owned(),
        every_days: 7.0,
        rhythm: Rhythm::AtRandom,
        who: Who::Pupils,
        pool: 1,
        dilution_loss: 0.0,
    };
    let scenario = week(vec![Measure::always("screen", action), isolate(Release::AfterDays)]);
    let left = |day: i32| (7.0 / 24.0 + 17.0 / 24.0 * 6.0 / 7.0) * (6.0_f64 / 7.0).powi(day) / 7.0;
    let expected: f64 = (0..7).map(left).sum();
    let n = 20_000;
    let found = mean(&class(2_000), &scenario, n, of_first_generation);
    assert!((found - expected).abs() < 4.0 * (expected / n as f64).sqrt(), "{found}, not {expected}");
}

fn test_ill(daily: f64, test: &str) -> Action {
    Action::TestIll {
        test: test.to_owned(),
        who: Who::SchoolPeople,
        daily,
        daily_away: None,
        home_until_result: true,
    }
}

/// Isolation ends with the infectious days, and nobody is away longer than that.
#[test]
fn released_when_not_infectious() {
    let days = |release| {
        let scenario = week(vec![Measure::always("test", test_ill(1.0, "test")), isolate(release)]);
        let scenario = Scenario { days: 40, ..scenario };
        let lost = |outcome: &Outcome| outcome.pupil_days[Cause::Isolated as usize] as f64;
        mean(&class(2), &scenario, 200, |outcome| lost(outcome) / outcome.total_infections() as f64)
    };
    let (long, short) = (days(Release::AfterDays), days(Release::NotInfectious));
    assert!((25.0..=30.0).contains(&long) && (5.0..=7.0).contains(&short), "{long} {short}");
}

/// Whoever waits at home for a result of two days infects nobody in school meanwhile; a blind test sends them back, and
/// they are tested again.
#[test]
fn waiting_for_the_result() {
    let population = class(2_000);
    let with = |sensitivity, home_until_result| {
        let mut scenario = week(vec![isolate(Release::AfterDays)]);
        let slow = Test { sensitivity, result_hours: 48, ..perfect_test() };
        scenario.tests.insert("slow".to_owned(), slow);
        let Action::TestIll { test, who, daily, daily_away, .. } = test_ill(1.0, "slow") else { return 0.0 };
        let action = Action::TestIll { test, who, daily, daily_away, home_until_result };
        scenario.measures.push(Measure::always("test", action));
        mean(&population, &scenario, 2_000, of_first_generation)
    };
    let (waits, goes, blind) = (with(1.0, true), with(1.0, false), with(0.0, true));
    assert!(waits < 0.6 * goes, "{waits} {goes}");
    assert!(blind < goes, "{blind} {goes}: tested day by day, at home all the time");
}

/// A pupil and a parent: who is tested when ill, and how soon in quarantine.
#[test]
fn parents_and_the_quarantined_are_tested() {
    let mut builder = ZoneBuilder::new();
    builder.push(Row { household: 0, ..Row::pupil(0, 0, 0) });
    builder.push(Row { household: 0, ..Row::OUTSIDER });
    let population = Population::new(vec![builder.build().expect("two people").0]).expect("people");
    let confirmed = |who, daily_away| {
        let ill = Action::TestIll {
            test: "test".to_owned(),
            who,
            daily: 0.3,
            daily_away,
            home_until_result: false,
        };
        let household = Action::Quarantine { scope: Scope::Household, days: 14, recall: 1.0 };
        let household =
            Measure::always("household", household).when(Trigger::EachCase { basis: Basis::Confirmed });
        let mut scenario = week(vec![Measure::always("test", ill), household]);
        scenario.contacts = BTreeMap::from([(Layer::Household, Contacts::plain(20.0, Mixing::Pairs))]);
        scenario.introductions = vec![introduction(1)];
        scenario.days = 12;
        mean(&population, &scenario, 2_000, |outcome| outcome.confirmed as f64)
    };
    let pupils = confirmed(Who::SchoolPeople, None);
    let (slow, soon) = (confirmed(Who::Everybody, None), confirmed(Who::Everybody, Some(1.0)));
    assert!(pupils <= 1.0 && slow > 1.5 && soon > slow + 0.05, "{pupils} {slow} {soon}");
}
