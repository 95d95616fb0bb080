//! Bad scenarios are refused before anything runs, and the refusal names the field.

use xd_sim::{
    Action, Basis, ClusterRule, Days, Duration, Import, Introduction, Layer, Measure, Mixing, Population,
    Release, Role, Row, Scenario, SchoolPlan, Scope, Simulation, Test, Transmissibility, Trigger, Who,
    ZoneBuilder, run,
};

use crate::support::{class, generations, introduction, one_layer, perfect_test};

fn scenario() -> Scenario {
    let mut scenario = one_layer(60, generations(1.0), (Layer::Class, Mixing::Fixed));
    scenario.tests.insert("rapid".to_owned(), perfect_test());
    scenario
}

#[track_caller]
fn check(field: &str, spoil: impl FnOnce(&mut Scenario)) {
    let mut scenario = scenario();
    spoil(&mut scenario);
    let refusal = run(&class(30), &scenario, 1).expect_err("refused");
    assert_eq!(refusal.field, field, "{refusal}");
}

#[test]
fn the_unspoilt_scenario_runs() {
    assert!(run(&class(30), &scenario(), 1).is_ok());
}

#[test]
fn fields_out_of_range() {
    check("days", |s| s.days = 0);
    check("days", |s| s.days = 1001);
    check("disease.transmissibility.per_contact", |s| {
        s.disease.transmissibility = Transmissibility::PerContact(-0.1);
    });
    check("disease.transmissibility.reproduction_number", |s| {
        s.disease.transmissibility = Transmissibility::ReproductionNumber(f64::NAN);
    });
    check("disease.latent.mean", |s| s.disease.latent = Duration::Exponential { mean: -1.0 });
    check("disease.infectious.to", |s| s.disease.infectious = Duration::Uniform { from: 3.0, to: 2.0 });
    check("disease.dispersion", |s| s.disease.dispersion = Some(0.0));
    check("disease.profile", |s| s.disease.profile = vec![0.0, 0.0]);
    check("disease.ages", |s| s.disease.ages.clear());
    check("disease.ages[0].from", |s| s.disease.ages[0].from = 5);
    check("disease.ages[0].symptomatic", |s| s.disease.ages[0].symptomatic = 1.5);
    check("disease.ages[1].from", |s| s.disease.ages.push(s.disease.ages[0]));
    check("calendar.first_weekday", |s| s.calendar.first_weekday = 7);
    check("calendar.makeup_days[0]", |s| s.calendar.makeup_days = vec![60]);
    check("calendar.holidays[0].to", |s| s.calendar.holidays = vec![Days { from: 9, to: 8 }]);
    check("contacts.class.per_day", |s| {
        s.contacts.values_mut().for_each(|contacts| contacts.per_day = -1.0);
    });
    check("contacts.class.hours", |s| s.contacts.values_mut().for_each(|contacts| contacts.from_hour = 20));
    check("imports[0].per_100k_per_day", |s| {
        s.imports = vec![Import { per_100k_per_day: -3.0, days: Days { from: 0, to: 9 } }];
    });
    check("tests.rapid.sensitivity", |s| {
        s.tests.insert("rapid".to_owned(), Test { sensitivity: 2.0, ..perfect_test() });
    });
    check("clusters[0].window_days", |s| {
        let rule = |window_days| ClusterRule {
            name: "x".to_owned(),
            basis: Basis::Onset,
            scope: Scope::Class,
            cases: 2,
            window_days,
        };
        s.clusters = vec![rule(0)];
    });
}

#[test]
fn more_contacts_than_can_be() {
    check("contacts", |s| {
        s.disease.transmissibility = Transmissibility::PerContact(50.0);
        s.contacts.values_mut().for_each(|contacts| contacts.per_day = 1000.0);
    });
}

#[test]
fn introductions_that_do_not_fit_the_population() {
    check("introductions[0].day", |s| s.introductions[0].day = 60);
    check("introductions[0].zone", |s| s.introductions[0].zone = 1);
    check("introductions[0].school", |s| s.introductions[0].school = Some(1));
    check("introductions[0].count", |s| {
        s.introductions = vec![Introduction { count: 31, ..introduction(1) }]
    });
}

#[test]
fn measures_that_make_no_sense() {
    let isolate = || Measure::always("isolate", Action::Isolate { days: 7, release: Release::AfterDays });
    let each = Trigger::EachCase { basis: Basis::Confirmed };
    check("measures[0].action.kind", |s| s.measures = vec![isolate()]);
    check("measures[0].action.days", |s| {
        s.measures = vec![Measure {
            action: Action::Isolate { days: 0, release: Release::AfterDays },
            ..isolate().when(each)
        }];
    });
    check("measures[0].compliance", |s| {
        s.measures = vec![Measure { compliance: 1.1, ..isolate().when(each) }]
    });
    check("measures[1].name", |s| s.measures = vec![isolate().when(each), isolate().when(each)]);
    check("measures[0].trigger.basis", |s| {
        s.measures = vec![isolate().when(Trigger::EachCase { basis: Basis::Onset })];
    });
    check("measures[0].action.test", |s| {
        let test = "pcr".to_owned();
        s.measures = vec![Measure::always("test the ill", crate::scenes::test_ill(&test, 1.0))];
    });
    check("measures[0].action.who", |s| {
        let action = Action::Vaccinate { coverage: 0.5, after_days: 7, who: Who::Everybody };
        s.measures = vec![Measure::always("dose", action)];
    });
    check("measures[0].action.scope", |s| {
        let close = Action::Close { scope: Scope::Household, days: 4, made_up: false };
        s.measures = vec![Measure::always("close", close).when(each)];
    });
    check("measures[0].trigger.cases", |s| {
        let close = Action::Close { scope: Scope::Class, days: 4, made_up: false };
        let trigger =
            Trigger::Count { basis: Basis::KnownIll, scope: Scope::Class, cases: 0, window_days: 1 };
        s.measures = vec![Measure::always("close", close).when(trigger)];
    });
}

#[test]
fn populations_that_are_none() {
    assert_eq!(Population::new(Vec::new()).expect_err("refused").field, "population");
    let build = |row: Row| {
        let mut builder = ZoneBuilder::new();
        builder.push(row);
        builder.build().expect_err("refused").field
    };
    assert_eq!(build(Row { role: Role::Pupil, school: 0, ..Row::OUTSIDER }), "population.row[0].class");
    assert_eq!(build(Row { role: Role::Staff, ..Row::OUTSIDER }), "population.row[0].school");
    assert_eq!(build(Row { school: 1, ..Row::OUTSIDER }), "population.row[0].school");
    assert_eq!(build(Row { age: 121, ..Row::OUTSIDER }), "population.row[0].age");
    let mut builder = ZoneBuilder::new();
    let teacher = builder.push(Row::staff(0));
    builder.teaches(teacher, 3);
    assert_eq!(builder.build().expect_err("refused").field, "population.teaching[0].class");
    let plan = SchoolPlan { boarding_share: 1.2, ..SchoolPlan::default() };
    assert_eq!(plan.population(1).expect_err("refused").field, "population.school.boarding_share");
}

#[test]
fn a_refusal_says_what_is_allowed() {
    let mut spoilt = scenario();
    spoilt.days = 0;
    let population = class(3);
    let refusal = Simulation::new(&population, &spoilt).expect_err("refused");
    assert_eq!(refusal.to_string(), "days is 0, allowed is 1 to 1000");
}
