use super::discrete::{self, Shape, rounded};
use crate::error::{DomainError, Requirement, check};
use crate::special::{gamma_p, gamma_q, ln_poisson_density};

/// Poisson distribution. A mean of zero is the constant 0.
///
/// ```
/// let poisson = epi_core::Poisson::new(4.0)?;
/// assert_eq!(poisson.quantile(0.95), 8.0);
/// assert!((poisson.sf(7.0) - 0.051133615792847337).abs() < 1e-15);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Poisson {
    mean: f64,
}

impl Poisson {
    /// Mean number of events.
    ///
    /// # Errors
    /// [`DomainError`] unless `mean` is finite and not negative.
    pub fn new(mean: f64) -> Result<Self, DomainError> {
        Ok(Self { mean: check("mean", mean, Requirement::NotNegative)? })
    }

    fn shape(&self) -> Shape {
        Shape {
            mean: self.mean,
            variance: self.mean,
            skewness: 1.0 / libm::sqrt(self.mean),
            greatest: f64::INFINITY,
        }
    }

    /// P(X ≤ k).
    #[must_use]
    pub fn cdf(&self, k: f64) -> f64 {
        let k = rounded(k);
        if k < 0.0 {
            0.0
        } else if k.is_infinite() {
            1.0
        } else {
            gamma_q(k + 1.0, self.mean)
        }
    }

    /// P(X > k).
    #[must_use]
    pub fn sf(&self, k: f64) -> f64 {
        let k = rounded(k);
        if k < 0.0 {
            1.0
        } else if k.is_infinite() {
            0.0
        } else {
            gamma_p(k + 1.0, self.mean)
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
        ln_poisson_density(k as f64, self.mean)
    }
}
