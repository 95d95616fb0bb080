//! Many series at once, and several detectors on one series: which alarms to believe.
//!
//! # Model
//! Of *m* hypotheses ("nothing unusual in this series today") some are true. A procedure names a set of
//! discoveries; its false discovery rate is the expected share of true hypotheses among them. A step-up procedure
//! sorts the p-values, p₍₁₎ ≤ … ≤ p₍ₘ₎, and finds the largest *k* with p₍ₖ₎ ≤ *k q / (m c)*; the first *k* are
//! discovered. *c* = 1 is [`Correction::BenjaminiHochberg`], *c* = 1 + 1/2 + … + 1/*m* is
//! [`Correction::BenjaminiYekutieli`], *c* = π₀ (an estimate of the share of true hypotheses, [`storey_pi0`])
//! is [`Correction::Adaptive`].
//!
//! # Assumptions
//! Benjamini–Hochberg holds its rate for independent p-values and for positive regression dependence (a school's count
//! rises with each of its classes'), Benjamini–Yekutieli for any dependence, at the price of a factor ln *m* + 0.58
//! (13.7 for half a million). The p-values may be discrete: P(p ≤ u) ≤ u is all that is needed.
//!
//! # Counts are small
//! The p-value of a small count is far from uniform: most are near 1, and the rate is held with much to spare. Two
//! ways to win back what is lost: [`DiscreteP::mid`], which is centred as a uniform variable is but does not hold the rate
//! in theory, and [`storey_pi0`] of randomised p-values (Dickhaus 2013), which needs no random number here because
//! the chance that a randomised p-value exceeds λ is known exactly. The second is the default advice: it estimates
//! π₀ without the upward bias of discrete p-values and then compares the *unrandomised* p-values, so nobody's alarm
//! depends on a coin.
//!
//! # Errors
//! [`PError`] names the first p-value that is not a number of 0 to 1.
//!
//! # References
//! Benjamini Y, Hochberg Y (1995), *J R Stat Soc B* 57:289–300. Benjamini Y, Yekutieli D (2001), *Ann Stat*
//! 29:1165–88. Storey JD, Taylor JE, Siegmund D (2004), *J R Stat Soc B* 66:187–205. Dickhaus T (2013), *J Stat Plan
//! Inference* 143:1968–79. Liu Y, Xie J (2020), *J Am Stat Assoc* 115:393–402.

mod combine;
mod discrete;

pub use combine::{Combination, combine};
pub use discrete::{DiscreteP, storey_pi0};

use std::error::Error;
use std::fmt;

/// Which multiple of its rank a p-value is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Correction {
    /// Independent or positively dependent series.
    BenjaminiHochberg,
    /// Any dependence.
    BenjaminiYekutieli,
    /// Benjamini–Hochberg with an estimated share of true hypotheses, 0 < π₀ ≤ 1; independent or weakly dependent.
    Adaptive {
        /// Share of the hypotheses that are true, from [`storey_pi0`].
        pi0: f64,
    },
}

/// A number that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PError {
    /// A p-value outside 0 to 1, or not a number.
    NotAProbability {
        /// Its place in the input.
        index: usize,
        /// What stood there.
        value: f64,
    },
    /// There is nothing to combine.
    Empty,
    /// A rate, a weight, λ or π₀ outside its range.
    BadParameter {
        /// Its name.
        name: &'static str,
        /// What was given.
        value: f64,
    },
}

impl fmt::Display for PError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAProbability { index, value } => {
                write!(f, "p-value {index} is {value}, not a number of 0 to 1")
            }
            Self::Empty => f.write_str("no p-value was given"),
            Self::BadParameter { name, value } => write!(f, "{name} = {value} is out of range"),
        }
    }
}

impl Error for PError {}

/// Adjusted p-values (q-values), in the order of the input: the smallest rate at which each would be discovered.
///
/// *O*(*m* log *m*); half a million take a few hundredths of a second.
///
/// # Errors
/// [`PError::NotAProbability`], [`PError::BadParameter`] for π₀ outside (0, 1].
///
/// ```
/// use epi_signal::fdr::{Correction, adjust};
/// let q = adjust(&[0.01, 0.04, 0.03, 0.005], Correction::BenjaminiHochberg)?;
/// assert_eq!(q, [0.02, 0.04, 0.04, 0.02]);
/// # Ok::<(), epi_signal::fdr::PError>(())
/// ```
pub fn adjust(p: &[f64], correction: Correction) -> Result<Vec<f64>, PError> {
    check(p)?;
    let scale = p.len() as f64 * factor(p.len(), correction)?;
    let mut adjusted = vec![1.0_f64; p.len()];
    let mut least = 1.0_f64;
    for (rank, (value, at)) in sorted(p).into_iter().enumerate().rev() {
        least = least.min(value * scale / (rank + 1) as f64);
        adjusted[at as usize] = least;
    }
    Ok(adjusted)
}

/// Places of the discoveries at false discovery rate `rate`, by rising p-value and, among equals, by place.
///
/// # Errors
/// As [`adjust`]; [`PError::BadParameter`] for a rate outside (0, 1).
pub fn discoveries(p: &[f64], rate: f64, correction: Correction) -> Result<Vec<usize>, PError> {
    check(p)?;
    if !(rate > 0.0 && rate < 1.0) {
        return Err(PError::BadParameter { name: "rate", value: rate });
    }
    let scale = p.len() as f64 * factor(p.len(), correction)?;
    // A p-value above rate / factor can be nobody's discovery, so only the small ones are sorted.
    let limit = rate * p.len() as f64 / scale;
    let mut small: Vec<(f64, u32)> = numbered(p).filter(|(value, _)| *value <= limit).collect();
    small.sort_unstable_by(order);
    let reached = |&rank: &usize| small[rank].0 * scale <= rate * (rank + 1) as f64;
    let count = (0..small.len()).rev().find(reached).map_or(0, |rank| rank + 1);
    Ok(small[..count].iter().map(|(_, at)| *at as usize).collect())
}

fn check(p: &[f64]) -> Result<(), PError> {
    match p.iter().position(|value| !(0.0..=1.0).contains(value)) {
        Some(index) => Err(PError::NotAProbability { index, value: p[index] }),
        None => Ok(()),
    }
}

fn factor(count: usize, correction: Correction) -> Result<f64, PError> {
    match correction {
        Correction::BenjaminiHochberg => Ok(1.0),
        // Smallest terms first: the sum is exact to a few units of the last place.
        Correction::BenjaminiYekutieli => Ok((1..=count).rev().map(|rank| 1.0 / rank as f64).sum()),
        Correction::Adaptive { pi0 } if pi0 > 0.0 && pi0 <= 1.0 => Ok(pi0),
        Correction::Adaptive { pi0 } => Err(PError::BadParameter { name: "pi0", value: pi0 }),
    }
}

fn numbered(p: &[f64]) -> impl Iterator<Item = (f64, u32)> {
    p.iter().copied().zip(0_u32..)
}

fn order(a: &(f64, u32), b: &(f64, u32)) -> std::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
}

fn sorted(p: &[f64]) -> Vec<(f64, u32)> {
    let mut pairs: Vec<(f64, u32)> = numbered(p).collect();
    pairs.sort_unstable_by(order);
    pairs
}
