//! Populations and scenarios that tests share, and the statistics they judge by.

use std::collections::BTreeMap;

use xd_sim::{
    Contacts, Disease, Duration, Introduction, Layer, Mixing, Outcome, Population, Row, Scenario, Simulation,
    Transmissibility, Who, ZoneBuilder,
};

/// Replicates of a test, times `XD_SIM_FULL` where the full validation asks for more.
pub fn replicates(reduced: u64) -> u64 {
    reduced * option_env!("XD_SIM_FULL").and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

/// One class of this many pupils in one school.
pub fn class(pupils: u32) -> Population {
    let mut builder = ZoneBuilder::new();
    for _ in 0..pupils {
        builder.push(Row::pupil(0, 0, 0));
    }
    Population::new(vec![builder.build().expect("a class").0]).expect("people")
}

/// So many people in no school.
pub fn crowd(people: u32) -> Population {
    let mut builder = ZoneBuilder::new();
    for _ in 0..people {
        builder.push(Row::OUTSIDER);
    }
    Population::new(vec![builder.build().expect("a crowd").0]).expect("people")
}

/// One day infectious, the day after infection, then immune: a generation a day.
pub fn generations(rate: f64) -> Disease {
    let day = Duration::Constant { days: 1.0 };
    Disease::plain(Transmissibility::PerContact(rate), Duration::Constant { days: 0.0 }, day)
}

/// One layer that meets at any hour of every day, and one infection brought in on day 0.
pub fn one_layer(days: u16, disease: Disease, (layer, mixing): (Layer, Mixing)) -> Scenario {
    let contacts = BTreeMap::from([(layer, Contacts::plain(1.0, mixing))]);
    Scenario { introductions: vec![introduction(1)], ..Scenario::plain(days, disease, contacts) }
}

pub fn introduction(count: u32) -> Introduction {
    Introduction { day: 0, count, who: Who::SchoolPeople, zone: 0, school: None }
}

/// A perfect test with the result at once.
pub fn perfect_test() -> xd_sim::Test {
    xd_sim::Test { sensitivity: 1.0, specificity: 1.0, days_before: 0, days_after: 0, result_hours: 0 }
}

/// Calls `see` with each of `n` replicates.
pub fn each(population: &Population, scenario: &Scenario, n: u64, mut see: impl FnMut(&Outcome)) {
    let simulation = Simulation::new(population, scenario).expect("a valid scenario");
    let mut workspace = simulation.workspace();
    (0..n).for_each(|replicate| see(&simulation.run(&mut workspace, 20_220_101, replicate)));
}

/// Means of what `see` takes from each replicate.
pub fn mean(population: &Population, scenario: &Scenario, n: u64, see: impl Fn(&Outcome) -> f64) -> f64 {
    let mut sum = 0.0;
    each(population, scenario, n, |outcome| sum += see(outcome));
    sum / n as f64
}

/// Pearson's statistic over cells with an expectation of at least 5, the rest pooled, and its degrees of freedom.
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
pub fn chi_square_999(freedom: f64) -> f64 {
    let part = 2.0 / (9.0 * freedom);
    freedom * (1.0 - part + 3.090_232 * part.sqrt()).powi(3)
}
