//! Delay distributions and their estimation from censored pairs.

use epi_core::stream::{Name, Stream};
use epi_rt::*;
use proptest::prelude::*;

use crate::data::{load, numbers};

const FAMILIES: [Family; 3] = [Family::Gamma, Family::LogNormal, Family::Weibull];

fn pairs_of_file() -> Vec<Pair> {
    let file = &load("extra")["pairs"];
    let [el, er, sl, sr] = ["EL", "ER", "SL", "SR"].map(|name| numbers(&file[name]));
    let span = |from: &[f64], to: &[f64], at: usize| Span { from: from[at], to: to[at] };
    (0..el.len()).map(|at| Pair { first: span(&el, &er, at), second: span(&sl, &sr, at) }).collect()
}

/// coarseDataTools maximises the same likelihood, up to the constant of each pair's exposure.
#[test]
fn agrees_with_coarse_data_tools() {
    let pairs = pairs_of_file();
    let exposures: f64 = pairs.iter().map(|p| (p.first.to - p.first.from).ln()).sum();
    for (family, theirs) in FAMILIES.iter().zip(load("extra")["pairs"]["fits"].as_array().unwrap()) {
        let fit = fit_delay(&pairs, *family, Followed::ToTheEnd, 0.95).unwrap();
        let parameters = numbers(&theirs["parameters"]);
        for (ours, theirs) in fit.delay.parameters().iter().zip(&parameters) {
            assert!((ours - theirs).abs() < 2e-3 * theirs, "{family:?}: {ours} where {theirs} was expected");
        }
        for (level, theirs) in [0.05, 0.5, 0.95].iter().zip(numbers(&theirs["percentiles"])) {
            let ours = fit.delay.quantile(*level);
            assert!((ours - theirs).abs() < 2e-3 * theirs, "{family:?}: {ours} where {theirs} was expected");
        }
        let theirs = theirs["log_likelihood"].as_f64().unwrap();
        let ours = fit.log_likelihood;
        println!("{family:?} {ours} {theirs} {exposures}");
        assert!((ours + exposures - theirs).abs() < 1e-3 && ours + exposures >= theirs - 1e-9);
    }
}

/// The closed form against a sum over a fine grid of the first event's time.
#[test]
fn likelihood_is_the_double_integral() {
    let pairs = pairs_of_file();
    for family in FAMILIES {
        let fit = fit_delay(&pairs, family, Followed::ToTheEnd, 0.95).unwrap();
        let one = |pair: &Pair| {
            let (from, width) = (pair.first.from, pair.first.to - pair.first.from);
            let part = |i: usize| {
                let t = from + width * (i as f64 + 0.5) / 4000.0;
                fit.delay.cdf(pair.second.to - t) - fit.delay.cdf(pair.second.from - t)
            };
            ((0..4000).map(part).sum::<f64>() / 4000.0).ln()
        };
        let expected: f64 = pairs.iter().map(one).sum();
        assert!(
            (fit.log_likelihood - expected).abs() < 1e-5,
            "{family:?}: {} {expected}",
            fit.log_likelihood
        );
    }
}

fn simulated(delay: &Delay, pairs: usize, index: u32) -> Vec<Pair> {
    let mut stream = Stream::new(Name { seed: 7, process: 0, entity: 0, index });
    let day = |time: f64| Span::day(time.floor() as i32);
    (0..pairs)
        .map(|_| {
            let first = 30.0 * stream.uniform();
            Pair { first: day(first), second: day(first + delay.quantile(stream.uniform())) }
        })
        .collect()
}

/// Intervals hold the truth about as often as they say.
#[test]
fn intervals_cover() {
    for family in FAMILIES {
        let truth = Delay::new(family, 4.0, 2.2).unwrap();
        let (mut means, mut deviations) = (0, 0);
        for run in 0..60 {
            let fit = fit_delay(&simulated(&truth, 40, run), family, Followed::ToTheEnd, 0.9).unwrap();
            means += usize::from(fit.mean_interval.0 < 4.0 && 4.0 < fit.mean_interval.1);
            deviations += usize::from(fit.sd_interval.0 < 2.2 && 2.2 < fit.sd_interval.1);
        }
        // 54 expected, standard deviation 2.3.
        assert!(
            (46..=60).contains(&means) && (46..=60).contains(&deviations),
            "{family:?} {means} {deviations}"
        );
    }
}

/// In the middle of an outbreak short intervals are seen first. Truncation puts that right.
#[test]
fn truncation_is_put_right() {
    let truth = Delay::new(Family::Gamma, 8.0, 4.0).unwrap();
    let seen: Vec<Pair> = simulated(&truth, 4000, 1).into_iter().filter(|p| p.second.from < 30.0).collect();
    let naive = fit_delay(&seen, Family::Gamma, Followed::ToTheEnd, 0.95).unwrap();
    let corrected = fit_delay(&seen, Family::Gamma, Followed::Until(30.0), 0.95).unwrap();
    assert!(naive.mean_interval.1 < 7.5, "{naive:?}");
    assert!(corrected.mean_interval.0 < 8.0 && 8.0 < corrected.mean_interval.1, "{corrected:?}");
}

#[test]
fn a_fixed_delay_has_no_spread() {
    let pairs: Vec<Pair> = (0..9).map(|d| Pair { first: Span::day(d), second: Span::day(d + 3) }).collect();
    for family in FAMILIES {
        assert!(matches!(fit_delay(&pairs, family, Followed::ToTheEnd, 0.95), Err(RtError::NoMaximum(_))));
    }
}

#[test]
fn impossible_pairs_are_named() {
    let good = Pair { first: Span::day(0), second: Span::day(3) };
    let check = |pair: Pair, followed: Followed, reason: &str| {
        let error = fit_delay(&[good, pair], Family::Gamma, followed, 0.95).unwrap_err();
        assert_eq!(error.to_string(), format!("pair 2: {reason}"));
    };
    let span = |from, to| Span { from, to };
    let end = Followed::ToTheEnd;
    check(Pair { first: span(2.0, 1.0), second: span(3.0, 4.0) }, end, "a span ends before it begins");
    check(
        Pair { first: span(5.0, 6.0), second: span(3.0, 5.0) },
        end,
        "the second event cannot have followed the first",
    );
    check(Pair { first: span(f64::NAN, 6.0), second: span(3.0, 5.0) }, end, "a time is not a finite number");
    let late = Pair { first: Span::day(0), second: Span::day(9) };
    check(late, Followed::Until(9.0), "the second event lies after the end of follow-up");
    let one = fit_delay(&[good], Family::Gamma, end, 0.95).unwrap_err();
    assert_eq!(one, RtError::TooFew { found: 1, needed: 2 });
    assert!(fit_delay(&[good, good], Family::Gamma, end, 1.0).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn mean_and_sd_are_those_asked_for(mean in 0.2..40.0_f64, spread in 0.05..3.0_f64) {
        for family in FAMILIES {
            let delay = Delay::new(family, mean, spread * mean).unwrap();
            // E X = ∫ P(X > u) du, and ∫ P(X ≤ u) du up to x tends to x − E X.
            let far = delay.quantile(1.0 - 1e-15) * 4.0;
            let step = far / 20_000.0;
            let sum: f64 = (0..20_000).map(|i| delay.sf((f64::from(i) + 0.5) * step)).sum::<f64>() * step;
            if spread < 1.0 {
                prop_assert!((sum - mean).abs() < 1e-3 * mean, "{family:?} {sum} {mean}");
            }
            let median = delay.quantile(0.5);
            prop_assert!((delay.cdf(median) - 0.5).abs() < 1e-10);
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn shifting_all_dates_changes_nothing(shift in -1000_i32..1000) {
        let pairs = pairs_of_file();
        let move_by = |s: Span| Span { from: s.from + f64::from(shift), to: s.to + f64::from(shift) };
        let moved: Vec<Pair> =
            pairs.iter().map(|p| Pair { first: move_by(p.first), second: move_by(p.second) }).collect();
        let here = fit_delay(&pairs, Family::Weibull, Followed::ToTheEnd, 0.95).unwrap();
        prop_assert_eq!(here, fit_delay(&moved, Family::Weibull, Followed::ToTheEnd, 0.95).unwrap());
    }
}

#[test]
fn discretised_delay_adds_up() {
    for family in FAMILIES {
        let delay = Delay::new(family, 3.5, 2.0).unwrap();
        let si = delay.serial_interval(60).unwrap();
        assert!((si.pmf().iter().sum::<f64>() - 1.0).abs() < 1e-6);
        // Triangles keep the mean; what lag 0 had is spread over the others.
        assert!(si.mean() > 3.5 && si.mean() < 3.65, "{family:?} {}", si.mean());
        assert!(matches!(delay.serial_interval(3), Err(RtError::Sum(_))));
    }
}
