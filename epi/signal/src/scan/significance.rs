//! From candidates to tested clusters.

use super::counts::Frame;
use super::{Candidate, Cluster, Options, relative_risk};

/// Equal ratios may differ in their last digits, by the order in which expected counts were added.
const SAME: f64 = 1e-9;
const EULER: f64 = 0.577_215_664_901_532_9;

/// The law of the largest ratio under the hypothesis.
#[derive(Debug)]
pub(super) struct Maxima {
    sorted: Vec<f64>,
    location: f64,
    scale: f64,
}

impl Maxima {
    pub fn new(mut maxima: Vec<f64>) -> Self {
        maxima.sort_unstable_by(f64::total_cmp);
        let n = maxima.len() as f64;
        let mean = maxima.iter().sum::<f64>() / n;
        let squares: f64 = maxima.iter().map(|value| (value - mean).powi(2)).sum();
        let scale = (squares / (n - 1.0)).sqrt() * 6.0_f64.sqrt() / std::f64::consts::PI;
        Self { sorted: maxima, location: mean - EULER * scale, scale }
    }

    pub fn p_monte_carlo(&self, llr: f64) -> f64 {
        let below = self.sorted.partition_point(|&value| value < llr - SAME * llr.abs().max(1.0));
        (1 + self.sorted.len() - below) as f64 / (1 + self.sorted.len()) as f64
    }

    /// 1 − exp(−exp(−z)); where all maxima are equal there is no law to fit and the other p-value stands in.
    pub fn p_gumbel(&self, llr: f64) -> f64 {
        if self.scale <= 0.0 {
            return self.p_monte_carlo(llr);
        }
        -f64::exp_m1(-(-(llr - self.location) / self.scale).exp())
    }
}

/// The most likely clusters, tested: `next` finds the best candidate that shares no unit with those found before.
pub(super) fn report<Z: Copy>(
    frame: &Frame,
    options: &Options,
    maxima: &Maxima,
    mut next: impl FnMut(&[Candidate<Z>]) -> Option<Candidate<Z>>,
) -> Vec<Cluster<Z>> {
    let mut chosen: Vec<Candidate<Z>> = Vec::new();
    while chosen.len() < options.max_clusters {
        match next(&chosen) {
            Some(found) => chosen.push(found),
            None => break,
        }
    }
    let tested = |candidate: Candidate<Z>| Cluster {
        zone: candidate.zone,
        days: candidate.days,
        observed: candidate.observed,
        expected: candidate.expected,
        relative_risk: relative_risk(candidate.observed, candidate.expected, frame.total),
        llr: candidate.llr,
        p_monte_carlo: maxima.p_monte_carlo(candidate.llr),
        p_gumbel: maxima.p_gumbel(candidate.llr),
    };
    chosen.into_iter().map(tested).collect()
}

/// The greater of two; the first of equals.
pub(super) fn better<Z>(best: Option<Candidate<Z>>, other: Option<Candidate<Z>>) -> Option<Candidate<Z>> {
    match (best, other) {
        (Some(a), Some(b)) => Some(if b.llr > a.llr { b } else { a }),
        (a, b) => a.or(b),
    }
}
