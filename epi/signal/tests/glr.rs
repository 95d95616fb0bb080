//! GLR: against R, against the definition, at its boundaries.

use epi_signal::glr::{Change, Direction, Glr, Params, Window};
use epi_signal::{Dispersion, Drift, Outcomes, Reference, Season, run, run_batch, run_batch_parallel};
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::{self, Report, parameter};

fn params(file: &Value, run: &Value) -> Params {
    let given = &run["params"];
    let season = given.get("mu0_model").map(|model| Season {
        per_year: file["dataset"]["freq"].as_f64().unwrap(),
        harmonics: model["S"].as_u64().unwrap() as usize,
        drift: if model["trend"] == true { Drift::Linear } else { Drift::None },
    });
    Params {
        training: reference::range(run).start,
        reference: season.map_or_else(|| Reference::Steps(reference::numbers(run, "mu0")), Reference::Season),
        dispersion: match given["alpha"].as_f64() {
            None => Dispersion::Estimated,
            Some(0.0) => Dispersion::Poisson,
            Some(alpha) => Dispersion::Given(alpha),
        },
        change: match given["theta"].as_f64() {
            Some(theta) => Change::Known(theta),
            None => Change::Unknown(Direction::Increase, Window::ALL),
        },
        threshold: parameter(run, "c.ARL"),
    }
}

fn compare(report: &mut Report, file: &Value, run: &Value, name: &str) {
    let (counts, range) = (reference::observed(file), reference::range(run));
    let ours = epi_signal::run(Glr::new(&params(file, run)).unwrap(), &counts[..range.end]);
    assert_eq!(ours.first, range.start);
    let what = |field: &str| format!("{name}: {}, {field}", run["call"]);
    report.compare(&what("mu0"), &ours.expected, &reference::numbers(run, "mu0"));
    report.compare(&what("value"), &ours.score, &reference::numbers(run, "value"));
    report.compare_flags(&what("alarm"), &ours.alarm, &reference::flags(run, "alarm"));
    report.runs += 1;
}

#[test]
fn agrees_with_r_on_every_reference_series() {
    for (folder, least_runs) in [("glr", 8), ("more/glr", 40)] {
        let mut report = Report::default();
        for (name, file) in reference::files(folder) {
            reference::runs(&file).iter().for_each(|run| compare(&mut report, &file, run, &name));
        }
        report.finish(least_runs);
    }
}

/// ln of a likelihood ratio by the probabilities of the counts themselves.
fn ratio_by_definition(y: f64, mean: f64, (kappa, alpha): (f64, f64)) -> f64 {
    let changed = mean * kappa.exp();
    let ln_probability = |mean: f64| {
        if alpha == 0.0 {
            return y * mean.ln() - mean;
        }
        let size = 1.0 / alpha;
        y * (mean / (mean + size)).ln() + size * (size / (mean + size)).ln()
    };
    ln_probability(changed) - ln_probability(mean)
}

/// The statistic by a search over a fine grid of κ, for every window.
fn statistic_by_definition(counts: &[f64], mean: f64, (alpha, direction): (f64, Direction)) -> f64 {
    let sign = if direction == Direction::Increase { 1.0 } else { -1.0 };
    let of_window = |window: &[f64]| {
        let grid = (0..4000).map(|point| sign * f64::from(point) * 0.002);
        let sums =
            grid.map(|kappa| window.iter().map(|y| ratio_by_definition(*y, mean, (kappa, alpha))).sum());
        sums.fold(0.0, f64::max)
    };
    (0..counts.len()).map(|from| of_window(&counts[from..])).fold(0.0, f64::max)
}

fn constant(alpha: f64, direction: Direction) -> Params {
    Params {
        training: 0,
        reference: Reference::Constant(2.0),
        dispersion: if alpha > 0.0 { Dispersion::Given(alpha) } else { Dispersion::Poisson },
        change: Change::Unknown(direction, Window::ALL),
        threshold: 1e9,
    }
}

fn any_params() -> impl Strategy<Value = Params> {
    let season = Reference::Season(Season { per_year: 7.0, harmonics: 1, drift: Drift::None });
    let windows = vec![Window::ALL, Window { shortest: 2, longest: 5 }];
    let change = prop_oneof![
        (-1.0..1.0f64).prop_filter("not 0", |theta| *theta != 0.0).prop_map(Change::Known),
        (prop::sample::select(vec![Direction::Increase, Direction::Decrease]), prop::sample::select(windows))
            .prop_map(|(direction, window)| Change::Unknown(direction, window)),
    ];
    let model = prop::sample::select(vec![
        (Reference::TrainingMean, Dispersion::Poisson),
        (Reference::Constant(1.5), Dispersion::Given(0.3)),
        (season.clone(), Dispersion::Poisson),
        (season, Dispersion::Estimated),
    ]);
    (model, change, 4usize..20, 0.5..6.0f64).prop_map(
        |((reference, dispersion), change, training, threshold)| Params {
            training,
            reference,
            dispersion,
            change,
            threshold,
        },
    )
}

fn any_counts() -> impl Strategy<Value = Vec<Option<u32>>> {
    let count =
        prop_oneof![12 => (0u32..8).prop_map(Some), 1 => Just(None), 1 => any::<u32>().prop_map(Some)];
    prop_oneof![5 => prop::collection::vec(count, 0..50), 1 => Just(vec![Some(0); 30])]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn is_its_definition(
        counts in prop::collection::vec(0u32..9, 1..7),
        alpha in prop::sample::select(vec![0.0, 0.2, 1.0]),
        direction in prop::sample::select(vec![Direction::Increase, Direction::Decrease]),
    ) {
        let ours = run(Glr::new(&constant(alpha, direction)).unwrap(), &counts);
        let counts: Vec<f64> = counts.iter().map(|y| f64::from(*y)).collect();
        for (row, score) in ours.score.iter().enumerate() {
            let theirs = statistic_by_definition(&counts[..=row], 2.0, (alpha, direction));
            // The grid ends at |κ| = 8 and has steps of 0.002.
            prop_assert!((score - theirs).abs() < 0.005, "{} against {}", score, theirs);
        }
    }

    #[test]
    fn many_at_once_are_many_alone(
        params in any_params(),
        series in prop::collection::vec(any_counts(), 0..4),
    ) {
        let make = |_| Glr::new(&params).unwrap();
        let alone: Vec<String> =
            series.iter().map(|counts| format!("{:?}", run(make(0), counts))).collect();
        let text = |many: Vec<Outcomes>| many.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>();
        prop_assert_eq!(&alone, &text(run_batch(&series, make)));
        prop_assert_eq!(&alone, &text(run_batch_parallel(&series, make)));
    }

    #[test]
    fn the_statistic_is_never_negative_and_decides(params in any_params(), counts in any_counts()) {
        let ours = run(Glr::new(&params).unwrap(), &counts);
        for row in 0..ours.len() {
            let (score, alarm) = (ours.score[row], ours.alarm[row]);
            prop_assert!(score.is_nan() && !alarm || score >= 0.0 && alarm == (score > params.threshold));
        }
    }
}

#[test]
fn a_known_change_has_the_count_that_raises_the_alarm() {
    // R 4.2.2, surveillance 1.20.3: algo.glrnb(…, mu0 = 2, c.ARL = 5, theta = 0.4, ret = "cases").
    for (dispersion, theirs) in
        [(Dispersion::Poisson, 14.959_123_488), (Dispersion::Given(0.2), 21.069_353_29)]
    {
        let params = Params {
            change: Change::Known(0.4),
            dispersion,
            threshold: 5.0,
            ..constant(0.0, Direction::Increase)
        };
        let ours = run(Glr::new(&params).unwrap(), &[2u32]);
        assert!((ours.upper[0] - theirs).abs() < 1e-7, "{} against {theirs}", ours.upper[0]);
    }
}

#[test]
fn refuses_what_has_no_meaning() {
    let refused = |params: Params| Glr::new(&params).unwrap_err().to_string();
    let default = Params::default();
    let change = Change::Known(0.0);
    assert!(refused(Params { change, ..default.clone() }).starts_with("change is 0"));
    let change = Change::Unknown(Direction::Increase, Window { shortest: 3, longest: 2 });
    assert_eq!(refused(Params { change, ..default.clone() }), "window.longest is 2, but must be at least 3");
    let dispersion = Dispersion::Estimated;
    assert!(refused(Params { dispersion, ..default.clone() }).starts_with("an estimated dispersion needs"));
    let season = Reference::Season(Season { per_year: 52.0, harmonics: 2, drift: Drift::Linear });
    let short = Params { reference: season, training: 5, ..default.clone() };
    assert_eq!(refused(short), "training is 5, but must be at least 6");
    assert!(refused(Params { threshold: f64::NAN, ..default }).starts_with("threshold is NaN"));
}
