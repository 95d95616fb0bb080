//! `xiaodun.signal`.

use epi_signal::ears::{self, AlarmFlags, Ears};
use epi_signal::farrington::classic::{self, Farrington};
use epi_signal::farrington::flexible::{FarringtonFlexible, Params};
use epi_signal::farrington::{Calendar, Compat, Limit, Power, Reweighting, Start, Threshold, Trend};
use epi_signal::{Error, Outcome, Outcomes};
use numpy::{PyArray2, PyReadonlyArray2};
use pyo3::prelude::*;
use rayon::prelude::*;

use crate::arrays::{counts, matrix, wrong};

/// Expected, upper, score and alarm, each of the shape of the counts.
pub type Columns<'py> = (
    Bound<'py, PyArray2<f64>>,
    Bound<'py, PyArray2<f64>>,
    Bound<'py, PyArray2<f64>>,
    Bound<'py, PyArray2<bool>>,
);

/// Runs over every row, on all cores, without the interpreter's lock.
pub fn evaluate<'py>(
    py: Python<'py>,
    rows: &[Vec<Option<u32>>],
    steps: usize,
    run: impl Fn(usize, &[Option<u32>]) -> Result<Outcomes, Error> + Sync,
) -> PyResult<Columns<'py>> {
    let found: Result<Vec<Outcomes>, Error> =
        py.detach(|| rows.par_iter().enumerate().map(|(at, row)| run(at, row)).collect());
    let found = found.map_err(wrong)?;
    let blank = || vec![f64::NAN; rows.len() * steps];
    let (mut expected, mut upper, mut score) = (blank(), blank(), blank());
    let mut alarm = vec![false; rows.len() * steps];
    for (row, outcomes) in found.iter().enumerate() {
        let (from, to) = (row * steps + outcomes.first, row * steps + outcomes.first + outcomes.len());
        expected[from..to].copy_from_slice(&outcomes.expected);
        upper[from..to].copy_from_slice(&outcomes.upper);
        score[from..to].copy_from_slice(&outcomes.score);
        alarm[from..to].copy_from_slice(&outcomes.alarm);
    }
    Ok((
        matrix(py, expected, steps)?,
        matrix(py, upper, steps)?,
        matrix(py, score, steps)?,
        matrix(py, alarm, steps)?,
    ))
}

fn ears_params(method: &str, baseline: usize, (min_sigma, alpha): (f64, f64)) -> PyResult<ears::Params> {
    let method = match method {
        "c1" => ears::Method::C1,
        "c2" => ears::Method::C2,
        "c3" => ears::Method::C3,
        "c3-textbook" => ears::Method::C3Textbook,
        other => return Err(wrong(format_args!("method: {other:?} is none of c1, c2, c3, c3-textbook"))),
    };
    Ok(ears::Params { method, baseline, min_sigma, alpha })
}

/// EARS.
#[pyfunction]
pub fn ears_detect<'py>(
    py: Python<'py>,
    observed: PyReadonlyArray2<'py, f64>,
    method: &str,
    baseline: usize,
    limits: (f64, f64),
) -> PyResult<Columns<'py>> {
    let params = ears_params(method, baseline, limits)?;
    let rows = counts("counts", &observed)?;
    let steps = observed.as_array().ncols();
    evaluate(py, &rows, steps, |_, row| Ok(epi_signal::run(Ears::new(&params)?, row)))
}

/// C1, C2 and C3 in one pass, alarms only.
#[pyfunction]
pub fn ears_alarms<'py>(
    py: Python<'py>,
    observed: PyReadonlyArray2<'py, u32>,
    method: &str,
    baseline: usize,
    limits: (f64, f64),
) -> PyResult<Vec<Bound<'py, PyArray2<bool>>>> {
    let params = ears_params(method, baseline, limits)?;
    let steps = observed.as_array().ncols();
    let flags = {
        let values = observed.as_slice().map_err(|error| wrong(format_args!("counts: {error}")))?;
        if values.is_empty() {
            Vec::new()
        } else {
            py.detach(|| ears::alarms_parallel(values, steps, &params)).map_err(wrong)?
        }
    };
    let of =
        |which: fn(AlarmFlags) -> bool| matrix(py, flags.iter().map(|flag| which(*flag)).collect(), steps);
    Ok(vec![of(AlarmFlags::c1)?, of(AlarmFlags::c2)?, of(AlarmFlags::c3)?])
}

/// Options of Farrington flexible, as the Python function has them.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct FlexibleOptions {
    alpha: f64,
    per_year: usize,
    first_day: Option<i32>,
    step_days: u16,
    years_back: usize,
    half_window: usize,
    periods: usize,
    past_excluded: usize,
    weights_threshold: Option<f64>,
    p_threshold_trend: Option<f64>,
    threshold_method: String,
    power: String,
    limit54: (u32, usize),
    compat_r: bool,
    possible: bool,
}

impl FlexibleOptions {
    fn params(&self) -> PyResult<Params> {
        let power = match self.power.as_str() {
            "2/3" => Power::TwoThirds,
            "1/2" => Power::Half,
            "none" => Power::One,
            other => return Err(wrong(format_args!("power_transform: {other:?} is none of 2/3, 1/2, none"))),
        };
        let threshold = match self.threshold_method.as_str() {
            "delta" => Threshold::Delta(power),
            "nb-plugin" => Threshold::NbPlugin,
            "muan" => Threshold::Muan,
            other => {
                return Err(wrong(format_args!(
                    "threshold_method: {other:?} is none of delta, nb-plugin, muan"
                )));
            }
        };
        Ok(Params {
            calendar: match self.first_day {
                Some(first_day) => Calendar::Dates { first_day, step_days: self.step_days },
                None => Calendar::Steps { per_year: self.per_year },
            },
            years_back: self.years_back,
            half_window: self.half_window,
            periods: self.periods,
            past_excluded: self.past_excluded,
            reweighting: self.weights_threshold.map_or(Reweighting::Never, Reweighting::Above),
            trend: self.p_threshold_trend.map_or(Trend::Never, Trend::Tested),
            threshold,
            limit: Limit { cases: self.limit54.0, steps: self.limit54.1 },
            alpha: self.alpha,
            start: if self.possible { Start::Possible } else { Start::Complete },
            compat: if self.compat_r { Compat::R } else { Compat::Corrected },
        })
    }
}

/// Farrington's method of 1996; of the options those that it has.
#[pyfunction]
pub fn farrington_classic<'py>(
    py: Python<'py>,
    observed: PyReadonlyArray2<'py, f64>,
    options: FlexibleOptions,
) -> PyResult<Columns<'py>> {
    let all = options.params()?;
    let params = classic::Params {
        calendar: all.calendar,
        years_back: all.years_back,
        half_window: all.half_window,
        reweighting: all.reweighting,
        trend: all.trend,
        power: match all.threshold {
            Threshold::Delta(power) => power,
            _ => Power::default(),
        },
        limit: all.limit,
        alpha: all.alpha,
        start: all.start,
    };
    let rows = counts("counts", &observed)?;
    let steps = observed.as_array().ncols();
    evaluate(py, &rows, steps, |_, row| Ok(epi_signal::run(Farrington::new(&params)?, row)))
}

/// Farrington flexible.
#[pyfunction]
pub fn farrington_flexible<'py>(
    py: Python<'py>,
    observed: PyReadonlyArray2<'py, f64>,
    population: PyReadonlyArray2<'py, f64>,
    options: FlexibleOptions,
) -> PyResult<Columns<'py>> {
    let params = options.params()?;
    let rows = counts("counts", &observed)?;
    let people: Vec<Vec<f64>> = population.as_array().rows().into_iter().map(|row| row.to_vec()).collect();
    let steps = observed.as_array().ncols();
    evaluate(py, &rows, steps, |at, row| {
        let mut detector = FarringtonFlexible::new(&params)?;
        let mut outcomes = Outcomes::default();
        for (count, people) in row.iter().zip(&people[at]) {
            let found: Option<Outcome> =
                detector.push_with(*count, *people)?.map(|evaluation| evaluation.outcome);
            match found {
                Some(outcome) => outcomes.push(outcome),
                None => outcomes.first += 1,
            }
        }
        Ok(outcomes)
    })
}
