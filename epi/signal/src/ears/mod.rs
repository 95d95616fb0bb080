//! EARS C1, C2 and C3: is today's count high against the days just before it?
//!
//! # Model
//! With a baseline of *n* steps, mean m(t) and standard deviation s(t) (divisor n − 1) of the counts
//!
//! * C1: of the steps t − n … t − 1,
//! * C2, C3: of the steps t − n − 2 … t − 3 (two steps are left out, so that an outbreak does not raise its own bar),
//!
//! σ(t) = max(s(t), `min_sigma`) and z the 1 − `alpha` quantile of the normal distribution,
//!
//! | method | upper bound U(t) | first step (1-based) | score |
//! |---|---|---|---|
//! | C1 | m + z σ | n + 1 | C1(t) = (y − m) / σ |
//! | C2 | m + z σ | n + 3 | C2(t) = (y − m) / σ |
//! | C3 | max(0, y + σ (z − L)) | n + 5 | L(t) |
//! | C3 textbook | m + σ (z − L) | n + 5 | C2(t) + L(t) |
//!
//! where L(t) = Σ max(0, C2(i) − 1) over i = t − 1, t − 2. An alarm is y(t) > U(t), strictly; that is, a score above
//! z, but for C3 on a day without cases, which the floor at 0 keeps quiet.
//!
//! [`Method::C3`] is what the R package `surveillance` (`earsC`) computes and the default: today's count cancels out of
//! its alarm, so it looks at the two days before alone. [`Method::C3Textbook`] is the formula as it is
//! published (Hutwagner 2003, Fricker 2008), in which the excess of today counts.
//!
//! # Arguments
//! * counts per step, present or missing; the step is a day in the sources, any other works;
//! * `baseline` *n* ≥ 3 steps; `min_sigma` ≥ 0 counts; 0 < `alpha` < 1.
//!
//! # What is not judged
//! A missing count makes every step unknown whose baseline, or whose L, or which itself it belongs to (as in R). Where
//! σ = 0 and y = m, C2 is 0/0: the two steps that follow have no C3 (as in R). A `min_sigma` above 0 avoids that.
//!
//! # Cost
//! *O*(1) per step and exact: sums and sums of squares of counts are kept as integers.
//!
//! # References
//! Hutwagner L et al., The bioterrorism preparedness and response Early Aberration Reporting System (EARS), J Urban
//! Health 80 (2003) i89–96. Fricker RD, Hegler BL, Dunfee DA, Comparing syndromic surveillance detection methods: EARS'
//! versus a CUSUM-based methodology, Stat Med 27 (2008) 3407–29. Salmon M, Schumacher D, Höhle M, Monitoring count
//! time series in R, J Stat Softw 70 (2016) 10.

mod pass;
mod whole;
mod window;

use std::collections::VecDeque;

use crate::Error;
use crate::error::{at_least, not_negative, open_unit};
use crate::series::{Detector, Outcome};
use window::Moments;

#[cfg(feature = "parallel")]
pub use pass::alarms_parallel;
pub use pass::{AlarmFlags, alarms};
pub use whole::evaluate;

/// The steps between the baseline of C2 and C3 and the step that is judged.
const GAP: usize = 2;
/// How many earlier values of C2 enter C3.
const LAGS: usize = 2;
/// With fewer steps a standard deviation says nothing; R refuses it too.
const LEAST_BASELINE: usize = 3;

/// Which of the methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// Against the days just before.
    #[default]
    C1,
    /// Against the days before the day before yesterday.
    C2,
    /// C2 of yesterday and the day before, as the R package `surveillance` computes it.
    C3,
    /// C2 of today, yesterday and the day before, as published.
    C3Textbook,
}

/// What an analyst chooses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params {
    /// Which method.
    pub method: Method,
    /// Length of the baseline in steps, at least 3. EARS and R: 7.
    pub baseline: usize,
    /// The least standard deviation, in counts, 0 or more. R: 0; 0.5 for small counts (Tokars 2009).
    pub min_sigma: f64,
    /// Probability of an alarm on a normally distributed step, above 0 and below 1. R: 0.001, so z = 3.09.
    pub alpha: f64,
}

impl Default for Params {
    /// The defaults of the R package: C1, 7 steps, no least deviation, 0.001.
    fn default() -> Self {
        Self { method: Method::C1, baseline: 7, min_sigma: 0.0, alpha: 0.001 }
    }
}

impl Params {
    /// 0-based index of the first step that can be judged.
    pub fn first(&self) -> usize {
        match self.method {
            Method::C1 => self.baseline,
            Method::C2 => self.baseline + GAP,
            Method::C3 | Method::C3Textbook => self.baseline + GAP + LAGS,
        }
    }

    /// 0-based index of the first step that has a baseline.
    fn full(&self) -> usize {
        self.baseline + if self.method == Method::C1 { 0 } else { GAP }
    }

    fn threshold(&self) -> Result<Threshold, Error> {
        at_least("baseline", self.baseline, LEAST_BASELINE)?;
        Ok(Threshold {
            z: epi_core::special::normal_quantile(1.0 - open_unit("alpha", self.alpha)?),
            min_sigma: not_negative("min_sigma", self.min_sigma)?,
            textbook: self.method == Method::C3Textbook,
        })
    }
}

/// The formulas of the table above, each written once, so that every way of running gives the same bits.
#[derive(Debug, Clone, Copy)]
struct Threshold {
    z: f64,
    min_sigma: f64,
    textbook: bool,
}

impl Threshold {
    /// m + z σ, the bound of C1 and C2.
    fn plain(&self, baseline: Baseline) -> f64 {
        baseline.mean + self.z * baseline.sigma
    }

    /// The bound of C3 with the sum of the earlier excesses of C2.
    #[inline]
    fn lagged(&self, y: f64, baseline: Baseline, lagged: f64) -> f64 {
        let centre = if self.textbook { baseline.mean } else { y };
        let upper = centre + baseline.sigma * (self.z - lagged);
        // Not `max`: that would turn what is undefined into 0.
        if upper < 0.0 && !self.textbook { 0.0 } else { upper }
    }

    /// A baseline of the given mean and standard deviation, the latter not below its least.
    #[inline]
    fn baseline(&self, mean: f64, deviation: f64) -> Baseline {
        // Not `max`: a missing deviation stays missing.
        Baseline { mean, sigma: if deviation < self.min_sigma { self.min_sigma } else { deviation } }
    }
}

/// Mean and standard deviation of what is ordinary; NaN where a count of it is missing.
#[derive(Debug, Clone, Copy)]
struct Baseline {
    mean: f64,
    sigma: f64,
}

impl Baseline {
    fn standardise(&self, y: f64) -> f64 {
        (y - self.mean) / self.sigma
    }
}

/// max(0, C2 − 1), undefined where C2 is.
#[inline]
fn excess(c2: f64) -> f64 {
    if c2 < 1.0 { 0.0 } else { c2 - 1.0 }
}

/// EARS, one step after the other.
#[derive(Debug, Clone)]
pub struct Ears {
    params: Params,
    threshold: Threshold,
    /// The counts of the baseline and of the gap behind it, oldest first.
    recent: VecDeque<Option<u32>>,
    moments: Moments,
    /// max(0, C2 − 1) of the two steps before; for C3 alone.
    excesses: [f64; LAGS],
    seen: usize,
}

impl Ears {
    /// A detector that has seen nothing yet.
    ///
    /// # Errors
    /// `baseline` below 3, `alpha` not between 0 and 1, `min_sigma` negative or not finite.
    pub fn new(params: &Params) -> Result<Self, Error> {
        Ok(Self::with_threshold(*params, params.threshold()?))
    }

    fn with_threshold(params: Params, threshold: Threshold) -> Self {
        Self {
            params,
            threshold,
            recent: VecDeque::new(),
            moments: Moments::default(),
            excesses: [0.0; LAGS],
            seen: 0,
        }
    }

    fn gap(&self) -> usize {
        if self.params.method == Method::C1 { 0 } else { GAP }
    }

    fn judge(&mut self, y: f64) -> Outcome {
        let n = self.params.baseline;
        let baseline = self.threshold.baseline(self.moments.mean(n), self.moments.deviation(n));
        let own = baseline.standardise(y);
        let (upper, score) = match self.params.method {
            Method::C1 | Method::C2 => (self.threshold.plain(baseline), own),
            Method::C3 | Method::C3Textbook => {
                let lagged = self.excesses.iter().sum();
                self.excesses = [excess(own), self.excesses[0]];
                let score = if self.threshold.textbook { own + lagged } else { lagged };
                (self.threshold.lagged(y, baseline, lagged), score)
            }
        };
        Outcome { expected: baseline.mean, upper, score, alarm: y > upper }
    }

    fn remember(&mut self, count: Option<u32>) {
        self.recent.push_back(count);
        let entering = self.recent.len().checked_sub(self.gap() + 1);
        if let Some(entering) = entering {
            self.moments.add(self.recent[entering]);
            if entering >= self.params.baseline
                && let Some(leaving) = self.recent.pop_front()
            {
                self.moments.remove(leaving);
            }
        }
    }
}

impl Detector for Ears {
    fn push(&mut self, count: Option<u32>) -> Option<Outcome> {
        let outcome =
            (self.seen >= self.params.full()).then(|| self.judge(count.map_or(f64::NAN, f64::from)));
        self.remember(count);
        let judged = self.seen >= self.params.first();
        self.seen = self.seen.saturating_add(1);
        outcome.filter(|_| judged)
    }
}
