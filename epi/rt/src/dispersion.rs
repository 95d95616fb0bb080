//! Estimating R and the dispersion *k* of the negative binomial offspring distribution.

use std::collections::BTreeMap;

use epi_core::ChiSquared;
use epi_core::special::ln_gamma;

use crate::RtError;
use crate::optimise::{Peak, crossing, maximise, root};

/// A cluster that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster {
    /// Cases, primaries included.
    pub size: u64,
    /// Cases with which it began, at least 1 and at most `size`.
    pub primaries: u64,
}

/// R and *k* by maximum likelihood, with intervals from the profile of the likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// Mean offspring of a case.
    pub r: f64,
    /// Profile interval of R.
    pub r_interval: (f64, f64),
    /// Dispersion; infinite where the counts vary no more than Poisson counts do.
    pub k: f64,
    /// Profile interval of *k*. The upper end is infinite where a Poisson distribution is within it.
    pub k_interval: (f64, f64),
    /// Logarithm of the likelihood at the maximum.
    pub log_likelihood: f64,
}

impl Dispersion {
    /// From the numbers of people that single cases are known to have infected, zeros included.
    ///
    /// # Errors
    /// [`RtError::Parameter`] for a level outside 0 to 1; [`RtError::TooFew`] below two cases;
    /// [`RtError::NoMaximum`] if nobody infected anybody: any *k* fits that.
    ///
    /// # Example
    /// ```
    /// let found = epi_rt::Dispersion::from_offspring(&[0, 0, 0, 7, 0, 1, 0, 0, 2, 0, 0, 12, 0, 0, 0, 1], 0.95)?;
    /// assert!((found.r - 23.0 / 16.0).abs() < 1e-12 && 0.1 < found.k && found.k < 0.5);
    /// # Ok::<(), epi_rt::RtError>(())
    /// ```
    pub fn from_offspring(counts: &[u64], level: f64) -> Result<Self, RtError> {
        Likelihood::new(counts.iter().map(|&n| (n, 1))).fit(level)
    }

    /// From the sizes of clusters (chains of infection) that have ended and were seen whole.
    ///
    /// All cases of a cluster together have size − primaries offspring. R is then 1 − primaries / cases, always below 1:
    /// clusters that do not end are not among the data. Small clusters that go unseen make R and *k* too large.
    ///
    /// # Errors
    /// As [`Dispersion::from_offspring`], and [`RtError::Parameter`] for a cluster without primaries or smaller than they.
    pub fn from_clusters(clusters: &[Cluster], level: f64) -> Result<Self, RtError> {
        for cluster in clusters {
            if cluster.primaries == 0 || cluster.primaries > cluster.size {
                let value = cluster.primaries as f64;
                return Err(RtError::Parameter { name: "primaries", value, range: "from 1 to the size" });
            }
        }
        let mut found =
            Likelihood::new(clusters.iter().map(|c| (c.size - c.primaries, c.size))).fit(level)?;
        found.log_likelihood +=
            clusters.iter().map(|c| (c.primaries as f64 / c.size as f64).ln()).sum::<f64>();
        Ok(found)
    }
}

/// Totals of negative binomial counts: `offspring` of so many `cases` together.
struct Likelihood {
    groups: Vec<Group>,
    offspring: f64,
    cases: f64,
}

struct Group {
    offspring: u64,
    cases: f64,
    times: f64,
}

/// Dispersion is searched for as α = 1/k between these: on either side the likelihood is flat to rounding.
const LN_ALPHA_LIMIT: f64 = 30.0;

impl Likelihood {
    fn new(totals: impl Iterator<Item = (u64, u64)>) -> Self {
        let mut times: BTreeMap<(u64, u64), f64> = BTreeMap::new();
        totals.for_each(|total| *times.entry(total).or_default() += 1.0);
        let groups: Vec<Group> = times
            .into_iter()
            .map(|((offspring, cases), times)| Group { offspring, cases: cases as f64, times })
            .collect();
        let offspring = groups.iter().map(|g| g.offspring as f64 * g.times).sum();
        let cases = groups.iter().map(|g| g.cases * g.times).sum();
        Self { groups, offspring, cases }
    }

    /// Part of ln L that depends on α alone: Σ ln (1 + α i / cases) over i below each total.
    fn spread(&self, alpha: f64) -> f64 {
        let one =
            |g: &Group| g.times * (0..g.offspring).map(|i| (alpha * i as f64 / g.cases).ln_1p()).sum::<f64>();
        self.groups.iter().map(one).sum()
    }

    /// Part of ln L that depends on R as well. Written in α = 1/k, it is smooth down to Poisson at α = 0.
    fn level(&self, r: f64, alpha: f64) -> f64 {
        let excess = if alpha > 0.0 { (alpha * r).ln_1p() / alpha } else { r };
        self.offspring * (r.ln() - (alpha * r).ln_1p()) - self.cases * excess
    }

    /// Part of ln L that depends on neither.
    fn constant(&self) -> f64 {
        let one = |g: &Group| {
            let n = g.offspring as f64;
            g.times * (n * g.cases.ln() - ln_gamma(n + 1.0))
        };
        self.groups.iter().map(one).sum()
    }

    /// d ln L / dα at α = 0 and given R: whether counts vary more than Poisson counts.
    fn slope_at_poisson(&self, r: f64) -> f64 {
        let pairs = |g: &Group| {
            let n = g.offspring as f64;
            g.times * n * (n - 1.0) / (2.0 * g.cases)
        };
        self.groups.iter().map(pairs).sum::<f64>() - self.offspring * r + 0.5 * self.cases * r * r
    }

    /// The α that goes best with an R, and ln L there without its constant.
    fn best_alpha(&self, r: f64) -> (f64, f64) {
        let at = |ln_alpha: f64| {
            let alpha = ln_alpha.exp();
            self.spread(alpha) + self.level(r, alpha)
        };
        let poisson = (0.0, self.level(r, 0.0));
        if self.slope_at_poisson(r) <= 0.0 {
            return poisson;
        }
        let peak = maximise(0.0, 1.0, LN_ALPHA_LIMIT, at);
        if peak.value <= poisson.1 {
            return poisson;
        }
        (self.refine(r, peak.at), peak.value)
    }

    /// The root of the score next to a maximum, which the maximum itself shows to half the digits only.
    fn refine(&self, r: f64, ln_alpha: f64) -> f64 {
        const NEAR: f64 = 1e-3;
        let score = |ln_alpha: f64| self.slope(r, ln_alpha.exp());
        let [above, below] = [ln_alpha - NEAR, ln_alpha + NEAR].map(|at| Peak { at, value: score(at) });
        let found = above.value > 0.0 && below.value < 0.0;
        if found { root(above, below, score).exp() } else { ln_alpha.exp() }
    }

    /// d ln L / dα at α > 0.
    fn slope(&self, r: f64, alpha: f64) -> f64 {
        let one = |g: &Group| {
            let term = |i: u64| i as f64 / (g.cases + alpha * i as f64);
            g.times * (0..g.offspring).map(term).sum::<f64>()
        };
        let spread: f64 = self.groups.iter().map(one).sum();
        let growth = alpha * r;
        let excess = (growth.ln_1p() - growth / (1.0 + growth)) / (alpha * alpha);
        spread - self.offspring * r / (1.0 + growth) + self.cases * excess
    }

    fn fit(&self, level: f64) -> Result<Dispersion, RtError> {
        if !(level > 0.0 && level < 1.0) {
            return Err(RtError::Parameter { name: "level", value: level, range: "between 0 and 1" });
        }
        let observed = self.groups.iter().map(|g| g.times).sum::<f64>();
        if observed < 2.0 {
            return Err(RtError::TooFew { found: observed as usize, needed: 2 });
        }
        if self.offspring == 0.0 {
            return Err(RtError::NoMaximum("nobody infected anybody"));
        }
        // The score in R vanishes at offspring / cases whatever α is.
        let r = self.offspring / self.cases;
        let (alpha, top) = self.best_alpha(r);
        let drop = 0.5 * ChiSquared::new(1.0).map_or(f64::NAN, |c| c.quantile(level));
        Ok(Dispersion {
            r,
            r_interval: self.r_interval(r, top - drop),
            k: alpha.recip(),
            k_interval: self.k_interval(r, alpha, top - drop),
            log_likelihood: top + self.constant(),
        })
    }

    fn r_interval(&self, r: f64, floor: f64) -> (f64, f64) {
        let above = |ln_r: f64| self.best_alpha(ln_r.exp()).1 - floor;
        let end = |step: f64, beyond: f64| crossing(r.ln(), step, 50.0, above).map_or(beyond, f64::exp);
        (end(-0.1, 0.0), end(0.1, f64::INFINITY))
    }

    fn k_interval(&self, r: f64, alpha: f64, floor: f64) -> (f64, f64) {
        let above = |ln_alpha: f64| {
            let alpha = ln_alpha.exp();
            self.spread(alpha) + self.level(r, alpha) - floor
        };
        let poisson_within = self.level(r, 0.0) >= floor;
        let start = if alpha > 0.0 { alpha.ln() } else { -LN_ALPHA_LIMIT };
        let smallest = crossing(start, 0.1, 4.0 * LN_ALPHA_LIMIT, above).map_or(0.0, |a| (-a).exp());
        let largest = if poisson_within {
            f64::INFINITY
        } else {
            crossing(start, -0.1, 2.0 * LN_ALPHA_LIMIT, above).map_or(f64::INFINITY, |a| (-a).exp())
        };
        (smallest, largest)
    }
}
