//! What is measured: populations and scenarios.

use std::collections::BTreeMap;

use xd_sim::{
    Action, AgeBand, Basis, Calendar, ClusterRule, Cost, Disease, Duration, Introduction, Knob, Layer,
    Measure, Population, Release, Rhythm, Scenario, SchoolPlan, Scope, Search, Stage, Test, Transmissibility,
    Trigger, Unit, Who, usual_contacts,
};

/// A boarding school of about a thousand people without the parents.
pub fn school() -> anyhow::Result<Population> {
    let plan = SchoolPlan {
        stage: Stage::Junior,
        grades: 3,
        classes_per_grade: 7,
        class_size: 44,
        boarding_share: 0.5,
        club_share: 0.2,
        bus_share: 0.2,
        adults: 0,
        sibling_share: 0.1,
        ..SchoolPlan::default()
    };
    Ok(plan.population(1)?)
}

/// A respiratory disease of this reproduction number, three to four days infectious.
pub fn disease(reproduction: f64) -> Disease {
    let gamma = |mean, sd| Duration::Gamma { mean, sd };
    let band = |from, symptomatic, susceptibility| AgeBand {
        from,
        symptomatic,
        susceptibility,
        immune: 0.0,
        vaccinated: 0.3,
        hospital: 0.01,
    };
    let mut disease =
        Disease::plain(Transmissibility::ReproductionNumber(reproduction), gamma(1.5, 0.7), gamma(3.5, 1.2));
    disease.prodrome = gamma(0.7, 0.3);
    disease.illness = gamma(4.0, 1.5);
    disease.asymptomatic_infectiousness = 0.5;
    disease.dispersion = Some(0.8);
    disease.ages = vec![band(0, 0.7, 1.0), band(18, 0.8, 1.0)];
    disease.vaccine.susceptibility = 0.2;
    disease.vaccine.infectiousness = 0.2;
    disease
}

fn count(basis: Basis, scope: Scope, cases: u32) -> Trigger {
    Trigger::Count { basis, scope, cases, window_days: 7 }
}

/// A measure of every kind; `compliance` of what people do by themselves.
pub fn all_measures(compliance: f64) -> Vec<Measure> {
    let mut measures = standing(compliance);
    measures.extend(answers(compliance));
    measures
}

fn standing(compliance: f64) -> Vec<Measure> {
    let cost = Cost { minutes_per_class_day: 5.0, minutes_each: 2.0, cents_each: 350.0 };
    let kept = |measure: Measure| Measure { compliance, cost, ..measure };
    let always = Measure::always;
    let in_school = vec![Layer::Class, Layer::Grade, Layer::School, Layer::Staff, Layer::Teaching];
    let reduce = |layers: Vec<Layer>, outward, inward, unit| Action::Reduce {
        layers,
        outward,
        inward,
        environment: 0.3,
        unit,
    };
    let screen = |test: &str, rhythm, pool| Action::Screen {
        test: test.to_owned(),
        every_days: 7.0,
        rhythm,
        who: Who::SchoolPeople,
        pool,
        dilution_loss: 0.02,
    };
    let home = |well_days| Action::StayHome { well_days, at_least_days: 3 };
    let check = Action::MorningCheck { sensitivity: 0.4, hour: 7, well_days: 2, at_least_days: 3 };
    let ill = Action::TestIll {
        test: "pcr".to_owned(),
        who: Who::SchoolPeople,
        daily: 0.2,
        daily_away: None,
        home_until_result: false,
    };
    let dose = Action::Vaccinate { coverage: 0.5, after_days: 10, who: Who::Pupils };
    vec![
        kept(always("stay home", home(2))),
        kept(always("morning check", check)),
        kept(always("masks", reduce(in_school.clone(), 0.3, 0.2, Unit::Person))),
        kept(always("ventilation", reduce(in_school, 0.2, 0.0, Unit::Class))),
        kept(always("staggered meals", reduce(vec![Layer::Canteen], 0.4, 0.0, Unit::School))),
        kept(always("cohorting", reduce(vec![Layer::Grade, Layer::School], 0.4, 0.0, Unit::School))),
        kept(always("disinfection", reduce(vec![Layer::Class], 0.0, 0.0, Unit::School)))
            .when(Trigger::EachCase { basis: Basis::Confirmed }),
        kept(always("test the ill", ill)),
        kept(always("tubes of ten", screen("pcr", Rhythm::Together, 10))),
        kept(always("rapid tests in turn", screen("rapid", Rhythm::InTurn, 1))),
        kept(always("vaccination", dose)).when(count(Basis::Confirmed, Scope::School, 30)),
    ]
}

fn answers(compliance: f64) -> Vec<Measure> {
    let confirmed = Trigger::EachCase { basis: Basis::Confirmed };
    let kept = |measure: Measure| Measure { compliance, delay_hours: 6, ..measure };
    let always = Measure::always;
    let quarantine = |scope, recall| Action::Quarantine { scope, days: 5, recall };
    let close = |scope, days| Action::Close { scope, days, made_up: false };
    let rapid = || "rapid".to_owned();
    vec![
        kept(always("isolation", Action::Isolate { days: 7, release: Release::AfterDays })).when(confirmed),
        kept(always("dormitory quarantine", quarantine(Scope::Room, 0.9))).when(confirmed),
        kept(always("household quarantine", quarantine(Scope::Household, 0.9))).when(confirmed),
        kept(always("clubs traced", Action::TestContacts { scope: Scope::Club, test: rapid(), recall: 0.5 }))
            .when(confirmed),
        kept(always("test to stay", Action::TestToStay { scope: Scope::Class, test: rapid(), days: 5 }))
            .when(confirmed),
        kept(always("class suspension", close(Scope::Class, 4))).when(count(
            Basis::KnownIll,
            Scope::Class,
            10,
        )),
        kept(always("grade suspension", close(Scope::Grade, 4))).when(count(
            Basis::KnownIll,
            Scope::Grade,
            60,
        )),
        kept(always("school suspension", close(Scope::School, 3))).when(count(
            Basis::KnownIll,
            Scope::School,
            200,
        )),
        kept(always("closed campus", Action::CloseCampus { days: 5 })).when(count(
            Basis::Confirmed,
            Scope::School,
            120,
        )),
    ]
}

/// A boarding school of two thousand people without the parents.
pub fn large_school() -> anyhow::Result<Population> {
    let plan = SchoolPlan {
        stage: Stage::Junior,
        grades: 3,
        classes_per_grade: 14,
        class_size: 44,
        boarding_share: 0.5,
        adults: 0,
        sibling_share: 0.1,
        ..SchoolPlan::default()
    };
    Ok(plan.population(1)?)
}

/// 200 candidates: how often tubes are filled, after how many cases a class closes, three measures on and off.
pub fn search() -> Search {
    let knob = |measure: &str, parameter: &str, values: &[f64]| Knob {
        measure: measure.to_owned(),
        parameter: Some(parameter.to_owned()),
        values: values.to_vec(),
        or_off: true,
    };
    let switch = |measure: &str| Knob {
        measure: measure.to_owned(),
        parameter: None,
        values: Vec::new(),
        or_off: false,
    };
    Search {
        knobs: vec![
            knob("tubes of ten", "every_days", &[3.5, 7.0, 10.5, 14.0]),
            knob("class suspension", "cases", &[3.0, 5.0, 8.0, 12.0]),
            switch("masks"),
            switch("test to stay"),
            switch("closed campus"),
        ],
        ..Search::default()
    }
}

/// Is there a cluster: ten onsets in a school within a week.
pub fn cluster() -> ClusterRule {
    ClusterRule {
        name: "ten in a school within seven days".to_owned(),
        basis: Basis::Onset,
        scope: Scope::School,
        cases: 10,
        window_days: 7,
    }
}

/// A term with weekends, `introductions` on the first day, and these measures.
pub fn scenario(days: u16, reproduction: f64, measures: Vec<Measure>) -> Scenario {
    let test = |sensitivity, specificity, result_hours| Test {
        sensitivity,
        specificity,
        days_before: 0,
        days_after: 3,
        result_hours,
    };
    let mut scenario = Scenario::plain(days, disease(reproduction), usual_contacts());
    scenario.calendar = Calendar::default();
    scenario.introductions = vec![Introduction { day: 0, count: 3, who: Who::Pupils, zone: 0, school: None }];
    scenario.tests =
        BTreeMap::from([("pcr".to_owned(), test(0.95, 1.0, 24)), ("rapid".to_owned(), test(0.7, 0.999, 0))]);
    scenario.measures = measures;
    scenario
}
