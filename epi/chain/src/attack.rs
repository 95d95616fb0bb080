//! Attack rates.

use crate::error::ChainError;
use epi_core::{Interval, clopper_pearson, wilson};

/// How the interval of a proportion is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proportion {
    /// Exact (Clopper and Pearson 1934): covers at least the stated level.
    ClopperPearson,
    /// Score (Wilson 1927): covers the stated level on average; shorter.
    Wilson,
}

/// Cases among people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AttackRate {
    /// Cases.
    pub cases: u64,
    /// People at risk.
    pub population: u64,
    /// Cases / people.
    pub rate: f64,
    /// Interval.
    pub interval: Interval,
}

/// Attack rate of a group with an interval of that level.
///
/// # Errors
/// [`ChainError::CasesAbovePopulation`]; [`ChainError::Domain`] if the population is 0 or `level` is not strictly between 0
/// and 1.
///
/// ```
/// use epi_chain::{Proportion, attack_rate};
/// let class = attack_rate(12, 40, Proportion::ClopperPearson, 0.95)?;
/// assert!((class.interval.lower - 0.1656).abs() < 1e-4 && (class.interval.upper - 0.4653).abs() < 1e-4);
/// # Ok::<(), epi_chain::ChainError>(())
/// ```
pub fn attack_rate(
    cases: u64,
    population: u64,
    method: Proportion,
    level: f64,
) -> Result<AttackRate, ChainError> {
    if cases > population {
        return Err(ChainError::CasesAbovePopulation { cases, population });
    }
    let interval = match method {
        Proportion::ClopperPearson => clopper_pearson(cases, population, level)?,
        Proportion::Wilson => wilson(cases, population, level)?,
    };
    Ok(AttackRate { cases, population, rate: cases as f64 / population as f64, interval })
}
