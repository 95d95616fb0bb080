//! Which units an inspector goes to: a stratified random sample with a stated seed, and what it tells.
//!
//! Anybody who has the list of units and the seed can draw the sample again. With `n` of `N` units drawn at random, of
//! which `D` have a fault, the chance to meet none of them is that of the hypergeometric distribution,
//! `C(N-D, n) / C(N, n)`; one minus it is the confidence with which the fault is found.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Chance that a sample of `drawn` out of `all` contains at least one of `faulty`, 0 to 1.
///
/// Exact; the product has at most as many factors as there are faulty units or units drawn, whichever is fewer.
#[must_use]
pub fn confidence(all: u64, faulty: u64, drawn: u64) -> f64 {
    let (faulty, drawn) = (faulty.min(all), drawn.min(all));
    if faulty + drawn > all {
        return 1.0;
    }
    let (few, many) = if faulty < drawn { (faulty, drawn) } else { (drawn, faulty) };
    #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^53")]
    let none: f64 = (0..few).map(|i| (all - many - i) as f64 / (all - i) as f64).product();
    1.0 - none
}

/// The fewest units to draw so that, if `faulty` of `all` have a fault, one of them is met with at least `wanted`
/// confidence (between 0 and 1). All of them if `faulty` is nothing.
#[must_use]
pub fn size(all: u64, faulty: u64, wanted: f64) -> u64 {
    let (mut low, mut high) = (0, all);
    while low < high {
        let middle = low + (high - low) / 2;
        if confidence(all, faulty, middle) >= wanted { high = middle } else { low = middle + 1 }
    }
    low
}

/// One stratum, such as the schools of a county, and how many to draw from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum<K> {
    /// What it is.
    pub key: K,
    /// The units in it.
    pub units: Vec<Uuid>,
    /// How many of them to draw.
    pub draw: usize,
}

/// Shares `total` draws among strata in proportion to their sizes: the largest remainders get the odd ones, and each
/// stratum with a unit gets one at least as long as there are enough.
#[must_use]
pub fn shares(sizes: &[u64], total: u64) -> Vec<u64> {
    let all: u64 = sizes.iter().sum();
    let total = total.min(all);
    let there = u64::try_from(sizes.iter().filter(|size| **size > 0).count()).unwrap_or(u64::MAX);
    let least = u64::from(total >= there);
    let base: Vec<u64> = sizes.iter().map(|size| least.min(*size)).collect();
    let (left, room) = (total - base.iter().sum::<u64>(), all - base.iter().sum::<u64>());
    if room == 0 {
        return base;
    }
    let parts = sizes.iter().zip(&base).map(|(size, base)| u128::from(size - base) * u128::from(left));
    let parts: Vec<u128> = parts.collect();
    let room = u128::from(room);
    let mut shares: Vec<u64> = base
        .iter()
        .zip(&parts)
        .map(|(base, part)| base + u64::try_from(part / room).unwrap_or(u64::MAX))
        .collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(parts.get(*index).map_or(0, |part| part % room)));
    let mut odd = total - shares.iter().sum::<u64>();
    for index in order {
        if odd > 0
            && let (Some(share), Some(size)) = (shares.get_mut(index), sizes.get(index))
            && *share < *size
        {
            *share += 1;
            odd -= 1;
        }
    }
    shares
}

/// Draws from each stratum: the units whose SHA-256 of seed and id are smallest. Adding or closing a unit changes the
/// sample by that unit alone.
#[must_use]
pub fn draw<K: Clone>(strata: &[Stratum<K>], seed: &str) -> Vec<(K, Vec<Uuid>)> {
    let ticket = |unit: &Uuid| Sha256::new().chain_update(seed).chain_update(unit.as_bytes()).finalize();
    let of = |stratum: &Stratum<K>| {
        let mut units = stratum.units.clone();
        units.sort_by_cached_key(ticket);
        units.truncate(stratum.draw);
        (stratum.key.clone(), units)
    };
    strata.iter().map(of).collect()
}
