//! EWMA: is the recent past, weighted by its recency, high?
//!
//! # Model
//! W(t) = λ y(t) + (1 − λ) W(t − 1), with W = m before the first evaluated step and m the reference mean. Without an outbreak
//! and with Poisson counts W has mean m and variance m λ/(2 − λ) (1 − (1 − λ)^(2 n)) after n steps, so
//!
//! > an alarm is W(t) > m + L √(m λ/(2 − λ) (1 − (1 − λ)^(2 n))).
//!
//! The score is (W − m) over that standard deviation; an alarm is a score above L. The upper bound is the count at which
//! W reaches its limit. Where m changes from step to step, W follows y − m and the variance is that of the mean's
//! own history; the formula above is the case of a constant m.
//!
//! # Arguments
//! * 0 < `lambda` ≤ 1: 1 looks at the step alone, small values far back; `limit` L > 0 in standard deviations;
//! * `training` steps before the first evaluated one, for the reference mean.
//!
//! # What is not judged
//! A step without a count or without a reference mean above 0; it leaves W as it was.
//!
//! # Cost
//! *O*(1) per step after one fit.
//!
//! # References
//! Roberts SW, Control chart tests based on geometric moving averages, Technometrics 1 (1959) 239–50. Lucas JM, Saccucci MS,
//! Exponentially weighted moving average control schemes, Technometrics 32 (1990) 1–29. Borror CM, Champ CW, Rigdon SE,
//! Poisson EWMA control charts, J Qual Technol 30 (1998) 352–61.

use crate::Error;
use crate::error::positive;
use crate::reference::{Reference, Tracked};
use crate::regression::Dispersion;
use crate::series::{Detector, Outcome};

/// What an analyst chooses.
#[derive(Debug, Clone, PartialEq)]
pub struct Params {
    /// Steps before the first evaluated one. Default 28.
    pub training: usize,
    /// The mean to compare with. Default: that of the training steps.
    pub reference: Reference,
    /// Weight of the newest step, above 0, at most 1. Default 0.4.
    pub lambda: f64,
    /// Where the alarm is, in standard deviations. Default 3.
    pub limit: f64,
}

impl Default for Params {
    /// λ and L from the middle of what Borror and others tabulate for Poisson counts.
    fn default() -> Self {
        Self { training: 28, reference: Reference::TrainingMean, lambda: 0.4, limit: 3.0 }
    }
}

/// EWMA, one step after the other.
///
/// ```
/// use epi_signal::ewma::{Ewma, Params};
/// use epi_signal::{Reference, run};
///
/// let params = Params { training: 0, reference: Reference::Constant(4.0), ..Params::default() };
/// let outcomes = run(Ewma::new(&params)?, &[4u32, 3, 5, 4, 8, 9, 9]);
/// assert_eq!(outcomes.alarms().collect::<Vec<_>>(), [6]);
/// # Ok::<(), epi_signal::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Ewma {
    lambda: f64,
    limit: f64,
    reference: Tracked,
    /// Weighted excess over the mean, and its variance.
    excess: f64,
    variance: f64,
}

impl Ewma {
    /// A detector that has seen nothing yet.
    ///
    /// # Errors
    /// A parameter outside its range; a training too short for the reference.
    pub fn new(params: &Params) -> Result<Self, Error> {
        let lambda = positive("lambda", params.lambda)?;
        if lambda > 1.0 {
            return Err(Error::OutOfRange {
                parameter: "lambda",
                value: lambda,
                allowed: "a number above 0, at most 1",
            });
        }
        Ok(Self {
            lambda,
            limit: positive("limit", params.limit)?,
            reference: Tracked::new(params.reference.clone(), params.training, Dispersion::Poisson)?,
            excess: 0.0,
            variance: 0.0,
        })
    }
}

impl Detector for Ewma {
    fn push(&mut self, count: Option<u32>) -> Option<Outcome> {
        let expected = self.reference.next(count)?;
        let Some(y) = count.filter(|_| expected > 0.0).map(f64::from) else {
            return Some(Outcome { expected, ..Outcome::UNKNOWN });
        };
        let kept = (1.0 - self.lambda) * self.excess;
        self.excess = self.lambda * (y - expected) + kept;
        self.variance = (1.0 - self.lambda).powi(2) * self.variance + self.lambda * self.lambda * expected;
        let deviation = self.variance.sqrt();
        let score = self.excess / deviation;
        let upper = (expected + (self.limit * deviation - kept) / self.lambda).max(0.0);
        Some(Outcome { expected, upper, score, alarm: score > self.limit })
    }
}
