//! Cohorts after Wallinga and Teunis, and growth.

use epi_core::stream::{Name, Stream};
use epi_rt::*;
use proptest::prelude::*;

const FLU: [f64; 32] = [
    1., 1., 0., 2., 5., 3., 3., 3., 6., 2., 5., 9., 13., 12., 13., 11., 12., 6., 6., 6., 3., 1., 0., 2., 0.,
    0., 0., 0., 2., 0., 2., 0.,
];

fn daily(days: usize) -> Vec<Window> {
    (1..=days).map(|day| Window { start: day, end: day }).collect()
}

fn si() -> SerialInterval {
    SerialInterval::gamma(2.6, 1.5, 31).unwrap()
}

/// Mean and spread of simulated trees against their exact values; the interval against EpiEstim's.
#[test]
fn simulated_trees_have_the_moments_foretold() {
    let incidence = Incidence::new(&FLU).unwrap();
    let windows = Window::sliding(32, 7);
    let sampling = Sampling { draws: 4000, seed: 2 };
    let found = wallinga_teunis_simulated(&incidence, &si(), &windows, sampling).unwrap();
    assert_eq!(found, wallinga_teunis_simulated(&incidence, &si(), &windows, sampling).unwrap());
    let exact = wallinga_teunis(&incidence, &si(), &windows).unwrap();
    for (cohort, exact) in found.iter().zip(&exact) {
        let (r, e) = (cohort.r.unwrap(), exact.r.unwrap());
        assert_eq!((r.mean, r.sd, r.seen, e.interval), (e.mean, e.sd, e.seen, None));
        let (low, high) = r.interval.unwrap();
        // A sum of many independent shares is close to normal; the ends lie 1.96 standard deviations off.
        let off = [(r.mean - low) / r.sd, (high - r.mean) / r.sd];
        // Infections come in whole numbers, so for few of them to within one.
        let grain = 1.0 / (r.sd * cohort.cases);
        assert!(off.iter().all(|o| (o - 1.96).abs() < 0.2 + grain), "{cohort:?} {off:?}");
    }
    // EpiEstim's first window, from 100 trees: 0.135 and 1.322–1.796.
    let first = found[0].r.unwrap();
    let (low, high) = first.interval.unwrap();
    assert!((first.sd - 0.135).abs() < 0.02 && (low - 1.322).abs() < 0.1 && (high - 1.796).abs() < 0.1);
}

#[test]
fn whole_trees_count_every_case_once() {
    let incidence = Incidence::new(&FLU).unwrap();
    let found = wallinga_teunis(&incidence, &si(), &daily(32)).unwrap();
    let infected: f64 = found.iter().filter_map(|c| c.r.map(|r| r.mean * c.cases)).sum();
    assert!((infected - (FLU.iter().sum::<f64>() - 1.0)).abs() < 1e-9, "{infected}");
    assert!(found[2].r.is_none() && found[2].cases == 0.0);
    // Early cohorts were seen whole, that of day 31 only for one more day.
    assert!(found[0].r.unwrap().seen > 0.999999);
    assert!((found[30].r.unwrap().seen - si().pmf()[1] / si().pmf().iter().sum::<f64>()).abs() < 1e-12);
}

#[test]
fn imported_cases_were_infected_by_nobody() {
    let si = SerialInterval::from_pmf(&[0.0, 1.0]).unwrap();
    let incidence = Incidence::with_imported(&[0.0, 2.0, 0.0], &[2.0, 3.0, 4.0]).unwrap();
    let found = wallinga_teunis(&incidence, &si, &daily(3)).unwrap();
    let means: Vec<f64> = found.iter().map(|c| c.r.unwrap().mean).collect();
    assert_eq!(means, [1.0, 0.0, 0.0]);
    // Nobody of the series can have infected the cases of day 3.
    let gap = wallinga_teunis(&Incidence::new(&[2.0, 0.0, 5.0]).unwrap(), &si, &daily(1)).unwrap();
    assert_eq!(gap[0].r.unwrap().mean, 0.0);
}

#[test]
fn cohort_errors_are_named() {
    let incidence = Incidence::new(&FLU).unwrap();
    let error = wallinga_teunis(&incidence, &si(), &[Window { start: 0, end: 3 }]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "window 0–3: windows lie within days 1–32 and do not end before they begin"
    );
    let one = Sampling { draws: 1, seed: 1 };
    assert!(matches!(wallinga_teunis_simulated(&incidence, &si(), &[], one), Err(RtError::TooFew { .. })));
    let halves = Incidence::new(&[1.0, 0.5]).unwrap();
    let error = wallinga_teunis_simulated(&halves, &si(), &[], Sampling::default()).unwrap_err();
    assert_eq!(error, RtError::Count { day: 2, value: 0.5 });
}

#[test]
fn growth_on_an_exact_line_is_exact() {
    let counts: Vec<f64> = (0..10).map(|d| 2.0_f64.powi(d)).collect();
    let growth = Growth::fit(&counts, 1, 0.95).unwrap();
    assert!((growth.rate - 2.0_f64.ln()).abs() < 1e-14);
    let Pace::Doubling(time) = growth.pace else { panic!("{growth:?}") };
    assert!((time.days - 1.0).abs() < 1e-13);
    assert!((growth.expected(3.0).0 - 8.0).abs() < 1e-12);
    let flat = Growth::fit(&[4.0; 6], 1, 0.95).unwrap();
    assert_eq!((flat.rate, flat.pace), (0.0, Pace::Steady));
    assert!((flat.reproduction(&si()).0 - 1.0).abs() < 1e-12);
}

#[test]
fn growth_that_may_be_a_fall_has_no_slowest_doubling() {
    let growth = Growth::fit(&[1., 2., 1., 2., 3., 1.], 1, 0.95).unwrap();
    let Pace::Doubling(time) = growth.pace else { panic!("{growth:?}") };
    assert!(growth.rate_interval.0 < 0.0 && time.interval.1 == f64::INFINITY && time.interval.0 < time.days);
    for counts in [&[1.0, 2.0][..], &[0.0, 3.0, 0.0, 5.0]] {
        assert_eq!(Growth::fit(counts, 1, 0.95), Err(RtError::TooFew { found: 2, needed: 3 }));
    }
    assert!(Growth::fit(&[1., 2., 3.], 0, 0.95).is_err() && Growth::fit(&[1., 2., 3.], 1, 1.0).is_err());
    assert!(matches!(Growth::fit(&[1., -2., 3.], 1, 0.9), Err(RtError::Count { day: 2, .. })));
}

/// Log-normal errors about a line are what the interval is made for.
#[test]
fn growth_intervals_cover() {
    let mut inside = 0;
    for run in 0..400 {
        let mut stream = Stream::new(Name { seed: 21, process: 0, entity: 0, index: run });
        let counts: Vec<f64> =
            (0..15).map(|d| (2.0 + 0.1 * f64::from(d) + 0.3 * stream.normal()).exp()).collect();
        let (low, high) = Growth::fit(&counts, 1, 0.95).unwrap().rate_interval;
        inside += u32::from(low < 0.1 && 0.1 < high);
    }
    // 380 expected, standard deviation 4.4.
    assert!((364..=395).contains(&inside), "{inside}");
}

proptest! {
    #[test]
    fn r_and_growth_cross_one_and_zero_together(rate in -0.15..0.5_f64, mean in 2.0..10.0_f64, sd in 0.5..3.0_f64) {
        let si = SerialInterval::gamma(mean, sd, 80).unwrap();
        let r = reproduction_from_growth(rate, &si);
        prop_assert_eq!(r > 1.0, rate > 0.0);
        // A series that has grown by that rate goes on growing by it under that R.
        let total: f64 = si.pmf().iter().sum();
        let next: f64 = (1..=80).map(|s| r * si.pmf()[s] / total * (-rate * s as f64).exp()).sum();
        prop_assert!((next - 1.0).abs() < 1e-12, "{next}");
    }

    #[test]
    fn scale_of_counts_does_not_change_growth(factor in 0.5..50.0_f64) {
        let counts = [3.0, 5.0, 4.0, 11.0, 0.0, 18.0, 40.0];
        let here = Growth::fit(&counts, 1, 0.95).unwrap();
        let scaled = Growth::fit(&counts.map(|c| c * factor), 1, 0.95).unwrap();
        prop_assert!((here.rate - scaled.rate).abs() < 1e-12);
        prop_assert!((here.rate_interval.0 - scaled.rate_interval.0).abs() < 1e-10);
    }

    #[test]
    fn no_cohort_infects_more_than_come_after(counts in prop::collection::vec(0_u32..20, 30)) {
        let cases: Vec<f64> = counts.iter().map(|&c| f64::from(c)).collect();
        let found = wallinga_teunis(&Incidence::new(&cases).unwrap(), &si(), &daily(30)).unwrap();
        for (day, cohort) in found.iter().enumerate() {
            let after: f64 = cases[day + 1..].iter().sum();
            let Some(r) = cohort.r else { continue };
            prop_assert!(r.mean >= 0.0 && r.mean * cohort.cases <= after + 1e-9 && (0.0..=1.0).contains(&r.seen));
        }
    }
}
