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
//! Exceedance: 0 at what is expected, 1 at the bound, above 1 an alarm. Where the bound is not above the expectation (in
//! a season without cases) it is infinite for an alarm and else 0; R has the plain quotient there.
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

use super::engine::{Engine, Scale, Settings};
use super::threshold::{Bound, Prediction};
use super::{Calendar, Compat, Limit, Reweighting, Start, Threshold, Trend};
use crate::Error;
use crate::error::{at_least, open_unit, positive};
use crate::series::{Detector, Outcome};

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
        self.calendar.check_window(self.half_window)?;
        at_least("years_back", self.years_back, 1)?;
        at_least("periods", self.periods, 1)?;
        at_least("limit.steps", self.limit.steps, 1)?;
        open_unit("alpha", self.alpha)?;
        self.reweighting.check()?;
        self.trend.check()
    }

    fn settings(&self) -> Settings {
        let scale = match (self.compat, self.reweighting) {
            (Compat::Corrected, _) => Scale::Dispersion,
            (Compat::R, Reweighting::Never) => Scale::Pearson,
            (Compat::R, Reweighting::Above(_)) => Scale::PriorWeights,
        };
        Settings {
            calendar: self.calendar,
            years_back: self.years_back,
            half_window: self.half_window,
            periods: self.periods,
            past_excluded: self.past_excluded,
            reweighting: self.reweighting,
            trend: self.trend,
            prediction_scale: scale,
            trend_scale: scale,
        }
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
    engine: Engine,
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
        Ok(Self {
            params: *params,
            bound: Bound::new(params.threshold, 1.0 - params.alpha),
            engine: Engine::new(params.settings(), params.limit.steps),
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
        self.engine.push(count, population);
        Ok(evaluation)
    }

    /// Whether the next step is one to evaluate.
    fn begins(&mut self) -> bool {
        let next = self.engine.next();
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
        let recent = self.engine.recent(limit.steps - 1) + y;
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
        if let Some((prediction, trend)) = self.engine.predict(population) {
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
        let score = match (self.params.compat, self.params.threshold) {
            (Compat::R, Threshold::NbPlugin | Threshold::Muan) => {
                (y - prediction.predictor) / (upper - prediction.predictor)
            }
            // A quantile may lie at or below the mean: of a season without cases, or for a large `alpha`.
            (Compat::Corrected, _) if upper <= prediction.mean => {
                if y > upper {
                    f64::INFINITY
                } else {
                    0.0
                }
            }
            _ => (y - prediction.mean) / (upper - prediction.mean),
        };
        if !reached || upper.is_nan() {
            return Outcome { score, ..Outcome::UNKNOWN };
        }
        Outcome { expected: prediction.mean, upper, score, alarm: y > upper }
    }
}

impl Detector for FarringtonFlexible {
    /// The step has population 1, so that the offset is 0.
    fn push(&mut self, count: Option<u32>) -> Option<Outcome> {
        self.push_with(count, 1.0).ok().flatten().map(|evaluation| evaluation.outcome)
    }
}
