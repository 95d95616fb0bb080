//! `xiaodun signal`: alarms in count series.

mod figure;
mod help;
mod method;
mod options;
mod plan;

use std::io::{self, Write};

use clap::Args;
use rayon::prelude::*;

pub use method::Method;
pub use options::{CompatWith, MethodOptions, PowerTransform, ThresholdMethod};

use crate::AnalystError;
use crate::files::{InputOptions, OutputOptions};
use crate::series::{Gaps, Kind, Series, SeriesFile, Wanted};
use crate::sheet::{Cell, Format, Sheet};
use crate::table::Layout;
use plan::Plan;

/// Find unusual counts in series 时间序列预警
///
/// Reads counts of consecutive steps (days, weeks) and says for each step what was expected, the upper bound of what is
/// ordinary, and whether the count is an alarm.
#[derive(Debug, Args)]
#[command(after_long_help = help::AFTER)]
pub struct SignalArgs {
    /// How alarms are found. 方法
    #[arg(long, value_enum)]
    pub method: Method,
    /// Where the data are.
    #[command(flatten)]
    pub input: InputOptions,
    /// Where results go.
    #[command(flatten)]
    pub output: OutputOptions,
    /// First evaluated step, counted from 1 [default: the first one the method can judge] 起始时点
    #[arg(long, value_name = "STEP")]
    pub from: Option<usize>,
    /// Last evaluated step, counted from 1 [default: the last] 终止时点
    #[arg(long, value_name = "STEP")]
    pub to: Option<usize>,
    /// Steps per year [default: 52 with an index; with dates a year is a year of the calendar] 每年时点数
    #[arg(long, value_name = "STEPS")]
    pub frequency: Option<usize>,
    /// What to do where a date or an index is left out. 缺失日期的处理
    #[arg(long, value_enum, default_value_t)]
    pub gaps: Gaps,
    /// Options of single methods.
    #[command(flatten)]
    pub options: MethodOptions,
}

/// Columns of values: `count`, `population`.
const COUNT: usize = 0;
const POPULATION: usize = 1;

static WANTED: Wanted = Wanted {
    layout: &Layout { columns: &["date", "index", "series", "count", "population"], required: 0 },
    kinds: &[Kind::Count, Kind::Amount],
    one_of: &[&[COUNT]],
};

/// What a method says of the evaluated steps of one series.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Judged {
    /// 0-based index of the first evaluated step.
    pub first: usize,
    /// One for each evaluated step.
    pub outcomes: epi_signal::Outcomes,
}

impl Series {
    /// The count of a step; `None` where it is missing.
    fn count(&self, at: usize) -> Option<u32> {
        let count = self.values[COUNT][at];
        (count >= 0.0).then_some(count as u32)
    }

    fn population(&self, at: usize) -> Option<f64> {
        self.values[POPULATION].get(at).copied()
    }
}

/// Reads, judges and writes.
///
/// # Errors
/// See [`AnalystError`]; nothing is written then.
pub fn run(args: &SignalArgs) -> Result<(), AnalystError> {
    args.options.check(args.method)?;
    let file = SeriesFile::read(&args.input.open()?, &WANTED, args.gaps)?;
    let judged = file.series.par_iter().map(|series| judge(args, &file, series));
    let judged: Vec<Judged> = judged.collect::<Result<_, _>>()?;
    let format = args.output.format;
    args.output.write(
        |out| write(&file, &judged, format, out),
        |lang| figure::figure(args.method, (&file, &judged), lang),
    )
}

/// The name of a series for messages.
fn named(series: &Series) -> String {
    if series.name.is_empty() { String::new() } else { format!("series {}: ", series.name) }
}

fn judge(args: &SignalArgs, file: &SeriesFile, series: &Series) -> Result<Judged, AnalystError> {
    let steps = series.steps.len();
    let range = range(args, steps).map_err(|error| error.of(&named(series)))?;
    let plan = Plan::new(args, file.calendar, series)?;
    let outcomes = plan.run(series, &range)?;
    let first = outcomes.first.max(range.start);
    if let Some(from) = args.from
        && from - 1 < outcomes.first
        && range.start < range.end
    {
        let (name, least) = (named(series), outcomes.first + 1);
        return Err(AnalystError::option(
            "from",
            format!("{name}{} cannot judge step {from}; the first one it can is {least}", args.method.name()),
        ));
    }
    Ok(Judged { first, outcomes: plan::cut(&outcomes, first..range.end) })
}

/// Steps to evaluate, from 0, end excluded.
fn range(args: &SignalArgs, steps: usize) -> Result<std::ops::Range<usize>, AnalystError> {
    let (from, to) = (args.from.unwrap_or(1), args.to.unwrap_or(steps));
    if from == 0 || from > steps {
        return Err(AnalystError::option("from", format!("{from} is not a step of 1 to {steps}")));
    }
    if to < from || to > steps {
        return Err(AnalystError::option("to", format!("{to} is not a step of {from} to {steps}")));
    }
    Ok(from - 1..to)
}

fn write(file: &SeriesFile, judged: &[Judged], format: Format, out: &mut dyn Write) -> io::Result<()> {
    let columns = vec!["series", file.time_column(), "observed", "expected", "upper", "alarm", "score"];
    let mut sheet = Sheet::begin(out, format, columns)?;
    for (series, judged) in file.series.iter().zip(judged) {
        for (row, at) in (judged.first..).take(judged.outcomes.len()).enumerate() {
            let time = file.calendar.text(series.steps[at]);
            let found = &judged.outcomes;
            sheet.row(&[
                Cell::Text(&series.name),
                file.time_cell(&time),
                Cell::Number(series.values[COUNT][at]),
                Cell::Number(found.expected[row]),
                Cell::Number(found.upper[row]),
                Cell::Flag(found.alarm[row]),
                Cell::Number(found.score[row]),
            ])?;
        }
    }
    sheet.end()
}
