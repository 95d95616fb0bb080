//! `xiaodun knox`.

use std::io::{self, Write};

use clap::Args;
use epi_signal::knox::{Case, Closeness, Knox, KnoxError, knox};

use crate::AnalystError;
use crate::cells;
use crate::files::InputOptions;
use crate::sheet::{Cell, Format, Sheet};
use crate::table::{FileError, Layout, Source, Table};

use super::help;

/// Test whether cases close in space are also close in time 时空交互检验
///
/// Knox's test with the Poisson law.
#[derive(Debug, Args)]
#[command(after_long_help = help::KNOX)]
pub struct KnoxArgs {
    /// Where the cases are.
    #[command(flatten)]
    pub input: InputOptions,
    /// Where to write; `-` is standard output. 输出文件
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: std::path::PathBuf,
    /// How to write. 输出格式
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Largest difference in time that is close, inclusive. 时间界限
    #[arg(long, value_name = "TIME")]
    pub close_time: f64,
    /// Largest distance that is close, inclusive. 空间界限
    #[arg(long, value_name = "DISTANCE")]
    pub close_space: f64,
}

/// Reads, tests and writes.
///
/// # Errors
/// See [`AnalystError`]; nothing is written then.
pub fn run(args: &KnoxArgs) -> Result<(), AnalystError> {
    let cases = read(&args.input.open()?)?;
    let close = Closeness { time: args.close_time, space: args.close_space };
    let found = knox(&cases, close).map_err(|error| match error {
        KnoxError::BadCloseness { .. } => AnalystError::option("close-time, --close-space", error),
        _ => AnalystError::Data(error.to_string()),
    })?;
    crate::output::write(&args.out, |out| write(&found, args.format, out).map_err(AnalystError::from))
}

static LAYOUT: Layout = Layout { columns: &["time", "date", "x", "y"], required: 0 };

fn read(source: &Source) -> Result<Vec<Case>, FileError> {
    let mut table = Table::new(source, &LAYOUT)?;
    if table.has(0) == table.has(1) {
        return Err(table.wrong(0, "the header must name time or date, one of them"));
    }
    if let Some(column) = [2, 3].into_iter().find(|column| !table.has(*column)) {
        return Err(table.wrong(column, "the header lacks this column"));
    }
    let mut cases = Vec::new();
    let mut calendar = Some(crate::days::Calendar::Dates);
    while table.advance()? {
        let time = if table.has(1) {
            f64::from(cells::day(&table, 1, &mut calendar)?)
        } else {
            cells::number(&table, 0)?
        };
        cases.push(Case { time, x: cells::number(&table, 2)?, y: cells::number(&table, 3)? });
    }
    Ok(cases)
}

fn write(found: &Knox, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let columns = vec!["pairs", "close_time", "close_space", "close_both", "expected", "p_value"];
    let mut sheet = Sheet::begin(out, format, columns)?;
    let counts = [found.pairs, found.close_time, found.close_space, found.close_both];
    let counts = counts.map(|pairs| Cell::Whole(i64::try_from(pairs).unwrap_or(i64::MAX)));
    let numbers = [found.expected, found.p_value].map(Cell::Number);
    sheet.row(&counts.into_iter().chain(numbers).collect::<Vec<_>>())?;
    sheet.end()
}
