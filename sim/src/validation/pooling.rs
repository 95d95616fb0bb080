//! A5: the arithmetic of pooled tests.

use std::collections::BTreeMap;

use crate::calendar::Days;
use crate::error::Invalid;
use crate::measure::{Action, Measure, Rhythm, Test, Who};
use crate::population::{Population, Row, ZoneBuilder};
use crate::scenario::{Import, Scenario};

use super::ground::{generations, mean, perfect_test};
use super::{Effort, Figure, Report};

fn screen(pool: u8) -> Measure {
    let test = "test".to_owned();
    let (rhythm, who) = (Rhythm::Together, Who::Pupils);
    Measure::always("screen", Action::Screen { test, every_days: 1.0, rhythm, who, pool, dilution_loss: 0.0 })
}

/// Classes of 330 are filled by tubes of 3, 5, 10 and 11; 20 leaves half a tube over in each.
const CLASS: u32 = 330;
const PEOPLE: u32 = 20 * CLASS;

fn classes() -> Result<Population, Invalid> {
    let mut builder = ZoneBuilder::new();
    for person in 0..PEOPLE {
        builder.push(Row::pupil(0, 0, person / CLASS));
    }
    Population::new(vec![builder.build()?.0])
}

/// A5: tests per person of Dorfman's scheme (Dorfman 1943), by size of pool and prevalence.
pub(super) fn pooling(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    let population = classes()?;
    let n = effort.replicates(60);
    let mut report = Report::of("A5");
    for (pool, prevalence, expected) in [
        (10, 0.001, 0.109_96),
        (20, 0.001, 0.069_81),
        (11, 0.01, 0.195_57),
        (5, 0.05, 0.426_22),
        (3, 0.2, 0.821_33),
    ] {
        let mut scenario = Scenario::plain(1, generations(0.0), BTreeMap::new());
        scenario.imports = vec![Import { per_100k_per_day: prevalence * 1e5, days: Days { from: 0, to: 0 } }];
        scenario.tests.insert("test".to_owned(), Test { days_before: 1, ..perfect_test() });
        scenario.measures = vec![screen(pool)];
        let found = mean(&population, &scenario, n, |outcome| outcome.tests as f64)? / f64::from(PEOPLE);
        let half_tubes = if pool == 20 { 0.5 / f64::from(CLASS) } else { 0.0 };
        // 3.3 standard errors of a tube's retest count.
        let hit = 1.0 - (1.0 - prevalence).powi(pool.into());
        let error = (hit * (1.0 - hit) * f64::from(pool) / (n as f64 * f64::from(PEOPLE))).sqrt();
        let what = format!("tests a person, pools of {pool}, prevalence {prevalence}");
        report.near(what, (expected, found - half_tubes), 3.3 * error);
    }
    Ok(report.figures)
}
