//! The arithmetic of testing: A5 and A6.

use std::collections::BTreeMap;

use xd_sim::{
    Action, Basis, Contacts, Days, Duration, Import, Layer, Measure, Mixing, Population, Row, Scenario, Test,
    Trigger, Who, ZoneBuilder,
};

use crate::support::{class, generations, introduction, mean, perfect_test, replicates};

fn screen(every_days: f64, same_day: bool, pool: u8) -> Measure {
    let test = "test".to_owned();
    let who = Who::Pupils;
    Measure::always("screen", Action::Screen { test, every_days, same_day, who, pool, dilution_loss: 0.0 })
}

/// A5: tests per person of Dorfman's scheme.
#[test]
fn a5_pooling() {
    for (pool, prevalence, expected) in [
        (10, 0.001, 0.109_96),
        (20, 0.001, 0.069_81),
        (11, 0.01, 0.195_57),
        (5, 0.05, 0.426_22),
        (3, 0.2, 0.821_33),
    ] {
        let people = 6_600;
        let mut builder = ZoneBuilder::new();
        for person in 0..people {
            builder.push(Row::pupil(0, 0, person / 330));
        }
        // Classes of 330 are filled by tubes of 3, 5, 10 and 11; 20 leaves half a tube over in each.
        let population = Population::new(vec![builder.build().expect("classes").0]).expect("people");
        let mut scenario = Scenario::plain(1, generations(0.0), BTreeMap::new());
        scenario.imports = vec![Import { per_100k_per_day: prevalence * 1e5, days: Days { from: 0, to: 0 } }];
        scenario.tests.insert("test".to_owned(), Test { days_before: 1, ..perfect_test() });
        scenario.measures = vec![screen(1.0, true, pool)];
        let found = mean(&population, &scenario, 60, |outcome| outcome.tests as f64) / f64::from(people);
        let half_tubes = if pool == 20 { 0.5 / 330.0 } else { 0.0 };
        // Three standard errors of a tube's retest count.
        let hit = 1.0 - (1.0 - prevalence).powi(pool.into());
        let error = (hit * (1.0 - hit) * f64::from(pool) / (60.0 * f64::from(people))).sqrt();
        assert!((found - half_tubes - expected).abs() < 3.3 * error, "{pool} at {prevalence}: {found}");
    }
}

/// First-generation infections per introduction under screening every so many days with isolation at the result.
fn first_generation(population: &Population, test: Option<(f64, Test)>) -> f64 {
    let mut disease = generations(1.0 / 7.0);
    disease.infectious = Duration::Constant { days: 7.0 };
    let contacts = BTreeMap::from([(Layer::Class, Contacts::plain(1.0, Mixing::Fixed))]);
    let mut scenario = Scenario::plain(9, disease, contacts);
    scenario.introductions = vec![introduction(1)];
    if let Some((every_days, test)) = test {
        scenario.tests.insert("test".to_owned(), test);
        let isolate = Measure::always("isolate", Action::Isolate { days: 20 });
        scenario.measures =
            vec![screen(every_days, false, 1), isolate.when(Trigger::EachCase { basis: Basis::Confirmed })];
    }
    mean(population, &scenario, replicates(10_000), |outcome| outcome.by_generation[1] as f64)
}

/// A6: share of infectiousness averted, in continuous time; hours and days of the engine move it by less than 0.01.
#[test]
fn a6_periodic_screening() {
    let population = class(2_000);
    let without = first_generation(&population, None);
    assert!((without - 1.0).abs() < 0.04, "{without}");
    for (every, sensitivity, delay_days, expected) in [
        (1.0, 1.0, 0, 0.9286),
        (1.0, 0.8, 1, 0.7500),
        (3.5, 1.0, 0, 0.7500),
        (3.5, 0.8, 0, 0.6400),
        (3.5, 0.95, 2, 0.4433),
        (7.0, 1.0, 0, 0.5000),
        (7.0, 0.8, 1, 0.2939),
        (14.0, 0.95, 1, 0.1745),
    ] {
        let test = Test { sensitivity, result_hours: delay_days * 24, ..perfect_test() };
        let averted = 1.0 - first_generation(&population, Some((every, test))) / without;
        assert!(
            (averted - expected).abs() < 0.035,
            "every {every}, {sensitivity}, {delay_days} d: {averted}"
        );
    }
}
