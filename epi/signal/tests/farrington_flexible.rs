//! Farrington flexible: against R, against itself run in other ways, at its boundaries.

use epi_signal::farrington::flexible::{Evaluation, FarringtonFlexible, Params};
use epi_signal::farrington::{Compat, Limit, Reweighting, Start, Threshold, Trend};
use serde_json::Value;

use crate::reference::{self, Report, parameter};

fn params(file: &Value, run: &Value) -> Params {
    let given = &run["params"];
    Params {
        calendar: reference::calendar(file),
        years_back: parameter(run, "b") as usize,
        half_window: parameter(run, "w") as usize,
        periods: parameter(run, "noPeriods") as usize,
        past_excluded: parameter(run, "pastWeeksNotIncluded") as usize,
        reweighting: match given["reweight"].as_bool() {
            Some(true) => Reweighting::Above(parameter(run, "weightsThreshold")),
            _ => Reweighting::Never,
        },
        trend: match given["trend"].as_bool() {
            Some(true) => Trend::Tested(parameter(run, "pThresholdTrend")),
            _ => Trend::Never,
        },
        threshold: match given["thresholdMethod"].as_str().unwrap() {
            "delta" => Threshold::Delta(reference::power(run)),
            "nbPlugin" => Threshold::NbPlugin,
            "muan" => Threshold::Muan,
            other => panic!("{other}"),
        },
        limit: Limit {
            cases: given["limit54"][0].as_u64().unwrap() as u32,
            steps: given["limit54"][1].as_u64().unwrap() as usize,
        },
        alpha: parameter(run, "alpha"),
        start: Start::Possible,
        compat: Compat::R,
    }
}

fn evaluations(params: &Params, file: &Value) -> Vec<Option<Evaluation>> {
    let mut detector = FarringtonFlexible::new(params).unwrap();
    let population = file["dataset"]["population"].as_array();
    let of = |step: usize| population.map_or(1.0, |all| all[step].as_f64().unwrap());
    let counts = reference::observed(file);
    counts.iter().enumerate().map(|(step, count)| detector.push_with(*count, of(step)).unwrap()).collect()
}

fn compare(report: &mut Report, file: &Value, run: &Value, name: &str) {
    let (params, range) = (params(file, run), reference::range(run));
    let all = evaluations(&params, file);
    let ours: Vec<&Evaluation> = all[range].iter().map(|evaluation| evaluation.as_ref().unwrap()).collect();
    let mut check = |field: &str, of: &dyn Fn(&Evaluation) -> f64| {
        if run.get(field).is_some() {
            let column: Vec<f64> = ours.iter().map(|evaluation| of(evaluation)).collect();
            let what = format!("{name}: {}, {field}", run["call"]);
            report.compare(&what, &column, &reference::numbers(run, field));
        }
    };
    check("upperbound", &|evaluation| evaluation.outcome.upper);
    check("expected", &|evaluation| evaluation.outcome.expected);
    check("score", &|evaluation| evaluation.outcome.score);
    check("phi", &|evaluation| evaluation.dispersion);
    check("trend", &|evaluation| f64::from(u8::from(evaluation.trend.is_some())));
    check("trend_coef", &|evaluation| evaluation.trend.unwrap_or(f64::NAN));
    check("mu0", &|evaluation| evaluation.mean);
    check("pvalue", &Evaluation::p_value);
    let alarms: Vec<bool> = ours.iter().map(|evaluation| evaluation.outcome.alarm).collect();
    report.compare_flags(
        &format!("{name}: {}, alarm", run["call"]),
        &alarms,
        &reference::flags(run, "alarm"),
    );
    report.runs += 1;
}

#[test]
fn agrees_with_r_on_every_reference_series() {
    for (folder, least_runs) in [("farrington_flexible", 16), ("more/farrington_flexible", 30)] {
        let mut report = Report::default();
        for (name, file) in reference::files(folder) {
            reference::runs(&file).iter().for_each(|run| compare(&mut report, &file, run, &name));
        }
        report.finish(least_runs);
    }
}
