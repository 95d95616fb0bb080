//! `xiaodun scan` and `xiaodun knox`: clusters in organisation, space and time.

mod figure;
mod help;
mod knox;
mod units;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use epi_signal::Threads;
use epi_signal::scan::{Circle, Cluster, Counts, Map, Options, ScanError, Tree, scan_circles, scan_tree};

use crate::AnalystError;
use crate::files::{InputOptions, OutputOptions};
use crate::series::Gaps;
use crate::sheet::{Cell, Format, Sheet};
use units::Units;

pub use knox::{KnoxArgs, run as run_knox};

/// Find clusters in an organisation tree or on a map 聚集扫描
///
/// Kulldorff's scan: in which class, grade or school, or in which circle on the map, and over how many of the last days,
/// are there more cases than expected?
#[derive(Debug, Args)]
#[command(after_long_help = help::SCAN)]
pub struct ScanArgs {
    /// Where the counts are.
    #[command(flatten)]
    pub input: InputOptions,
    /// Where results go.
    #[command(flatten)]
    pub output: OutputOptions,
    /// The tree, CSV: unit,parent; parents before children, an empty parent at the top. 组织树
    #[arg(long, value_name = "FILE", required_unless_present = "places", conflicts_with = "places")]
    pub tree: Option<PathBuf>,
    /// The map, CSV: unit,x,y in a plane, or unit,longitude,latitude in degrees. 坐标
    #[arg(long, value_name = "FILE")]
    pub places: Option<PathBuf>,
    /// Circles reach so far: the unit of x and y, or km [default: without limit] 最大半径
    #[arg(long, value_name = "DISTANCE", requires = "places")]
    pub max_radius: Option<f64>,
    /// Longest window, in steps, today the last. 最长窗口
    #[arg(long, value_name = "STEPS", default_value_t = Options::default().max_window)]
    pub max_window: u32,
    /// Zones that expect more than this share of all cases are left out. 最大占比
    #[arg(long, value_name = "SHARE", default_value_t = Options::default().max_share)]
    pub max_share: f64,
    /// Fewer cases are no cluster. 最少例数
    #[arg(long, value_name = "CASES", default_value_t = Options::default().min_cases)]
    pub min_cases: u32,
    /// At most so many clusters. 最多聚集数
    #[arg(long, value_name = "NUMBER", default_value_t = Options::default().max_clusters)]
    pub max_clusters: usize,
    /// Replicates of the Monte Carlo test. 模拟次数
    #[arg(long, value_name = "NUMBER", default_value_t = Options::default().replicates)]
    pub replicates: u32,
    /// Seed of the replicates. 随机种子
    #[arg(long, value_name = "NUMBER", default_value_t = Options::default().seed)]
    pub seed: u64,
    /// What to do where a date or an index is left out. 缺失日期的处理
    #[arg(long, value_enum, default_value_t)]
    pub gaps: Gaps,
}

impl ScanArgs {
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

/// A cluster with the names of its units.
pub(crate) struct Found {
    name: String,
    radius: f64,
    units: Vec<usize>,
    cluster: Cluster<()>,
}

/// Reads, scans and writes.
///
/// # Errors
/// See [`AnalystError`]; nothing is written then.
pub fn run(args: &ScanArgs) -> Result<(), AnalystError> {
    let units = Units::read(args)?;
    let counts = Counts { days: units.steps.len(), cases: &units.cases, expected: &units.expected };
    let options = args.options();
    let found: Vec<Found> = if units.places.is_empty() {
        let tree = Tree::new(&units.parents).map_err(told)?;
        let found = scan_tree(&tree, &counts, &options).map_err(told)?;
        found.into_iter().map(|cluster| node(&units, &tree, cluster)).collect()
    } else {
        let radius = args.max_radius.unwrap_or(f64::INFINITY);
        let map = Map::new(&units.places, units.metric, radius).map_err(told)?;
        let found = scan_circles(&map, &counts, &options).map_err(told)?;
        found.into_iter().map(|cluster| circle(&units, cluster)).collect()
    };
    args.output.write(
        |out| write(&found, &units, args.output.format, out),
        |lang| figure::figure(&units, &found, lang),
    )
}

fn bare<Z>(cluster: &Cluster<Z>) -> Cluster<()> {
    Cluster {
        zone: (),
        days: cluster.days,
        observed: cluster.observed,
        expected: cluster.expected,
        relative_risk: cluster.relative_risk,
        llr: cluster.llr,
        p_monte_carlo: cluster.p_monte_carlo,
        p_gumbel: cluster.p_gumbel,
    }
}

fn node(units: &Units, tree: &Tree, cluster: Cluster<usize>) -> Found {
    let top = cluster.zone;
    // A node stands before those below it.
    let below = (top..units.names.len()).filter(|unit| tree.overlap(top, *unit));
    Found {
        name: units.names[top].clone(),
        radius: f64::NAN,
        units: below.collect(),
        cluster: bare(&cluster),
    }
}

fn circle(units: &Units, cluster: Cluster<Circle>) -> Found {
    let zone = &cluster.zone;
    let (name, radius) = (units.names[zone.centre].clone(), zone.radius);
    Found { name, radius, units: zone.units.clone(), cluster: bare(&cluster) }
}

fn told(error: ScanError) -> AnalystError {
    match error {
        ScanError::BadOption { name } => AnalystError::option(&name.replace('_', "-"), error),
        _ => AnalystError::Data(error.to_string()),
    }
}

fn write(found: &[Found], units: &Units, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let columns = vec![
        "rank",
        "unit",
        "radius",
        "units",
        "members",
        "days",
        "observed",
        "expected",
        "relative_risk",
        "llr",
        "p_monte_carlo",
        "p_gumbel",
    ];
    let mut sheet = Sheet::begin(out, format, columns)?;
    for (at, found) in found.iter().enumerate() {
        let members: Vec<&str> = found.units.iter().map(|unit| units.names[*unit].as_str()).collect();
        let cluster = &found.cluster;
        sheet.row(&[
            Cell::count(at + 1),
            Cell::Text(&found.name),
            Cell::Number(found.radius),
            Cell::count(found.units.len()),
            Cell::Text(&members.join(";")),
            Cell::Whole(i64::from(cluster.days)),
            Cell::Whole(i64::try_from(cluster.observed).unwrap_or(i64::MAX)),
            Cell::Number(cluster.expected),
            Cell::Number(cluster.relative_risk),
            Cell::Number(cluster.llr),
            Cell::Number(cluster.p_monte_carlo),
            Cell::Number(cluster.p_gumbel),
        ])?;
    }
    sheet.end()
}
