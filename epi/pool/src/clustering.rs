//! How many of the people in one pool are infected: the distribution of the count.

use crate::error::PoolError;
use epi_core::{Binomial, Requirement, check};

/// How alike the people in one pool are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Clustering {
    /// Infections are independent: people who do not share a class, a room or a table.
    Independent,
    /// Everybody in the pool shares a place: a beta-binomial count with intra-class `correlation`.
    Pool {
        /// Correlation of two people in the pool, 0 to 1 (not 1).
        correlation: f64,
    },
    /// The pool is filled room by room (dormitory, household): counts of a room are beta-binomial, rooms are independent.
    /// The last room of a pool may be cut short.
    Rooms {
        /// People in one room.
        room: u32,
        /// Correlation of two people in a room, 0 to 1 (not 1).
        correlation: f64,
    },
}

/// Probabilities of 0, 1, …, `size` infected people among `size`, for a prevalence from 0 to 1.
///
/// # Errors
/// [`PoolError::Domain`] for a prevalence or correlation out of range; sizes as [`crate::dorfman`].
///
/// ```
/// use epi_pool::{Clustering, infected_counts};
/// let apart = infected_counts(0.02, 8, Clustering::Independent)?;
/// let mates = infected_counts(0.02, 8, Clustering::Pool { correlation: 0.3 })?;
/// assert!(mates[0] > apart[0] && mates[4] > apart[4]); // fewer tubes hit, but hit harder
/// # Ok::<(), epi_pool::PoolError>(())
/// ```
pub fn infected_counts(prevalence: f64, size: u32, clustering: Clustering) -> Result<Vec<f64>, PoolError> {
    check("prevalence", prevalence, Requirement::Probability)?;
    crate::check_size(size)?;
    let correlated = |people: u32, correlation: f64| -> Result<Vec<f64>, PoolError> {
        check("correlation", correlation, Requirement::Probability)?;
        check("1 - correlation", 1.0 - correlation, Requirement::Positive)?;
        if correlation == 0.0 {
            binomial(prevalence, people)
        } else {
            Ok(beta_binomial(prevalence, people, correlation))
        }
    };
    match clustering {
        Clustering::Independent => binomial(prevalence, size),
        Clustering::Pool { correlation } => correlated(size, correlation),
        Clustering::Rooms { room, correlation } => {
            crate::check_size(room)?;
            let whole = correlated(room.min(size), correlation)?;
            let mut counts = vec![1.0];
            for _ in 0..size / room {
                counts = convolve(&counts, &whole);
            }
            if !size.is_multiple_of(room) {
                counts = convolve(&counts, &correlated(size % room, correlation)?);
            }
            Ok(counts)
        }
    }
}

fn binomial(prevalence: f64, size: u32) -> Result<Vec<f64>, PoolError> {
    let counts = Binomial::new(u64::from(size), prevalence)?;
    Ok((0..=u64::from(size)).map(|j| libm::exp(counts.ln_pmf(j))).collect())
}

fn beta_binomial(prevalence: f64, size: u32, correlation: f64) -> Vec<f64> {
    if prevalence == 0.0 || prevalence == 1.0 {
        let certain = if prevalence == 0.0 { 0 } else { size };
        return (0..=size).map(|j| f64::from(u8::from(j == certain))).collect();
    }
    // In steps from one count to the next, in units of the prevalence: nothing large cancels however small the correlation.
    let spread = correlation / (1.0 - correlation);
    let ln_none: f64 = (0..size)
        .map(|i| f64::from(i) * spread)
        .map(|more| libm::log((1.0 - prevalence + more) / (1.0 + more)))
        .sum();
    let step = |j: u32| {
        let (ill, well) = (f64::from(j), f64::from(size - j));
        let odds = (prevalence + ill * spread) / (1.0 - prevalence + (well - 1.0) * spread);
        libm::log(well / (ill + 1.0) * odds)
    };
    let ln_counts = (0..size).scan(ln_none, |ln, j| {
        *ln += step(j);
        Some(*ln)
    });
    std::iter::once(ln_none).chain(ln_counts).map(libm::exp).collect()
}

fn convolve(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            sum[i + j] += x * y;
        }
    }
    sum
}
