//! p-values of counts.

use super::PError;

/// The upper tail of a discrete statistic at its observed value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiscreteP {
    /// P(X > x) under the hypothesis.
    pub above: f64,
    /// P(X = x) under the hypothesis.
    pub at: f64,
}

impl DiscreteP {
    /// P(X ≥ x): valid, P(p ≤ u) ≤ u, but on average above 1/2.
    #[must_use]
    pub fn plain(self) -> f64 {
        (self.above + self.at).min(1.0)
    }

    /// P(X > x) + P(X = x)/2: mean 1/2 and variance at most 1/12 under the hypothesis, but not valid in the strict
    /// sense. For ranking, and for combination across detectors.
    #[must_use]
    pub fn mid(self) -> f64 {
        (self.above + 0.5 * self.at).min(1.0)
    }

    /// P(X > x) + *u* P(X = x): exactly uniform when *u* is. For tests of calibration; not for decisions, which
    /// would depend on chance.
    #[must_use]
    pub fn randomized(self, u: f64) -> f64 {
        (self.above + u * self.at).min(1.0)
    }

    /// The chance, over *u*, that the randomised p-value exceeds `lambda`.
    #[must_use]
    pub fn chance_above(self, lambda: f64) -> f64 {
        if self.above >= lambda {
            return 1.0;
        }
        let over = self.above + self.at - lambda;
        if over <= 0.0 { 0.0 } else { (over / self.at).min(1.0) }
    }
}

/// Storey's estimate of the share of true hypotheses from the randomised p-values, averaged over the randomisation:
/// (1 + Σ P(p > λ)) / (m (1 − λ)), at most 1. `lambda` in (0, 1); 0.5 is usual: lower has less variance, higher less bias.
///
/// # Errors
/// [`PError::Empty`], [`PError::BadParameter`] for λ, [`PError::NotAProbability`] where a tail or its point mass is not
/// of 0 to 1 or the two exceed 1 together by more than rounding.
pub fn storey_pi0(p: &[DiscreteP], lambda: f64) -> Result<f64, PError> {
    if p.is_empty() {
        return Err(PError::Empty);
    }
    if !(lambda > 0.0 && lambda < 1.0) {
        return Err(PError::BadParameter { name: "lambda", value: lambda });
    }
    let mut above = 1.0;
    for (index, one) in p.iter().enumerate() {
        let bad =
            [one.above, one.at, one.above + one.at].into_iter().find(|v| !(0.0..=1.0 + 1e-9).contains(v));
        if let Some(value) = bad {
            return Err(PError::NotAProbability { index, value });
        }
        above += one.chance_above(lambda);
    }
    Ok((above / (p.len() as f64 * (1.0 - lambda))).min(1.0))
}
