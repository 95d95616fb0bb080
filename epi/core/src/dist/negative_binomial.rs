use super::discrete::{self, Shape, rounded};
use crate::error::{DomainError, Requirement, check};
use crate::special::{beta_inc, ln_binomial_density};
use libm::{log, log1p};

/// Negative binomial distribution by mean and size (the dispersion *k* of outbreaks): variance mean + mean²/size.
///
/// ```
/// let offspring = epi_core::NegativeBinomial::new(3.0, 0.16)?;
/// assert!((offspring.cdf(0.0) - 0.62045353604519171).abs() < 1e-14);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NegativeBinomial {
    mean: f64,
    size: f64,
}

impl NegativeBinomial {
    /// Mean (≥ 0; zero is the constant 0) and size (> 0).
    ///
    /// # Errors
    /// [`DomainError`] unless `mean` is finite and not negative and `size` finite and above zero.
    pub fn new(mean: f64, size: f64) -> Result<Self, DomainError> {
        Ok(Self {
            mean: check("mean", mean, Requirement::NotNegative)?,
            size: check("size", size, Requirement::Positive)?,
        })
    }

    /// Probability of success and failure in one trial, each with its own digits.
    fn shares(&self) -> (f64, f64) {
        let total = self.size + self.mean;
        (self.size / total, self.mean / total)
    }

    fn shape(&self) -> Shape {
        let (success, failure) = self.shares();
        let variance = self.mean / success;
        Shape {
            mean: self.mean,
            variance,
            skewness: (1.0 + failure) / success / libm::sqrt(variance),
            greatest: f64::INFINITY,
        }
    }

    /// P(X ≤ k).
    #[must_use]
    pub fn cdf(&self, k: f64) -> f64 {
        let k = rounded(k);
        let (success, failure) = self.shares();
        if k < 0.0 {
            0.0
        } else if k.is_infinite() {
            1.0
        } else {
            beta_inc(self.size, k + 1.0, success, failure).lower
        }
    }

    /// P(X > k).
    #[must_use]
    pub fn sf(&self, k: f64) -> f64 {
        let k = rounded(k);
        let (success, failure) = self.shares();
        if k < 0.0 {
            1.0
        } else if k.is_infinite() {
            0.0
        } else {
            beta_inc(self.size, k + 1.0, success, failure).upper
        }
    }

    /// The smallest k with P(X ≤ k) ≥ `p`; infinite for p = 1.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        if self.mean == 0.0 {
            return if (0.0..=1.0).contains(&p) { 0.0 } else { f64::NAN };
        }
        discrete::quantile(p, &self.shape(), |k| self.cdf(k))
    }

    /// The smallest k with P(X > k) ≤ `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        if self.mean == 0.0 {
            return if (0.0..=1.0).contains(&q) { 0.0 } else { f64::NAN };
        }
        discrete::quantile_upper(q, &self.shape(), |k| self.sf(k))
    }

    /// ln P(X = k).
    #[must_use]
    pub fn ln_pmf(&self, k: u64) -> f64 {
        let k = k as f64;
        if k == 0.0 {
            return -self.size * log1p(self.mean / self.size);
        }
        if self.mean == 0.0 {
            return f64::NEG_INFINITY;
        }
        let (success, failure) = self.shares();
        ln_binomial_density(self.size, k, success, failure) + log(self.size / (self.size + k))
    }
}
