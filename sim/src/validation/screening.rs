//! A6: periodic screening with isolation at the result.

use std::collections::BTreeMap;

use crate::duration::Duration;
use crate::error::Invalid;
use crate::measure::{Action, Basis, Measure, Release, Rhythm, Test, Trigger, Who};
use crate::population::{Layer, Population};
use crate::scenario::{Contacts, Mixing, Scenario};

use super::ground::{class, generations, introduction, mean, perfect_test};
use super::{Effort, Figure, Report};

/// Days between tests, and the share of infectiousness averted in continuous time with each of [`TESTS`].
pub const AVERTED: [(f64, [f64; 5]); 4] = [
    (1.0, [0.9286, 0.8929, 0.7500, 0.7782, 0.6353]),
    (3.5, [0.7500, 0.6400, 0.5061, 0.5828, 0.4433]),
    (7.0, [0.5000, 0.4000, 0.2939, 0.3490, 0.2423]),
    (14.0, [0.2500, 0.2000, 0.1469, 0.1745, 0.1212]),
];
/// Sensitivity and days to the result.
pub const TESTS: [(f64, u16); 5] = [(1.0, 0), (0.8, 0), (0.8, 1), (0.95, 1), (0.95, 2)];

/// First-generation infections per introduction, infectious for seven days, one expected in all.
fn first_generation(population: &Population, test: Option<(f64, Test)>, n: u64) -> Result<f64, Invalid> {
    let mut disease = generations(1.0 / 7.0);
    disease.infectious = Duration::Constant { days: 7.0 };
    let contacts = BTreeMap::from([(Layer::Class, Contacts::plain(1.0, Mixing::Fixed))]);
    let mut scenario = Scenario::plain(9, disease, contacts);
    scenario.introductions = vec![introduction(1)];
    if let Some((every_days, test)) = test {
        scenario.tests.insert("test".to_owned(), test);
        let screen = Action::Screen {
            test: "test".to_owned(),
            every_days,
            rhythm: Rhythm::InTurn,
            who: Who::Pupils,
            pool: 1,
            dilution_loss: 0.0,
        };
        let isolate = Action::Isolate { days: 20, release: Release::AfterDays };
        let isolate = Measure::always("isolate", isolate).when(Trigger::EachCase { basis: Basis::Confirmed });
        scenario.measures = vec![Measure::always("screen", screen), isolate];
    }
    mean(population, &scenario, n, |outcome| outcome.by_generation[1] as f64)
}

/// All twenty cells, from `n` replicates each; rows by interval, columns by test.
///
/// # Errors
/// None in practice: the scenario is ours.
pub fn averted(n: u64) -> Result<[[f64; 5]; 4], Invalid> {
    let population = class(2_000)?;
    let mut cells = [[0.0; 5]; 4];
    for ((every_days, _), row) in AVERTED.into_iter().zip(&mut cells) {
        for ((sensitivity, days), cell) in TESTS.into_iter().zip(row) {
            let test = Test { sensitivity, result_hours: days * 24, ..perfect_test() };
            *cell = 1.0 - first_generation(&population, Some((every_days, test)), n)?;
        }
    }
    Ok(cells)
}

/// A6: hours and whole days of the engine move a cell by less than 0.01; to this come four standard errors.
pub(super) fn screening(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    let n = effort.replicates(10_000);
    let error = |mean: f64| (mean / n as f64).sqrt();
    let mut report = Report::of("A6");
    let without = first_generation(&class(2_000)?, None, n)?;
    report.near("infections by one without tests", (1.0, without), 4.0 * error(1.0));
    for ((every_days, expected), found) in AVERTED.iter().zip(averted(n)?) {
        for (((sensitivity, days), expected), found) in TESTS.iter().zip(expected).zip(found) {
            let what =
                format!("averted, every {every_days} d, sensitivity {sensitivity}, result after {days} d");
            report.near(what, (*expected, found), 0.01 + 4.0 * error(1.0 - expected));
        }
    }
    Ok(report.figures)
}
