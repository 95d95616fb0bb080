//! Farrington's method of 1996, as R's `algo.farrington` computes it.
//!
//! # Model
//! Counts within w = `half_window` steps of the judged step's place in the last b = `years_back` years are
//! quasi-Poisson with ln μ(t) = α + γ t. After a first fit, counts with a standardised Anscombe residual above 1 get less
//! weight (if `reweight` asks for it) and the model is fitted again. The dispersion is φ = max(1, X² / degrees of freedom).
//! The trend stays in the model where b ≥ 3, the fit converges, its t-test is significant at 5 % (with the dispersion as
//! estimated, that is not raised to 1), and the predicted mean is not above the greatest count of the reference.
//!
//! With z the 1 − α/2 quantile of the normal distribution, μ the prediction and p the power (⅔ unless chosen otherwise),
//! the bound is U = μ (1 + p z √(τ/μ))^(1/p), τ = φ + μ Var(ln μ̂). An alarm is a count above U. A step is not
//! judged where its count is missing or the last steps hold fewer cases than [`Limit`].
//!
//! Expectation and bound of a step that is not judged are NaN; R has a bound of 0 there.
//!
//! # Score
//! Exceedance (y − μ)/(U − μ): 0 at what is expected, 1 at the bound, above 1 an alarm.
//!
//! # Missing counts
//! A missing count of the reference is left out, as `farringtonFlexible` does; `algo.farrington` stops with an error.
//!
//! # References
//! Farrington CP, Andrews NJ, Beale AD, Catchpole MA, A statistical algorithm for the early detection of outbreaks of
//! infectious disease, J R Stat Soc A 159 (1996) 547–63. Höhle M, surveillance: an R package for the monitoring of
//! infectious diseases, Comput Stat 22 (2007) 571–82.

use super::engine::{Engine, Scale, Settings};
use super::threshold::{Bound, Prediction};
use super::{Calendar, Limit, Power, Reweighting, Start, Threshold, Trend};
use crate::Error;
use crate::error::{at_least, open_unit};
use crate::series::{Detector, Outcome};

/// Level of the test of the trend.
const LEVEL: f64 = 0.05;

/// What an analyst chooses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params {
    /// What a year is. Default: 52 steps.
    pub calendar: Calendar,
    /// Years of reference, at least 1 (R's `b`). Default 5.
    pub years_back: usize,
    /// Steps on either side of the same time of earlier years (`w`). Default 3.
    pub half_window: usize,
    /// Whether counts of past outbreaks weigh less (`reweight`). Default: above a residual of 1, as published.
    pub reweighting: Reweighting,
    /// Whether the model may have a trend (`trend`). Default: where it is significant at 5 %.
    pub trend: Trend,
    /// `powertrans`. Default ⅔.
    pub power: Power,
    /// `limit54`. Default: 5 cases in 4 steps.
    pub limit: Limit,
    /// Probability of a count outside a two-sided interval, above 0 and below 1: a false alarm has half of it. Default 0.05.
    pub alpha: f64,
    /// Where to begin. Default: with complete windows.
    pub start: Start,
}

impl Default for Params {
    /// The defaults of R's `algo.farrington`, with five years of weeks.
    fn default() -> Self {
        Self {
            calendar: Calendar::Steps { per_year: 52 },
            years_back: 5,
            half_window: 3,
            reweighting: Reweighting::Above(1.0),
            trend: Trend::Tested(LEVEL),
            power: Power::default(),
            limit: Limit::default(),
            alpha: 0.05,
            start: Start::default(),
        }
    }
}

impl Params {
    fn check(&self) -> Result<(), Error> {
        self.calendar.check_window(self.half_window)?;
        at_least("years_back", self.years_back, 1)?;
        at_least("limit.steps", self.limit.steps, 1)?;
        open_unit("alpha", self.alpha)?;
        self.reweighting.check()?;
        self.trend.check()
    }

    fn settings(&self) -> Settings {
        Settings {
            calendar: self.calendar,
            years_back: self.years_back,
            half_window: self.half_window,
            periods: 1,
            // The steps just before the judged one are no reference.
            past_excluded: self.half_window,
            reweighting: self.reweighting,
            trend: self.trend,
            prediction_scale: Scale::Dispersion,
            trend_scale: Scale::Pearson,
        }
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
    /// Predicted mean, also of a step that is not judged for want of cases.
    pub mean: f64,
    /// Probability of a count of at least the observed one, by the normal distribution on the scale of the power.
    pub p_value: f64,
}

/// Farrington's method, one step after the other.
///
/// ```
/// use epi_signal::farrington::classic::{Farrington, Params};
/// use epi_signal::run;
///
/// let mut counts: Vec<u32> = (0..170).map(|week| 2 + week * week % 5).collect();
/// counts[169] = 20;
/// let params = Params { years_back: 3, ..Params::default() };
/// let outcomes = run(Farrington::new(&params)?, &counts);
/// assert_eq!(outcomes.first, 159);
/// assert_eq!(outcomes.alarms().collect::<Vec<_>>(), [169]);
/// # Ok::<(), epi_signal::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Farrington {
    params: Params,
    bound: Bound,
    engine: Engine,
}

impl Farrington {
    /// A detector that has seen nothing yet.
    ///
    /// # Errors
    /// A parameter outside its range, or windows so wide that those of two years overlap.
    pub fn new(params: &Params) -> Result<Self, Error> {
        params.check()?;
        Ok(Self {
            params: *params,
            bound: Bound::new(Threshold::Delta(params.power), 1.0 - params.alpha / 2.0),
            engine: Engine::new(params.settings(), params.limit.steps),
        })
    }

    /// Takes the next step and says all about it. `None` as for [`Detector::push`].
    pub fn push_in_full(&mut self, count: Option<u32>) -> Option<Evaluation> {
        let next = self.engine.next();
        let Params { calendar, years_back, half_window, start, .. } = self.params;
        let begun = match start {
            Start::Complete => next >= years_back * calendar.per_year() + half_window,
            Start::Possible => next + half_window >= calendar.steps_back(next, 1),
        };
        let evaluation = begun.then(|| self.evaluate(count));
        self.engine.push(count, 1.0);
        evaluation
    }

    fn evaluate(&mut self, count: Option<u32>) -> Evaluation {
        let y = count.map_or(f64::NAN, f64::from);
        let Some((prediction, trend)) = self.engine.predict(1.0) else {
            let (dispersion, mean, p_value) = (f64::NAN, f64::NAN, f64::NAN);
            return Evaluation { outcome: Outcome::UNKNOWN, dispersion, trend: None, mean, p_value };
        };
        Evaluation {
            outcome: self.outcome(&prediction, y),
            dispersion: prediction.dispersion,
            trend,
            mean: prediction.mean,
            p_value: self.bound.p_value(&prediction, y),
        }
    }

    fn outcome(&self, prediction: &Prediction, y: f64) -> Outcome {
        let limit = self.params.limit;
        let reached = self.engine.recent(limit.steps - 1) + y >= f64::from(limit.cases);
        let upper = self.bound.upper(prediction);
        if !reached || upper.is_nan() {
            return Outcome::UNKNOWN;
        }
        let score = (y - prediction.mean) / (upper - prediction.mean);
        Outcome { expected: prediction.mean, upper, score, alarm: y > upper }
    }
}

impl Detector for Farrington {
    fn push(&mut self, count: Option<u32>) -> Option<Outcome> {
        self.push_in_full(count).map(|evaluation| evaluation.outcome)
    }
}
