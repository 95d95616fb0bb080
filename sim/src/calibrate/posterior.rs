//! What is believed of the parameters afterwards, and what it foretells.

use serde::{Deserialize, Serialize};

/// A point of the posterior.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Particle {
    /// Values, in the order of the parameters.
    pub values: Vec<f64>,
    /// Weight; those of all particles add up to 1.
    pub weight: f64,
    /// Distance of its run from what was observed.
    pub distance: f64,
    /// The run itself, by observed day.
    pub curve: Vec<f64>,
}

/// One round of the sampler.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Largest distance that was accepted.
    pub tolerance: f64,
    /// Runs.
    pub simulated: u64,
    /// Runs accepted.
    pub accepted: u64,
    /// How many equally weighted particles the round is worth.
    pub effective: f64,
}

/// Quantiles of a curve on one day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// 2.5 %.
    pub low_95: f64,
    /// 25 %.
    pub low_50: f64,
    /// Median.
    pub median: f64,
    /// 75 %.
    pub high_50: f64,
    /// 97.5 %.
    pub high_95: f64,
}

/// The posterior of a calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Posterior {
    /// Paths of the parameters.
    pub parameters: Vec<String>,
    /// Weighted sample.
    pub particles: Vec<Particle>,
    /// How it came about.
    pub rounds: Vec<Round>,
    /// The accepted runs, by observed day: what may have happened.
    pub fitted: Vec<Band>,
    /// Runs with parameters of the posterior and new luck, by observed day: what might happen again. An outbreak that dies
    /// out at once is among them.
    pub predicted: Vec<Band>,
}

impl Posterior {
    /// Weighted mean of a parameter by its place; 0 where there is none.
    #[must_use]
    pub fn mean(&self, parameter: usize) -> f64 {
        let value = |particle: &Particle| particle.values.get(parameter).copied().unwrap_or(0.0);
        self.particles.iter().map(|particle| particle.weight * value(particle)).sum()
    }

    /// Weighted quantile of a parameter by its place, `p` between 0 and 1.
    #[must_use]
    pub fn quantile(&self, parameter: usize, p: f64) -> f64 {
        let value = |particle: &Particle| particle.values.get(parameter).copied().unwrap_or(0.0);
        let pairs = self.particles.iter().map(|particle| (value(particle), particle.weight));
        quantile(&mut pairs.collect::<Vec<_>>(), p)
    }
}

/// Quantile of weighted values; sorts them.
pub(crate) fn quantile(pairs: &mut [(f64, f64)], p: f64) -> f64 {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = pairs.iter().map(|(_, weight)| weight).sum();
    let mut below = 0.0;
    for (value, weight) in pairs.iter() {
        below += weight;
        if below >= p * total {
            return *value;
        }
    }
    pairs.last().map_or(0.0, |(value, _)| *value)
}

/// Bands of weighted curves of equal length.
pub(crate) fn bands(curves: &[(&[f64], f64)], days: usize) -> Vec<Band> {
    let band = |day: usize| {
        let mut pairs: Vec<(f64, f64)> = curves.iter().map(|(curve, weight)| (curve[day], *weight)).collect();
        let mut at = |p| quantile(&mut pairs, p);
        Band { low_95: at(0.025), low_50: at(0.25), median: at(0.5), high_50: at(0.75), high_95: at(0.975) }
    };
    (0..days).map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_follow_weights() {
        let mut pairs = [(3.0, 0.1), (1.0, 0.2), (2.0, 0.7)];
        for (p, expected) in [(0.0, 1.0), (0.2, 1.0), (0.21, 2.0), (0.9, 2.0), (0.95, 3.0), (1.0, 3.0)] {
            assert_eq!(quantile(&mut pairs, p), expected, "{p}");
        }
        let band = bands(&[(&[5.0], 0.5), (&[7.0], 0.5)], 1)[0];
        assert_eq!((band.low_95, band.median, band.high_95), (5.0, 5.0, 7.0));
    }
}
