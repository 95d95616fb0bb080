//! Cori's method: what must hold for every series, at the edges, and on average.

use std::num::NonZeroUsize;

use epi_core::stream::{Name, Stream};
use epi_rt::*;
use proptest::prelude::*;

fn table(pmf: &[f64]) -> SerialInterval {
    SerialInterval::from_pmf(pmf).unwrap()
}

fn daily(days: usize) -> Vec<Window> {
    Window::sliding(days, 1)
}

/// Quantiles from the table of shapes against the distribution itself, up to tens of millions of cases.
#[test]
fn looked_up_quantiles_are_the_quantiles() {
    let sizes: Vec<f64> =
        (0..40).map(f64::from).chain((10..74).map(|i| (1.3_f64.powi(i) * 16.0).round())).collect();
    for (prior, fraction) in [(Prior::default(), 0.0), (Prior::new(2.0, 0.7).unwrap(), 0.5)] {
        let cori = Cori::new(table(&[0.0, 1.0]), prior);
        let mut worst = 0.0_f64;
        for size in &sizes {
            let cases = [100.0, 50.0, size + fraction];
            let window = [Window { start: 3, end: 3 }];
            let p = cori.estimate(&Incidence::new(&cases).unwrap(), &window).unwrap()[0].posterior.unwrap();
            for (level, found) in LEVELS.iter().zip(p.quantiles) {
                worst = worst.max((found / p.quantile(*level) - 1.0).abs());
            }
        }
        println!("largest relative difference {worst:e}");
        assert!(worst < 1e-13, "{worst:e}");
    }
}

/// R is drawn from the prior and cases from the model: then a quantile exceeds the truth exactly as often as it says.
#[test]
fn intervals_are_calibrated() {
    let si = table(&[0.0, 0.3, 0.4, 0.2, 0.1]);
    let prior = Prior::new(1.5, 0.6).unwrap();
    let cori = Cori::new(si.clone(), prior);
    let (runs, days) = (2000_u32, 9);
    let mut below = [0_u32; LEVELS.len()];
    for run in 0..runs {
        let mut stream = Stream::new(Name { seed: 3, process: 0, entity: 0, index: run });
        let r = stream.gamma(prior.shape()) * prior.scale();
        let mut cases = vec![5.0];
        for day in 1..days {
            let force: f64 = (1..=si.max_lag().min(day)).map(|s| si.pmf()[s] * cases[day - s]).sum();
            cases.push(stream.poisson(r * force) as f64);
        }
        let window = [Window { start: 2, end: days }];
        let found = cori.estimate(&Incidence::new(&cases).unwrap(), &window).unwrap()[0].posterior.unwrap();
        below.iter_mut().zip(found.quantiles).for_each(|(n, q)| *n += u32::from(r < q));
    }
    for (level, n) in LEVELS.iter().zip(below) {
        let share = f64::from(n) / f64::from(runs);
        assert!((share - level).abs() < 0.04, "{level}: {share}");
    }
}

/// The mean over windows of fixed R, many cases: bias below the noise.
#[test]
fn many_cases_find_r() {
    let si = SerialInterval::gamma(4.7, 2.9, 30).unwrap();
    let cori = Cori::new(si.clone(), Prior::default());
    for r in [0.6, 1.0, 1.8] {
        let mut stream = Stream::new(Name { seed: 5, process: 0, entity: 0, index: 0 });
        let mut cases = vec![2000.0; 30];
        for day in 30..60 {
            let force: f64 = (1..=30).map(|s| si.pmf()[s] * cases[day - s]).sum();
            cases.push(stream.poisson(r * force) as f64);
        }
        let window = [Window { start: 31, end: 60 }];
        let p = cori.estimate(&Incidence::new(&cases).unwrap(), &window).unwrap()[0].posterior.unwrap();
        assert!((p.mean - r).abs() < 4.0 * p.sd, "{r}: {p:?}");
    }
}

#[test]
fn early_windows_and_silent_series() {
    let cori = Cori::new(table(&[0.0, 0.0, 0.5, 0.5]), Prior::default());
    let silent = [0.0; 9];
    let found = cori.estimate(&Incidence::new(&silent).unwrap(), &daily(9)).unwrap();
    // Mean 2.5 days: windows that end on day 2 have no estimate; without cases the prior is all there is.
    let given: Vec<bool> = found.iter().map(|e| e.posterior.is_some()).collect();
    assert_eq!(given, [false, true, true, true, true, true, true, true]);
    let p = found[3].posterior.unwrap();
    assert_eq!((p.mean, p.sd, p.shape, p.scale), (5.0, 5.0, 1.0, 5.0));
    assert_eq!(p.coefficient_of_variation(), 1.0);
    assert_eq!(cori.cases_for_variation(0.3), 11.0);
    assert_eq!(cori.cases_for_variation(2.0), 0.0);
}

#[test]
fn two_days_are_enough_and_one_is_not() {
    let cori = Cori::new(table(&[0.0, 1.0]), Prior::default());
    let found = cori.estimate(&Incidence::new(&[3.0, 6.0]).unwrap(), &daily(2)).unwrap();
    // Shape 1 + 6, rate 1/5 + 3.
    assert_eq!(found[0].posterior.unwrap().mean, 7.0 * (1.0 / (1.0 / 5.0 + 3.0)));
    assert_eq!(Incidence::new(&[3.0]), Err(RtError::TooShort { days: 1, needed: 2 }));
    assert_eq!(Window::sliding(5, 5), []);
    assert_eq!(Window::sliding(5, 4), [Window { start: 2, end: 5 }]);
    assert_eq!(Window::sliding(3, 0), daily(3));
}

#[test]
fn what_is_wrong_is_named() {
    let counts = |bad: f64| Incidence::new(&[1.0, bad]).unwrap_err().to_string();
    assert_eq!(counts(-1.0), "day 2: -1 is not a count of cases");
    assert_eq!(counts(f64::NAN), "day 2: NaN is not a count of cases");
    assert_eq!(counts(f64::INFINITY), "day 2: inf is not a count of cases");
    let lengths = Incidence::with_imported(&[1.0, 2.0], &[0.0]).unwrap_err();
    assert_eq!(lengths.to_string(), "1 values where 2 belong");

    let si = |pmf: &[f64]| SerialInterval::from_pmf(pmf).unwrap_err().to_string();
    assert_eq!(si(&[0.1, 0.9]), "serial interval: probability 0.1 at lag 0, where it must be 0");
    assert_eq!(si(&[0.0, -0.2, 1.2]), "serial interval: probability -0.2 at lag 1");
    assert_eq!(si(&[0.0, 0.5, 0.25]), "serial interval: the probabilities add up to 0.75, not to 1");
    assert_eq!(si(&[]), "serial interval: the probabilities add up to 0, not to 1");
    assert!(SerialInterval::from_pmf(&[0.0, 0.505, 0.5]).is_ok());
    assert_eq!(discr_si(1, 1.0, 1.0), Err(RtError::SerialMean(1.0)));
    assert_eq!(discr_si(1, 2.0, 0.0), Err(RtError::Sd(0.0)));
    assert_eq!(SerialInterval::gamma(0.5, 1.0, 5), Err(RtError::SerialMean(0.5)));

    assert!(Prior::new(0.0, 1.0).is_err() && Prior::new(1.0, f64::NAN).is_err());
    let cori = Cori::new(table(&[0.0, 1.0]), Prior::default());
    let cases = [1.0, 2.0, 3.0];
    for (start, end) in [(1, 2), (2, 4), (3, 2), (0, 0)] {
        let error = cori.estimate(&Incidence::new(&cases).unwrap(), &[Window { start, end }]).unwrap_err();
        assert_eq!(error, RtError::Window { start, end, first: 2, last: 3 });
    }
    let mut tracker = Tracker::new(&cori, 2);
    assert_eq!(tracker.push(1.0, -2.0), Err(RtError::Count { day: 1, value: -2.0 }));
    assert_eq!(tracker.days(), 0);
    assert!(Panel::new(&cases, 2).is_err() && Panel::new(&cases, 1).is_err());
    assert_eq!(Panel::new(&[], 5).unwrap().series(), 0);
}

#[test]
fn uncertain_intervals_have_bounds() {
    let normal = |mean, sd, min, max| TruncatedNormal { mean, sd, min, max };
    let good = UncertainSi {
        mean: normal(2.6, 1.0, 1.0, 4.2),
        sd: normal(1.5, 0.5, 0.5, 2.5),
        bound: Bound::SdAtMostMean,
    };
    let sampling = Sampling { draws: 400, seed: 9 };
    let sample = good.draw(sampling, 200).unwrap();
    assert_eq!(sample, good.draw(sampling, 200).unwrap());
    assert_ne!(sample, good.draw(Sampling { seed: 10, ..sampling }, 200).unwrap());
    // Discretising adds up to a sixth of a square day to the variance.
    assert!(sample.iter().all(|si| si.sd() <= (si.mean().powi(2) + 0.17).sqrt()));
    let free = UncertainSi { bound: Bound::Free, ..good }.draw(sampling, 200).unwrap();
    assert!(free.iter().any(|si| si.sd() > si.mean() + 0.1));
    let mean = free.iter().map(SerialInterval::mean).sum::<f64>() / 400.0;
    assert!((mean - 2.6).abs() < 0.01, "{mean}");

    let refused = |si: UncertainSi| si.draw(sampling, 10).is_err();
    assert!(refused(UncertainSi { mean: normal(2.6, 1.0, 0.9, 4.2), ..good }));
    assert!(refused(UncertainSi { mean: normal(2.6, 0.0, 1.0, 4.2), ..good }));
    assert!(refused(UncertainSi { sd: normal(1.5, 0.5, 0.0, 2.5), ..good }));
    assert!(refused(UncertainSi { sd: normal(1.5, 0.5, 3.0, 2.5), ..good }));
    assert!(refused(UncertainSi { sd: normal(1.5, 0.5, 1.2, 2.5), ..good }));
    assert!(good.draw(Sampling { draws: 0, seed: 1 }, 10).is_err());
    let none = estimate_over(&[], Prior::default(), &Incidence::new(&[1.0, 1.0]).unwrap(), &[]);
    assert!(matches!(none, Err(RtError::TooFew { .. })));
}

/// The quantiles of a mixture against the average of the distribution functions it is made of, from nearly nothing known to
/// thousands of cases.
#[test]
fn mixed_quantiles_are_those_of_the_mixture() {
    let normal = |mean, sd, min, max| TruncatedNormal { mean, sd, min, max };
    let uncertain =
        UncertainSi { mean: normal(4.0, 1.5, 1.5, 7.0), sd: normal(2.0, 1.0, 0.5, 4.0), bound: Bound::Free };
    let sample = uncertain.draw(Sampling { draws: 150, seed: 4 }, 29).unwrap();
    for (prior, factor) in
        [(Prior::default(), 1.0), (Prior::new(0.5, 4.0).unwrap(), 0.0), (Prior::default(), 300.0)]
    {
        let cases: Vec<f64> = (0..30).map(|d| ((2.0 + f64::from(d) / 3.0) * factor).floor()).collect();
        let incidence = Incidence::new(&cases).unwrap();
        let windows = [Window { start: 20, end: 26 }];
        let mixed = estimate_over(&sample, prior, &incidence, &windows).unwrap()[0].posterior.unwrap();
        let parts: Vec<epi_core::Gamma> = sample
            .iter()
            .map(|si| {
                Cori::new(si.clone(), prior).estimate(&incidence, &windows).unwrap()[0].posterior.unwrap()
            })
            .map(|p| epi_core::Gamma::new(p.shape, p.scale).unwrap())
            .collect();
        for (level, q) in LEVELS.iter().zip(mixed.quantiles) {
            let share = parts.iter().map(|part| part.cdf(q)).sum::<f64>() / parts.len() as f64;
            assert!((share - level).abs() < 1e-12, "{factor} {level}: {share}");
        }
    }
}

/// One serial interval is a mixture of one.
#[test]
fn a_sample_of_one_is_the_known_serial_interval() {
    let si = SerialInterval::gamma(2.6, 1.5, 20).unwrap();
    let cases = [1., 1., 0., 2., 5., 3., 3., 3., 6., 2., 5., 9., 13., 12.];
    let (incidence, windows) = (Incidence::new(&cases).unwrap(), Window::sliding(14, 7));
    let plain = Cori::new(si.clone(), Prior::default()).estimate(&incidence, &windows).unwrap();
    let mixed = estimate_over(&[si.clone(), si], Prior::default(), &incidence, &windows).unwrap();
    for (plain, mixed) in plain.iter().zip(&mixed) {
        let (plain, mixed) = (plain.posterior.unwrap(), mixed.posterior.unwrap());
        let ours = [vec![plain.mean, plain.sd], plain.quantiles.to_vec()].concat();
        let theirs = [vec![mixed.mean, mixed.sd], mixed.quantiles.to_vec()].concat();
        assert!(ours.iter().zip(&theirs).all(|(a, b)| (a / b - 1.0).abs() < 1e-12), "{ours:?} {theirs:?}");
    }
}

fn series() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, usize)> {
    let counts = || prop::collection::vec((0_u32..60).prop_map(f64::from), 40);
    (counts(), counts(), 1_usize..12)
}

proptest! {
    #[test]
    fn one_more_case_raises_r_and_one_more_before_lowers_it(
        (local, imported, width) in series(), day in 0_usize..40
    ) {
        let cori = Cori::new(SerialInterval::gamma(3.0, 1.5, 20).unwrap(), Prior::default());
        let windows = Window::sliding(40, width);
        let means = |local: &[f64], imported: &[f64]| -> Vec<Option<Posterior>> {
            let incidence = Incidence::with_imported(local, imported).unwrap();
            cori.estimate(&incidence, &windows).unwrap().iter().map(|e| e.posterior).collect()
        };
        let before = means(&local, &imported);
        let mut more = imported.clone();
        more[day] += 1.0;
        for (window, (b, a)) in windows.iter().zip(before.iter().zip(means(&local, &more))) {
            let (Some(b), Some(a)) = (b, a) else { continue };
            // Imported cases add to the infectivity of later days alone.
            prop_assert!(a.mean <= b.mean && a.shape == b.shape);
            prop_assert!(window.end > day + 1 || a == *b);
            prop_assert!(a.quantiles.is_sorted() && a.quantiles[0] > 0.0);
            prop_assert!(a.quantiles[0] < a.mean && a.mean < a.quantiles[6]);
        }
    }

    #[test]
    fn the_past_is_not_changed_by_the_future((local, imported, width) in series()) {
        let cori = Cori::new(SerialInterval::gamma(3.0, 1.5, 20).unwrap(), Prior::default());
        let estimate = |days: usize| {
            let incidence = Incidence::with_imported(&local[..days], &imported[..days]).unwrap();
            cori.estimate(&incidence, &Window::sliding(days, width)).unwrap()
        };
        let (short, long) = (estimate(25), estimate(40));
        prop_assert_eq!(&short[..], &long[..short.len()]);
    }

    #[test]
    fn infectivity_is_linear((a, b, _) in series()) {
        let si = SerialInterval::gamma(4.0, 3.0, 25).unwrap();
        let of = |cases: &[f64]| overall_infectivity(&Incidence::new(cases).unwrap(), &si);
        let sum: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + 2.0 * b).collect();
        let (of_a, of_b, of_sum) = (of(&a), of(&b), of(&sum));
        for day in 0..40 {
            prop_assert!((of_a[day] + 2.0 * of_b[day] - of_sum[day]).abs() < 1e-11);
        }
    }

    /// Panels of fractions take another way to their sums than panels of whole numbers.
    #[test]
    fn fractions_agree_as_well((local, _, width) in series(), factor in 0.01..3.0_f64) {
        let cases: Vec<f64> = local.iter().map(|c| c * factor).collect();
        let cori = Cori::new(SerialInterval::gamma(3.0, 1.5, 20).unwrap(), Prior::default());
        let found = cori.panel(&Panel::new(&cases, 40).unwrap(), width, NonZeroUsize::MIN);
        let plain = cori.estimate(&Incidence::new(&cases).unwrap(), &Window::sliding(40, width)).unwrap();
        for (at, estimate) in plain.iter().enumerate() {
            let row = &found[at * SUMMARY..(at + 1) * SUMMARY];
            let Some(p) = estimate.posterior else { prop_assert!(row[0].is_nan()); continue };
            prop_assert!((row[0] / p.mean - 1.0).abs() < 1e-12);
            prop_assert!(row[2..].iter().zip(p.quantiles).all(|(a, b)| (a / b - 1.0).abs() < 1e-12));
        }
    }

    #[test]
    fn exact_and_printed_serial_intervals_agree(mean in 1.01..25.0_f64, sd in 0.1..15.0_f64) {
        let printed = SerialInterval::gamma(mean, sd, 60).unwrap();
        let exact = SerialInterval::gamma_exact(mean, sd, 60).unwrap();
        for lag in 0..=60 {
            prop_assert!((printed.pmf()[lag] - exact.pmf()[lag]).abs() < 1e-12, "{lag}");
        }
        prop_assert!(exact.pmf().iter().sum::<f64>() < 1.0 + 1e-12);
    }
}
