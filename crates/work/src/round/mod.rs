//! Cleaning, disinfection and airing: what the dated rules ask of a kind of place, and how an agent is mixed.

pub mod dilution;
mod rules;

pub use rules::{Regime, RoundAction, RoundRule, in_force, rules};
