//! False discovery control over the series of one step.

use std::collections::BTreeMap;

use epi_signal::fdr::{Correction, PError, adjust};

use crate::AnalystError;
use crate::series::SeriesFile;

use super::{Judged, SignalArgs};

/// Puts adjusted p-values (q) beside the outcomes: an alarm is then a q of at most `rate`.
pub(super) fn control(
    args: &SignalArgs,
    file: &SeriesFile,
    judged: &mut [Judged],
) -> Result<(), AnalystError> {
    let Some(rate) = args.fdr else { return Ok(()) };
    if !(rate > 0.0 && rate < 1.0) {
        return Err(AnalystError::option("fdr", format!("{rate} is not a number above 0 and below 1")));
    }
    if judged.iter().any(|judged| judged.p_values.len() != judged.outcomes.len()) {
        let method = args.method.name();
        return Err(AnalystError::option("fdr", format!("{method} has no p-values")));
    }
    let mut of_step: BTreeMap<i32, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, (series, found)) in file.series.iter().zip(judged.iter_mut()).enumerate() {
        found.q_values = vec![f64::NAN; found.p_values.len()];
        let known = (0..found.p_values.len()).filter(|row| !found.p_values[*row].is_nan());
        known.for_each(|row| of_step.entry(series.steps[found.first + row]).or_default().push((at, row)));
    }
    judged.iter_mut().for_each(|found| found.outcomes.alarm.fill(false));
    for places in of_step.values() {
        let p: Vec<f64> = places.iter().map(|(at, row)| judged[*at].p_values[*row]).collect();
        let q = adjust(&p, Correction::BenjaminiHochberg).map_err(told)?;
        for ((at, row), q) in places.iter().zip(q) {
            judged[*at].q_values[*row] = q;
            judged[*at].outcomes.alarm[*row] = q <= rate;
        }
    }
    Ok(())
}

fn told(error: PError) -> AnalystError {
    AnalystError::Data(error.to_string())
}
