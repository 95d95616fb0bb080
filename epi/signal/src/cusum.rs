//! CUSUM of standardised counts: does a small excess add up?
//!
//! # Model
//! With the reference mean m(t) a count y is standardised to z by a [`Transform`], and
//!
//! > S(t) = max(0, S(t − 1) + z(t) − k), S = 0 before the first evaluated step; an alarm is S(t) ≥ h.
//!
//! The sum is not set back after an alarm (as in R's `algo.cusum`). `k` is half of the shift to be found quickly, in standard
//! deviations; `h` sets the time between false alarms. The score is S, the upper bound the count at which S
//! would reach h.
//!
//! # Arguments
//! * `training` steps come before the first evaluated one; the reference mean is estimated from them;
//! * `k` ≥ 0, `h` > 0, in standard deviations.
//!
//! # What is not judged
//! A step whose count is missing, or whose reference mean is 0 or unknown: it leaves the sum as it was. (In R every
//! later step is unknown, too.)
//!
//! # Bounds as R has them
//! The bound of [`Transform::Standard`] is a whole number; that of [`Transform::Rossi`] squares a root that is
//! negative where S has passed h by much, so there it is small and positive in place of 0. Alarms do not depend on it.
//!
//! # Cost
//! *O*(1) per step after one fit.
//!
//! # References
//! Rossi G, Lampugnani L, Marchi M, An approximate CUSUM procedure for surveillance of health events, Stat Med 18 (1999)
//! 2111–22. Page ES, Continuous inspection schemes, Biometrika 41 (1954) 100–15. Höhle M, Comput Stat 22 (2007) 571–82.

use libm::{cbrt, pow};

use crate::Error;
use crate::error::{not_negative, positive};
use crate::reference::{Reference, Tracked};
use crate::regression::Dispersion;
use crate::series::{Detector, Outcome};

/// How a count is brought to mean 0 and standard deviation 1. `alpha` is the dispersion of a negative binomial
/// distribution with variance m + α m².
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Transform {
    /// (y − m) / √m.
    Standard,
    /// (y − 3 m + 2 √(m y)) / (2 √m), nearly normal for small means.
    #[default]
    Rossi,
    /// 1.5 (y^⅔ − m^⅔) / m^(1/6).
    Anscombe,
    /// (y − m) / √(m + α m²).
    PearsonNegativeBinomial {
        /// α, above 0.
        alpha: f64,
    },
}

impl Transform {
    fn check(self) -> Result<(), Error> {
        match self {
            Self::PearsonNegativeBinomial { alpha } => positive("transform.alpha", alpha).map(|_| ()),
            _ => Ok(()),
        }
    }

    /// z of a count `y` with the mean `m`.
    fn standardise(self, y: f64, m: f64) -> f64 {
        match self {
            Self::Standard => (y - m) / m.sqrt(),
            Self::Rossi => (y - 3.0 * m + 2.0 * (y * m).sqrt()) / (2.0 * m.sqrt()),
            Self::Anscombe => 1.5 * (two_thirds(y) - two_thirds(m)) / pow(m, 1.0 / 6.0),
            Self::PearsonNegativeBinomial { alpha } => (y - m) / (m + alpha * m * m).sqrt(),
        }
    }

    /// The count with the given z, as R gives it; NaN where there is none.
    fn count(self, z: f64, m: f64) -> f64 {
        match self {
            Self::Standard => libm::ceil(m + m.sqrt() * z),
            Self::Rossi => ((4.0 * m + 2.0 * m.sqrt() * z).sqrt() - m.sqrt()).powi(2),
            Self::Anscombe => pow(two_thirds(m) + pow(m, 1.0 / 6.0) * z / 1.5, 1.5),
            Self::PearsonNegativeBinomial { alpha } => m + (m + alpha * m * m).sqrt() * z,
        }
    }
}

fn two_thirds(x: f64) -> f64 {
    cbrt(x) * cbrt(x)
}

/// What an analyst chooses.
#[derive(Debug, Clone, PartialEq)]
pub struct Params {
    /// Steps before the first evaluated one. Default 28.
    pub training: usize,
    /// The mean to compare with. Default: that of the training steps.
    pub reference: Reference,
    /// The standardisation. Default: Rossi's, as in R.
    pub transform: Transform,
    /// What is taken off each step, 0 or more. R: 1.
    pub k: f64,
    /// Where the alarm is, above 0. R: 2.26.
    pub h: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            training: 28,
            reference: Reference::TrainingMean,
            transform: Transform::default(),
            k: 1.0,
            h: 2.26,
        }
    }
}

/// CUSUM, one step after the other.
///
/// ```
/// use epi_signal::cusum::{Cusum, Params};
/// use epi_signal::{Reference, run};
///
/// let params = Params { training: 0, reference: Reference::Constant(2.0), ..Params::default() };
/// let outcomes = run(Cusum::new(&params)?, &[2u32, 1, 3, 4, 6, 7, 2]);
/// assert_eq!(outcomes.alarms().collect::<Vec<_>>(), [5, 6]);
/// # Ok::<(), epi_signal::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cusum {
    transform: Transform,
    k: f64,
    h: f64,
    reference: Tracked,
    sum: f64,
}

impl Cusum {
    /// A detector that has seen nothing yet.
    ///
    /// # Errors
    /// A parameter outside its range; a training too short for the reference.
    pub fn new(params: &Params) -> Result<Self, Error> {
        params.transform.check()?;
        Ok(Self {
            transform: params.transform,
            k: not_negative("k", params.k)?,
            h: positive("h", params.h)?,
            reference: Tracked::new(params.reference.clone(), params.training, Dispersion::Poisson)?,
            sum: 0.0,
        })
    }
}

impl Detector for Cusum {
    fn push(&mut self, count: Option<u32>) -> Option<Outcome> {
        let expected = self.reference.next(count)?;
        let Some(count) = count else { return Some(Outcome { expected, ..Outcome::UNKNOWN }) };
        let z = self.transform.standardise(f64::from(count), expected);
        if !z.is_finite() {
            return Some(Outcome::UNKNOWN);
        }
        let bound = self.transform.count(self.h + self.k - self.sum, expected);
        self.sum = (self.sum + z - self.k).max(0.0);
        Some(Outcome {
            expected,
            // Also where there is no such count, because the sum is above h without one.
            upper: bound.max(0.0),
            score: self.sum,
            alarm: self.sum >= self.h,
        })
    }
}
