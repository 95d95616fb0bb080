//! Farrington's method, as published in 1996 ([`classic`]) and as improved by Noufaily and others in 2013 ([`flexible`]).

mod calendar;
mod fit;
mod frame;
mod history;
mod threshold;

pub mod flexible;

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
