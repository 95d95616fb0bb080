//! `xiaodun.rt`.

use epi_rt::{
    Bound as SiBound, Cori, Growth, Incidence, LEVELS, Offspring, Pace, Population, Prior, Sampling,
    SerialInterval, TruncatedNormal, UncertainSi, Window,
};
use numpy::{PyArray1, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;

use crate::arrays::{matrix, vector, wrong};

/// Mean, standard deviation and quantiles of each window.
type Estimates<'py> = (Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>, Bound<'py, PyArray2<f64>>);

/// Cases of a series, local and imported (empty where they are not told apart).
#[derive(FromPyObject)]
pub struct Cases<'py>(PyReadonlyArray1<'py, f64>, PyReadonlyArray1<'py, f64>);

impl Cases<'_> {
    fn incidence(&self) -> PyResult<Incidence<'_>> {
        let slice = |array: &'_ PyReadonlyArray1<'_, f64>| array.as_slice().map(<[f64]>::len).map_err(wrong);
        slice(&self.0)?;
        slice(&self.1)?;
        let (local, imported) =
            (self.0.as_slice().unwrap_or_default(), self.1.as_slice().unwrap_or_default());
        let cases = if imported.is_empty() {
            Incidence::new(local)
        } else {
            Incidence::with_imported(local, imported)
        };
        cases.map_err(wrong)
    }
}

fn windows(edges: &[(usize, usize)]) -> Vec<Window> {
    edges.iter().map(|(start, end)| Window { start: *start, end: *end }).collect()
}

/// Collects moments and quantiles; NaN where there is no estimate.
fn estimates<'py>(
    py: Python<'py>,
    rows: impl Iterator<Item = Option<(f64, f64, [f64; LEVELS.len()])>>,
) -> PyResult<Estimates<'py>> {
    let (mut means, mut sds, mut quantiles) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let (mean, sd, levels) = row.unwrap_or((f64::NAN, f64::NAN, [f64::NAN; LEVELS.len()]));
        means.push(mean);
        sds.push(sd);
        quantiles.extend(levels);
    }
    Ok((vector(py, means), vector(py, sds), matrix(py, quantiles, LEVELS.len())?))
}

/// Probabilities of lags 0 to `max_lag`.
#[pyfunction]
pub fn serial_interval(
    py: Python<'_>,
    mean: f64,
    sd: f64,
    max_lag: usize,
) -> PyResult<Bound<'_, PyArray1<f64>>> {
    Ok(vector(py, SerialInterval::gamma(mean, sd, max_lag).map_err(wrong)?.pmf().to_vec()))
}

/// R by Cori's method.
#[pyfunction]
pub fn cori<'py>(
    py: Python<'py>,
    cases: Cases<'py>,
    si: Vec<f64>,
    edges: Vec<(usize, usize)>,
    prior: (f64, f64),
) -> PyResult<Estimates<'py>> {
    let prior = Prior::new(prior.0, prior.1).map_err(wrong)?;
    let cori = Cori::new(SerialInterval::from_pmf(&si).map_err(wrong)?, prior);
    let incidence = cases.incidence()?;
    let found = py.detach(|| cori.estimate(&incidence, &windows(&edges))).map_err(wrong)?;
    estimates(py, found.iter().map(|at| at.posterior.map(|r| (r.mean, r.sd, r.quantiles))))
}

/// A number that is not known for sure: mean, standard deviation, smallest and largest value.
type Spread = (f64, f64, f64, f64);

/// R by Cori's method over an uncertain serial interval.
#[pyfunction]
pub fn cori_uncertain<'py>(
    py: Python<'py>,
    cases: Cases<'py>,
    si: (Spread, Spread),
    edges: Vec<(usize, usize)>,
    options: ((f64, f64), usize, u64),
) -> PyResult<Estimates<'py>> {
    let ((prior_mean, prior_sd), draws, seed) = options;
    let prior = Prior::new(prior_mean, prior_sd).map_err(wrong)?;
    let normal = |(mean, sd, min, max): Spread| TruncatedNormal { mean, sd, min, max };
    let uncertain = UncertainSi { mean: normal(si.0), sd: normal(si.1), bound: SiBound::Free };
    let incidence = cases.incidence()?;
    let found = py.detach(|| {
        let sample = uncertain.draw(Sampling { draws, seed }, incidence.days().saturating_sub(1))?;
        epi_rt::estimate_over(&sample, prior, &incidence, &windows(&edges))
    });
    let found = found.map_err(wrong)?;
    estimates(py, found.iter().map(|at| at.posterior.map(|r| (r.mean, r.sd, r.quantiles))))
}

/// Cohort reproduction numbers: mean, sd, share seen, and the interval from simulated trees.
#[pyfunction]
pub fn wallinga_teunis<'py>(
    py: Python<'py>,
    cases: Cases<'py>,
    si: Vec<f64>,
    edges: Vec<(usize, usize)>,
    sampling: (usize, u64),
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let si = SerialInterval::from_pmf(&si).map_err(wrong)?;
    let incidence = cases.incidence()?;
    let (draws, seed) = sampling;
    let windows = windows(&edges);
    let found = py.detach(|| {
        if draws == 0 {
            return epi_rt::wallinga_teunis(&incidence, &si, &windows);
        }
        epi_rt::wallinga_teunis_simulated(&incidence, &si, &windows, Sampling { draws, seed })
    });
    let rows = found.map_err(wrong)?.into_iter().flat_map(|cohort| match cohort.r {
        Some(r) => {
            let (low, high) = r.interval.unwrap_or((f64::NAN, f64::NAN));
            [r.mean, r.sd, r.seen, low, high]
        }
        None => [f64::NAN; 5],
    });
    matrix(py, rows.collect(), 5)
}

/// Growth: rate, low, high; doubling time, low, high; halving time, low, high.
#[pyfunction]
pub fn growth(counts: Vec<f64>, days_per_count: u32, level: f64) -> PyResult<[f64; 9]> {
    let found = Growth::fit(&counts, days_per_count, level).map_err(wrong)?;
    let mut all = [f64::NAN; 9];
    (all[0], (all[1], all[2])) = (found.rate, found.rate_interval);
    match found.pace {
        Pace::Doubling(time) => (all[3], (all[4], all[5])) = (time.days, time.interval),
        Pace::Halving(time) => (all[6], (all[7], all[8])) = (time.days, time.interval),
        Pace::Steady => {}
    }
    Ok(all)
}

/// Final size of an epidemic.
#[pyfunction]
pub fn final_size(r0: f64, susceptible: f64, seeded: f64) -> PyResult<f64> {
    epi_rt::final_size(r0, Population { susceptible, seeded }).map_err(wrong)
}

/// Probability that an outbreak dies out.
#[pyfunction]
pub fn extinction(r: f64, k: f64, introductions: u32) -> PyResult<f64> {
    Ok(Offspring::new(r, k).map_err(wrong)?.extinction(introductions))
}
