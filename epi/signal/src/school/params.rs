//! What an analyst chooses.

use crate::Error;
use crate::error::{at_least, not_negative, open_unit, positive};

/// Parameters; [`Params::default`] is for pupils newly absent through illness.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params {
    /// Chance of a false alarm on a school day, 0 to 1; 0.005 is one in 200 school days, a school year.
    pub alpha: f64,
    /// Longest window in school days, ≥ 1.
    pub window: usize,
    /// School days before a window from which its level has not learned yet, ≥ 0.
    pub guard: usize,
    /// School days that are learned before one is judged, ≥ 1.
    pub warm_up: usize,
    /// Standard deviation of the relative change of the level in a calendar day, ≥ 0.
    pub drift: f64,
    /// How far from its mean a count may lie, in standard deviations, before it is cut when the level learns from it, > 0.
    pub cut: f64,
    /// How many expected cases the prior "this weekday is like the others" is worth, > 0.
    pub weekday_weight: f64,
    /// What a weekday's past counts for after one more such day, 0 to 1.
    pub weekday_memory: f64,
    /// Relative variance of a day beyond Poisson before anything was seen, > 0.
    pub dispersion: f64,
    /// How many squared expected cases that prior is worth, > 0.
    pub dispersion_weight: f64,
    /// What the past counts for in the dispersion after one more day, 0 to 1.
    pub memory: f64,
    /// A break of more calendar days than this ends every window, and the day after has a factor of its own, ≥ 1.
    pub longest_gap: usize,
    /// How many independent looks the windows amount to, ≥ 1.
    pub looks: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            alpha: 0.005,
            window: 7,
            guard: 3,
            warm_up: 10,
            drift: 0.04,
            cut: 1.5,
            weekday_weight: 60.0,
            weekday_memory: 0.99,
            dispersion: 0.05,
            dispersion_weight: 40.0,
            memory: 0.99,
            longest_gap: 5,
            looks: 3.0,
        }
    }
}

impl Params {
    pub(super) fn check(&self) -> Result<(), Error> {
        open_unit("alpha", self.alpha)?;
        open_unit("weekday_memory", self.weekday_memory)?;
        open_unit("memory", self.memory)?;
        at_least("window", self.window, 1)?;
        at_least("warm_up", self.warm_up, 1)?;
        at_least("longest_gap", self.longest_gap, 1)?;
        not_negative("drift", self.drift)?;
        for (name, value) in [
            ("cut", self.cut),
            ("weekday_weight", self.weekday_weight),
            ("dispersion", self.dispersion),
            ("dispersion_weight", self.dispersion_weight),
        ] {
            positive(name, value)?;
        }
        if self.looks >= 1.0 && self.looks.is_finite() {
            return Ok(());
        }
        Err(Error::OutOfRange {
            parameter: "looks",
            value: self.looks,
            allowed: "a finite number, 1 or more",
        })
    }
}
