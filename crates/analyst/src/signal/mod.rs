//! `xiaodun signal`: alarms in count series.

mod charts;
mod closures;
mod discovery;
mod farrington;
mod figure;
mod help;
mod method;
mod options;
mod plan;

use std::io::{self, Write};

use clap::Args;
use rayon::prelude::*;

pub use method::Method;
pub use options::{CompatWith, Direction, MethodOptions, PowerTransform, ThresholdMethod, Transform};

use crate::AnalystError;
use crate::files::{InputOptions, OutputOptions, note};
use crate::series::{Gaps, Kind, Series, SeriesFile, Wanted};
use crate::sheet::{Cell, Format, Sheet};
use crate::table::Layout;
use closures::Open;
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
    /// Many series: an alarm is what keeps the false discovery rate of each step at this, above 0 and below 1. 错误发现率
    #[arg(long, value_name = "RATE")]
    pub fdr: Option<f64>,
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
const REFERENCE: usize = 2;

static WANTED: Wanted = Wanted {
    layout: &Layout {
        columns: &["date", "index", "series", "count", "population", "reference"],
        required: 0,
    },
    kinds: &[Kind::Count, Kind::Amount, Kind::Amount],
    one_of: &[&[COUNT]],
};

/// What a method says of the evaluated steps of one series.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Judged {
    /// 0-based index of the first evaluated step.
    pub first: usize,
    /// One for each evaluated step.
    pub outcomes: epi_signal::Outcomes,
    /// One for each, where the method has them.
    pub p_values: Vec<f64>,
    /// One for each with `--fdr`.
    pub q_values: Vec<f64>,
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
    let open = Open::read(args.options.calendar.as_deref())?;
    // For the school's detector a day left out is a day without school.
    let gaps = if args.method == Method::School { Gaps::Rows } else { args.gaps };
    let file = SeriesFile::read(&args.input.open()?, &WANTED, gaps)?;
    let judged = file.series.par_iter().map(|series| judge(args, &open, (&file, series)));
    let mut judged: Vec<Judged> = judged.collect::<Result<_, _>>()?;
    discovery::control(args, &file, &mut judged)?;
    if judged.iter().all(|judged| judged.outcomes.is_empty()) {
        note(format_args!(
            "no step was judged: the series are not longer than what {} needs",
            args.method.name()
        ));
    }
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

fn judge(
    args: &SignalArgs,
    open: &Open,
    (file, series): (&SeriesFile, &Series),
) -> Result<Judged, AnalystError> {
    let range = range(args, series.steps.len()).map_err(|error| error.of(&named(series)))?;
    let plan = Plan::new(args, open, (file.calendar, series))?;
    let run = plan.run(series, &range)?;
    let possible = run.outcomes.first;
    if let Some(from) = args.from.filter(|from| from - 1 < possible) {
        let (name, method) = (named(series), args.method.name());
        let reason = if possible < range.end {
            format!("{name}{method} cannot judge step {from}; the first one it can is {}", possible + 1)
        } else {
            format!("{name}{method} cannot judge step {from}, nor any up to step {}", range.end)
        };
        return Err(AnalystError::option("from", reason));
    }
    let first = possible.max(range.start);
    let kept = run.cut(first..range.end);
    Ok(Judged { first, outcomes: kept.outcomes, p_values: kept.p_values, q_values: Vec::new() })
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
    let controlled = judged.iter().any(|judged| !judged.q_values.is_empty());
    // The same header for every input, so that a script need not know which kind it gave.
    let mut columns = vec!["series", "date", "observed", "expected", "upper", "alarm", "score"];
    columns.extend(controlled.then_some("q"));
    let width = columns.len();
    let mut sheet = Sheet::begin(out, format, columns)?;
    for (series, judged) in file.series.iter().zip(judged) {
        for (row, at) in (judged.first..).take(judged.outcomes.len()).enumerate() {
            let time = file.calendar.text(series.steps[at]);
            let found = &judged.outcomes;
            let cells = [
                Cell::Text(&series.name),
                file.time_cell(&time),
                Cell::Number(series.values[COUNT][at]),
                Cell::Number(found.expected[row]),
                Cell::Number(found.upper[row]),
                Cell::Flag(found.alarm[row]),
                Cell::Number(found.score[row]),
                judged.q_values.get(row).map_or(Cell::Nothing, |q| Cell::Number(*q)),
            ];
            sheet.row(&cells[..width])?;
        }
    }
    sheet.end()
}
