//! Populations and scenarios that tests share; where they can be refused, a refusal stops the test.

use xd_sim::validation as shared;
pub use xd_sim::validation::{generations, introduction, one_layer, perfect_test};
use xd_sim::{Outcome, Population, Scenario};

/// Replicates of a test, times `XD_SIM_FULL` where the full validation asks for more.
pub fn replicates(reduced: u64) -> u64 {
    reduced * option_env!("XD_SIM_FULL").and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

pub fn class(pupils: u32) -> Population {
    shared::class(pupils).expect("a class")
}

pub fn crowd(people: u32) -> Population {
    shared::crowd(people).expect("a crowd")
}

pub fn each(population: &Population, scenario: &Scenario, n: u64, see: impl FnMut(&Outcome)) {
    shared::each(population, scenario, n, see).expect("a valid scenario");
}

pub fn mean(population: &Population, scenario: &Scenario, n: u64, see: impl Fn(&Outcome) -> f64) -> f64 {
    shared::mean(population, scenario, n, see).expect("a valid scenario")
}
