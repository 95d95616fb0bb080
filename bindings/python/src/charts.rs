//! CUSUM, EWMA, GLR and the school's detector of `xiaodun.signal`.

use epi_signal::cusum::{self, Cusum, Transform};
use epi_signal::ewma::{self, Ewma};
use epi_signal::glr::{self, Change, Direction, Glr, Window};
use epi_signal::school::{self, Day, School};
use epi_signal::{Dispersion, Drift, Outcome, Outcomes, Reference, Season};
use numpy::PyReadonlyArray2;
use pyo3::prelude::*;

use crate::arrays::{counts, wrong};
use crate::signal::{Columns, evaluate};

/// The mean in control: a number, the training mean, or a season fitted to the training steps.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct ReferenceOptions {
    training: usize,
    number: Option<f64>,
    season: bool,
    per_year: f64,
    harmonics: usize,
    trend: bool,
}

impl ReferenceOptions {
    fn reference(&self) -> Reference {
        let drift = if self.trend { Drift::Linear } else { Drift::None };
        match self.number {
            Some(mean) => Reference::Constant(mean),
            None if self.season => {
                Reference::Season(Season { per_year: self.per_year, harmonics: self.harmonics, drift })
            }
            None => Reference::TrainingMean,
        }
    }
}

/// CUSUM; `scale` is k and h.
#[pyfunction]
pub fn cusum_chart<'py>(
    py: Python<'py>,
    observed: PyReadonlyArray2<'py, f64>,
    reference: ReferenceOptions,
    transform: (String, f64),
    scale: (f64, f64),
) -> PyResult<Columns<'py>> {
    let transform = match transform.0.as_str() {
        "standard" => Transform::Standard,
        "rossi" => Transform::Rossi,
        "anscombe" => Transform::Anscombe,
        "pearson-neg-bin" => Transform::PearsonNegativeBinomial { alpha: transform.1 },
        other => {
            let known = "standard, rossi, anscombe, pearson-neg-bin";
            return Err(wrong(format_args!("transform: {other:?} is none of {known}")));
        }
    };
    let (training, (k, h)) = (reference.training, scale);
    let params = cusum::Params { training, reference: reference.reference(), transform, k, h };
    let steps = observed.as_array().ncols();
    evaluate(py, &counts("counts", &observed)?, steps, |_, row| {
        Ok(epi_signal::run(Cusum::new(&params)?, row))
    })
}

/// EWMA; `scale` is lambda and limit.
#[pyfunction]
pub fn ewma_chart<'py>(
    py: Python<'py>,
    observed: PyReadonlyArray2<'py, f64>,
    reference: ReferenceOptions,
    scale: (f64, f64),
) -> PyResult<Columns<'py>> {
    let (training, (lambda, limit)) = (reference.training, scale);
    let params = ewma::Params { training, reference: reference.reference(), lambda, limit };
    let steps = observed.as_array().ncols();
    evaluate(py, &counts("counts", &observed)?, steps, |_, row| Ok(epi_signal::run(Ewma::new(&params)?, row)))
}

/// What GLR looks for: dispersion (none: estimated), theta (none: unknown), downwards, longest, threshold.
type GlrOptions = (Option<f64>, Option<f64>, bool, Option<usize>, f64);

/// GLR.
#[pyfunction]
pub fn glr_chart<'py>(
    py: Python<'py>,
    observed: PyReadonlyArray2<'py, f64>,
    reference: ReferenceOptions,
    options: GlrOptions,
) -> PyResult<Columns<'py>> {
    let (alpha, theta, downwards, longest, threshold) = options;
    let direction = if downwards { Direction::Decrease } else { Direction::Increase };
    let window = Window { longest: longest.unwrap_or(usize::MAX), ..Window::ALL };
    let params = glr::Params {
        training: reference.training,
        reference: reference.reference(),
        dispersion: match alpha {
            None => Dispersion::Estimated,
            Some(0.0) => Dispersion::Poisson,
            Some(alpha) => Dispersion::Given(alpha),
        },
        change: theta.map_or(Change::Unknown(direction, window), Change::Known),
        threshold,
    };
    let steps = observed.as_array().ncols();
    evaluate(py, &counts("counts", &observed)?, steps, |_, row| Ok(epi_signal::run(Glr::new(&params)?, row)))
}

/// Options of the school's detector.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct SchoolOptions {
    alpha: f64,
    window: usize,
    guard: usize,
    warm_up: usize,
    drift: f64,
}

/// The school's detector; `days` are numbers since 1970-01-01 and whether there was school.
#[pyfunction]
pub fn school_days<'py>(
    py: Python<'py>,
    observed: PyReadonlyArray2<'py, f64>,
    exposure: PyReadonlyArray2<'py, f64>,
    days: Vec<(i32, bool)>,
    options: SchoolOptions,
) -> PyResult<Columns<'py>> {
    let SchoolOptions { alpha, window, guard, warm_up, drift } = options;
    let params = school::Params { alpha, window, guard, warm_up, drift, ..school::Params::default() };
    if let Some(pair) = days.windows(2).find(|pair| pair[1].0 <= pair[0].0) {
        return Err(wrong(format_args!("days: day {} does not come after day {}", pair[1].0, pair[0].0)));
    }
    let people: Vec<Vec<f64>> = exposure.as_array().rows().into_iter().map(|row| row.to_vec()).collect();
    if people.iter().flatten().any(|people| !(*people >= 0.0 && people.is_finite())) {
        return Err(wrong("exposure: it must be finite and not negative"));
    }
    let steps = observed.as_array().ncols();
    evaluate(py, &counts("counts", &observed)?, steps, |at, row| {
        let mut detector = School::new(&params)?;
        let mut outcomes = Outcomes::default();
        for (step, count) in row.iter().enumerate() {
            let (day, open) = days[step];
            let day = count.filter(|_| open).map(|cases| Day { day, cases, exposure: people[at][step] });
            // Order and exposure were checked above.
            let found = day.and_then(|day| detector.push(&day).ok().flatten());
            match found {
                Some(finding) => outcomes.push(finding.outcome),
                None if outcomes.is_empty() => outcomes.first += 1,
                None => outcomes.push(Outcome::UNKNOWN),
            }
        }
        Ok(outcomes)
    })
}
