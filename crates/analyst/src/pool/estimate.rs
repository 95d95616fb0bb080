//! `xiaodun pool estimate`.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use epi_pool::{Clustering, Design, Estimate, PoolResult, Pools, Setting, estimate, performance};

use crate::AnalystError;
use crate::files::{InputOptions, OutputOptions};
use crate::plot::{Axis, Figure, Lang, Layer, Panel, Role, Shape, Words};
use crate::sheet::{Cell, Format, Sheet};
use crate::table::{FileError, Layout, Source, Table};

use super::{SettingOptions, told};

/// Prevalence from pool results.
#[derive(Debug, Args)]
pub struct EstimateArgs {
    /// Where the results are.
    #[command(flatten)]
    pub input: InputOptions,
    /// How the estimate is made. 估计方法
    #[arg(long, value_enum, default_value_t)]
    pub estimator: Estimator,
    /// How the interval is made. 区间方法
    #[arg(long, value_enum, default_value_t)]
    pub interval: Interval,
    /// Level of the interval, 0 to 1. 置信水平
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    pub level: f64,
    /// The test.
    #[command(flatten)]
    pub setting: SettingOptions,
    /// Where results go.
    #[command(flatten)]
    pub output: OutputOptions,
}

/// See [`EstimateArgs::estimator`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Estimator {
    /// Maximum likelihood.
    #[default]
    Mle,
    /// Maximum likelihood less its first-order bias (Gart 1991).
    Gart,
    /// Corrected score (Firth 1993; Hepworth and Biggerstaff 2017).
    Firth,
}

/// See [`EstimateArgs::interval`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Interval {
    /// Clopper and Pearson's; covers at least its level.
    #[default]
    Exact,
    /// Likelihood ratio.
    Profile,
    /// Score.
    Score,
    /// Score less its skewness (Gart 1991).
    SkewScore,
}

pub(super) fn run(args: &EstimateArgs) -> Result<(), AnalystError> {
    if args.setting.correlation.is_some() {
        return Err(AnalystError::option("correlation", "pool estimate takes people as independent"));
    }
    let pools = Pools::new(&read(&args.input.open()?)?, args.setting.assay()?).map_err(told)?;
    let estimator = match args.estimator {
        Estimator::Mle => epi_pool::Estimator::MaximumLikelihood,
        Estimator::Gart => epi_pool::Estimator::Gart,
        Estimator::Firth => epi_pool::Estimator::Firth,
    };
    let interval = match args.interval {
        Interval::Exact => epi_pool::IntervalMethod::Exact,
        Interval::Profile => epi_pool::IntervalMethod::Profile,
        Interval::Score => epi_pool::IntervalMethod::Score,
        Interval::SkewScore => epi_pool::IntervalMethod::SkewScore,
    };
    let found = estimate(&pools, estimator, interval, args.level).map_err(told)?;
    let figure = |lang| figure(args, (&pools, &found), lang);
    args.output.write(|out| write(&found, args.output.format, out), figure)
}

static LAYOUT: Layout = Layout { columns: &["size", "pools", "positive"], required: 3 };

fn read(source: &Source) -> Result<Vec<PoolResult>, FileError> {
    let mut table = Table::new(source, &LAYOUT)?;
    let mut results = Vec::new();
    while table.advance()? {
        let number = |column: usize| {
            let text = table.required(column)?;
            text.parse::<u32>()
                .map_err(|_| table.wrong(column, format!("`{text}` is not a whole number from 0")))
        };
        let (size, pools, positive) = (number(0)?, u64::from(number(1)?), u64::from(number(2)?));
        if size == 0 {
            return Err(table.wrong(0, "a pool needs at least one person"));
        }
        if positive > pools {
            return Err(table.wrong(2, format!("{positive} positive pools, but only {pools} were tested")));
        }
        results.push(PoolResult { size, pools, positive });
    }
    Ok(results)
}

fn write(found: &Estimate, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let columns = vec!["prevalence", "lower", "upper", "people", "pools", "positive"];
    let mut sheet = Sheet::begin(out, format, columns)?;
    let whole = |number: u64| Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX));
    let shares = [found.prevalence, found.interval.lower, found.interval.upper].map(Cell::Number);
    let counts = [found.people, found.pools, found.positive].map(whole);
    sheet.row(&[shares, counts].concat())?;
    sheet.end()
}

/// Positive share by pool size: as seen, and as the estimate expects.
fn figure(args: &EstimateArgs, (pools, found): (&Pools, &Estimate), lang: Lang) -> Figure {
    let words = Words::of(lang);
    let largest = pools.results().iter().map(|result| result.size).max().unwrap_or(1);
    let positive = |prevalence: f64, size: u32| {
        let assay = args.setting.assay().ok()?;
        let setting = Setting { prevalence, assay, clustering: Clustering::Independent };
        performance(Design::TwoStage { size }, &setting).ok().map(|found| found.pool_positive)
    };
    let at = |prevalence: f64, size: u32| positive(prevalence, size).unwrap_or(f64::NAN);
    let sizes = || 1..=largest;
    let line = sizes().map(|size| (f64::from(size), at(found.prevalence, size))).collect();
    let band =
        sizes().map(|size| (f64::from(size), at(found.interval.lower, size), at(found.interval.upper, size)));
    let seen = pools.results().iter().filter(|result| result.pools > 0);
    let seen = seen.map(|result| (f64::from(result.size), result.positive as f64 / result.pools as f64));
    let layers = vec![
        Layer::new(Role::Estimate, words.get("pool.interval"), Shape::Ribbon(band.collect())),
        Layer::new(Role::Estimate, words.get("pool.estimate"), Shape::Line(line)),
        Layer::new(Role::Alarm, words.get("pool.seen"), Shape::Dots(seen.collect())),
    ];
    let panel = Panel { y_label: words.get("pool.positive_share").to_owned(), layers, ..Panel::default() };
    Figure {
        title: words.get("pool.title_estimate").to_owned(),
        axis: Axis::Numbers,
        x_label: words.get("pool.size").to_owned(),
        panels: vec![panel],
    }
}
