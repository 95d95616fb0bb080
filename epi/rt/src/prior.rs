//! The prior of a reproduction number.

use crate::RtError;

/// Gamma prior of R, by its mean and standard deviation.
///
/// The default has mean 5 and standard deviation 5 (shape 1, scale 5), as EpiEstim: wide, and with a mean well above 1,
/// so that R is not called below 1 on little data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    shape: f64,
    scale: f64,
}

impl Prior {
    /// A prior with the given mean and standard deviation of R.
    ///
    /// # Errors
    /// [`RtError::Parameter`] unless both are positive and finite.
    pub fn new(mean: f64, sd: f64) -> Result<Self, RtError> {
        let mean = crate::error::positive("prior mean", mean)?;
        let sd = crate::error::positive("prior standard deviation", sd)?;
        let prior = Self { shape: (mean / sd) * (mean / sd), scale: sd / mean * sd };
        crate::error::positive("prior shape", prior.shape)?;
        crate::error::positive("prior scale", prior.scale)?;
        Ok(prior)
    }

    /// Shape of the gamma distribution.
    #[must_use]
    pub fn shape(self) -> f64 {
        self.shape
    }

    /// Scale of the gamma distribution.
    #[must_use]
    pub fn scale(self) -> f64 {
        self.scale
    }
}

impl Default for Prior {
    fn default() -> Self {
        Self { shape: 1.0, scale: 5.0 }
    }
}
