//! The mean that CUSUM, EWMA and GLR compare with.

use crate::Error;
use crate::error::{at_least, positive};
use crate::regression::{Dispersion, InControl, Season};

/// Where the mean without an outbreak comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Reference {
    /// The mean of the counts of the training steps.
    TrainingMean,
    /// One number for every evaluated step, above 0.
    Constant(f64),
    /// A number for each evaluated step, the first being that of the first evaluated one; a step beyond the last is
    /// not judged.
    Steps(Vec<f64>),
    /// A Poisson (or negative binomial) regression of the training steps on season and trend.
    Season(Season),
}

impl Reference {
    fn check(&self, training: usize) -> Result<(), Error> {
        match self {
            Self::TrainingMean => at_least("training", training, 1).map(|_| ()),
            Self::Constant(mean) => positive("reference", *mean).map(|_| ()),
            Self::Steps(means) => means.iter().try_for_each(|mean| positive("reference", *mean).map(|_| ())),
            Self::Season(season) => {
                let drift = usize::from(season.drift == crate::regression::Drift::Linear);
                at_least("training", training, 1 + drift + season.harmonics.saturating_mul(2))?;
                season.check()
            }
        }
    }
}

/// A reference being followed: first the training steps are collected, then it gives a mean for each step.
#[derive(Debug, Clone)]
pub(crate) struct Tracked {
    reference: Reference,
    dispersion: Dispersion,
    training: usize,
    counts: Vec<Option<u32>>,
    seen: usize,
    fitted: Option<InControl>,
    training_mean: f64,
    /// α of the counts: given, or estimated once the training is over.
    alpha: f64,
}

impl Tracked {
    pub(crate) fn new(reference: Reference, training: usize, dispersion: Dispersion) -> Result<Self, Error> {
        reference.check(training)?;
        if dispersion == Dispersion::Estimated && !matches!(reference, Reference::Season(_)) {
            return Err(Error::Mismatch {
                rule: "an estimated dispersion needs a reference that is a season",
            });
        }
        let alpha = match dispersion {
            Dispersion::Poisson => 0.0,
            Dispersion::Given(alpha) => positive("alpha", alpha)?,
            Dispersion::Estimated => f64::NAN,
        };
        Ok(Self {
            reference,
            dispersion,
            training,
            counts: Vec::new(),
            seen: 0,
            fitted: None,
            training_mean: f64::NAN,
            alpha,
        })
    }

    /// Takes the next step. `None` in training, then its mean, NaN where it is unknown.
    pub(crate) fn next(&mut self, count: Option<u32>) -> Option<f64> {
        let step = self.seen;
        self.seen += 1;
        if step < self.training {
            self.counts.push(count);
            return None;
        }
        if step == self.training {
            self.train();
        }
        Some(match &self.reference {
            Reference::TrainingMean => self.training_mean,
            Reference::Constant(mean) => *mean,
            Reference::Steps(means) => means.get(step - self.training).copied().unwrap_or(f64::NAN),
            Reference::Season(_) => self.fitted.as_ref().map_or(f64::NAN, |fitted| fitted.mean(step)),
        })
    }

    /// α of the counts; NaN where it could not be estimated or is not yet.
    pub(crate) fn alpha(&self) -> f64 {
        self.alpha
    }

    fn train(&mut self) {
        let counts = std::mem::take(&mut self.counts);
        let present: Vec<f64> = counts.iter().flatten().map(|count| f64::from(*count)).collect();
        self.training_mean = present.iter().sum::<f64>() / present.len() as f64;
        if let Reference::Season(season) = self.reference {
            self.fitted = InControl::fit(&counts, season, self.dispersion);
            self.alpha = self.fitted.as_ref().map_or(f64::NAN, |fitted| fitted.alpha);
        }
    }
}
