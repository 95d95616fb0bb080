use crate::error::{DomainError, Requirement, check};
use crate::special::{normal_quantile, normal_sf};
use libm::log;

/// Normal distribution.
///
/// ```
/// let normal = epi_core::Normal::new(0.0, 1.0)?;
/// assert_eq!(normal.sf(10.0), 7.619853024160525e-24);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normal {
    mean: f64,
    sd: f64,
}

impl Normal {
    /// Mean and standard deviation.
    ///
    /// # Errors
    /// [`DomainError`] unless `mean` is finite and `sd` finite and above zero.
    pub fn new(mean: f64, sd: f64) -> Result<Self, DomainError> {
        Ok(Self {
            mean: check("mean", mean, Requirement::Finite)?,
            sd: check("sd", sd, Requirement::Positive)?,
        })
    }

    fn standardised(&self, x: f64) -> f64 {
        (x - self.mean) / self.sd
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        normal_sf(-self.standardised(x))
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        normal_sf(self.standardised(x))
    }

    /// x with P(X ≤ x) = `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        self.mean + self.sd * normal_quantile(p)
    }

    /// x with P(X > x) = `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        self.mean - self.sd * normal_quantile(q)
    }

    /// Logarithm of the density at x.
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        let z = self.standardised(x);
        -0.5 * z * z - crate::special::LN_SQRT_2PI - log(self.sd)
    }
}
