//! `xiaodun rt`: reproduction numbers and growth from a series of cases.

mod figure;
mod help;
mod interval;
mod rows;

use clap::{Args, ValueEnum};
use epi_rt::{
    Cohort, Cori, Estimate, Growth, Incidence, MixedEstimate, Prior, RtError, Sampling, SerialInterval,
    Window,
};

use crate::AnalystError;
use crate::files::{InputOptions, OutputOptions};
use crate::series::{Gaps, Kind, Series, SeriesFile, Wanted};
use crate::spacing::Spacing;
use crate::table::Layout;

pub use interval::IntervalOptions;
use interval::Known;

/// How the spread is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// How many a case infects at a time (Cori 2013, as EpiEstim).
    Cori,
    /// How many those who fell ill in a window went on to infect (Wallinga and Teunis 2004).
    WallingaTeunis,
    /// Exponential growth, doubling or halving time; R with a serial interval.
    Growth,
}

/// Estimate the reproduction number over time 再生数
///
/// Reads cases per day by onset and the serial interval, and estimates the reproduction number R in windows of days,
/// or the growth rate.
#[derive(Debug, Args)]
#[command(after_long_help = help::AFTER)]
pub struct RtArgs {
    /// What is estimated. 方法
    #[arg(long, value_enum)]
    pub method: Method,
    /// Where the data are.
    #[command(flatten)]
    pub input: InputOptions,
    /// Where results go.
    #[command(flatten)]
    pub output: OutputOptions,
    /// The serial interval.
    #[command(flatten)]
    pub interval: IntervalOptions,
    /// Days of a window; windows slide day by day, the first begins on day 2 [default: 7] 窗口天数
    #[arg(long, value_name = "DAYS")]
    pub window: Option<usize>,
    /// cori: mean of the prior of R [default: 5] 先验均值
    #[arg(long, value_name = "R")]
    pub prior_mean: Option<f64>,
    /// cori: standard deviation of the prior of R [default: 5] 先验标准差
    #[arg(long, value_name = "R")]
    pub prior_sd: Option<f64>,
    /// growth: first day of the fit, counted from 1 [default: the first] 起始日
    #[arg(long, value_name = "DAY")]
    pub from: Option<usize>,
    /// growth: last day of the fit, counted from 1 [default: the last] 终止日
    #[arg(long, value_name = "DAY")]
    pub to: Option<usize>,
    /// growth: confidence level of the intervals [default: 0.95] 置信水平
    #[arg(long, value_name = "P")]
    pub level: Option<f64>,
    /// What to do where a day is left out. 缺失日期的处理
    #[arg(long, value_enum, default_value_t)]
    pub gaps: Gaps,
}

const INCIDENCE: usize = 0;
const LOCAL: usize = 1;
const IMPORTED: usize = 2;

static WANTED: Wanted = Wanted {
    layout: &Layout { columns: &["date", "index", "series", "incidence", "local", "imported"], required: 0 },
    kinds: &[Kind::Whole; 3],
    one_of: &[&[LOCAL, IMPORTED], &[LOCAL], &[INCIDENCE]],
};

/// What was found for one series.
pub(crate) enum Found {
    Cori(Vec<Estimate>),
    Mixed(Vec<MixedEstimate>),
    Cohorts(Vec<Cohort>),
    Growth { window: Window, growth: Growth, si: Option<SerialInterval> },
}

impl Series {
    /// Cases infected here, or all where the file does not tell them apart.
    fn local(&self) -> &[f64] {
        let local = &self.values[LOCAL];
        if local.is_empty() { &self.values[INCIDENCE] } else { local }
    }

    fn imported(&self) -> &[f64] {
        &self.values[IMPORTED]
    }
}

/// Reads, estimates and writes.
///
/// # Errors
/// See [`AnalystError`]; nothing is written then.
pub fn run(args: &RtArgs) -> Result<(), AnalystError> {
    check(args)?;
    let file = SeriesFile::read(&args.input.open()?, &WANTED, args.gaps)?;
    let known = args.interval.known()?;
    let estimate = |series: &Series| {
        let name = if file.named { format!("series {}: ", series.name) } else { String::new() };
        estimate(args, &known, series).map_err(|error| error.of(&name))
    };
    let found = file.series.iter().map(estimate).collect::<Result<Vec<_>, _>>()?;
    args.output.write(
        |out| rows::write(&file, &found, args.output.format, out),
        |lang| figure::figure(args.method, (&file, &found), lang),
    )
}

/// Options that the method does not know are refused.
fn check(args: &RtArgs) -> Result<(), AnalystError> {
    let (cori, growth) = (args.method == Method::Cori, args.method == Method::Growth);
    let given = [
        ("window", args.window.is_some(), !growth),
        ("prior-mean", args.prior_mean.is_some(), cori),
        ("prior-sd", args.prior_sd.is_some(), cori),
        ("from", args.from.is_some(), growth),
        ("to", args.to.is_some(), growth),
        ("level", args.level.is_some(), growth),
        ("draws", args.interval.draws.is_some(), !growth),
        ("seed", args.interval.seed.is_some(), !growth),
    ];
    match given.into_iter().find(|(_, given, known)| *given && !known) {
        None => Ok(()),
        Some((name, ..)) => {
            let method = args.method.to_possible_value().map(|value| value.get_name().to_owned());
            let method = method.unwrap_or_default();
            Err(AnalystError::option(name, format!("{method} does not know this option")))
        }
    }
}

fn estimate(args: &RtArgs, known: &Known, series: &Series) -> Result<Found, AnalystError> {
    if series.spacing != Spacing::Days(1) && args.gaps != Gaps::Rows {
        let spacing = series.spacing;
        return Err(AnalystError::Data(format!(
            "the rows are {spacing} apart: the serial interval is in days, so there must be a row for each day"
        )));
    }
    let days = series.steps.len();
    let incidence = if series.imported().is_empty() {
        Incidence::new(series.local())
    } else {
        Incidence::with_imported(series.local(), series.imported())
    }
    .map_err(told)?;
    match args.method {
        Method::Cori => cori(args, known, &incidence),
        Method::WallingaTeunis => {
            let si = known.single(days, "wallinga-teunis")?;
            let windows = windows(args, days)?;
            let sampling = args.interval.sampling();
            epi_rt::wallinga_teunis_simulated(&incidence, &si, &windows, sampling)
                .map(Found::Cohorts)
                .map_err(told)
        }
        Method::Growth => growth(args, known, &incidence.totals()),
    }
}

fn windows(args: &RtArgs, days: usize) -> Result<Vec<Window>, AnalystError> {
    let width = args.window.unwrap_or(7);
    let windows = Window::sliding(days, width);
    if width == 0 || windows.is_empty() {
        return Err(AnalystError::option(
            "window",
            format!("no window of {width} days fits: the first begins on day 2, the series has {days} days"),
        ));
    }
    Ok(windows)
}

fn cori(args: &RtArgs, known: &Known, incidence: &Incidence<'_>) -> Result<Found, AnalystError> {
    let days = incidence.days();
    let windows = windows(args, days)?;
    let (mean, sd) = (args.prior_mean.unwrap_or(5.0), args.prior_sd.unwrap_or(5.0));
    let prior = Prior::new(mean, sd).map_err(told)?;
    if let Known::Uncertain(uncertain) = known {
        let sample = uncertain.draw(args.interval.sampling(), days - 1).map_err(told)?;
        return epi_rt::estimate_over(&sample, prior, incidence, &windows).map(Found::Mixed).map_err(told);
    }
    let si = known.single(days, "cori")?;
    Cori::new(si, prior).estimate(incidence, &windows).map(Found::Cori).map_err(told)
}

fn growth(args: &RtArgs, known: &Known, totals: &[f64]) -> Result<Found, AnalystError> {
    let days = totals.len();
    let (start, end) = (args.from.unwrap_or(1), args.to.unwrap_or(days));
    if start == 0 || start > days {
        return Err(AnalystError::option("from", format!("{start} is not a day of 1 to {days}")));
    }
    if end < start || end > days {
        return Err(AnalystError::option("to", format!("{end} is not a day of {start} to {days}")));
    }
    let growth = Growth::fit(&totals[start - 1..end], 1, args.level.unwrap_or(0.95)).map_err(told)?;
    let si = match known {
        Known::Nothing => None,
        known => Some(known.single(days, "growth")?),
    };
    Ok(Found::Growth { window: Window { start, end }, growth, si })
}

/// An error in the words of the command line.
fn told(error: RtError) -> AnalystError {
    let option = match &error {
        RtError::SerialMean(_) => Some("si-mean"),
        RtError::Sd(_) => Some("si-sd"),
        RtError::Probability { .. } | RtError::SameDay(_) | RtError::Sum(_) => Some("si-file"),
        RtError::Parameter { name, .. } => match *name {
            "prior mean" | "prior shape" => Some("prior-mean"),
            "prior standard deviation" | "prior scale" => Some("prior-sd"),
            "level" => Some("level"),
            "draws" => Some("draws"),
            _ => None,
        },
        _ => None,
    };
    option.map_or_else(|| AnalystError::Data(error.to_string()), |name| AnalystError::option(name, &error))
}

impl IntervalOptions {
    fn sampling(&self) -> Sampling {
        let default = Sampling::default();
        Sampling { draws: self.draws.unwrap_or(default.draws), seed: self.seed.unwrap_or(default.seed) }
    }
}
