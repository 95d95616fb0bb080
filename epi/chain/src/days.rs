//! Distributions over whole days: serial interval, incubation period.

use crate::error::ChainError;
use epi_core::special::normal_sf;
use epi_core::{Gamma, Normal, Requirement, check};
use libm::exp;

/// Probabilities of whole numbers of days, from some first day on.
#[derive(Debug, Clone, PartialEq)]
pub struct DayDistribution {
    first: i32,
    weights: Vec<f64>,
}

/// Probability beyond the last day that a continuous distribution is given.
const CUT: f64 = 1e-9;

impl DayDistribution {
    /// Weights of `first`, `first` + 1, … days; they are divided by their sum.
    ///
    /// # Errors
    /// [`ChainError::NotADistribution`] if a weight is negative or not finite, or all are zero.
    pub fn new(first: i32, weights: &[f64]) -> Result<Self, ChainError> {
        let sum: f64 = weights.iter().sum();
        if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) || sum <= 0.0 || !sum.is_finite()
        {
            return Err(ChainError::NotADistribution);
        }
        Ok(Self { first, weights: weights.iter().map(|weight| weight / sum).collect() })
    }

    /// A gamma-distributed time between two events of which only the days are known, each event being equally likely at
    /// any time of its day: P(k) = ∫ (1 − |u − k|) f(u) du over |u − k| < 1. Mean and standard deviation in days.
    ///
    /// With a mean well above one day the mean is kept; near zero, probability that falls on negative differences of days is
    /// left out and the rest divided by its sum.
    ///
    /// # Errors
    /// [`ChainError::Domain`] unless both are finite and above zero.
    pub fn gamma(mean: f64, sd: f64) -> Result<Self, ChainError> {
        let time = Gamma::from_mean_sd(mean, sd)?;
        let longer = Gamma::new(time.shape() + 1.0, time.scale())?;
        // The integral of the distribution function.
        let integral = |x: f64| if x <= 0.0 { 0.0 } else { x * time.cdf(x) - mean * longer.cdf(x) };
        Self::second_differences(0, time.quantile_upper(CUT), integral)
    }

    /// The same for a normally distributed time, which may be negative: of diseases that are passed on before the first
    /// symptoms, the infected person may fall ill first.
    ///
    /// # Errors
    /// [`ChainError::Domain`] unless `mean` is finite and `sd` finite and above zero.
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of the days")]
    pub fn normal(mean: f64, sd: f64) -> Result<Self, ChainError> {
        let time = Normal::new(mean, sd)?;
        let integral = |x: f64| {
            let z = (x - mean) / sd;
            (x - mean) * normal_sf(-z) + sd * exp(-0.5 * z * z) / 2.506_628_274_631_000_7
        };
        let first = time.quantile(CUT).floor().clamp(-10_000.0, 10_000.0) as i32;
        Self::second_differences(first, time.quantile_upper(CUT), integral)
    }

    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of the days")]
    fn second_differences(first: i32, last: f64, integral: impl Fn(f64) -> f64) -> Result<Self, ChainError> {
        let last = check("days", last, Requirement::Finite)?.ceil().clamp(0.0, 10_000.0) as i32;
        let weight = |k: i32| {
            let k = f64::from(k);
            (integral(k + 1.0) - 2.0 * integral(k) + integral(k - 1.0)).max(0.0)
        };
        Self::new(first, &(first..=last.max(first) + 1).map(weight).collect::<Vec<_>>())
    }

    /// Probability of that many days.
    #[must_use]
    pub fn probability(&self, days: i32) -> f64 {
        let position = i64::from(days) - i64::from(self.first);
        usize::try_from(position).ok().and_then(|i| self.weights.get(i)).copied().unwrap_or(0.0)
    }

    /// The first number of days that has a weight.
    #[must_use]
    pub fn first(&self) -> i32 {
        self.first
    }

    /// The last number of days that has a weight.
    #[must_use]
    pub fn last(&self) -> i32 {
        i32::try_from(self.weights.len()).unwrap_or(i32::MAX).saturating_sub(1).saturating_add(self.first)
    }

    /// Mean number of days.
    #[must_use]
    pub fn mean(&self) -> f64 {
        (self.first..).zip(&self.weights).map(|(day, weight)| f64::from(day) * weight).sum()
    }

    /// The distribution of the sum of two independent numbers of days.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let mut weights = vec![0.0; self.weights.len() + other.weights.len() - 1];
        for (i, a) in self.weights.iter().enumerate() {
            for (j, b) in other.weights.iter().enumerate() {
                weights[i + j] += a * b;
            }
        }
        Self { first: self.first + other.first, weights }
    }

    /// The distribution of the number with its sign changed.
    pub(crate) fn negated(&self) -> Self {
        Self { first: -self.last(), weights: self.weights.iter().rev().copied().collect() }
    }
}
