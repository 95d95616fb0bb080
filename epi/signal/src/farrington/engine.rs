//! What both of Farrington's methods share: the reference of a step, its regression with or without a trend, the
//! prediction.

use epi_core::StudentT;
use libm::{exp, log};

use super::fit::{Fit, LEAST_MEAN, Outcome as Fitted, Slope};
use super::frame::Frame;
use super::history::History;
use super::threshold::Prediction;
use super::{Calendar, Reweighting, Trend};

/// Fewer years than this tell no trend.
const LEAST_YEARS_OF_TREND: usize = 3;

/// What the variances of coefficients are scaled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// φ = max(1, X² / degrees of freedom).
    Dispersion,
    /// X² / degrees of freedom.
    Pearson,
    /// What R's `farringtonFlexible` has after reweighting: as Pearson, with prior weights in the place of the fit's.
    PriorWeights,
}

/// How a step is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Settings {
    pub(super) calendar: Calendar,
    pub(super) years_back: usize,
    pub(super) half_window: usize,
    pub(super) periods: usize,
    /// Steps before the judged one that are left out.
    pub(super) past_excluded: usize,
    pub(super) reweighting: Reweighting,
    pub(super) trend: Trend,
    /// For the prediction, and for the test of the trend.
    pub(super) prediction_scale: Scale,
    pub(super) trend_scale: Scale,
}

/// The past, and the room to fit it in.
#[derive(Debug, Clone)]
pub(super) struct Engine {
    settings: Settings,
    history: History,
    frame: Frame,
    fit: Fit,
}

impl Engine {
    /// Keeps what a fit can reach, and the last `keep` steps in any case.
    pub(super) fn new(settings: Settings, keep: usize) -> Self {
        let reach = settings.calendar.most_steps(settings.years_back) + settings.half_window + 1;
        let history = History::new(reach.max(keep));
        Self { settings, history, frame: Frame::default(), fit: Fit::default() }
    }

    /// Index of the next step.
    pub(super) fn next(&self) -> usize {
        self.history.seen()
    }

    pub(super) fn push(&mut self, count: Option<u32>, population: f64) {
        self.history.push(count, population);
    }

    /// Sum of the present counts of the last `steps` steps.
    pub(super) fn recent(&self, steps: usize) -> f64 {
        self.history.recent(steps)
    }

    /// The rows of the next step's fit.
    fn assemble(&mut self) {
        let Self { settings, history, frame, .. } = self;
        // Signed, because the oldest windows may begin before the series.
        let now = history.seen() as i64;
        let (w, end) = (settings.half_window as i64, now - settings.past_excluded as i64);
        frame.clear(settings.periods);
        let mut push = |level: usize, from: i64, to: i64| {
            let (from, to) = (from.max(0) as usize, to.min(end).max(0) as usize);
            if from < to {
                frame.push(level, now as usize - from, (from..to).map(|step| history.at(step)));
            }
        };
        let place = |years: usize| now - settings.calendar.steps_back(now as usize, years) as i64;
        let blocks = settings.periods as i64 - 1;
        for years in (1..=settings.years_back).rev() {
            let (this, next) = (place(years), place(years - 1));
            push(0, this - w, this + w + 1);
            let mut from = this + w + 1;
            let between = next - w - from;
            for block in 0..blocks {
                let length = between / blocks + i64::from(block < between % blocks);
                push(block as usize + 1, from, from + length);
                from += length;
            }
        }
        push(0, now - w, now);
    }

    /// Prediction of the next step, and its trend if the model has one; `None` where nothing can be fitted.
    pub(super) fn predict(&mut self, population: f64) -> Option<(Prediction, Option<f64>)> {
        self.assemble();
        if let Trend::Tested(level) = self.settings.trend
            && self.settings.years_back >= LEAST_YEARS_OF_TREND
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
        match fit.fit(frame, slope) {
            Fitted::None => return None,
            // As R: a trend that runs away is no trend.
            Fitted::NotConverged if slope == Slope::Linear => return None,
            Fitted::Converged | Fitted::NotConverged => {}
        }
        if let Reweighting::Above(threshold) = self.settings.reweighting {
            fit.reweigh(frame, threshold, fit.dispersion(frame).max(1.0));
            if fit.fit(frame, slope) == Fitted::None {
                return None;
            }
        }
        let (predictor, variance) = self.fit.judged();
        let predictor = predictor + if population == 1.0 { 0.0 } else { log(population) };
        Some(Prediction {
            predictor,
            mean: exp(predictor).max(LEAST_MEAN),
            variance: variance * self.scale(self.settings.prediction_scale),
            dispersion: self.fit.dispersion(&self.frame).max(1.0),
        })
    }

    fn scale(&self, scale: Scale) -> f64 {
        match scale {
            Scale::Dispersion => self.fit.dispersion(&self.frame).max(1.0),
            Scale::Pearson => self.fit.dispersion(&self.frame),
            Scale::PriorWeights => self.fit.dispersion_of_prior_weights(&self.frame),
        }
    }

    /// Two-sided t-test of the slope being 0.
    fn p_value_of_trend(&self) -> f64 {
        let error = (self.fit.slope_variance() * self.scale(self.settings.trend_scale)).sqrt();
        let t = (self.fit.slope() / error).abs();
        StudentT::new(self.fit.freedom()).map_or(f64::NAN, |law| 2.0 * law.sf(t))
    }
}
