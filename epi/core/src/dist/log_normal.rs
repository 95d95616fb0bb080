use super::Normal;
use crate::error::{DomainError, Requirement, check};
use libm::{exp, log, log1p, sqrt};

/// Log-normal distribution: ln X is normal.
///
/// ```
/// let incubation = epi_core::LogNormal::from_mean_sd(1.4, 0.6)?;
/// assert!((incubation.quantile(0.5) - 1.286803042025281).abs() < 1e-14);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogNormal {
    ln_x: Normal,
}

impl LogNormal {
    /// Mean and standard deviation of ln X.
    ///
    /// # Errors
    /// [`DomainError`] unless `mean_ln` is finite and `sd_ln` finite and above zero.
    pub fn new(mean_ln: f64, sd_ln: f64) -> Result<Self, DomainError> {
        check("mean_ln", mean_ln, Requirement::Finite)?;
        check("sd_ln", sd_ln, Requirement::Positive)?;
        Ok(Self { ln_x: Normal::new(mean_ln, sd_ln)? })
    }

    /// Mean and standard deviation of X itself.
    ///
    /// # Errors
    /// [`DomainError`] unless both are finite and above zero.
    pub fn from_mean_sd(mean: f64, sd: f64) -> Result<Self, DomainError> {
        check("mean", mean, Requirement::Positive)?;
        check("sd", sd, Requirement::Positive)?;
        let ratio = sd / mean;
        let variance = log1p(ratio * ratio);
        Self::new(log(mean) - 0.5 * variance, sqrt(variance))
    }

    /// P(X ≤ x); 0 for x ≤ 0.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { self.ln_x.cdf(log(x)) }
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        if x <= 0.0 { 1.0 } else { self.ln_x.sf(log(x)) }
    }

    /// x with P(X ≤ x) = `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        exp(self.ln_x.quantile(p))
    }

    /// x with P(X > x) = `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        exp(self.ln_x.quantile_upper(q))
    }

    /// Logarithm of the density at x; −∞ for x ≤ 0.
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if x <= 0.0 { f64::NEG_INFINITY } else { self.ln_x.ln_pdf(log(x)) - log(x) }
    }
}
