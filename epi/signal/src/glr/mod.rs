//! Generalised likelihood ratio for Poisson and negative binomial counts: has the mean moved, and since when?
//!
//! # Model
//! In control a count y(t) has the mean μ(t) and the variance μ + α μ² (α = 0: Poisson). After a change at step k the mean is
//! μ(t) e^κ. With l(t, κ) the logarithm of the likelihood ratio of y(t),
//!
//! * [`Change::Unknown`]: GLR(n) = max over k of sup over κ of Σ l(t, κ), t = k … n, with κ > 0 for an increase, κ < 0 for a
//!   decrease, 0 where no such κ is likelier than none;
//! * [`Change::Known`] θ: S(n) = max(0, S(n − 1) + l(n, θ)), the CUSUM that Page's argument makes of it.
//!
//! An alarm is a statistic above `threshold` (R's `c.ARL`); then all begins anew with the next step. The score is the
//! statistic. The upper bound is the count at which it reaches the threshold where the change is known, not a whole number; it
//! is not computed (NaN) where the change is unknown.
//!
//! # Arguments
//! * `training` steps come before the first evaluated one; a [`Reference`] and a [`Dispersion`] say what is estimated from them;
//! * κ and θ are on the scale of the logarithm: θ = 0.4 is an increase by 49 %.
//!
//! # As R's `algo.glrnb`, and not
//! `change = "intercept"` without `theta` and with `M = -1`, `Mtilde = 1` is [`Window::ALL`]. R counts lengths differently
//! for its two distributions: `M`, `Mtilde` are lengths from `Mtilde` + 1 to `M` + 1 for Poisson counts and from `Mtilde` for
//! negative binomial ones. For a decrease R leaves out windows without cases (Poisson) or ends its
//! search for κ early (negative binomial); here they have their limit, Σ μ or Σ ln(1 + α μ)/α. Not here: `change = "epi"`,
//! `refit`, `ret = "cases"` where the change is unknown.
//!
//! # What is not judged
//! A step without a count or without a known mean above 0; the statistic goes on without it. (R stops with an error.)
//!
//! # Cost
//! Known change: *O*(1). Unknown: with *w* steps in the window *O*(w) for Poisson counts and *O*(w²) for negative binomial
//! ones, for those k at which a change is likelier than none; `longest` bounds w, which else grows until the next alarm.
//!
//! # References
//! Höhle M, Paul M, Count data regression charts for the monitoring of surveillance time series, Comput Stat Data Anal 52
//! (2008) 4357–68. Lai TL, Sequential changepoint detection in quality control and dynamical systems, J R Stat Soc B 57
//! (1995) 613–58.

mod ratio;

use std::collections::VecDeque;

use crate::Error;
use crate::error::{at_least, positive};
use crate::reference::{Reference, Tracked};
use crate::regression::Dispersion;
use crate::series::{Detector, Outcome};
use ratio::{Step, llr};

/// The change that is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// ln of the ratio of the means after and before, not 0.
    Known(f64),
    /// Any change in a direction, since any step of a window.
    Unknown(Direction, Window),
}

/// Which way the mean may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Upwards.
    #[default]
    Increase,
    /// Downwards.
    Decrease,
}

/// How many steps a change may have lasted, the newest included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// At least so many, 1 or more.
    pub shortest: usize,
    /// At most so many, not below `shortest`; `usize::MAX` is all steps since the last alarm.
    pub longest: usize,
}

impl Window {
    /// All steps since the last alarm.
    pub const ALL: Self = Self { shortest: 1, longest: usize::MAX };
}

/// What an analyst chooses.
#[derive(Debug, Clone, PartialEq)]
pub struct Params {
    /// Steps before the first evaluated one. Default 104, two years of weeks.
    pub training: usize,
    /// The mean in control. Default: that of the training steps.
    pub reference: Reference,
    /// The distribution of counts. Default: Poisson.
    pub dispersion: Dispersion,
    /// The change looked for. Default: an increase of any size and age.
    pub change: Change,
    /// Where the alarm is, above 0. R: 5.
    pub threshold: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            training: 104,
            reference: Reference::TrainingMean,
            dispersion: Dispersion::Poisson,
            change: Change::Unknown(Direction::Increase, Window::ALL),
            threshold: 5.0,
        }
    }
}

/// GLR, one step after the other.
///
/// ```
/// use epi_signal::glr::{Glr, Params};
/// use epi_signal::{Reference, run};
///
/// let params = Params { training: 0, reference: Reference::Constant(2.0), ..Params::default() };
/// let outcomes = run(Glr::new(&params)?, &[2u32, 1, 3, 4, 6, 7, 2]);
/// assert_eq!(outcomes.alarms().collect::<Vec<_>>(), [5]);
/// # Ok::<(), epi_signal::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Glr {
    change: Change,
    threshold: f64,
    reference: Tracked,
    /// Since the last alarm, newest first; for an unknown change.
    steps: VecDeque<Step>,
    /// For a known change.
    sum: f64,
}

impl Glr {
    /// A detector that has seen nothing yet.
    ///
    /// # Errors
    /// A parameter outside its range; a training too short for the reference; an estimated dispersion without a season.
    pub fn new(params: &Params) -> Result<Self, Error> {
        match params.change {
            Change::Known(theta) if theta == 0.0 || !theta.is_finite() => {
                return Err(Error::OutOfRange {
                    parameter: "change",
                    value: theta,
                    allowed: "a finite number, not 0",
                });
            }
            Change::Unknown(_, window) => {
                at_least("window.shortest", window.shortest, 1)?;
                at_least("window.longest", window.longest, window.shortest)?;
            }
            Change::Known(_) => {}
        }
        Ok(Self {
            change: params.change,
            threshold: positive("threshold", params.threshold)?,
            reference: Tracked::new(params.reference.clone(), params.training, params.dispersion)?,
            steps: VecDeque::new(),
            sum: 0.0,
        })
    }

    /// α of the counts: 0 for Poisson, NaN before the end of the training or where it could not be estimated.
    pub fn alpha(&self) -> f64 {
        self.reference.alpha()
    }

    fn judge(&mut self, step: Step) -> (f64, f64) {
        let alpha = self.reference.alpha();
        match self.change {
            Change::Known(theta) => {
                let upper = ratio::count_at(theta, alpha, (step.mean, self.threshold - self.sum));
                self.sum = (self.sum + llr(theta, alpha, &step)).max(0.0);
                (self.sum, upper)
            }
            Change::Unknown(direction, window) => {
                if self.steps.len() == window.longest {
                    self.steps.pop_back();
                }
                self.steps.push_front(step);
                let steps = self.steps.make_contiguous();
                let statistic = if alpha > 0.0 {
                    ratio::negative_binomial(steps, (direction, window), alpha)
                } else {
                    ratio::poisson(steps, (direction, window))
                };
                (statistic, f64::NAN)
            }
        }
    }
}

impl Detector for Glr {
    fn push(&mut self, count: Option<u32>) -> Option<Outcome> {
        let expected = self.reference.next(count)?;
        let known = expected > 0.0 && expected.is_finite() && self.reference.alpha() >= 0.0;
        let Some(y) = count.filter(|_| known).map(f64::from) else {
            return Some(Outcome { expected, ..Outcome::UNKNOWN });
        };
        let (score, upper) = self.judge(Step { y, mean: expected });
        let alarm = score > self.threshold;
        if alarm {
            self.sum = 0.0;
            self.steps.clear();
        }
        Some(Outcome { expected, upper, score, alarm })
    }
}
