//! Farrington's method of 1996: against R.

use epi_signal::farrington::classic::{Evaluation, Farrington, Params};
use epi_signal::farrington::{Limit, Reweighting, Start, Trend};
use serde_json::Value;

use crate::reference::{self, Report, parameter};

fn params(file: &Value, run: &Value) -> Params {
    let given = &run["params"];
    Params {
        calendar: reference::calendar(file),
        years_back: parameter(run, "b") as usize,
        half_window: parameter(run, "w") as usize,
        reweighting: if given["reweight"] == true { Reweighting::Above(1.0) } else { Reweighting::Never },
        trend: if given["trend"] == true { Trend::Tested(0.05) } else { Trend::Never },
        power: reference::power(run),
        limit: Limit {
            cases: given["limit54"][0].as_u64().unwrap() as u32,
            steps: given["limit54"][1].as_u64().unwrap() as usize,
        },
        alpha: parameter(run, "alpha"),
        start: Start::Possible,
    }
}

fn compare(report: &mut Report, file: &Value, run: &Value, name: &str) {
    let mut detector = Farrington::new(&params(file, run)).unwrap();
    let counts = reference::observed(file);
    let all: Vec<_> = counts.iter().map(|count| detector.push_in_full(*count)).collect();
    let ours: Vec<&Evaluation> = all[reference::range(run)].iter().map(|row| row.as_ref().unwrap()).collect();
    let mut check = |field: &str, of: &dyn Fn(&Evaluation) -> f64| {
        let column: Vec<f64> = ours.iter().map(|evaluation| of(evaluation)).collect();
        let what = format!("{name}: {}, {field}", run["call"]);
        report.compare(&what, &column, &reference::numbers(run, field));
    };
    // R has 0 where a step is not judged.
    let judged = |value: f64| if value.is_nan() { 0.0 } else { value };
    check("upperbound", &|evaluation| judged(evaluation.outcome.upper));
    check("alarm", &|evaluation| f64::from(u8::from(evaluation.outcome.alarm)));
    check("trend", &|evaluation| f64::from(u8::from(evaluation.trend.is_some())));
    check("pd_m", &|evaluation| evaluation.mean);
    check("pd_q", &|evaluation| 1.0 - evaluation.p_value);
    report.runs += 1;
}

#[test]
fn agrees_with_r_on_every_reference_series() {
    for (folder, least_runs) in [("farrington_classic", 6), ("more/farrington_classic", 60)] {
        let mut report = Report::default();
        for (name, file) in reference::files(folder) {
            reference::runs(&file).iter().for_each(|run| compare(&mut report, &file, run, &name));
        }
        report.finish(least_runs);
    }
}
