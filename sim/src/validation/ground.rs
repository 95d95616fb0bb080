//! Populations and scenarios that targets share, and the statistics they are judged by.

use std::collections::BTreeMap;

use crate::disease::{Disease, Transmissibility};
use crate::duration::Duration;
use crate::engine::Simulation;
use crate::error::Invalid;
use crate::measure::{Test, Who};
use crate::outcome::Outcome;
use crate::population::{Layer, Population, Row, ZoneBuilder};
use crate::scenario::{Contacts, Introduction, Mixing, Scenario};

/// One class of this many pupils in one school.
///
/// # Errors
/// Nobody is in it.
pub fn class(pupils: u32) -> Result<Population, Invalid> {
    let mut builder = ZoneBuilder::new();
    for _ in 0..pupils {
        builder.push(Row::pupil(0, 0, 0));
    }
    Population::new(vec![builder.build()?.0])
}

/// So many people in no school.
///
/// # Errors
/// It is empty.
pub fn crowd(people: u32) -> Result<Population, Invalid> {
    let mut builder = ZoneBuilder::new();
    for _ in 0..people {
        builder.push(Row::OUTSIDER);
    }
    Population::new(vec![builder.build()?.0])
}

/// One day infectious, the day after infection, then immune: a generation a day. `rate` is contacts that infect, a day.
#[must_use]
pub fn generations(rate: f64) -> Disease {
    let day = Duration::Constant { days: 1.0 };
    Disease::plain(Transmissibility::PerContact(rate), Duration::Constant { days: 0.0 }, day)
}

/// One layer that meets at any hour of every day, and one infection brought in on day 0.
#[must_use]
pub fn one_layer(days: u16, disease: Disease, (layer, mixing): (Layer, Mixing)) -> Scenario {
    let contacts = BTreeMap::from([(layer, Contacts::plain(1.0, mixing))]);
    Scenario { introductions: vec![introduction(1)], ..Scenario::plain(days, disease, contacts) }
}

/// So many infections of school people brought in on day 0.
#[must_use]
pub const fn introduction(count: u32) -> Introduction {
    Introduction { day: 0, count, who: Who::SchoolPeople, zone: 0, school: None }
}

/// A perfect test with the result at once.
#[must_use]
pub const fn perfect_test() -> Test {
    Test { sensitivity: 1.0, specificity: 1.0, days_before: 0, days_after: 0, result_hours: 0 }
}

/// Calls `see` with each of `n` replicates.
///
/// # Errors
/// The scenario cannot be run with this population.
pub fn each(
    population: &Population,
    scenario: &Scenario,
    n: u64,
    mut see: impl FnMut(&Outcome),
) -> Result<(), Invalid> {
    let simulation = Simulation::new(population, scenario)?;
    let mut workspace = simulation.workspace();
    (0..n).for_each(|replicate| see(&simulation.run(&mut workspace, 20_220_101, replicate)));
    Ok(())
}

/// The mean of what `see` takes from each of `n` replicates.
///
/// # Errors
/// As [`each`].
pub fn mean(
    population: &Population,
    scenario: &Scenario,
    n: u64,
    see: impl Fn(&Outcome) -> f64,
) -> Result<f64, Invalid> {
    let mut sum = 0.0;
    each(population, scenario, n, |outcome| sum += see(outcome))?;
    Ok(sum / n as f64)
}

/// Pearson's statistic over cells with an expectation of at least 5, the rest pooled, and its degrees of freedom.
#[must_use]
pub fn chi_square(observed: &[u64], probabilities: &[f64]) -> (f64, f64) {
    let n: u64 = observed.iter().sum();
    let (mut statistic, mut cells) = (0.0, 0.0);
    let (mut rest_observed, mut rest_expected) = (0.0, 0.0);
    for (seen, probability) in observed.iter().zip(probabilities) {
        let expected = probability * n as f64;
        if expected >= 5.0 {
            statistic += (*seen as f64 - expected).powi(2) / expected;
            cells += 1.0;
        } else {
            rest_observed += *seen as f64;
            rest_expected += expected;
        }
    }
    if rest_expected >= 5.0 {
        statistic += (rest_observed - rest_expected).powi(2) / rest_expected;
        cells += 1.0;
    }
    (statistic, cells - 1.0)
}

/// The value that a chi-square statistic exceeds with a probability of 0.001 (Wilson and Hilferty).
#[must_use]
pub fn chi_square_999(freedom: f64) -> f64 {
    let part = 2.0 / (9.0 * freedom);
    freedom * (1.0 - part + 3.090_232 * part.sqrt()).powi(3)
}
