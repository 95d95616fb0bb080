//! Designs with imperfect tests, dilution and correlated people: what each costs and what it misses.

use crate::assay::Assay;
use crate::clustering::{Clustering, infected_counts};
use crate::dorfman::dorfman;
use crate::error::PoolError;
use epi_core::{Requirement, check};

/// A way to test people by pools. In all of them whoever is not cleared by a pool is tested alone at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// Everybody alone.
    Individual,
    /// One pool; everybody in a positive pool is tested alone (Dorfman 1943).
    TwoStage {
        /// People in a pool.
        size: u32,
    },
    /// A pool; if positive, smaller pools of the same samples; everybody in a positive smaller pool alone.
    ThreeStage {
        /// People in the first pool, a multiple of the second.
        size: u32,
        /// People in the second.
        second: u32,
    },
    /// A square of side × side people, pooled by row and by column; who is in a positive row and a positive column is
    /// tested alone (Phatarfod and Sudbury 1994). No master pool.
    Square {
        /// People in one row or column.
        side: u32,
    },
}

/// What a design costs and finds. Everything is an expectation for one person tested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Performance {
    /// Tests.
    pub tests: f64,
    /// Tests of single samples after a pool, part of `tests`.
    pub retests: f64,
    /// Probability that a (first) pool is positive; for [`Design::Individual`] that a person is.
    pub pool_positive: f64,
    /// Infected people who are cleared.
    pub missed: f64,
    /// Healthy people who end as positive.
    pub false_positives: f64,
    /// Share of the infected who end as positive; 1 where nobody is infected.
    pub sensitivity: f64,
    /// Share of the healthy who end as negative; 1 where nobody is healthy.
    pub specificity: f64,
}

/// Prevalence, test and likeness of the people in one pool.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Share of people infected, 0 to 1.
    pub prevalence: f64,
    /// The test.
    pub assay: Assay,
    /// How alike people in one pool are. Ignored by [`Design::ThreeStage`] and [`Design::Square`], which are computed for
    /// independent people only, and refused there if given.
    pub clustering: Clustering,
}

/// Expected cost and yield of a design.
///
/// Results of one sample in different pools, and of repeated tests, are independent given who is infected.
///
/// # Errors
/// [`PoolError::Domain`] for a prevalence out of range, or for clustering with a design that is computed for independent
/// people only; [`PoolError::StagesDoNotDivide`]; sizes as [`dorfman`].
pub fn performance(design: Design, setting: &Setting) -> Result<Performance, PoolError> {
    check("prevalence", setting.prevalence, Requirement::Probability)?;
    match design {
        Design::Individual => Ok(individual(setting)),
        Design::TwoStage { size: 1 } => Ok(individual(setting)),
        Design::TwoStage { size } => two_stage(size, setting),
        Design::ThreeStage { size, second } => {
            independent_only(setting)?;
            three_stage(size, second, setting)
        }
        Design::Square { side } => {
            independent_only(setting)?;
            square(side, setting)
        }
    }
}

fn independent_only(setting: &Setting) -> Result<(), PoolError> {
    let correlation = match setting.clustering {
        Clustering::Independent => 0.0,
        Clustering::Pool { correlation } | Clustering::Rooms { correlation, .. } => correlation,
    };
    check("-correlation", -correlation, Requirement::NotNegative)?;
    Ok(())
}

/// Completes a performance from what was found.
fn finish(setting: &Setting, part: Performance) -> Performance {
    let p = setting.prevalence;
    let share = |part: f64, whole: f64| if whole > 0.0 { (1.0 - part / whole).clamp(0.0, 1.0) } else { 1.0 };
    Performance {
        sensitivity: share(part.missed, p),
        specificity: share(part.false_positives, 1.0 - p),
        ..part
    }
}

fn individual(setting: &Setting) -> Performance {
    let (p, assay) = (setting.prevalence, &setting.assay);
    let missed = p * (1.0 - assay.sensitivity());
    let false_positives = (1.0 - p) * (1.0 - assay.specificity());
    let pool_positive = p * assay.sensitivity() + false_positives;
    let part = Performance {
        tests: 1.0,
        retests: 0.0,
        pool_positive,
        missed,
        false_positives,
        sensitivity: 1.0,
        specificity: 1.0,
    };
    finish(setting, part)
}

fn two_stage(size: u32, setting: &Setting) -> Result<Performance, PoolError> {
    let assay = &setting.assay;
    let n = f64::from(size);
    let counts = infected_counts(setting.prevalence, size, setting.clustering)?;
    let (mut positive, mut missed, mut false_positives) = (0.0, 0.0, 0.0);
    for (j, probability) in (0..).zip(counts) {
        let hit = probability * assay.prob_positive(j, size);
        let infected = f64::from(j) / n;
        positive += hit;
        missed += infected * (probability - hit * assay.sensitivity());
        false_positives += (1.0 - infected) * hit * (1.0 - assay.specificity());
    }
    let mut tests = 1.0 / n + positive;
    if assay.is_perfect() && setting.clustering == Clustering::Independent {
        // The same numbers without the sum's rounding.
        let closed = dorfman(setting.prevalence, size)?;
        (positive, tests, missed) = (closed.prob_pool_positive, closed.tests_per_person, 0.0);
    }
    let part = Performance {
        tests,
        retests: positive,
        pool_positive: positive,
        missed,
        false_positives,
        sensitivity: 1.0,
        specificity: 1.0,
    };
    Ok(finish(setting, part))
}

fn three_stage(size: u32, second: u32, setting: &Setting) -> Result<Performance, PoolError> {
    crate::check_size(size)?;
    crate::check_size(second)?;
    if second >= size || !size.is_multiple_of(second) {
        return Err(PoolError::StagesDoNotDivide { larger: size, smaller: second });
    }
    let assay = &setting.assay;
    let (n, m) = (f64::from(size), f64::from(second));
    let inside = infected_counts(setting.prevalence, second, Clustering::Independent)?;
    let outside = infected_counts(setting.prevalence, size - second, Clustering::Independent)?;
    let mut part = Performance {
        tests: 1.0 / n,
        retests: 0.0,
        pool_positive: 0.0,
        missed: 0.0,
        false_positives: 0.0,
        sensitivity: 1.0,
        specificity: 1.0,
    };
    for (i, here) in (0..).zip(inside) {
        let first: f64 = (0..).zip(&outside).map(|(r, there)| there * assay.prob_positive(i + r, size)).sum();
        let both = here * first * assay.prob_positive(i, second);
        let infected = f64::from(i) / m;
        part.pool_positive += here * first;
        part.retests += both;
        part.missed += infected * (here - both * assay.sensitivity());
        part.false_positives += (1.0 - infected) * both * (1.0 - assay.specificity());
    }
    part.tests += part.pool_positive / m + part.retests;
    Ok(finish(setting, part))
}

fn square(side: u32, setting: &Setting) -> Result<Performance, PoolError> {
    crate::check_size(side)?;
    let (p, assay) = (setting.prevalence, &setting.assay);
    let others = if side == 1 { vec![1.0] } else { infected_counts(p, side - 1, Clustering::Independent)? };
    // Given a person's own state, the row and the column share nobody else.
    let line = |own: u32| -> f64 {
        (0..).zip(&others).map(|(r, there)| there * assay.prob_positive(own + r, side)).sum()
    };
    let (infected, healthy) = (line(1).powi(2), line(0).powi(2));
    let retests = p * infected + (1.0 - p) * healthy;
    let part = Performance {
        tests: 2.0 / f64::from(side) + retests,
        retests,
        pool_positive: p * line(1) + (1.0 - p) * line(0),
        missed: p * (1.0 - infected * assay.sensitivity()),
        false_positives: (1.0 - p) * healthy * (1.0 - assay.specificity()),
        sensitivity: 1.0,
        specificity: 1.0,
    };
    Ok(finish(setting, part))
}

/// What a search for the best size may not give up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Floor {
    /// Fewest tests, whatever is missed.
    None,
    /// Only sizes that find at least this share of the infected.
    Sensitivity(f64),
}

/// The size of a two-stage pool within `sizes` with the fewest tests for each person; the smaller of equals. `None` if no
/// size finds enough of the infected.
///
/// # Errors
/// As [`performance`].
pub fn optimal_two_stage(
    setting: &Setting,
    sizes: std::ops::RangeInclusive<u32>,
    floor: Floor,
) -> Result<Option<(u32, Performance)>, PoolError> {
    let mut best: Option<(u32, Performance)> = None;
    for size in sizes {
        let next = performance(Design::TwoStage { size }, setting)?;
        let enough = match floor {
            Floor::None => true,
            Floor::Sensitivity(least) => next.sensitivity >= least,
        };
        if enough && best.is_none_or(|(_, known)| next.tests < known.tests) {
            best = Some((size, next));
        }
    }
    Ok(best)
}
