//! What is known of a test: sensitivity, specificity, and how a pool dilutes a positive.

use crate::error::PoolError;
use epi_core::special::normal_sf;
use epi_core::{Requirement, check};

/// How the sensitivity falls when *j* positive samples share a tube with *n − j* negative ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Dilution {
    /// It does not.
    None,
    /// Sensitivity × (j/n)^exponent. The exponent is 0 (no dilution) to 1 (in proportion).
    Power {
        /// Exponent, 0 to 1.
        exponent: f64,
    },
    /// Quantitative PCR: cycles at which an infected person's own sample becomes positive are normal, and n/j-fold dilution
    /// delays by log₂(n/j) cycles; what comes after the last cycle is negative. The sensitivity of the assay is
    /// that of an undiluted sample; the share that the delay costs comes on top.
    CycleThreshold {
        /// Mean cycle threshold of the infected, cycles.
        mean: f64,
        /// Standard deviation, cycles.
        sd: f64,
        /// Last cycle that counts as positive.
        last: f64,
    },
}

/// A test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assay {
    sensitivity: f64,
    specificity: f64,
    dilution: Dilution,
}

impl Assay {
    /// A test that never errs.
    pub const PERFECT: Self = Self { sensitivity: 1.0, specificity: 1.0, dilution: Dilution::None };

    /// Sensitivity and specificity of testing one person's sample, and the effect of dilution.
    ///
    /// # Errors
    /// [`PoolError::Domain`] if one of them is not from 0 to 1, or a parameter of the dilution out of range;
    /// [`PoolError::UninformativeTest`] if they add up to 1 or less.
    pub fn new(sensitivity: f64, specificity: f64, dilution: Dilution) -> Result<Self, PoolError> {
        check("sensitivity", sensitivity, Requirement::Probability)?;
        check("specificity", specificity, Requirement::Probability)?;
        if sensitivity + specificity <= 1.0 {
            return Err(PoolError::UninformativeTest { sum: sensitivity + specificity });
        }
        match dilution {
            Dilution::None => {}
            Dilution::Power { exponent } => {
                check("dilution exponent", exponent, Requirement::Probability)?;
            }
            Dilution::CycleThreshold { mean, sd, last } => {
                check("mean cycle threshold", mean, Requirement::Positive)?;
                check("sd of the cycle threshold", sd, Requirement::Positive)?;
                check("last cycle", last, Requirement::Positive)?;
            }
        }
        Ok(Self { sensitivity, specificity, dilution })
    }

    /// Sensitivity of testing one person's sample.
    #[must_use]
    pub fn sensitivity(&self) -> f64 {
        self.sensitivity
    }

    /// Specificity.
    #[must_use]
    pub fn specificity(&self) -> f64 {
        self.specificity
    }

    /// How a pool dilutes.
    #[must_use]
    pub fn dilution(&self) -> Dilution {
        self.dilution
    }

    /// Whether the closed form of a perfect test applies.
    pub(crate) fn is_perfect(&self) -> bool {
        *self == Self::PERFECT
    }

    /// Probability that a pool of `size` samples, `positive` of them positive, tests positive.
    #[must_use]
    pub fn prob_positive(&self, positive: u32, size: u32) -> f64 {
        if positive == 0 {
            return 1.0 - self.specificity;
        }
        let share = f64::from(positive) / f64::from(size);
        match self.dilution {
            Dilution::None => self.sensitivity,
            Dilution::Power { exponent } => self.sensitivity * libm::pow(share, exponent),
            Dilution::CycleThreshold { mean, sd, last } => {
                let seen = |delay: f64| normal_sf((mean + delay - last) / sd);
                self.sensitivity * seen(-libm::log2(share)) / seen(0.0)
            }
        }
    }
}
