//! EARS: against R, against the definition, against itself run in other ways.

use epi_signal::ears::{self, Ears, Method, Params};
use epi_signal::{Error, Outcomes, run, run_batch, run_batch_parallel};
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::{self, Report};

fn params(run: &Value) -> Params {
    let method = match run["params"]["method"].as_str().unwrap() {
        "C1" => Method::C1,
        "C2" => Method::C2,
        "C3" => Method::C3,
        other => panic!("{other}"),
    };
    Params {
        method,
        baseline: reference::parameter(run, "baseline") as usize,
        min_sigma: reference::parameter(run, "minSigma"),
        alpha: reference::parameter(run, "alpha"),
    }
}

fn outcomes<C: epi_signal::Count>(params: &Params, counts: &[C]) -> Outcomes {
    run(Ears::new(params).unwrap(), counts)
}

fn compare(report: &mut Report, file: &Value, run: &Value, name: &str) {
    let (counts, range, params) = (reference::observed(file), reference::range(run), params(run));
    let ours = outcomes(&params, &counts);
    let rows = range.start - ours.first..range.end - ours.first;
    let what = |field: &str| format!("{name}: {}, {field}", run["call"]);
    report.compare(&what("upperbound"), &ours.upper[rows.clone()], &reference::numbers(run, "upperbound"));
    report.compare_flags(&what("alarm"), &ours.alarm[rows.clone()], &reference::flags(run, "alarm"));
    if run.get("derived_baseline_mean").is_some() {
        let theirs = reference::numbers(run, "derived_baseline_mean");
        report.compare(&what("mean"), &ours.expected[rows.clone()], &theirs);
    }
    if run.get("derived_textbook_alarm").is_some() {
        let ours = outcomes(&Params { method: Method::C3Textbook, ..params }, &counts);
        // The files have `null` for what is infinite, too.
        let finite = |u: &f64| if u.is_finite() { *u } else { f64::NAN };
        let upper: Vec<f64> = ours.upper[rows.clone()].iter().map(finite).collect();
        report.compare(&what("textbook"), &upper, &reference::numbers(run, "derived_textbook_upperbound"));
        let theirs = reference::flags(run, "derived_textbook_alarm");
        report.compare_flags(&what("textbook alarm"), &ours.alarm[rows], &theirs);
    }
    report.runs += 1;
}

#[test]
fn agrees_with_r_on_every_reference_series() {
    for (folder, least_runs) in [("ears", 30), ("more/ears", 80)] {
        let mut report = Report::default();
        for (name, file) in reference::files(folder) {
            reference::runs(&file).iter().for_each(|run| compare(&mut report, &file, run, &name));
        }
        report.finish(least_runs);
    }
}

/// The definition, computed afresh for one step, with sums in another order.
fn by_definition(params: &Params, counts: &[Option<u32>], t: usize) -> (f64, f64) {
    let gap = if params.method == Method::C1 { 0 } else { 2 };
    let baseline: Option<Vec<f64>> =
        counts[t - gap - params.baseline..t - gap].iter().rev().map(|y| y.map(f64::from)).collect();
    let Some(baseline) = baseline else { return (f64::NAN, f64::NAN) };
    let n = baseline.len() as f64;
    let mean = baseline.iter().sum::<f64>() / n;
    let variance = baseline.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, if variance.sqrt() < params.min_sigma { params.min_sigma } else { variance.sqrt() })
}

fn bound_by_definition(params: &Params, counts: &[Option<u32>], t: usize) -> f64 {
    let z = epi_core::special::normal_quantile(1.0 - params.alpha);
    let y = |t: usize| counts[t].map_or(f64::NAN, f64::from);
    let (mean, sigma) = by_definition(params, counts, t);
    let lag = |t: usize| {
        let (mean, sigma) = by_definition(params, counts, t);
        let c2 = (y(t) - mean) / sigma;
        if c2.is_nan() { c2 } else { (c2 - 1.0).max(0.0) }
    };
    match params.method {
        Method::C1 | Method::C2 => mean + z * sigma,
        Method::C3 => {
            let upper = y(t) + sigma * (z - (lag(t - 2) + lag(t - 1)));
            if upper < 0.0 { 0.0 } else { upper }
        }
        Method::C3Textbook => mean + sigma * (z - (lag(t - 2) + lag(t - 1))),
    }
}

fn any_counts() -> impl Strategy<Value = Vec<Option<u32>>> {
    let small = prop_oneof![12 => (0u32..6).prop_map(Some), 1 => Just(None), 1 => (0u32..500).prop_map(Some)];
    let flat = (0u32..3, 1usize..40).prop_map(|(y, n)| vec![Some(y); n]);
    let large = prop_oneof![Just(Some(u32::MAX)), (4_000_000_000u32..).prop_map(Some), Just(Some(0))];
    prop_oneof![
        6 => prop::collection::vec(small, 0..120),
        1 => flat,
        1 => prop::collection::vec(large, 0..40),
    ]
}

fn any_params() -> impl Strategy<Value = Params> {
    let method = prop::sample::select(vec![Method::C1, Method::C2, Method::C3, Method::C3Textbook]);
    let alpha = prop::sample::select(vec![0.001, 0.01, 0.025, 0.2, 0.5, 0.9]);
    let least = prop::sample::select(vec![0.0, 0.0, 0.2, 0.5, 3.0]);
    (method, 3usize..15, least, alpha).prop_map(|(method, baseline, min_sigma, alpha)| Params {
        method,
        baseline,
        min_sigma,
        alpha,
    })
}

/// NaN has many bit patterns and one meaning.
fn bits_of(number: f64) -> u64 {
    if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() }
}

/// Equal to the last bit, any NaN to any NaN.
fn bits(outcomes: &Outcomes) -> (usize, Vec<[u64; 3]>, &[bool]) {
    let rows = (0..outcomes.len())
        .map(|row| [&outcomes.expected, &outcomes.upper, &outcomes.score].map(|column| bits_of(column[row])));
    (outcomes.first, rows.collect(), &outcomes.alarm)
}

proptest! {
    #[test]
    fn is_its_definition(params in any_params(), counts in any_counts()) {
        let ours = outcomes(&params, &counts);
        prop_assert_eq!(ours.first, counts.len().min(params.first()));
        for (row, upper) in ours.upper.iter().enumerate() {
            let theirs = bound_by_definition(&params, &counts, ours.first + row);
            let scale = counts.iter().flatten().max().map_or(1.0, |most| f64::from(*most).max(1.0));
            let same = *upper == theirs || upper.is_nan() && theirs.is_nan() || (upper - theirs).abs() <= 1e-7 * scale
                // With nearly equal large counts the definition itself loses its deviation to rounding.
                || scale > 1e6;
            prop_assert!(same, "{} against {} at {}", upper, theirs, row);
            if upper.is_nan() {
                prop_assert!(!ours.alarm[row]);
            }
        }
    }

    #[test]
    fn one_pass_gives_the_alarms_of_the_detectors(params in any_params(), counts in any_counts()) {
        prop_assume!(!counts.is_empty());
        let flags = ears::alarms(&counts, counts.len(), &params).unwrap();
        let c3 = if params.method == Method::C3Textbook { Method::C3Textbook } else { Method::C3 };
        for (method, of) in [
            (Method::C1, ears::AlarmFlags::c1 as fn(ears::AlarmFlags) -> bool),
            (Method::C2, ears::AlarmFlags::c2),
            (c3, ears::AlarmFlags::c3),
        ] {
            let single = outcomes(&Params { method, ..params }, &counts);
            let alarms: Vec<usize> = single.alarms().collect();
            let in_pass: Vec<usize> = (0..counts.len()).filter(|step| of(flags[*step])).collect();
            prop_assert_eq!(alarms, in_pass, "{:?}", method);
        }
    }

    #[test]
    fn a_whole_series_is_its_steps(params in any_params(), counts in any_counts()) {
        let (whole, steps) = (ears::evaluate(&params, &counts).unwrap(), outcomes(&params, &counts));
        prop_assert_eq!(bits(&whole), bits(&steps));
    }

    #[test]
    fn many_at_once_are_many_alone(params in any_params(), series in prop::collection::vec(any_counts(), 0..6)) {
        let alone: Vec<Outcomes> = series.iter().map(|counts| outcomes(&params, counts)).collect();
        let make = |_| Ears::new(&params).unwrap();
        let (batch, parallel) = (run_batch(&series, make), run_batch_parallel(&series, make));
        for (alone, others) in alone.iter().zip(batch.iter().zip(&parallel)) {
            prop_assert_eq!(bits(alone), bits(others.0));
            prop_assert_eq!(bits(alone), bits(others.1));
        }
        let steps = series.iter().map(Vec::len).min().unwrap_or(0);
        if steps > 0 {
            let panel: Vec<Option<u32>> = series.iter().flat_map(|counts| counts[..steps].to_vec()).collect();
            prop_assert_eq!(
                ears::alarms(&panel, steps, &params),
                ears::alarms_parallel(&panel, steps, &params)
            );
        }
    }

    /// More cases today never take an alarm away, and the bound of C1 and C2 does not know of them.
    #[test]
    fn alarms_grow_with_the_count(params in any_params(), counts in any_counts(), more in 1u32..50) {
        prop_assume!(counts.len() > params.first() && matches!(params.method, Method::C1 | Method::C2));
        let mut worse = counts.clone();
        let last = worse.len() - 1;
        worse[last] = worse[last].map(|y| y.saturating_add(more));
        let (before, after) = (outcomes(&params, &counts).at(last), outcomes(&params, &worse).at(last));
        let (before, after) = (before.unwrap(), after.unwrap());
        prop_assert!(after.alarm >= before.alarm);
        prop_assert_eq!(after.upper.to_bits(), before.upper.to_bits());
    }
}

#[test]
fn a_baseline_of_zeros() {
    let mut counts = vec![0u32; 20];
    counts[14] = 3;
    let default = Params::default();
    let alarms = |method| outcomes(&Params { method, ..default }, &counts).alarms().collect::<Vec<_>>();
    assert_eq!(alarms(Method::C1), [14]);
    assert_eq!(alarms(Method::C2), [14]);
    assert_eq!(alarms(Method::C3), [0usize; 0]);
    let c3 = outcomes(&Params { method: Method::C3, ..default }, &counts);
    let unknown = c3.upper.iter().filter(|upper| upper.is_nan()).count();
    assert_eq!((c3.first, unknown, c3.len()), (11, 8, 9));
}

#[test]
fn begins_with_the_first_step_that_has_a_baseline() {
    let counts = [1u8, 2, 3, 1, 2, 3, 1, 2, 3, 4];
    for (method, first) in [(Method::C1, 3), (Method::C2, 5), (Method::C3, 7), (Method::C3Textbook, 7)] {
        let params = Params { method, baseline: 3, ..Params::default() };
        assert_eq!(params.first(), first);
        for length in 0..=counts.len() {
            let ours = outcomes(&params, &counts[..length]);
            assert_eq!((ours.first, ours.len()), (length.min(first), length.saturating_sub(first)));
        }
    }
}

#[test]
fn a_missing_count_is_not_a_zero() {
    let mut counts = [2u32, 1, 3, 2, 1, 3, 2, 1, 3, 2, 2, 1].map(Some);
    counts[4] = None;
    let params = Params { baseline: 3, ..Params::default() };
    let c1 = outcomes(&params, &counts);
    let unknown: Vec<usize> = (3..12).filter(|t| c1.at(*t).unwrap().upper.is_nan()).collect();
    assert_eq!(unknown, [5, 6, 7]);
    assert!(c1.at(4).unwrap().score.is_nan() && !c1.at(4).unwrap().alarm);
}

#[test]
fn refuses_what_has_no_meaning() {
    let refused = |params: Params| Ears::new(&params).unwrap_err().to_string();
    let default = Params::default();
    assert_eq!(refused(Params { baseline: 2, ..default }), "baseline is 2, but must be at least 3");
    for alpha in [0.0, 1.0, -0.1, f64::NAN] {
        let message = refused(Params { alpha, ..default });
        assert_eq!(message, format!("alpha is {alpha}, but needs a number above 0 and below 1"));
    }
    for min_sigma in [-1.0, f64::INFINITY, f64::NAN] {
        assert!(refused(Params { min_sigma, ..default }).starts_with("min_sigma is"));
    }
    assert!(matches!(ears::alarms(&[1u8; 5], 3, &default), Err(Error::Mismatch { .. })));
    assert!(matches!(ears::alarms(&[1u8; 5], 0, &default), Err(Error::Mismatch { .. })));
}
