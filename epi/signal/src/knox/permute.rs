//! The permutation test: times are dealt among the places.

use super::{Case, Closeness, KnoxError, check, pairs};
use crate::monte_carlo::{Purpose, Threads, replicate, stream};

/// How many permutations, and from where their chance comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permutation {
    /// Number of permutations, ≥ 1; 999 resolve a p-value of 0.001.
    pub replicates: u32,
    /// Seed: the same seed gives the same result on any number of threads.
    pub seed: u64,
    /// Threads to use.
    pub threads: Threads,
}

/// What [`permute`] finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PermutationTest {
    /// Pairs close in both as observed.
    pub close_both: u64,
    /// Permutations with at least as many.
    pub at_least: u32,
    /// (1 + `at_least`) / (1 + replicates): exact under the hypothesis of independence.
    pub p_value: f64,
    /// Mean over the permutations of the pairs close in both; *λ* but for chance.
    pub mean: f64,
    /// Their standard deviation (*n* − 1; 0 for one permutation).
    pub sd: f64,
}

/// Knox's test by permutation; one replicate costs *O*(*n* + pairs close in time).
///
/// # Errors
/// As [`super::knox`], and [`KnoxError::NoReplicates`].
pub fn permute(cases: &[Case], close: Closeness, how: Permutation) -> Result<PermutationTest, KnoxError> {
    check(cases, close)?;
    if how.replicates == 0 {
        return Err(KnoxError::NoReplicates);
    }
    let in_time = pairs::close_in_time(cases, close.time);
    let count = |places: &[u32]| {
        let place = |at: u32| &cases[places[at as usize] as usize];
        in_time.iter().filter(|&&(a, b)| pairs::near(place(a), place(b), close.space)).count() as u64
    };
    let identity: Vec<u32> = (0_u32..).zip(cases).map(|(at, _)| at).collect();
    let close_both = count(&identity);
    let counts = replicate(how.replicates, how.threads, |number| {
        let mut places = identity.clone();
        stream(how.seed, Purpose::Knox, number).shuffle(&mut places);
        count(&places)
    });
    Ok(summarise(close_both, &counts))
}

fn summarise(close_both: u64, counts: &[u64]) -> PermutationTest {
    let n = counts.len() as f64;
    let mean = counts.iter().sum::<u64>() as f64 / n;
    let squares: f64 = counts.iter().map(|&count| (count as f64 - mean).powi(2)).sum();
    let at_least = counts.iter().filter(|&&count| count >= close_both).count();
    PermutationTest {
        close_both,
        at_least: at_least as u32,
        p_value: (1 + at_least) as f64 / (1.0 + n),
        mean,
        sd: if counts.len() > 1 { (squares / (n - 1.0)).sqrt() } else { 0.0 },
    }
}
