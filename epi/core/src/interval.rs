//! Intervals for one proportion.

use crate::error::{DomainError, Requirement, check};
use crate::special::{Tails, beta_inc_odds_quantile, normal_quantile};
use libm::sqrt;

/// Lower and upper end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

fn checked(successes: u64, trials: u64, level: f64) -> Result<(f64, f64), DomainError> {
    check("level", level, Requirement::OpenProbability)?;
    check("trials", trials as f64, Requirement::Positive)?;
    if successes > trials {
        let (parameter, value) = ("successes", successes as f64);
        return Err(DomainError { parameter, value, requirement: Requirement::AtMostTrials });
    }
    Ok((successes as f64, trials as f64))
}

/// Exact binomial interval of Clopper and Pearson (1934): each end is the proportion at which a result at least as far
/// out has probability (1 − level)/2. Covers at least `level`, often more.
///
/// # Errors
/// [`DomainError`] if `trials` is 0, `successes` is above it, or `level` is not strictly between 0 and 1.
///
/// ```
/// let interval = epi_core::clopper_pearson(43, 54, 0.95)?; // R: binom.test(43, 54)
/// assert!((interval.lower - 0.66469508051075).abs() < 1e-12 && (interval.upper - 0.89368074750979).abs() < 1e-12);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
pub fn clopper_pearson(successes: u64, trials: u64, level: f64) -> Result<Interval, DomainError> {
    let (k, n) = checked(successes, trials, level)?;
    let tail = 0.5 * (1.0 - level);
    let odds_to_share = |odds: f64| if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) };
    let lower = if k == 0.0 {
        0.0
    } else {
        odds_to_share(beta_inc_odds_quantile(k, n - k + 1.0, Tails { lower: tail, upper: 1.0 - tail }))
    };
    let upper = if k == n {
        1.0
    } else {
        odds_to_share(beta_inc_odds_quantile(k + 1.0, n - k, Tails { lower: 1.0 - tail, upper: tail }))
    };
    Ok(Interval { lower, upper })
}

/// Score interval of Wilson (1927), without continuity correction. Covers `level` on average over proportions.
///
/// # Errors
/// As [`clopper_pearson`].
pub fn wilson(successes: u64, trials: u64, level: f64) -> Result<Interval, DomainError> {
    let (k, n) = checked(successes, trials, level)?;
    let z = normal_quantile(0.5 + 0.5 * level);
    let square = z * z;
    let centre = k + 0.5 * square;
    let spread = z * sqrt(k * (n - k) / n + 0.25 * square);
    let lower = if k == 0.0 { 0.0 } else { (centre - spread) / (n + square) };
    let upper = if k == n { 1.0 } else { (centre + spread) / (n + square) };
    Ok(Interval { lower, upper })
}
