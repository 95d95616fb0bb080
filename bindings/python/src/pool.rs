//! `xiaodun.pool`.

use epi_pool::{
    Assay, Clustering, Design, Dilution, Estimator, Hours, IntervalMethod, Packing, People, PoolResult,
    Pools, Prices, Setting, dorfman, estimate, performance, plan,
};
use numpy::PyArray2;
use pyo3::prelude::*;

use crate::arrays::{matrix, wrong};

/// The test and how alike people of one pool are.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct TestOptions {
    sensitivity: f64,
    specificity: f64,
    dilution: Option<f64>,
    cycles: Option<(f64, f64, f64)>,
    correlation: Option<f64>,
    room: Option<u32>,
}

impl TestOptions {
    fn assay(&self) -> PyResult<Assay> {
        let dilution = match (self.dilution, self.cycles) {
            (Some(_), Some(_)) => return Err(wrong("dilution and cycles: only one of them can be given")),
            (Some(exponent), None) => Dilution::Power { exponent },
            (None, Some((mean, sd, last))) => Dilution::CycleThreshold { mean, sd, last },
            (None, None) => Dilution::None,
        };
        Assay::new(self.sensitivity, self.specificity, dilution).map_err(wrong)
    }

    fn setting(&self, prevalence: f64) -> PyResult<Setting> {
        let clustering = match (self.correlation, self.room) {
            (None, None) => Clustering::Independent,
            (None, Some(_)) => return Err(wrong("room: it needs a correlation")),
            (Some(correlation), None) => Clustering::Pool { correlation },
            (Some(correlation), Some(room)) => Clustering::Rooms { room, correlation },
        };
        Ok(Setting { prevalence, assay: self.assay()?, clustering })
    }
}

/// Dorfman's design, rounded once: pool positive, tests, swabs for each size.
#[pyfunction]
pub fn pool_dorfman(py: Python<'_>, prevalence: f64, sizes: Vec<u32>) -> PyResult<Bound<'_, PyArray2<f64>>> {
    let mut rows = Vec::new();
    for size in sizes {
        let found = dorfman(prevalence, size).map_err(wrong)?;
        rows.extend([found.prob_pool_positive, found.tests_per_person, found.swabs_per_person]);
    }
    matrix(py, rows, 3)
}

/// Any two-stage design: pool positive, tests, swabs, missed, false positives, sensitivity, specificity for each size.
#[pyfunction]
pub fn pool_design<'py>(
    py: Python<'py>,
    prevalence: f64,
    sizes: Vec<u32>,
    test: TestOptions,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let setting = test.setting(prevalence)?;
    let one = |size: u32| {
        let design = if size == 1 { Design::Individual } else { Design::TwoStage { size } };
        performance(design, &setting)
    };
    let found: Result<Vec<_>, _> = py.detach(|| sizes.into_iter().map(one).collect());
    let rows = found.map_err(wrong)?.into_iter().flat_map(|found| {
        let swabs = 1.0 + found.retests;
        [
            found.pool_positive,
            found.tests,
            swabs,
            found.missed,
            found.false_positives,
            found.sensitivity,
            found.specificity,
        ]
    });
    matrix(py, rows.collect(), 7)
}

/// Work and prices.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct WorkOptions {
    swabs_per_hour: f64,
    teams: u32,
    tubes_per_run: u32,
    hours_per_run: f64,
    machines: u32,
    swab_price: f64,
    tube_price: f64,
    test_price: f64,
    across_groups: bool,
}

/// A plan for one tube size, its numbers in the order of `Plan` in `xiaodun.pool`.
#[pyfunction]
pub fn pool_plan(
    groups: Vec<u32>,
    target: (f64, u32),
    test: TestOptions,
    work: WorkOptions,
) -> PyResult<Vec<f64>> {
    let (prevalence, size) = target;
    let packing = if work.across_groups { Packing::AcrossGroups } else { Packing::WithinGroups };
    let hours = Hours {
        swabs_per_team_hour: work.swabs_per_hour,
        teams: work.teams,
        tubes_per_run: work.tubes_per_run,
        hours_per_run: work.hours_per_run,
        machines: work.machines,
    };
    let prices = Prices { swab: work.swab_price, tube: work.tube_price, test: work.test_price };
    let setting = test.setting(prevalence)?;
    let found = plan(&People { groups, packing }, size, &setting, &(hours, prices)).map_err(wrong)?;
    Ok(vec![
        f64::from(found.capacity),
        found.people as f64,
        found.infected,
        found.tubes as f64,
        found.positive_tubes,
        found.retests,
        found.retests_sd,
        found.tests,
        found.tubes_used,
        found.swabs,
        found.missed,
        found.false_positives,
        found.swabbing_hours,
        found.first_results_hours,
        found.second_round_hours,
        found.hours,
        found.cost,
    ])
}

/// Prevalence with its interval.
#[pyfunction]
pub fn pool_estimate(
    py: Python<'_>,
    results: Vec<(u32, u64, u64)>,
    methods: (String, String),
    level: f64,
    test: TestOptions,
) -> PyResult<(f64, f64, f64)> {
    let estimator = match methods.0.as_str() {
        "mle" => Estimator::MaximumLikelihood,
        "gart" => Estimator::Gart,
        "firth" => Estimator::Firth,
        other => return Err(wrong(format_args!("estimator: {other:?} is none of mle, gart, firth"))),
    };
    let interval = match methods.1.as_str() {
        "exact" => IntervalMethod::Exact,
        "profile" => IntervalMethod::Profile,
        "score" => IntervalMethod::Score,
        "skew-score" => IntervalMethod::SkewScore,
        other => {
            return Err(wrong(format_args!(
                "interval: {other:?} is none of exact, profile, score, skew-score"
            )));
        }
    };
    let results: Vec<PoolResult> =
        results.into_iter().map(|(size, pools, positive)| PoolResult { size, pools, positive }).collect();
    let pools = Pools::new(&results, test.assay()?).map_err(wrong)?;
    let found = py.detach(|| estimate(&pools, estimator, interval, level)).map_err(wrong)?;
    Ok((found.prevalence, found.interval.lower, found.interval.upper))
}
