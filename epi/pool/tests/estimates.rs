//! Prevalence from pools: against R, closed forms, simulation, and at the ends.

use epi_core::stream::{Name, Stream};
use epi_pool::{
    Assay, Dilution, Estimator, Interval, IntervalMethod, PoolError, PoolResult, Pools, estimate,
};
use proptest::prelude::*;

const REFERENCE: &str = include_str!("../../../tests/data/epi-pool/estimates.csv");

fn pools(results: &[(u32, u64, u64)], assay: Assay) -> Pools {
    let results: Vec<PoolResult> =
        results.iter().map(|&(size, pools, positive)| PoolResult { size, pools, positive }).collect();
    Pools::new(&results, assay).unwrap()
}

fn test(sensitivity: f64, specificity: f64) -> Assay {
    Assay::new(sensitivity, specificity, Dilution::None).unwrap()
}

/// The cases of `reference.R`, in its order.
fn cases() -> [Pools; 7] {
    let perfect = Assay::PERFECT;
    [
        pools(&[(10, 120, 3)], perfect),
        pools(&[(1, 30, 0), (5, 25, 1), (10, 40, 4), (20, 6, 2)], perfect),
        pools(&[(5, 12, 1), (50, 9, 7)], perfect),
        pools(&[(5, 10, 0)], perfect),
        pools(&[(5, 10, 10)], perfect),
        pools(&[(4, 50, 6), (8, 60, 15)], test(0.9, 0.98)),
        pools(&[(20, 200, 37)], test(0.85, 0.995)),
    ]
}

fn point(pools: &Pools, estimator: Estimator) -> f64 {
    estimate(pools, estimator, IntervalMethod::Score, 0.95).unwrap().prevalence
}

fn interval(pools: &Pools, method: IntervalMethod) -> Interval {
    estimate(pools, Estimator::MaximumLikelihood, method, 0.95).unwrap().interval
}

#[test]
fn estimates_and_intervals_agree_with_r() {
    let cases = cases();
    let mut compared = 0;
    for line in REFERENCE.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let pools = &cases[cells[0].parse::<usize>().unwrap() - 1];
        let value = match cells[1] {
            "mle" => point(pools, Estimator::MaximumLikelihood),
            "gart" => point(pools, Estimator::Gart),
            "firth" => point(pools, Estimator::Firth),
            "profile_lower" => interval(pools, IntervalMethod::Profile).lower,
            "profile_upper" => interval(pools, IntervalMethod::Profile).upper,
            "score_lower" => interval(pools, IntervalMethod::Score).lower,
            "score_upper" => interval(pools, IntervalMethod::Score).upper,
            "skew_lower" => interval(pools, IntervalMethod::SkewScore).lower,
            "skew_upper" => interval(pools, IntervalMethod::SkewScore).upper,
            "exact_lower" => interval(pools, IntervalMethod::Exact).lower,
            "exact_upper" => interval(pools, IntervalMethod::Exact).upper,
            other => panic!("{other}"),
        };
        let theirs: f64 = cells[2].parse().unwrap();
        assert!((value - theirs).abs() <= 1e-11 * theirs, "{line}: {value}");
        compared += 1;
    }
    assert_eq!(compared, 71);
}

/// One size and a perfect test: 1 − (1 − x/m)^(1/n), and the same of Clopper and Pearson's ends.
#[test]
fn one_size_has_a_closed_form() {
    for (size, count, positive) in [(10, 120, 3), (20, 50, 49), (1, 40, 12), (5, 1000, 1)] {
        let pools = pools(&[(size, count, positive)], Assay::PERFECT);
        let closed = |share: f64| -((-share).ln_1p() / f64::from(size)).exp_m1();
        let mle = point(&pools, Estimator::MaximumLikelihood);
        assert!((mle / closed(positive as f64 / count as f64) - 1.0).abs() < 1e-13);
        let ends = epi_core::clopper_pearson(positive, count, 0.95).unwrap();
        let exact = interval(&pools, IntervalMethod::Exact);
        assert!((exact.lower / closed(ends.lower) - 1.0).abs() < 1e-12);
        assert!((exact.upper / closed(ends.upper) - 1.0).abs() < 1e-12);
    }
}

/// Four thousand surveys of 60 tubes of ten and 20 of five at 1 %: bias and coverage.
#[test]
fn simulation_shows_the_bias_and_the_coverage() {
    let (truth, surveys) = (0.01, 4000);
    let mut stream = Stream::new(Name { seed: 4, process: 1, entity: 0, index: 0 });
    let positive = |size: i32| 1.0 - (1.0_f64 - truth).powi(size);
    let (mut mle, mut firth) = (0.0, 0.0);
    let mut covered = [0; 3];
    let methods = [IntervalMethod::Profile, IntervalMethod::Score, IntervalMethod::SkewScore];
    for _ in 0..surveys {
        let (a, b) = (stream.binomial(60, positive(10)), stream.binomial(20, positive(5)));
        let pools = pools(&[(10, 60, a), (5, 20, b)], Assay::PERFECT);
        mle += point(&pools, Estimator::MaximumLikelihood) / f64::from(surveys);
        firth += point(&pools, Estimator::Firth) / f64::from(surveys);
        for (count, method) in covered.iter_mut().zip(methods) {
            let interval = interval(&pools, method);
            *count += i32::from(interval.lower <= truth && truth <= interval.upper);
        }
    }
    // Standard error of a mean estimate: about 0.0038/√4000 = 0.00006.
    assert!(mle - truth > 0.00005, "{mle}");
    assert!((firth - truth).abs() < 0.0002, "{firth}");
    assert!(mle - truth > firth - truth);
    for count in covered {
        let share = f64::from(count) / f64::from(surveys);
        assert!((0.93..0.985).contains(&share), "{share}");
    }
}

/// Exact intervals of two sizes cover at least the level, at each of several prevalences, over all outcomes.
#[test]
fn the_exact_interval_covers() {
    let outcomes: Vec<(u64, u64, Interval)> = (0..=6)
        .flat_map(|a| (0..=4).map(move |b| (a, b)))
        .map(|(a, b)| {
            (a, b, interval(&pools(&[(3, 6, a), (12, 4, b)], Assay::PERFECT), IntervalMethod::Exact))
        })
        .collect();
    for truth in [0.001, 0.01, 0.05, 0.13, 0.3, 0.6] {
        let mass = |pools, size: i32, k| {
            let positive = 1.0 - (1.0_f64 - truth).powi(size);
            epi_core::Binomial::new(pools, positive).unwrap().ln_pmf(k).exp()
        };
        let inside = |interval: &Interval| interval.lower <= truth && truth <= interval.upper;
        let covered: f64 =
            outcomes.iter().filter(|o| inside(&o.2)).map(|(a, b, _)| mass(6, 3, *a) * mass(4, 12, *b)).sum();
        assert!(covered >= 0.95, "{truth}: {covered}");
    }
}

#[test]
fn ends() {
    let (none, all) = (&cases()[3], &cases()[4]);
    for method in
        [IntervalMethod::Profile, IntervalMethod::Score, IntervalMethod::SkewScore, IntervalMethod::Exact]
    {
        assert_eq!((interval(none, method).lower, interval(all, method).upper), (0.0, 1.0));
        assert!(interval(none, method).upper < 0.1 && interval(all, method).lower > 0.2);
    }
    assert_eq!(point(none, Estimator::Firth), 0.0);
    assert!(point(all, Estimator::Firth) < 1.0);
    // More false positives expected than positives seen.
    let quiet = pools(&[(10, 100, 1)], test(0.9, 0.97));
    assert_eq!(point(&quiet, Estimator::MaximumLikelihood), 0.0);
    assert_eq!(interval(&quiet, IntervalMethod::Exact).lower, 0.0);
}

#[test]
fn refusals_are_named() {
    let one = |size, pools, positive| Pools::new(&[PoolResult { size, pools, positive }], Assay::PERFECT);
    assert_eq!(one(0, 1, 0), Err(PoolError::EmptyPool));
    assert_eq!(one(10, 3, 4), Err(PoolError::PositivesAbovePools { positive: 4, pools: 3 }));
    assert_eq!(one(10, 0, 0), Err(PoolError::NothingToTest));
    assert_eq!(one(20_000, 1, 0), Err(PoolError::PoolTooLarge { size: 20_000 }));
    assert_eq!(Assay::new(0.5, 0.5, Dilution::None), Err(PoolError::UninformativeTest { sum: 1.0 }));
    let many = pools(&[(5, 1000, 3), (10, 1000, 5)], Assay::PERFECT);
    let refused = estimate(&many, Estimator::Firth, IntervalMethod::Exact, 0.95);
    assert_eq!(refused, Err(PoolError::TooManyOutcomes { outcomes: 1_002_001.0 }));
    let level = estimate(&many, Estimator::Firth, IntervalMethod::Score, 1.0).unwrap_err();
    assert_eq!(level.to_string(), "level is 1, but must be a number strictly between 0 and 1");
}

proptest! {
    /// Without dilution the general sum over counts and the closed form are the same curve.
    #[test]
    fn a_dilution_of_nothing_changes_nothing(a in 0u64..14, b in 0u64..17) {
        let counts = [(6, 20, a), (15, 20, b)];
        let plain = pools(&counts, test(0.9, 0.99));
        let diluted = pools(&counts, Assay::new(0.9, 0.99, Dilution::Power { exponent: 0.0 }).unwrap());
        for estimator in [Estimator::MaximumLikelihood, Estimator::Firth] {
            let (x, y) = (point(&plain, estimator), point(&diluted, estimator));
            prop_assert!((x - y).abs() <= 1e-9 * x.max(y).max(1e-6), "{x} {y}");
        }
    }

    #[test]
    fn intervals_hold_the_estimate_and_grow_with_the_level(
        a in 0u64..=8, b in 0u64..=5, low in 0.5..0.8, more in 0.05..0.19,
    ) {
        let pools = pools(&[(4, 8, a), (11, 5, b)], Assay::PERFECT);
        let mle = point(&pools, Estimator::MaximumLikelihood);
        for method in [IntervalMethod::Profile, IntervalMethod::Score, IntervalMethod::Exact] {
            let at = |level| estimate(&pools, Estimator::MaximumLikelihood, method, level).unwrap().interval;
            let (narrow, wide) = (at(low), at(low + more));
            prop_assert!(wide.lower <= narrow.lower + 1e-12 && narrow.upper <= wide.upper + 1e-12);
            prop_assert!(narrow.lower <= mle + 1e-12 && mle <= narrow.upper + 1e-12, "{method:?} {mle} {narrow:?}");
        }
    }

    #[test]
    fn more_positives_mean_more_infected(a in 0u64..20, b in 0u64..=12) {
        let few = pools(&[(4, 20, a), (11, 12, b)], Assay::PERFECT);
        let many = pools(&[(4, 20, a + 1), (11, 12, b)], Assay::PERFECT);
        for estimator in [Estimator::MaximumLikelihood, Estimator::Firth] {
            prop_assert!(point(&few, estimator) < point(&many, estimator));
        }
    }
}
