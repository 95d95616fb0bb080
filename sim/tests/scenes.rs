//! A school, a disease and every kind of measure, for tests of what must always hold.

use xd_sim::{
    Action, Basis, Cost, Duration, Introduction, Layer, Measure, Population, Release, Rhythm, Scenario,
    SchoolPlan, Scope, Stage, Test, Transmissibility, Trigger, Unit, Who, usual_contacts,
};

use crate::support::{generations, perfect_test};

/// A boarding school with clubs, buses and households.
pub fn school() -> Population {
    let plan = SchoolPlan {
        stage: Stage::Junior,
        grades: 3,
        classes_per_grade: 3,
        class_size: 30,
        boarding_share: 0.5,
        club_share: 0.3,
        bus_share: 0.5,
        ..SchoolPlan::default()
    };
    plan.population(11).expect("a school")
}

/// Influenza-like, in a timetable with weekends.
pub fn influenza(reproduction: f64) -> Scenario {
    let mut disease = generations(0.0);
    disease.transmissibility = Transmissibility::ReproductionNumber(reproduction);
    disease.latent = Duration::Gamma { mean: 1.3, sd: 0.5 };
    disease.infectious = Duration::Gamma { mean: 3.5, sd: 1.2 };
    disease.illness = Duration::Gamma { mean: 4.0, sd: 1.5 };
    disease.ages[0].symptomatic = 0.7;
    disease.ages[0].immune = 0.1;
    disease.ages[0].vaccinated = 0.2;
    disease.vaccine.susceptibility = 0.5;
    let mut scenario = Scenario::plain(80, disease, usual_contacts());
    scenario.calendar = xd_sim::Calendar::default();
    scenario.introductions = vec![Introduction { day: 0, count: 5, who: Who::Pupils, zone: 0, school: None }];
    scenario
        .tests
        .insert("rapid".to_owned(), Test { sensitivity: 0.8, specificity: 0.998, ..perfect_test() });
    scenario
        .tests
        .insert("pcr".to_owned(), Test { days_before: 1, days_after: 5, result_hours: 24, ..perfect_test() });
    scenario
}

/// One measure of every kind.
pub fn all_measures() -> Vec<Measure> {
    let mut measures = standing();
    measures.extend(answers());
    measures
}

const fn count(basis: Basis, scope: Scope, cases: u32) -> Trigger {
    Trigger::Count { basis, scope, cases, window_days: 7 }
}

fn screen(test: &str, (every_days, rhythm): (f64, Rhythm), pool: u8) -> Action {
    Action::Screen {
        test: test.to_owned(),
        every_days,
        rhythm,
        who: Who::SchoolPeople,
        pool,
        dilution_loss: 0.02,
    }
}

pub fn test_ill(test: &str, daily: f64) -> Action {
    Action::TestIll {
        test: test.to_owned(),
        who: Who::SchoolPeople,
        daily,
        daily_away: None,
        home_until_result: false,
    }
}

fn standing() -> Vec<Measure> {
    let always = Measure::always;
    let by = |compliance, measure: Measure| Measure { compliance, ..measure };
    let reduce = |layers: &[Layer], outward, inward, unit| Action::Reduce {
        layers: layers.to_vec(),
        outward,
        inward,
        environment: 0.5,
        unit,
    };
    let school = [Layer::Class, Layer::Grade, Layer::School, Layer::Staff, Layer::Teaching];
    let check = Action::MorningCheck { sensitivity: 0.6, hour: 7, well_days: 2, at_least_days: 3 };
    let dose = Action::Vaccinate { coverage: 0.5, after_days: 10, who: Who::Pupils };
    vec![
        by(0.5, always("stay home", Action::StayHome { well_days: 2, at_least_days: 3 })),
        always("check", check),
        by(0.3, always("masks", reduce(&school, 0.2, 0.1, Unit::Person))),
        always("air", reduce(&[Layer::Class], 0.1, 0.0, Unit::Class)).when(count(
            Basis::KnownIll,
            Scope::School,
            3,
        )),
        by(0.5, always("test the ill", test_ill("pcr", 0.3))),
        Measure {
            cost: Cost { minutes_per_class_day: 1.0, minutes_each: 2.0, cents_each: 300.0 },
            ..by(0.3, always("tubes", screen("pcr", (21.0, Rhythm::Together), 10)))
        },
        by(0.2, always("rapid screen", screen("rapid", (7.0, Rhythm::InTurn), 1))),
        always("dose", dose).when(count(Basis::Confirmed, Scope::School, 10)),
    ]
}

fn answers() -> Vec<Measure> {
    let known = Trigger::EachCase { basis: Basis::KnownIll };
    let confirmed = Trigger::EachCase { basis: Basis::Confirmed };
    let always = Measure::always;
    let quarantine = |scope, days, recall| Action::Quarantine { scope, days, recall };
    let close = |scope, made_up| Action::Close { scope, days: 4, made_up };
    let rapid = || "rapid".to_owned();
    vec![
        Measure {
            compliance: 0.5,
            ..always("isolate", Action::Isolate { days: 7, release: Release::AfterDays }).when(confirmed)
        },
        always("room", quarantine(Scope::Room, 5, 0.8)).when(confirmed),
        always("home", quarantine(Scope::Household, 5, 1.0)).when(confirmed),
        always("bus", quarantine(Scope::Bus, 2, 0.5)).when(known),
        always("contacts", Action::TestContacts { scope: Scope::Club, test: rapid(), recall: 0.9 })
            .when(confirmed),
        always("stay", Action::TestToStay { scope: Scope::Class, test: rapid(), days: 5 }).when(confirmed),
        Measure { delay_hours: 12, ..always("class", close(Scope::Class, false)) }.when(count(
            Basis::KnownIll,
            Scope::Class,
            3,
        )),
        always("school", close(Scope::School, true)).when(count(Basis::KnownIll, Scope::School, 20)),
        always("campus", Action::CloseCampus { days: 7 }).when(count(Basis::Confirmed, Scope::School, 20)),
    ]
}
