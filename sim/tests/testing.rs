//! A5: the arithmetic of pooled tests.

use std::collections::BTreeMap;

use xd_sim::{Action, Days, Import, Measure, Population, Rhythm, Row, Scenario, Test, Who, ZoneBuilder};

use crate::support::{generations, mean, perfect_test};

fn screen(pool: u8) -> Measure {
    let test = "test".to_owned();
    let (rhythm, who) = (Rhythm::Together, Who::Pupils);
    Measure::always("screen", Action::Screen { test, every_days: 1.0, rhythm, who, pool, dilution_loss: 0.0 })
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
        scenario.measures = vec![screen(pool)];
        let found = mean(&population, &scenario, 60, |outcome| outcome.tests as f64) / f64::from(people);
        let half_tubes = if pool == 20 { 0.5 / 330.0 } else { 0.0 };
        // Three standard errors of a tube's retest count.
        let hit = 1.0 - (1.0 - prevalence).powi(pool.into());
        let error = (hit * (1.0 - hit) * f64::from(pool) / (60.0 * f64::from(people))).sqrt();
        assert!((found - half_tubes - expected).abs() < 3.3 * error, "{pool} at {prevalence}: {found}");
    }
}
