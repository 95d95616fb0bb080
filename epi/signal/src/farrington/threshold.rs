//! From a fitted mean to the greatest ordinary count.

use epi_core::special::{normal_quantile, normal_sf};
use epi_core::{NegativeBinomial, Poisson};
use libm::{exp, pow};

/// Means above this come from seasons without cases, whose standard error is huge. Summing probabilities up to there
/// would take minutes.
const NEARLY_NORMAL: f64 = 1e9;

/// The power whose scale makes the prediction error nearly normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Power {
    /// ⅔, which removes the skewness of Poisson counts (R's `"2/3"`).
    #[default]
    TwoThirds,
    /// ½, which steadies their variance (`"1/2"`).
    Half,
    /// 1, no transformation (`"none"`).
    One,
}

impl Power {
    fn exponent(self) -> f64 {
        match self {
            Self::TwoThirds => 2.0 / 3.0,
            Self::Half => 0.5,
            Self::One => 1.0,
        }
    }
}

/// How the upper bound follows from the fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// Prediction interval on the scale of a power (Farrington 1996): U = μ (1 + p z √(τ/μ))^(1/p) with the power p,
    /// τ = φ + μ Var(η) and the 1 − α quantile z of the normal distribution.
    Delta(Power),
    /// 1 − α quantile of the negative binomial distribution with the fitted mean μ and variance φ μ (Noufaily 2013);
    /// of Poisson's where φ = 1. The error of μ is left out.
    NbPlugin,
    /// The same with the upper 1 − α confidence limit of the mean, exp(η + z √Var(η)), in the place of μ (Salmon 2016).
    Muan,
}

/// Mean of the judged step, on both scales, with what is uncertain about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Prediction {
    /// ln μ.
    pub(super) predictor: f64,
    pub(super) mean: f64,
    /// Variance of ln μ as estimated.
    pub(super) variance: f64,
    /// φ ≥ 1.
    pub(super) dispersion: f64,
}

impl Prediction {
    pub(super) const UNKNOWN: Self =
        Self { predictor: f64::NAN, mean: f64::NAN, variance: f64::NAN, dispersion: f64::NAN };
}

/// A threshold with the probability of a count at or below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bound {
    pub(super) threshold: Threshold,
    probability: f64,
    z: f64,
}

impl Bound {
    pub(super) fn new(threshold: Threshold, probability: f64) -> Self {
        Self { threshold, probability, z: normal_quantile(probability) }
    }

    /// The mean that the distribution of a new count is given.
    pub(super) fn mean(&self, prediction: &Prediction) -> f64 {
        match self.threshold {
            Threshold::Delta(_) | Threshold::NbPlugin => prediction.mean,
            Threshold::Muan => exp(prediction.predictor + self.z * prediction.variance.sqrt()),
        }
    }

    /// The greatest ordinary count; NaN where the numbers do not allow one.
    pub(super) fn upper(&self, prediction: &Prediction) -> f64 {
        match self.threshold {
            Threshold::Delta(power) => {
                let power = power.exponent();
                let base = 1.0 + power * self.z * relative_error(prediction);
                prediction.mean * pow(base, 1.0 / power)
            }
            Threshold::NbPlugin | Threshold::Muan => {
                let (mean, dispersion) = (self.mean(prediction), prediction.dispersion);
                if mean > NEARLY_NORMAL {
                    return self.nearly_normal(mean, dispersion);
                }
                let quantile = |law: &Law| match law {
                    Law::Poisson(law) => law.quantile(self.probability),
                    Law::NegativeBinomial(law) => law.quantile(self.probability),
                };
                Law::of(mean, dispersion).as_ref().map_or(f64::NAN, quantile)
            }
        }
    }

    /// The quantile for a mean beyond all counts: Cornish and Fisher's expansion to the skewness, right to one count.
    fn nearly_normal(&self, mean: f64, dispersion: f64) -> f64 {
        // Var X = φ μ, third central moment φ (2 φ − 1) μ.
        let skewness = (2.0 * dispersion - 1.0) / (dispersion * mean).sqrt();
        let upper = mean + (dispersion * mean).sqrt() * (self.z + skewness * (self.z * self.z - 1.0) / 6.0);
        if upper.is_finite() { libm::floor(upper + 0.5) } else { f64::NAN }
    }

    /// Probability of a count of at least `y`.
    pub(super) fn p_value(&self, prediction: &Prediction, y: f64) -> f64 {
        match self.threshold {
            Threshold::Delta(power) => {
                let power = power.exponent();
                let distance = pow(y / prediction.mean, power) - 1.0;
                normal_sf(distance / (power * relative_error(prediction)))
            }
            Threshold::NbPlugin | Threshold::Muan => {
                let tail = |law: &Law| match law {
                    Law::Poisson(law) => law.sf(y - 1.0),
                    Law::NegativeBinomial(law) => law.sf(y - 1.0),
                };
                let mean = self.mean(prediction);
                Law::of(mean, prediction.dispersion).as_ref().map_or(f64::NAN, tail)
            }
        }
    }
}

/// √(τ/μ): standard deviation of a new count about its estimated mean, over that mean.
fn relative_error(prediction: &Prediction) -> f64 {
    (prediction.dispersion / prediction.mean + prediction.variance).sqrt()
}

enum Law {
    Poisson(Poisson),
    NegativeBinomial(NegativeBinomial),
}

impl Law {
    /// Mean `mean` and variance `dispersion` × mean; none where the mean is not finite.
    fn of(mean: f64, dispersion: f64) -> Option<Self> {
        if dispersion > 1.0 {
            let law = NegativeBinomial::new(mean, mean / (dispersion - 1.0)).ok();
            return law.map(Self::NegativeBinomial);
        }
        Poisson::new(mean).ok().map(Self::Poisson)
    }
}
