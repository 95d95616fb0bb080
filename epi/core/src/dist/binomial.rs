use super::discrete::{self, Shape, rounded};
use crate::error::{DomainError, Requirement, check};
use crate::special::{beta_inc, ln_binomial_density};
use libm::{log, log1p};

/// Binomial distribution.
///
/// ```
/// let binomial = epi_core::Binomial::new(40, 0.25)?;
/// assert_eq!(binomial.quantile(0.5), 10.0);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Binomial {
    trials: f64,
    probability: f64,
}

impl Binomial {
    /// Number of trials and probability of success in each.
    ///
    /// # Errors
    /// [`DomainError`] unless `probability` is from 0 to 1.
    pub fn new(trials: u64, probability: f64) -> Result<Self, DomainError> {
        Ok(Self {
            trials: trials as f64,
            probability: check("probability", probability, Requirement::Probability)?,
        })
    }

    fn shape(&self) -> Shape {
        let variance = self.trials * self.probability * (1.0 - self.probability);
        Shape {
            mean: self.trials * self.probability,
            variance,
            skewness: (1.0 - 2.0 * self.probability) / libm::sqrt(variance),
            greatest: self.trials,
        }
    }

    /// The value that is certain, where there is one.
    fn certain(&self) -> Option<f64> {
        match self.probability {
            0.0 => Some(0.0),
            1.0 => Some(self.trials),
            _ => (self.trials == 0.0).then_some(0.0),
        }
    }

    /// P(X ≤ k).
    #[must_use]
    pub fn cdf(&self, k: f64) -> f64 {
        let k = rounded(k);
        if k < 0.0 || k >= self.trials {
            return f64::from(k >= self.trials);
        }
        beta_inc(k + 1.0, self.trials - k, self.probability, 1.0 - self.probability).upper
    }

    /// P(X > k).
    #[must_use]
    pub fn sf(&self, k: f64) -> f64 {
        let k = rounded(k);
        if k < 0.0 || k >= self.trials {
            return f64::from(k < 0.0);
        }
        beta_inc(k + 1.0, self.trials - k, self.probability, 1.0 - self.probability).lower
    }

    /// The smallest k with P(X ≤ k) ≥ `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        match self.certain() {
            Some(value) if (0.0..=1.0).contains(&p) => value,
            _ => discrete::quantile(p, &self.shape(), |k| self.cdf(k)),
        }
    }

    /// The smallest k with P(X > k) ≤ `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        match self.certain() {
            Some(value) if (0.0..=1.0).contains(&q) => value,
            _ => discrete::quantile_upper(q, &self.shape(), |k| self.sf(k)),
        }
    }

    /// ln P(X = k); −∞ above the number of trials.
    #[must_use]
    pub fn ln_pmf(&self, k: u64) -> f64 {
        let k = k as f64;
        if k > self.trials {
            return f64::NEG_INFINITY;
        }
        if let Some(value) = self.certain() {
            return if k == value { 0.0 } else { f64::NEG_INFINITY };
        }
        if k == 0.0 {
            return self.trials * log1p(-self.probability);
        }
        if k == self.trials {
            return self.trials * log(self.probability);
        }
        ln_binomial_density(k, self.trials - k, self.probability, 1.0 - self.probability)
    }
}
