//! `xiaodun.scan`.

use epi_signal::Threads;
use epi_signal::fdr::{self, Correction};
use epi_signal::knox::{self, Case, Closeness};
use epi_signal::scan::{self, Cluster, Counts, Map, Metric, Options, Place, Tree};
use numpy::{PyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::arrays::{vector, whole, wrong};

/// Options of a scan.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct ScanOptions {
    max_window: u32,
    max_share: f64,
    min_cases: u32,
    max_clusters: usize,
    replicates: u32,
    seed: u64,
}

impl ScanOptions {
    fn options(&self) -> Options {
        Options {
            max_window: self.max_window,
            max_share: self.max_share,
            min_cases: self.min_cases,
            max_clusters: self.max_clusters,
            replicates: self.replicates,
            seed: self.seed,
            // The result does not depend on it.
            threads: Threads::all(),
        }
    }
}

/// Days, observed, expected, relative risk, log-likelihood ratio, Monte Carlo and Gumbel p-value of a cluster.
type Found = (u32, u64, f64, f64, f64, f64, f64);

fn numbers<Z>(cluster: &Cluster<Z>) -> Found {
    (
        cluster.days,
        cluster.observed,
        cluster.expected,
        cluster.relative_risk,
        cluster.llr,
        cluster.p_monte_carlo,
        cluster.p_gumbel,
    )
}

/// Cases and expected cases, unit by unit.
#[derive(FromPyObject)]
pub struct Table<'py>(PyReadonlyArray2<'py, f64>, PyReadonlyArray2<'py, f64>);

impl Table<'_> {
    fn read(&self) -> PyResult<(usize, Vec<u32>, Vec<f64>)> {
        let (cases, expected) = (self.0.as_array(), self.1.as_array());
        let cases_of: Vec<f64> = cases.iter().copied().collect();
        Ok((cases.ncols(), whole("cases", &cases_of)?, expected.iter().copied().collect()))
    }
}

/// Scan of a tree: node and numbers of each cluster.
#[pyfunction]
pub fn scan_tree(
    py: Python<'_>,
    table: Table<'_>,
    parents: Vec<Option<u32>>,
    options: ScanOptions,
) -> PyResult<Vec<(usize, Found)>> {
    let (days, cases, expected) = table.read()?;
    let tree = Tree::new(&parents).map_err(wrong)?;
    let counts = Counts { days, cases: &cases, expected: &expected };
    let options = options.options();
    let found = py.detach(|| scan::scan_tree(&tree, &counts, &options)).map_err(wrong)?;
    Ok(found.iter().map(|cluster| (cluster.zone, numbers(cluster))).collect())
}

/// Where the units are, how distances are measured, and how far circles reach.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct MapOptions {
    places: Vec<(f64, f64)>,
    sphere: bool,
    max_radius: f64,
}

/// Centre, radius, units and numbers.
type FoundCircle = (usize, f64, Vec<usize>, Found);

/// Scan of circles: centre, radius, units and numbers of each cluster.
#[pyfunction]
pub fn scan_circles(
    py: Python<'_>,
    table: Table<'_>,
    map: MapOptions,
    options: ScanOptions,
) -> PyResult<Vec<FoundCircle>> {
    let (days, cases, expected) = table.read()?;
    let places: Vec<Place> = map.places.iter().map(|(x, y)| Place { x: *x, y: *y }).collect();
    let metric = if map.sphere { Metric::Sphere } else { Metric::Plane };
    let radius = map.max_radius;
    let counts = Counts { days, cases: &cases, expected: &expected };
    let options = options.options();
    let found = py.detach(|| {
        let map = Map::new(&places, metric, radius)?;
        scan::scan_circles(&map, &counts, &options)
    });
    let one = |cluster: &Cluster<scan::Circle>| {
        (cluster.zone.centre, cluster.zone.radius, cluster.zone.units.clone(), numbers(cluster))
    };
    Ok(found.map_err(wrong)?.iter().map(one).collect())
}

/// Knox's test: the table of pairs, the expected number close in both, the p-value.
#[pyfunction]
pub fn knox_test(
    py: Python<'_>,
    cases: Vec<(f64, f64, f64)>,
    time: f64,
    space: f64,
) -> PyResult<([u64; 4], f64, f64)> {
    let cases: Vec<Case> = cases.into_iter().map(|(time, x, y)| Case { time, x, y }).collect();
    let found = py.detach(|| knox::knox(&cases, Closeness { time, space })).map_err(wrong)?;
    Ok((found.table(), found.expected, found.p_value))
}

/// Adjusted p-values.
#[pyfunction]
pub fn adjust<'py>(
    py: Python<'py>,
    p: Vec<f64>,
    method: &str,
    pi0: f64,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let correction = match method {
        "bh" => Correction::BenjaminiHochberg,
        "by" => Correction::BenjaminiYekutieli,
        "adaptive" => Correction::Adaptive { pi0 },
        other => return Err(wrong(format_args!("method: {other:?} is none of bh, by, adaptive"))),
    };
    Ok(vector(py, py.detach(|| fdr::adjust(&p, correction)).map_err(wrong)?))
}
