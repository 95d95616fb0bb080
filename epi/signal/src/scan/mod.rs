//! Kulldorff's Poisson scan: where, and over how many of the last days, are there more cases than expected?
//!
//! # Model
//! Units (classes, schools, places) have counts on consecutive days, the last of which is today. Under the hypothesis
//! each of the *C* cases falls in a unit and day with a probability proportional to the expected count there. A candidate is
//! a zone (a set of units) over the last 1, 2, … days; with *c* cases where *e* are expected (Σ *e* scaled to *C*) its
//! log-likelihood ratio is
//!
//! > LLR = *c* ln(*c*/*e*) + (*C* − *c*) ln((*C* − *c*)/(*C* − *e*)) where *c* > *e*, else 0.
//!
//! Zones are the nodes of the organisation tree ([`scan_tree`]: a class, a grade, a school, a county with all below it) or
//! circles ([`scan_circles`]: the nearest units of each unit). With one day of counts the scan is purely spatial.
//!
//! # Significance
//! The cases are dealt anew over units and days, conditional on their total, and the largest ratio of each replicate is
//! kept: a cluster's p-value is the share of replicates whose largest ratio is at least as great, so the number of
//! candidates is accounted for. `p_gumbel` reads the same replicates through a Gumbel law fitted by its moments, which
//! resolves p-values far below 1/replicates (Abrams et al. 2010). Secondary clusters are compared with the same maxima, which
//! is conservative. Replicate *i* draws from stream *i* of the seed: threads do not change the result.
//!
//! # Arguments
//! Counts and expected counts per unit and day (expected > 0 in some unit; any scale), see [`Counts`]; [`Options`].
//!
//! # Assumptions
//! Counts are Poisson and independent given the expected counts. Overdispersed counts make the scan alarm too often:
//! feed it expected counts from a model with weekday and season, and read p-values near the limit with care.
//! Scanning every day is a further multiplicity that the p-value of one day does not know.
//!
//! # Errors
//! [`ScanError`].
//!
//! # References
//! Kulldorff M (1997), *Commun Stat Theory Methods* 26:1481–96. Kulldorff M (2001), *J R Stat Soc A* 164:61–72
//! (prospective). Kulldorff M, Fang Z, Walsh SJ (2003), *Biometrics* 59:323–31 (trees). Abrams AM, Kleinman K,
//! Kulldorff M (2010), *Int J Health Geogr* 9:61 (Gumbel). Walker AJ (1977), *ACM Trans Math Softw* 3:253–6 (alias method).

mod circles;
mod counts;
mod significance;
mod tree;

pub use circles::{Circle, Map, Metric, Place, scan_circles};
pub use counts::Counts;
pub use tree::{Tree, scan_tree};

use std::error::Error;
use std::fmt;

use crate::monte_carlo::Threads;

/// What is looked for and how it is tested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Longest window in days, 1 to the number of days of the counts. Seven days are two generations of most school
    /// infections.
    pub max_window: u32,
    /// Candidates that expect more than this share of all cases are left out, (0, 1]; one half is usual: beyond it
    /// the remarkable thing is the few cases outside.
    pub max_share: f64,
    /// Fewer cases are no cluster, ≥ 1.
    pub min_cases: u32,
    /// At most so many clusters are reported, the most likely first, none sharing a unit with an earlier one.
    pub max_clusters: usize,
    /// Replicates, ≥ 2; 999 resolve 0.001.
    pub replicates: u32,
    /// Seed of the replicates.
    pub seed: u64,
    /// Threads that share the replicates.
    pub threads: Threads,
}

impl Default for Options {
    fn default() -> Self {
        let threads = Threads::ONE;
        Self {
            max_window: 7,
            max_share: 0.5,
            min_cases: 2,
            max_clusters: 10,
            replicates: 999,
            seed: 1,
            threads,
        }
    }
}

/// A zone with more cases than expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster<Zone> {
    /// Where: the number of a node, or a [`Circle`].
    pub zone: Zone,
    /// Over how many days, today the last.
    pub days: u32,
    /// Cases there, *c*.
    pub observed: u64,
    /// Cases expected there, *e*, all scaled to the total number of cases.
    pub expected: f64,
    /// (*c*/*e*) / ((*C* − *c*)/(*C* − *e*)); infinite where there is no case outside.
    pub relative_risk: f64,
    /// The log-likelihood ratio.
    pub llr: f64,
    /// (1 + replicates with a maximum at least as great) / (1 + replicates).
    pub p_monte_carlo: f64,
    /// Upper tail of the Gumbel law fitted to the maxima of the replicates.
    pub p_gumbel: f64,
}

/// Why a scan cannot be done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ScanError {
    /// The number of counts is not units times days, or that of expected counts differs.
    WrongShape {
        /// Values needed.
        needed: usize,
        /// Values given.
        given: usize,
    },
    /// An expected count is negative or not finite, or 0 where a case was seen.
    BadExpected {
        /// Unit.
        unit: usize,
        /// Day, counted from 0.
        day: usize,
        /// What was given.
        value: f64,
    },
    /// There is no case, or nothing is expected anywhere.
    NoCases,
    /// The parent of a node does not stand before it.
    ParentNotBefore {
        /// The node.
        node: usize,
    },
    /// A coordinate is not finite or, on the sphere, out of range.
    BadPlace {
        /// The unit.
        unit: usize,
    },
    /// The zones are not made for as many units as the counts.
    UnitsDiffer {
        /// Units of the tree or the map.
        zones: usize,
        /// Units of the counts.
        counts: usize,
    },
    /// An option is out of its range.
    BadOption {
        /// Its name.
        name: &'static str,
    },
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongShape { needed, given } => write!(f, "{needed} values are needed, {given} were given"),
            Self::BadExpected { unit, day, value } => {
                write!(f, "expected count {value} of unit {unit} on day {day} cannot be")
            }
            Self::NoCases => f.write_str("there is no case, or none is expected anywhere"),
            Self::ParentNotBefore { node } => write!(f, "the parent of node {node} must stand before it"),
            Self::BadPlace { unit } => write!(f, "the coordinates of unit {unit} cannot be"),
            Self::UnitsDiffer { zones, counts } => {
                write!(f, "{zones} units in the zones, {counts} in the counts")
            }
            Self::BadOption { name } => write!(f, "option {name} is out of its range"),
        }
    }
}

impl Error for ScanError {}

/// The log-likelihood ratio of *c* cases where *e* are expected, of `total` in all (0 ≤ *e* ≤ `total`, *c* ≤ `total`);
/// 0 where no more than expected were seen.
///
/// ```
/// use epi_signal::scan::log_likelihood_ratio;
/// // 6 of 10 cases where 2 were expected: 6 ln 3 + 4 ln(4/8).
/// let by_hand = 6.0 * 3.0_f64.ln() - 4.0 * 2.0_f64.ln();
/// assert!((log_likelihood_ratio(6, 2.0, 10) - by_hand).abs() < 1e-12);
/// assert_eq!(log_likelihood_ratio(2, 2.0, 10), 0.0);
/// ```
#[must_use]
pub fn log_likelihood_ratio(c: u64, e: f64, total: u64) -> f64 {
    let (inside, outside) = (c as f64, (total - c) as f64);
    if inside <= e {
        return 0.0;
    }
    let outer = if outside > 0.0 { outside * (outside / (total as f64 - e)).ln() } else { 0.0 };
    inside * (inside / e).ln() + outer
}

fn relative_risk(c: u64, e: f64, total: u64) -> f64 {
    let outside = (total - c) as f64 / (total as f64 - e);
    c as f64 / e / outside
}

/// A candidate before it is tested.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Candidate<Z> {
    zone: Z,
    days: u32,
    observed: u64,
    expected: f64,
    llr: f64,
}
