use super::Gamma;
use crate::error::{DomainError, Requirement, check};

/// χ² distribution.
///
/// ```
/// let chi_squared = epi_core::ChiSquared::new(1.0)?;
/// assert!((chi_squared.quantile(0.95) - 3.841458820694124).abs() < 1e-14);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquared {
    gamma: Gamma,
}

impl ChiSquared {
    /// Degrees of freedom, any number above zero.
    ///
    /// # Errors
    /// [`DomainError`] unless `df` is finite and above zero.
    pub fn new(df: f64) -> Result<Self, DomainError> {
        check("df", df, Requirement::Positive)?;
        Ok(Self { gamma: Gamma::new(0.5 * df, 2.0)? })
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        self.gamma.cdf(x)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        self.gamma.sf(x)
    }

    /// x with P(X ≤ x) = `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        self.gamma.quantile(p)
    }

    /// x with P(X > x) = `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        self.gamma.quantile_upper(q)
    }

    /// Logarithm of the density at x.
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        self.gamma.ln_pdf(x)
    }
}
