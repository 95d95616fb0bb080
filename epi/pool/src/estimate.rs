//! Prevalence from the results of pools.

use crate::assay::{Assay, Dilution};
use crate::error::PoolError;
use crate::interval::{self, IntervalMethod};
use crate::zero::zero_between;
use epi_core::{Interval, Requirement, check};
use libm::{exp, expm1, log};

/// Pools of one size, and how many were positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolResult {
    /// People in each pool.
    pub size: u32,
    /// Pools tested.
    pub pools: u64,
    /// Pools positive.
    pub positive: u64,
}

/// Results of pools and the test that gave them.
#[derive(Debug, Clone, PartialEq)]
pub struct Pools {
    results: Vec<PoolResult>,
    assay: Assay,
}

/// How the point estimate is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Estimator {
    /// Maximum likelihood; biased upward for pools above one, and 1 where all pools are positive.
    MaximumLikelihood,
    /// Maximum likelihood less its bias to first order (Gart 1991). Where all pools are positive nothing can be taken off.
    Gart,
    /// The score is corrected instead of the estimate (Firth 1993; Hepworth and Biggerstaff 2017): first-order unbiased and
    /// below 1 also where all pools are positive.
    Firth,
}

/// An estimate of prevalence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Share of people infected.
    pub prevalence: f64,
    /// Interval for it.
    pub interval: Interval,
    /// People whose samples were tested.
    pub people: u64,
    /// Pools tested.
    pub pools: u64,
    /// Pools positive.
    pub positive: u64,
}

impl Pools {
    /// Results, in any order; sizes may repeat.
    ///
    /// # Errors
    /// [`PoolError::NothingToTest`] without any pool, [`PoolError::PositivesAbovePools`], sizes as [`crate::dorfman`].
    pub fn new(results: &[PoolResult], assay: Assay) -> Result<Self, PoolError> {
        let mut merged: Vec<PoolResult> = Vec::new();
        for result in results {
            crate::check_size(result.size)?;
            if result.positive > result.pools {
                let (positive, pools) = (result.positive, result.pools);
                return Err(PoolError::PositivesAbovePools { positive, pools });
            }
            match merged.iter_mut().find(|known| known.size == result.size) {
                _ if result.pools == 0 => {}
                Some(known) => {
                    known.pools += result.pools;
                    known.positive += result.positive;
                }
                None => merged.push(*result),
            }
        }
        merged.sort_by_key(|result| result.size);
        if merged.is_empty() { Err(PoolError::NothingToTest) } else { Ok(Self { results: merged, assay }) }
    }

    /// Results by size, smallest first, each size once.
    #[must_use]
    pub fn results(&self) -> &[PoolResult] {
        &self.results
    }

    pub(crate) fn with_positives(&self, positives: &[u64]) -> Self {
        let results = self.results.iter().zip(positives);
        Self {
            results: results
                .map(|(result, positive)| PoolResult { positive: *positive, ..*result })
                .collect(),
            assay: self.assay,
        }
    }

    /// Probability that a pool of `size` is positive, with its first two derivatives by the prevalence.
    pub(crate) fn curve(&self, size: u32, point: Point) -> Curve {
        let n = f64::from(size);
        if self.assay.dilution() == Dilution::None {
            let gain = self.assay.sensitivity() + self.assay.specificity() - 1.0;
            let rest = exp(-n * point.hazard);
            return Curve {
                positive: (1.0 - self.assay.specificity()) - gain * expm1(-n * point.hazard),
                negative: (1.0 - self.assay.sensitivity()) + gain * rest,
                slope: gain * n * exp(-(n - 1.0) * point.hazard),
                bend: -gain * n * (n - 1.0) * exp(-(n - 2.0) * point.hazard),
            };
        }
        let hit = |j: u32| self.assay.prob_positive(j, size);
        let mean = |people: u32, of: &dyn Fn(u32) -> f64| -> f64 {
            let weights = binomial_weights(people, point);
            (0..).zip(weights).map(|(j, weight)| weight * of(j)).sum()
        };
        Curve {
            positive: mean(size, &hit),
            negative: mean(size, &|j| 1.0 - hit(j)),
            slope: n * mean(size - 1, &|j| hit(j + 1) - hit(j)),
            bend: if size < 2 {
                0.0
            } else {
                n * (n - 1.0) * mean(size - 2, &|j| hit(j + 2) - 2.0 * hit(j + 1) + hit(j))
            },
        }
    }

    /// Largest hazard at which the chance that the largest pool is negative and what is divided by it keep far from
    /// underflow.
    fn last_hazard(&self) -> f64 {
        150.0 / f64::from(self.results.last().map_or(1, |result| result.size))
    }

    /// Log-likelihood, without the binomial coefficients.
    pub(crate) fn log_likelihood(&self, point: Point) -> f64 {
        let term =
            |count: u64, probability: f64| if count == 0 { 0.0 } else { count as f64 * log(probability) };
        let one = |result: &PoolResult| {
            let curve = self.curve(result.size, point);
            term(result.positive, curve.positive) + term(result.pools - result.positive, curve.negative)
        };
        self.results.iter().map(one).sum()
    }

    /// Score, information and what corrections need, at one prevalence.
    pub(crate) fn moments(&self, point: Point) -> Moments {
        let mut sum = Moments { score: 0.0, information: 0.0, bend: 0.0, third: 0.0 };
        for result in &self.results {
            let Curve { positive, negative, slope, bend } = self.curve(result.size, point);
            let m = result.pools as f64;
            let variance = positive * negative;
            // x/π − (m − x)/(1 − π), each part with its own digits.
            let miss = result.positive as f64 / positive - (result.pools - result.positive) as f64 / negative;
            sum.score += slope * miss;
            sum.information += m * slope * slope / variance;
            sum.bend += m * slope * bend / variance;
            sum.third += m * slope * slope * slope * (negative - positive) / (variance * variance);
        }
        sum
    }

    /// The prevalence at which a decreasing function of it is zero; 0 or 1 where it does not change its sign.
    pub(crate) fn root(&self, decreasing: impl Fn(Point) -> f64) -> f64 {
        let (low, high) = self.range();
        if decreasing(Point::at(low)) <= 0.0 {
            return 0.0;
        }
        if decreasing(Point::at(high)) >= 0.0 {
            return 1.0;
        }
        Point::at(zero_between(low, high, |x| decreasing(Point::at(x)))).prevalence
    }

    /// The logarithms of the hazard between which prevalences are looked for.
    fn range(&self) -> (f64, f64) {
        (-45.0, log(self.last_hazard()))
    }

    /// Whether the likelihood may have several maxima: a test that errs, and pools of several sizes that contradict each
    /// other. With a perfect test the log-likelihood is concave in −ln(1 − p).
    fn may_be_ambiguous(&self) -> bool {
        self.results.len() > 1 && !self.assay.is_perfect()
    }

    /// All prevalences at which a function falls through zero, on a grid of the log-hazard.
    fn falls(&self, function: impl Fn(Point) -> f64) -> Vec<f64> {
        let (low, high) = self.range();
        let at = |x: f64| function(Point::at(x));
        let grid: Vec<f64> = (0..=100).map(|i| low + (high - low) * f64::from(i) / 100.0).collect();
        let mut found = if at(low) <= 0.0 { vec![0.0] } else { Vec::new() };
        for pair in grid.windows(2) {
            if at(pair[0]) > 0.0 && at(pair[1]) <= 0.0 {
                found.push(Point::at(zero_between(pair[0], pair[1], at)).prevalence);
            }
        }
        if at(high) > 0.0 {
            found.push(1.0);
        }
        found
    }

    pub(crate) fn point(&self, estimator: Estimator) -> f64 {
        match estimator {
            Estimator::MaximumLikelihood => self.likeliest(),
            Estimator::Gart => {
                let raw = self.likeliest();
                if raw <= 0.0 || raw >= 1.0 {
                    return raw;
                }
                (raw - self.moments(Point::of(raw)).bias()).max(0.0)
            }
            Estimator::Firth => {
                let corrected = |point: Point| {
                    let moments = self.moments(point);
                    moments.score - moments.information * moments.bias()
                };
                if !self.may_be_ambiguous() {
                    return self.root(corrected);
                }
                let raw = self.likeliest();
                let falls = self.falls(corrected).into_iter();
                falls.min_by(|a, b| (a - raw).abs().total_cmp(&(b - raw).abs())).unwrap_or(0.0)
            }
        }
    }

    fn likeliest(&self) -> f64 {
        let score = |point: Point| self.moments(point).score;
        if !self.may_be_ambiguous() {
            return self.root(score);
        }
        let likelihood = |p: &f64| self.log_likelihood(Point::of(*p));
        let falls = self.falls(score).into_iter();
        falls.max_by(|a, b| likelihood(a).total_cmp(&likelihood(b))).unwrap_or(0.0)
    }
}

/// Binomial probabilities of 0, 1, …, by recurrence from the end that is not small.
fn binomial_weights(people: u32, point: Point) -> Vec<f64> {
    let odds = point.prevalence * exp(point.hazard);
    let n = f64::from(people);
    let mut ln_weight = -n * point.hazard;
    let mut weights = Vec::with_capacity(people as usize + 1);
    for j in 0..=people {
        weights.push(exp(ln_weight));
        ln_weight += log(odds * (n - f64::from(j)) / (f64::from(j) + 1.0));
    }
    weights
}

/// A prevalence, with its hazard −ln(1 − p).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub prevalence: f64,
    hazard: f64,
}

impl Point {
    /// By the logarithm of the hazard.
    fn at(ln_hazard: f64) -> Self {
        let hazard = exp(ln_hazard);
        Self { prevalence: -expm1(-hazard), hazard }
    }

    pub(crate) fn of(prevalence: f64) -> Self {
        Self { prevalence, hazard: -libm::log1p(-prevalence) }
    }
}

/// Probability that a pool is positive, that it is not, and the derivatives of the former.
pub(crate) struct Curve {
    pub positive: f64,
    pub negative: f64,
    slope: f64,
    bend: f64,
}

/// Sums over pools: score U, information I, Σ m π′π″/V and the third cumulant of U.
pub(crate) struct Moments {
    pub score: f64,
    pub information: f64,
    bend: f64,
    third: f64,
}

impl Moments {
    /// First-order bias of the maximum likelihood estimate.
    fn bias(&self) -> f64 {
        -0.5 * self.bend / (self.information * self.information)
    }

    /// Skewness of the score.
    pub(crate) fn skewness(&self) -> f64 {
        self.third / (self.information * libm::sqrt(self.information))
    }
}

/// Prevalence and an interval for it.
///
/// The infected are assumed to be spread over the pools at random. If people of one pool are alike (a room, a class),
/// the interval is too narrow; see the method card.
///
/// # Errors
/// [`PoolError::Domain`] if `level` is not strictly between 0 and 1; [`PoolError::TooManyOutcomes`] for the exact interval
/// of many pools of several sizes.
///
/// ```
/// use epi_pool::{Assay, Estimator, IntervalMethod, PoolResult, Pools, estimate};
/// let pools = Pools::new(&[PoolResult { size: 10, pools: 120, positive: 3 }], Assay::PERFECT)?;
/// let found = estimate(&pools, Estimator::MaximumLikelihood, IntervalMethod::Exact, 0.95)?;
/// assert!((found.prevalence - 0.0025285).abs() < 1e-6); // 1 − (1 − 3/120)^(1/10)
/// # Ok::<(), epi_pool::PoolError>(())
/// ```
pub fn estimate(
    pools: &Pools,
    estimator: Estimator,
    method: IntervalMethod,
    level: f64,
) -> Result<Estimate, PoolError> {
    check("level", level, Requirement::OpenProbability)?;
    let results = pools.results();
    Ok(Estimate {
        prevalence: pools.point(estimator),
        interval: interval::interval(pools, method, level)?,
        people: results.iter().map(|result| u64::from(result.size) * result.pools).sum(),
        pools: results.iter().map(|result| result.pools).sum(),
        positive: results.iter().map(|result| result.positive).sum(),
    })
}
