//! `simulate validate`: the simulator against closed forms, observed outbreaks and other models, here and now.

use std::fmt::Write as _;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use xd_sim::Invalid;
use xd_sim::validation::{Effort, Figure, Target};

use crate::error::SimulateError;
use crate::run::on_threads;
use crate::words::short;

/// With `--full`: A1 has a million replicates.
const FULL: f64 = 50.0;

/// How long to validate.
#[derive(Debug, Args)]
pub struct ValidateArgs {
    /// The long one, ten times the replicates 完整验证
    #[arg(long, conflicts_with = "size")]
    pub full: bool,
    /// Replicates relative to those of the tests, 0.001 to 1000; 5 gives C1 the 1000 of the published table; few miss more tolerances by chance 相对重复次数
    #[arg(long, value_name = "TIMES", default_value_t = 5.0)]
    pub size: f64,
    /// Threads; 0 takes all there are 线程数
    #[arg(long, value_name = "T", default_value_t = 0)]
    pub threads: usize,
}

/// Runs every target; the table as Markdown.
///
/// # Errors
/// The size is out of its range. [`SimulateError::Missed`], with the table, where a figure misses its tolerance.
pub fn run(args: &ValidateArgs) -> Result<String, SimulateError> {
    let wrong = |invalid: Invalid| SimulateError::option("size", invalid);
    let effort = Effort::new(if args.full { FULL } else { args.size }).map_err(wrong)?;
    let figures = on_threads(args.threads, || judge(effort))?.map_err(wrong)?;
    let missed = figures.iter().filter(|figure| !figure.passes()).count();
    let text = table(&figures, missed);
    if missed == 0 { Ok(text) } else { Err(SimulateError::Missed { table: text, missed }) }
}

fn judge(effort: Effort) -> Result<Vec<Figure>, Invalid> {
    // On standard error; silent where that is no terminal.
    let bar = ProgressBar::new(Target::ALL.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} targets 项, {msg}") {
        bar.set_style(style);
    }
    let mut figures = Vec::new();
    for target in Target::ALL {
        bar.set_message(target.id);
        figures.extend(target.figures(effort)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(figures)
}

fn table(figures: &[Figure], missed: usize) -> String {
    let mut text = "| 编号 id | 比较 what | 期望 expected | 所得 found | 允许 tolerance | 通过 pass |\n\
                    |---|---|---|---|---|---|\n"
        .to_owned();
    for figure in figures {
        let (low, high) = figure.tolerance;
        let tolerance = match () {
            () if high.is_infinite() => format!("≥ {}", short(low)),
            () if low <= 0.0 => format!("≤ {}", short(high)),
            () => format!("{} – {}", short(low), short(high)),
        };
        let pass = if figure.passes() { "是 yes" } else { "否 no" };
        let (expected, found) = (short(figure.expected), short(figure.found));
        let row = [figure.target, &figure.what, &expected, &found, &tolerance, pass].join(" | ");
        // A string takes whatever is written.
        let _ = writeln!(text, "| {row} |");
    }
    let all = figures.len();
    text + &format!("\n{} / {all} 项通过 of the figures pass.\n", all - missed)
}
