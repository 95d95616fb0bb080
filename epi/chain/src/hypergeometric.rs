//! Tables with given margins: the non-central hypergeometric distribution of the exposed and ill.

use crate::table::{Exactness, TwoByTwo};
use epi_core::special::ln_beta;
use libm::{exp, log};

/// Weights of all tables with the margins of one.
pub(crate) struct Hypergeometric {
    /// Smallest number of exposed and ill.
    first: f64,
    /// Logarithm of the weight of each number, for an odds ratio of one.
    ln_weights: Vec<f64>,
    /// The observed number, from `first`.
    observed: usize,
}

/// ln of n over k.
fn ln_choose(n: f64, k: f64) -> f64 {
    -ln_beta(k + 1.0, n - k + 1.0) - log(n + 1.0)
}

impl Hypergeometric {
    pub(crate) fn of(table: &TwoByTwo) -> Self {
        let exposed = table.exposed_ill + table.exposed_well;
        let unexposed = table.unexposed_ill + table.unexposed_well;
        let ill = table.exposed_ill + table.unexposed_ill;
        let (first, last) = (ill.saturating_sub(unexposed), ill.min(exposed));
        let ln_weight =
            |x: u64| ln_choose(exposed as f64, x as f64) + ln_choose(unexposed as f64, (ill - x) as f64);
        Self {
            first: first as f64,
            ln_weights: (first..=last).map(ln_weight).collect(),
            observed: usize::try_from(table.exposed_ill - first).unwrap_or(usize::MAX),
        }
    }

    /// Probabilities at an odds ratio.
    fn probabilities(&self, ln_ratio: f64) -> Vec<f64> {
        let mut ln: Vec<f64> =
            (0..).zip(&self.ln_weights).map(|(x, weight)| weight + f64::from(x) * ln_ratio).collect();
        let top = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        ln.iter_mut().for_each(|value| *value = exp(*value - top));
        let sum: f64 = ln.iter().sum();
        ln.iter_mut().for_each(|value| *value /= sum);
        ln
    }

    pub(crate) fn two_sided(&self, exactness: Exactness) -> f64 {
        let probabilities = self.probabilities(0.0);
        let here = probabilities[self.observed];
        let limit = here * (1.0 + 1e-7);
        let sum: f64 = probabilities.iter().filter(|probability| **probability <= limit).sum();
        match exactness {
            Exactness::Full => sum.min(1.0),
            Exactness::MidP => sum.min(1.0) - 0.5 * here,
        }
    }

    /// The odds ratio at which the mean is what was observed.
    pub(crate) fn likeliest_ratio(&self) -> f64 {
        if self.observed == 0 {
            return 0.0;
        }
        if self.observed + 1 == self.ln_weights.len() {
            return f64::INFINITY;
        }
        let goal = self.first + self.observed as f64;
        let mean = |ln_ratio: f64| -> f64 {
            let probabilities = self.probabilities(ln_ratio);
            (0..).zip(&probabilities).map(|(x, probability)| (self.first + f64::from(x)) * probability).sum()
        };
        exp(root(|ln_ratio| mean(ln_ratio) - goal))
    }

    /// Probability of the observed number and everything above or below it.
    fn tail(&self, ln_ratio: f64, range: std::ops::Range<usize>, exactness: Exactness) -> f64 {
        let probabilities = self.probabilities(ln_ratio);
        let sum: f64 = probabilities[range].iter().sum();
        match exactness {
            Exactness::Full => sum,
            Exactness::MidP => sum - 0.5 * probabilities[self.observed],
        }
    }

    pub(crate) fn lower_ratio(&self, tail: f64, exactness: Exactness) -> f64 {
        if self.observed == 0 {
            return 0.0;
        }
        let above = self.observed..self.ln_weights.len();
        exp(root(|ln_ratio| self.tail(ln_ratio, above.clone(), exactness) - tail))
    }

    pub(crate) fn upper_ratio(&self, tail: f64, exactness: Exactness) -> f64 {
        if self.observed + 1 == self.ln_weights.len() {
            return f64::INFINITY;
        }
        let below = 0..self.observed + 1;
        exp(root(|ln_ratio| tail - self.tail(ln_ratio, below.clone(), exactness)))
    }
}

/// The zero of an increasing function of a log odds ratio, to the last bit of the double.
fn root(increasing: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-1.0, 1.0);
    while increasing(low) > 0.0 && low > -700.0 {
        low *= 2.0;
    }
    while increasing(high) < 0.0 && high < 700.0 {
        high *= 2.0;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high || high - low < 1e-16 {
            return middle;
        }
        if increasing(middle) < 0.0 { low = middle } else { high = middle }
    }
}
