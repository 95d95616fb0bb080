use crate::error::{DomainError, Requirement, check};
use libm::{exp, expm1, log, log1p, pow};

/// Weibull distribution: P(X > x) = exp(−(x/scale)^shape).
///
/// ```
/// let weibull = epi_core::Weibull::new(2.0, 3.0)?;
/// assert!((weibull.sf(3.0) - (-1.0f64).exp()).abs() < 1e-16);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weibull {
    shape: f64,
    scale: f64,
}

impl Weibull {
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

    fn hazard(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { pow(x / self.scale, self.shape) }
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        -expm1(-self.hazard(x))
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        exp(-self.hazard(x))
    }

    /// x with P(X ≤ x) = `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        self.scale * pow(-log1p(-p), 1.0 / self.shape)
    }

    /// x with P(X > x) = `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        self.scale * pow(-log(q), 1.0 / self.shape)
    }

    /// Logarithm of the density at x > 0; −∞ elsewhere.
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return f64::NEG_INFINITY;
        }
        log(self.shape / self.scale) + (self.shape - 1.0) * log(x / self.scale) - self.hazard(x)
    }
}
