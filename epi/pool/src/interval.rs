//! Intervals for a prevalence from pools.

use crate::error::PoolError;
use crate::estimate::{Curve, Estimator, Point, Pools};
use epi_core::special::normal_quantile;
use epi_core::{Binomial, ChiSquared, Interval, clopper_pearson};
use libm::sqrt;

/// Most outcomes that the exact interval enumerates.
pub const MAX_OUTCOMES: f64 = 20_000.0;

/// How the interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Prevalences whose likelihood is within χ²(1)/2 of the greatest (likelihood ratio).
    Profile,
    /// Prevalences whose score statistic is within the normal quantiles.
    Score,
    /// The same with the skewness of the score taken off (Gart 1991).
    SkewScore,
    /// Clopper and Pearson's, carried from pools to people; for several pool sizes all outcomes are enumerated in the order
    /// of their maximum likelihood estimates (Hepworth 1996). Covers at least the stated level.
    Exact,
}

pub(crate) fn interval(pools: &Pools, method: IntervalMethod, level: f64) -> Result<Interval, PoolError> {
    let z = normal_quantile(0.5 + 0.5 * level);
    match method {
        IntervalMethod::Profile => profile(pools, level),
        IntervalMethod::Score => {
            let statistic = |point| {
                let moments = pools.moments(point);
                moments.score / sqrt(moments.information)
            };
            Ok(Interval { lower: pools.root(|p| statistic(p) - z), upper: pools.root(|p| statistic(p) + z) })
        }
        IntervalMethod::SkewScore => {
            let statistic = |point| {
                let moments = pools.moments(point);
                moments.score / sqrt(moments.information) - moments.skewness() * (z * z - 1.0) / 6.0
            };
            // Without a positive (or a negative) pool the statistic turns where `turn` of them are expected; the end of the
            // interval lies beyond.
            let turn = (z * z - 1.0).max(0.0) / 6.0;
            let none = pools.results().iter().all(|result| result.positive == 0);
            let all = pools.results().iter().all(|result| result.positive == result.pools);
            let expected = |point: Point, of: fn(&Curve) -> f64| -> f64 {
                pools.results().iter().map(|r| r.pools as f64 * of(&pools.curve(r.size, point))).sum()
            };
            let lower =
                |p| if all && expected(p, |curve| curve.negative) < turn { -1.0 } else { statistic(p) - z };
            let upper =
                |p| if none && expected(p, |curve| curve.positive) < turn { 1.0 } else { statistic(p) + z };
            Ok(Interval {
                lower: if none { 0.0 } else { pools.root(lower) },
                upper: if all { 1.0 } else { pools.root(upper) },
            })
        }
        IntervalMethod::Exact => match pools.results() {
            [only] => {
                let share = clopper_pearson(only.positive, only.pools, level)?;
                // The prevalence at which a pool is positive with that probability.
                let carry = |goal: f64| pools.root(|point| goal - pools.curve(only.size, point).positive);
                Ok(Interval {
                    lower: if only.positive == 0 { 0.0 } else { carry(share.lower) },
                    upper: if only.positive == only.pools { 1.0 } else { carry(share.upper) },
                })
            }
            _ => enumerated(pools, level),
        },
    }
}

fn profile(pools: &Pools, level: f64) -> Result<Interval, PoolError> {
    let best = pools.point(Estimator::MaximumLikelihood);
    let drop = 0.5 * ChiSquared::new(1.0)?.quantile(level);
    let floor = pools.log_likelihood(Point::of(best)) - drop;
    let below = |point: Point| point.prevalence < best;
    let lower = pools.root(|p| if below(p) { floor - pools.log_likelihood(p) } else { -1.0 });
    let upper = pools.root(|p| if below(p) { 1.0 } else { pools.log_likelihood(p) - floor });
    Ok(Interval { lower, upper })
}

/// All outcomes with their estimates: tails of the estimate, as a function of the prevalence.
fn enumerated(pools: &Pools, level: f64) -> Result<Interval, PoolError> {
    let outcomes: f64 = pools.results().iter().map(|result| result.pools as f64 + 1.0).product();
    if outcomes > MAX_OUTCOMES {
        return Err(PoolError::TooManyOutcomes { outcomes });
    }
    let seen = pools.point(Estimator::MaximumLikelihood);
    let positives: Vec<u64> = pools.results().iter().map(|result| result.positive).collect();
    let (mut at_least, mut at_most) = (Vec::new(), Vec::new());
    let mut outcome = vec![0; positives.len()];
    loop {
        let estimate = pools.with_positives(&outcome).point(Estimator::MaximumLikelihood);
        // Bisection leaves a unit or two in the last place between outcomes that are equal.
        let slack = 1e-12 * seen;
        if estimate >= seen - slack {
            at_least.push(outcome.clone());
        }
        if estimate <= seen + slack {
            at_most.push(outcome.clone());
        }
        if !next_outcome(pools, &mut outcome) {
            break;
        }
    }
    let tail = 0.5 * (1.0 - level);
    let probability = |set: &[Vec<u64>], point: Point| -> f64 { total(pools, set, point) };
    Ok(Interval {
        lower: if seen == 0.0 { 0.0 } else { pools.root(|point| tail - probability(&at_least, point)) },
        upper: if seen == 1.0 { 1.0 } else { pools.root(|point| probability(&at_most, point) - tail) },
    })
}

/// Counts on to the next outcome; false after the last.
fn next_outcome(pools: &Pools, outcome: &mut [u64]) -> bool {
    for (digit, result) in outcome.iter_mut().zip(pools.results()) {
        if *digit < result.pools {
            *digit += 1;
            return true;
        }
        *digit = 0;
    }
    false
}

/// Probability of a set of outcomes.
fn total(pools: &Pools, set: &[Vec<u64>], point: Point) -> f64 {
    let masses: Vec<Vec<f64>> = pools
        .results()
        .iter()
        .map(|result| {
            let positive = pools.curve(result.size, point).positive.clamp(0.0, 1.0);
            let mass =
                |k| Binomial::new(result.pools, positive).map_or(0.0, |pools| libm::exp(pools.ln_pmf(k)));
            (0..=result.pools).map(mass).collect()
        })
        .collect();
    let one = |outcome: &Vec<u64>| -> f64 {
        let factors = outcome.iter().zip(&masses);
        factors.filter_map(|(k, masses)| usize::try_from(*k).ok().and_then(|k| masses.get(k))).product()
    };
    set.iter().map(one).sum()
}
