//! Farrington flexible: Farrington's method with a seasonal factor, by Noufaily and others (2013).
//!
//! # Model
//! Counts of the last b = `years_back` years are quasi-Poisson with ln μ(t) = ln p(t) + α + γ t + δ(season of t), where p is the
//! population (1 unless given). The steps within w = `half_window` of the judged step's place in each year are
//! season 0; the steps between two such windows are cut into `periods` − 1 blocks as equal as can be, the
//! longer ones first, and block *j* of each year is season *j*. With `periods` = 1 only the windows enter. The last
//! `past_excluded` steps before the judged one are left out, so that an outbreak under way does not hide itself.
//!
//! After a first fit, counts with an Anscombe residual above `threshold` of [`Reweighting`] get less weight and the
//! model is fitted again, so that past outbreaks raise the bar less. The dispersion is φ = max(1, Pearson's X² / degrees of
//! freedom). The trend stays in the model where b ≥ 3, its t-test is significant at the level of
//! [`Trend::Tested`], and the predicted mean is not above the greatest count of the reference.
//!
//! The bound follows from the prediction by a [`Threshold`]; an alarm is a count above it. A step is not judged where
//! the last steps hold fewer cases than [`Limit`], where its own count is missing (as in R), or where there is no fit.
//!
//! # Modes
//! [`Compat::Corrected`] is the default. [`Compat::R`] keeps three things the R package does:
//!
//! 1. After reweighting, R puts the prior weights in the place of the working weights of the fit and then estimates the
//!    dispersion of the coefficients' standard errors with them. So those errors, which decide about the trend and enter
//!    the bounds `Delta` and `Muan`, have the wrong scale; without reweighting the scale may be below 1. Corrected: φ.
//! 2. The score of `NbPlugin` and `Muan` is (y − η)/(U − η) with η = ln μ. Corrected: (y − μ)/(U − μ) for all.
//! 3. Expectation and bound are left out where `Limit` is not reached, but a score is given. Corrected: nothing is.
//!
//! # Score
//! Exceedance: 0 at what is expected, 1 at the bound, above 1 an alarm.
//!
//! # Cost
//! A step costs one to four fits of a few hundred rows, each a handful of passes over them; the state keeps b years of counts.
//!
//! # References
//! Noufaily A, Enki DG, Farrington P, Garthwaite P, Andrews N, Charlett A, An improved algorithm for outbreak detection in
//! multiple surveillance systems, Stat Med 32 (2013) 1206–22. Farrington CP, Andrews NJ, Beale AD, Catchpole MA, A
//! statistical algorithm for the early detection of outbreaks of infectious disease, J R Stat Soc A 159 (1996) 547–63.
//! Salmon M, Schumacher D, Höhle M, Monitoring count time series in R: aberration detection in public health
//! surveillance, J Stat Softw 70 (2016) 10.

use epi_core::StudentT;
use libm::exp;

use super::fit::{Fit, Slope};
use super::frame::Frame;
use super::history::History;
use super::threshold::{Bound, Prediction};
use super::{Calendar, Compat, Limit, Start, Threshold};
use crate::Error;
use crate::error::{at_least, not_negative, open_unit, positive};
use crate::series::{Detector, Outcome};

/// Fewer years than this tell no trend.
const LEAST_YEARS_OF_TREND: usize = 3;

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

/// What an analyst chooses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params {
    /// What a year is. Default: 52 steps.
    pub calendar: Calendar,
    /// Years of reference, at least 1 (R's `b`). Default 5.
    pub years_back: usize,
    /// Steps on either side of the same time of earlier years (`w`). Default 3.
    pub half_window: usize,
    /// Seasons of the factor, at least 1 (`noPeriods`). Default 10.
    pub periods: usize,
    /// Steps before the judged one that are left out (`pastWeeksNotIncluded`). Default 26.
    pub past_excluded: usize,
    /// `reweight` and `weightsThreshold`. Default: above 2.58.
    pub reweighting: Reweighting,
    /// `trend` and `pThresholdTrend`. Default: always (1).
    pub trend: Trend,
    /// `thresholdMethod` and `powertrans`. Default: `NbPlugin`.
    pub threshold: Threshold,
    /// `limit54`. Default: 5 cases in 4 steps.
    pub limit: Limit,
    /// Probability of an alarm without an outbreak, above 0 and below 1. Default 0.005.
    pub alpha: f64,
    /// Where to begin. Default: with complete windows.
    pub start: Start,
    /// Whether slips of the R package are kept. Default: not.
    pub compat: Compat,
}

impl Default for Params {
    /// What Noufaily and others propose, with five years of weeks.
    fn default() -> Self {
        Self {
            calendar: Calendar::Steps { per_year: 52 },
            years_back: 5,
            half_window: 3,
            periods: 10,
            past_excluded: 26,
            reweighting: Reweighting::Above(2.58),
            trend: Trend::Tested(1.0),
            threshold: Threshold::NbPlugin,
            limit: Limit::default(),
            alpha: 0.005,
            start: Start::default(),
            compat: Compat::default(),
        }
    }
}

impl Params {
    fn check(&self) -> Result<(), Error> {
        self.calendar.check()?;
        at_least("years_back", self.years_back, 1)?;
        at_least("periods", self.periods, 1)?;
        at_least("limit.steps", self.limit.steps, 1)?;
        open_unit("alpha", self.alpha)?;
        if let Reweighting::Above(threshold) = self.reweighting {
            not_negative("reweighting", threshold)?;
        }
        if let Trend::Tested(level) = self.trend
            && !(0.0..=1.0).contains(&level)
        {
            return Err(Error::OutOfRange {
                parameter: "trend",
                value: level,
                allowed: "a number from 0 to 1",
            });
        }
        if self.half_window.saturating_mul(2) >= self.calendar.per_year() {
            return Err(Error::Mismatch {
                rule: "the windows of two years overlap: half_window is too large",
            });
        }
        Ok(())
    }

    /// 0-based index of the first step of the default range.
    fn complete(&self) -> usize {
        self.years_back * self.calendar.per_year() + self.half_window
    }
}

/// All that is known of an evaluated step. Numbers that are not defined are NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// What is common to all detectors.
    pub outcome: Outcome,
    /// φ, 1 or more.
    pub dispersion: f64,
    /// Change of ln μ in a step; `None` where the model has no trend.
    pub trend: Option<f64>,
    /// The mean that the distribution of a new count is given: that of `Muan` lies above the expectation.
    pub mean: f64,
    /// Prediction of the step, to compute its p-value from.
    prediction: Prediction,
    bound: Bound,
    observed: f64,
}

impl Evaluation {
    /// Probability of a count of at least the observed one; NaN where there is no count or no fit.
    pub fn p_value(&self) -> f64 {
        self.bound.p_value(&self.prediction, self.observed)
    }
}

/// Farrington flexible, one step after the other.
///
/// ```
/// use epi_signal::farrington::flexible::{FarringtonFlexible, Params};
/// use epi_signal::run;
///
/// // Three years of weeks, two to six cases each, and a week with twenty.
/// let mut counts: Vec<u32> = (0..170).map(|week| 2 + week * week % 5).collect();
/// counts[169] = 20;
/// let params = Params { years_back: 3, ..Params::default() };
/// let outcomes = run(FarringtonFlexible::new(&params)?, &counts);
/// assert_eq!(outcomes.first, 159);
/// assert_eq!(outcomes.alarms().collect::<Vec<_>>(), [169]);
/// # Ok::<(), epi_signal::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct FarringtonFlexible {
    params: Params,
    bound: Bound,
    history: History,
    frame: Frame,
    fit: Fit,
    /// Whether a step has been evaluated: from then on every step is.
    begun: bool,
}

impl FarringtonFlexible {
    /// A detector that has seen nothing yet.
    ///
    /// # Errors
    /// A parameter outside its range, or windows so wide that those of two years overlap.
    pub fn new(params: &Params) -> Result<Self, Error> {
        params.check()?;
        let reach = params.calendar.most_steps(params.years_back) + params.half_window + 1;
        Ok(Self {
            params: *params,
            bound: Bound::new(params.threshold, params.alpha),
            history: History::new(reach.max(params.limit.steps)),
            frame: Frame::default(),
            fit: Fit::default(),
            begun: false,
        })
    }

    /// Takes the next step with its population, and says all about it. `None` as for [`Detector::push`].
    ///
    /// # Errors
    /// A population that is not finite and above 0; the step is not taken then.
    pub fn push_with(&mut self, count: Option<u32>, population: f64) -> Result<Option<Evaluation>, Error> {
        positive("population", population)?;
        let evaluation = self.begins().then(|| self.evaluate(count, population));
        self.history.push(count, population);
        Ok(evaluation)
    }

    /// Whether the next step is one to evaluate.
    fn begins(&mut self) -> bool {
        let next = self.history.seen();
        let asked = match self.params.start {
            Start::Complete => next >= self.params.complete(),
            Start::Possible => true,
        };
        self.begun |= asked && self.params.calendar.steps_back(next, self.params.years_back) <= next;
        self.begun
    }

    fn evaluate(&mut self, count: Option<u32>, population: f64) -> Evaluation {
        let y = count.map_or(f64::NAN, f64::from);
        let limit = self.params.limit;
        let recent = self.history.recent(limit.steps - 1) + y;
        let reached = recent >= f64::from(limit.cases);
        let mut evaluation = Evaluation {
            outcome: Outcome::UNKNOWN,
            dispersion: f64::NAN,
            trend: None,
            mean: f64::NAN,
            prediction: Prediction::UNKNOWN,
            bound: self.bound,
            observed: y,
        };
        if !reached && self.params.compat == Compat::Corrected {
            return evaluation;
        }
        self.assemble();
        if let Some((prediction, trend)) = self.predict(population) {
            evaluation.outcome = self.outcome(&prediction, y, reached);
            evaluation.dispersion = prediction.dispersion;
            evaluation.trend = trend;
            evaluation.mean = self.bound.mean(&prediction);
            evaluation.prediction = prediction;
        }
        evaluation
    }

    fn outcome(&self, prediction: &Prediction, y: f64, reached: bool) -> Outcome {
        let upper = self.bound.upper(prediction);
        let natural =
            self.params.compat == Compat::Corrected || matches!(self.params.threshold, Threshold::Delta(_));
        let centre = if natural { prediction.mean } else { prediction.predictor };
        let score = (y - centre) / (upper - centre);
        if !reached || upper.is_nan() {
            return Outcome { score, ..Outcome::UNKNOWN };
        }
        Outcome { expected: prediction.mean, upper, score, alarm: y > upper }
    }

    /// The rows of the next step's fit.
    fn assemble(&mut self) {
        let Self { params, history, frame, .. } = self;
        let now = history.seen();
        let (w, end) = (params.half_window, now.saturating_sub(params.past_excluded));
        frame.clear(params.periods);
        let mut push = |level: usize, from: usize, to: usize| {
            let to = to.min(end);
            if from < to {
                frame.push(level, now - from, (from..to).map(|step| history.at(step)));
            }
        };
        let place = |years: usize| now - params.calendar.steps_back(now, years).min(now);
        for years in (1..=params.years_back).rev() {
            let (this, next) = (place(years), place(years - 1));
            push(0, this.saturating_sub(w), this + w + 1);
            let mut from = this + w + 1;
            let between = (next - w).saturating_sub(from);
            if let Some(blocks) = params.periods.checked_sub(1).filter(|blocks| *blocks > 0) {
                for block in 0..blocks {
                    let length = between / blocks + usize::from(block < between % blocks);
                    push(block + 1, from, from + length);
                    from += length;
                }
            }
        }
        push(0, now - w.min(now), now);
    }

    /// Prediction of the next step, and its trend if the model has one.
    fn predict(&mut self, population: f64) -> Option<(Prediction, Option<f64>)> {
        if let Trend::Tested(level) = self.params.trend
            && self.params.years_back >= LEAST_YEARS_OF_TREND
            && let Some(prediction) = self.fitted(Slope::Linear, population)
            && prediction.mean <= self.frame.greatest()
            && (level >= 1.0 || self.p_value_of_trend() < level)
        {
            return Some((prediction, Some(self.fit.slope())));
        }
        self.fitted(Slope::Flat, population).map(|prediction| (prediction, None))
    }

    fn fitted(&mut self, slope: Slope, population: f64) -> Option<Prediction> {
        let Self { frame, fit, .. } = self;
        frame.weigh_alike();
        let mut fitted = fit.fit(frame, slope);
        if let Reweighting::Above(threshold) = self.params.reweighting
            && fitted
        {
            fit.reweigh(frame, threshold, fit.dispersion(frame).max(1.0));
            fitted = fit.fit(frame, slope);
        }
        if !fitted {
            return None;
        }
        let (predictor, variance) = self.fit.judged();
        let predictor = predictor + if population == 1.0 { 0.0 } else { libm::log(population) };
        Some(Prediction {
            predictor,
            mean: exp(predictor),
            variance: variance * self.dispersion_of_errors(),
            dispersion: self.fit.dispersion(&self.frame).max(1.0),
        })
    }

    /// What scales the variances of coefficients.
    fn dispersion_of_errors(&self) -> f64 {
        match (self.params.compat, self.params.reweighting) {
            (Compat::Corrected, _) => self.fit.dispersion(&self.frame).max(1.0),
            (Compat::R, Reweighting::Never) => self.fit.dispersion(&self.frame),
            (Compat::R, Reweighting::Above(_)) => self.fit.dispersion_of_prior_weights(&self.frame),
        }
    }

    /// Two-sided t-test of the slope being 0.
    fn p_value_of_trend(&self) -> f64 {
        let error = (self.fit.slope_variance() * self.dispersion_of_errors()).sqrt();
        let t = (self.fit.slope() / error).abs();
        StudentT::new(self.fit.freedom()).map_or(f64::NAN, |law| 2.0 * law.sf(t))
    }
}

impl Detector for FarringtonFlexible {
    /// The step has population 1, so that the offset is 0.
    fn push(&mut self, count: Option<u32>) -> Option<Outcome> {
        self.push_with(count, 1.0).ok().flatten().map(|evaluation| evaluation.outcome)
    }
}
