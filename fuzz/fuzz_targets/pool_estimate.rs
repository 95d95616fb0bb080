//! Intervals hold the estimate, whatever the pools and the test. `cargo fuzz run -s none pool_estimate`
#![no_main]

use epi_pool::{Assay, Dilution, Estimator, IntervalMethod, PoolResult, Pools, estimate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<(u8, u8, u8)>, u8, u8)| {
    let (results, sensitivity, specificity) = input;
    let share = |x: u8| 0.51 + 0.49 * f64::from(x) / 255.0;
    let Ok(assay) = Assay::new(share(sensitivity), share(specificity), Dilution::None) else { return };
    let results: Vec<PoolResult> = results
        .iter()
        .take(4)
        .map(|&(size, pools, positive)| PoolResult {
            size: u32::from(size),
            pools: u64::from(pools),
            positive: u64::from(positive),
        })
        .collect();
    let Ok(pools) = Pools::new(&results, assay) else { return };
    for method in
        [IntervalMethod::Profile, IntervalMethod::Score, IntervalMethod::SkewScore, IntervalMethod::Exact]
    {
        let Ok(found) = estimate(&pools, Estimator::MaximumLikelihood, method, 0.9) else { continue };
        let (p, lower, upper) = (found.prevalence, found.interval.lower, found.interval.upper);
        assert!((0.0..=1.0).contains(&p) && 0.0 <= lower && upper <= 1.0, "{found:?}");
        let ordinary = pools.results().len() == 1 && !matches!(method, IntervalMethod::SkewScore);
        assert!(!ordinary || (lower <= p + 1e-9 && p <= upper + 1e-9), "{method:?} {found:?}");
    }
    let firth = estimate(&pools, Estimator::Firth, IntervalMethod::Score, 0.9).unwrap().prevalence;
    assert!((0.0..=1.0).contains(&firth));
});
