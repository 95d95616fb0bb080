//! Farrington's method, as published in 1996 ([`classic`]) and as improved by Noufaily and others in 2013 ([`flexible`]).

mod calendar;
mod engine;
mod fit;
mod frame;
mod history;
mod threshold;

pub mod classic;
pub mod flexible;

use crate::Error;
use crate::error::not_negative;

pub use calendar::Calendar;
pub use threshold::{Power, Threshold};

/// Whether known slips of the R package `surveillance` are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compat {
    /// What the method means. The default: an alarm should follow from the method, not from a slip.
    #[default]
    Corrected,
    /// The numbers of R's `surveillance` 1.20.3 to the last digits, for comparison with runs of that package.
    R,
}

/// What is too small to look at: fewer than `cases` counts in the last `steps` steps, the judged one included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Counts, in sum; 0 judges every step.
    pub cases: u32,
    /// Steps they are summed over, at least 1.
    pub steps: usize,
}

impl Default for Limit {
    /// Five cases in four weeks (`limit54 = c(5, 4)`).
    fn default() -> Self {
        Self { cases: 5, steps: 4 }
    }
}

/// Where the evaluation begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// With the step that has all its reference steps, windows included, in the series: after `years_back` years and
    /// `half_window` steps. R's default range.
    #[default]
    Complete,
    /// With the first step whose oldest reference step is in the series, though its window may not be.
    Possible,
}

/// Whether counts of past outbreaks are given less weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reweighting {
    /// All counts weigh the same.
    Never,
    /// Counts whose standardised Anscombe residual is above this (0 or more) weigh less. Noufaily: 2.58; Farrington: 1.
    Above(f64),
}

/// Whether the model may have a linear trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trend {
    /// No trend.
    Never,
    /// A trend where its p-value is below this (0 to 1). Noufaily: 1, always; Farrington: 0.05.
    Tested(f64),
}

impl Reweighting {
    fn check(self) -> Result<(), Error> {
        match self {
            Self::Never => Ok(()),
            Self::Above(threshold) => not_negative("reweighting", threshold).map(|_| ()),
        }
    }
}

impl Trend {
    fn check(self) -> Result<(), Error> {
        match self {
            Self::Tested(level) if !(0.0..=1.0).contains(&level) => {
                Err(Error::OutOfRange { parameter: "trend", value: level, allowed: "a number from 0 to 1" })
            }
            _ => Ok(()),
        }
    }
}

impl Calendar {
    /// Windows of `half_window` steps on either side must not meet those of the next year.
    fn check_window(&self, half_window: usize) -> Result<(), Error> {
        self.check()?;
        if half_window.saturating_mul(2) >= self.per_year() {
            return Err(Error::Mismatch {
                rule: "the windows of two years overlap: half_window is too large",
            });
        }
        Ok(())
    }
}
