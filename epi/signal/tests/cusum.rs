//! CUSUM: against R, against the definition, at its boundaries.

use epi_signal::cusum::{Cusum, Params, Transform};
use epi_signal::{Drift, Outcomes, Reference, Season, run, run_batch, run_batch_parallel};
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::{self, Report, parameter};

fn params(file: &Value, run: &Value) -> Params {
    let given = &run["params"];
    let means = reference::numbers(run, "m");
    let season =
        Season { per_year: file["dataset"]["freq"].as_f64().unwrap(), harmonics: 1, drift: Drift::None };
    Params {
        training: reference::range(run).start,
        reference: match given["m"].as_str() {
            None => Reference::TrainingMean,
            Some("glm") => Reference::Season(season),
            Some(_) if means.len() == 1 => Reference::Constant(means[0]),
            Some(_) => Reference::Steps(means),
        },
        transform: match given["trans"].as_str().unwrap() {
            "standard" => Transform::Standard,
            "rossi" => Transform::Rossi,
            "anscombe" => Transform::Anscombe,
            "pearsonNegBin" => Transform::PearsonNegativeBinomial { alpha: parameter(run, "alpha") },
            other => panic!("{other}"),
        },
        k: parameter(run, "k"),
        h: parameter(run, "h"),
    }
}

fn compare(report: &mut Report, file: &Value, run: &Value, name: &str) {
    let (counts, range) = (reference::observed(file), reference::range(run));
    let ours = epi_signal::run(Cusum::new(&params(file, run)).unwrap(), &counts[..range.end]);
    assert_eq!(ours.first, range.start);
    let what = |field: &str| format!("{name}: {}, {field}", run["call"]);
    report.compare(&what("cusum"), &ours.score, &reference::numbers(run, "cusum"));
    report.compare(&what("upperbound"), &ours.upper, &reference::numbers(run, "upperbound"));
    report.compare_flags(&what("alarm"), &ours.alarm, &reference::flags(run, "alarm"));
    let means = reference::numbers(run, "m");
    let means = if means.len() == 1 { vec![means[0]; ours.len()] } else { means };
    report.compare(&what("m"), &ours.expected, &means);
    report.runs += 1;
}

#[test]
fn agrees_with_r_on_every_reference_series() {
    for (folder, least_runs) in [("cusum", 14), ("more/cusum", 40)] {
        let mut report = Report::default();
        for (name, file) in reference::files(folder) {
            reference::runs(&file).iter().for_each(|run| compare(&mut report, &file, run, &name));
        }
        report.finish(least_runs);
    }
}

fn any_params() -> impl Strategy<Value = Params> {
    let transform = prop::sample::select(vec![
        Transform::Standard,
        Transform::Rossi,
        Transform::Anscombe,
        Transform::PearsonNegativeBinomial { alpha: 0.2 },
    ]);
    let season = Season { per_year: 7.0, harmonics: 1, drift: Drift::Linear };
    let reference = prop::sample::select(vec![
        Reference::TrainingMean,
        Reference::Constant(1.5),
        Reference::Steps(vec![0.5, 1.0, 2.0, 4.0]),
        Reference::Season(season),
    ]);
    (transform, reference, 4usize..20, 0.0..2.0f64, 0.1..5.0f64)
        .prop_map(|(transform, reference, training, k, h)| Params { training, reference, transform, k, h })
}

fn any_counts() -> impl Strategy<Value = Vec<Option<u32>>> {
    let count =
        prop_oneof![12 => (0u32..8).prop_map(Some), 1 => Just(None), 1 => any::<u32>().prop_map(Some)];
    prop_oneof![5 => prop::collection::vec(count, 0..60), 1 => Just(vec![Some(0); 30])]
}

fn outcomes(params: &Params, counts: &[Option<u32>]) -> Outcomes {
    run(Cusum::new(params).unwrap(), counts)
}

proptest! {
    #[test]
    fn many_at_once_are_many_alone(
        params in any_params(),
        series in prop::collection::vec(any_counts(), 0..5),
    ) {
        let make = |_| Cusum::new(&params).unwrap();
        let alone: Vec<String> = series.iter().map(|counts| format!("{:?}", outcomes(&params, counts))).collect();
        let text = |many: Vec<Outcomes>| many.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>();
        prop_assert_eq!(&alone, &text(run_batch(&series, make)));
        prop_assert_eq!(&alone, &text(run_batch_parallel(&series, make)));
    }

    #[test]
    fn the_sum_is_never_negative_and_decides(params in any_params(), counts in any_counts()) {
        let ours = outcomes(&params, &counts);
        for row in 0..ours.len() {
            let (score, alarm) = (ours.score[row], ours.alarm[row]);
            prop_assert!(score.is_nan() && !alarm || score >= 0.0 && alarm == (score >= params.h));
        }
    }
}

#[test]
fn a_missing_count_leaves_the_sum_as_it_was() {
    let params = Params { training: 0, reference: Reference::Constant(2.0), ..Params::default() };
    let with = outcomes(&params, &[Some(5), None, Some(4)]);
    let without = outcomes(&params, &[Some(5), Some(4)]);
    assert!(with.upper[1].is_nan() && !with.alarm[1]);
    assert_eq!(with.score[2], without.score[1]);
}

#[test]
fn a_reference_of_nothing_judges_nothing() {
    let ours = outcomes(&Params { training: 3, ..Params::default() }, &[0, 0, 0, 5, 9].map(Some));
    assert_eq!((ours.first, ours.len()), (3, 2));
    assert!(ours.upper.iter().all(|upper| upper.is_nan()) && ours.alarms().next().is_none());
}

#[test]
fn refuses_what_has_no_meaning() {
    let refused = |params: Params| Cusum::new(&params).unwrap_err().to_string();
    let default = Params::default();
    assert_eq!(refused(Params { h: 0.0, ..default.clone() }), "h is 0, but needs a finite number above 0");
    assert_eq!(
        refused(Params { k: -1.0, ..default.clone() }),
        "k is -1, but needs a finite number, 0 or more"
    );
    assert_eq!(refused(Params { training: 0, ..default.clone() }), "training is 0, but must be at least 1");
    let alpha = Transform::PearsonNegativeBinomial { alpha: f64::NAN };
    assert!(refused(Params { transform: alpha, ..default.clone() }).starts_with("transform.alpha is NaN"));
    let reference = Reference::Steps(vec![1.0, 0.0]);
    assert!(refused(Params { reference, ..default }).starts_with("reference is 0"));
}
