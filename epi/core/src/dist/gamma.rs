use super::{from_lower, from_upper};
use crate::error::{DomainError, Requirement, check};
use crate::special::{gamma_p, gamma_p_quantile, gamma_q, ln_poisson_density};
use libm::log;

/// Gamma distribution by shape and scale; its mean is shape × scale.
///
/// ```
/// let serial_interval = epi_core::Gamma::from_mean_sd(2.6, 1.5)?;
/// assert!((serial_interval.shape() - 3.0044444444444447).abs() < 1e-15);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
}

impl Gamma {
    /// Shape (no unit) and scale (the unit of X).
    ///
    /// # Errors
    /// [`DomainError`] unless both are finite and above zero.
    pub fn new(shape: f64, scale: f64) -> Result<Self, DomainError> {
        Ok(Self {
            shape: check("shape", shape, Requirement::Positive)?,
            scale: check("scale", scale, Requirement::Positive)?,
        })
    }

    /// Mean and standard deviation.
    ///
    /// # Errors
    /// [`DomainError`] unless both are finite and above zero.
    pub fn from_mean_sd(mean: f64, sd: f64) -> Result<Self, DomainError> {
        check("mean", mean, Requirement::Positive)?;
        check("sd", sd, Requirement::Positive)?;
        let ratio = mean / sd;
        Self::new(ratio * ratio, sd / ratio)
    }

    /// Shape.
    #[must_use]
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// Scale.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { gamma_p(self.shape, x / self.scale) }
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        if x <= 0.0 { 1.0 } else { gamma_q(self.shape, x / self.scale) }
    }

    /// x with P(X ≤ x) = `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        from_lower(p).map_or(f64::NAN, |tails| self.scale * gamma_p_quantile(self.shape, tails))
    }

    /// x with P(X > x) = `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        from_upper(q).map_or(f64::NAN, |tails| self.scale * gamma_p_quantile(self.shape, tails))
    }

    /// Logarithm of the density at x; −∞ below zero.
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if x < 0.0 {
            return f64::NEG_INFINITY;
        }
        if x == 0.0 {
            return match self.shape.total_cmp(&1.0) {
                std::cmp::Ordering::Less => f64::INFINITY,
                std::cmp::Ordering::Equal => -log(self.scale),
                std::cmp::Ordering::Greater => f64::NEG_INFINITY,
            };
        }
        ln_poisson_density(self.shape, x / self.scale) + log(self.shape) - log(x)
    }
}
