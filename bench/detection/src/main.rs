//! `./dev bench detection`: how early, how surely and with how many false alarms each method finds an outbreak.
//!
//! Thresholds are found on quiet years, outbreaks are judged on other years: one seed names both, replicate *i* of each
//! draws from its own streams, so the result does not depend on the number of threads.

mod calendar;
mod generate;
mod methods;
mod outbreak;
mod plot;
mod real;
mod report;
mod run;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Parser;

use generate::SETTINGS;
use methods::Method;
use report::{CRITERIA, Outcome};
use run::{Contest, Plan};

/// Simulated daily series of classes, schools and counties, with and without outbreaks.
#[derive(Debug, Parser)]
struct Arguments {
    /// A few replicates, to see that it runs: tables and plots are written, and mean nothing.
    #[arg(long)]
    quick: bool,
    /// Names the random streams. Parameters were tuned on seed 1; any other judges.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Quiet years for each setting, from which thresholds are found; a quarter of them for Farrington's methods.
    #[arg(long, default_value_t = 2_000)]
    quiet: u32,
    /// Outbreaks for each setting, shape and size.
    #[arg(long, default_value_t = 10_000)]
    outbreaks: u32,
    /// Threads; 0 for as many as the machine has.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Where tables and plots go.
    #[arg(long, default_value = "target/detection")]
    out: PathBuf,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let available = std::thread::available_parallelism().map_or(1, usize::from);
    let scale = if arguments.quick { 100 } else { 1 };
    let plan = Plan {
        seed: arguments.seed,
        quiet: arguments.quiet.div_ceil(scale),
        outbreaks: arguments.outbreaks.div_ceil(scale),
        threads: if arguments.threads == 0 { available } else { arguments.threads },
    };
    let methods = methods::all();
    let outcomes: Vec<Outcome> = SETTINGS.iter().map(|setting| judge(setting, &methods, plan)).collect();
    fs::create_dir_all(&arguments.out).with_context(|| format!("cannot make {}", arguments.out.display()))?;
    let write = |name: &str, text: String| {
        let path = arguments.out.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write("detection.csv", report::csv(&outcomes, &methods))?;
    write("detection-curves.svg", plot::curves(&outcomes, &methods))?;
    write("detection-delays.svg", plot::delays(&outcomes, &methods))?;
    let histories = 200_u32.div_ceil(scale);
    write("detection-real.csv", real::table(&methods, &outcomes, (plan.seed, histories))?)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", report::digest(&outcomes, &methods))?;
    writeln!(out, "{} quiet years, {} outbreaks a cell, seed {}", plan.quiet, plan.outbreaks, plan.seed)?;
    Ok(())
}

fn judge(setting: &'static generate::Setting, methods: &[Method], plan: Plan) -> Outcome {
    let quiet = run::quiet(setting, methods, plan);
    let each = methods.iter().zip(&quiet);
    let thresholds: Vec<Vec<f64>> = each
        .map(|(method, quiet)| CRITERIA.iter().map(|criterion| criterion.threshold(method, quiet)).collect())
        .collect();
    let false_alarms = thresholds.iter().zip(&quiet);
    let false_alarms = false_alarms
        .map(|(levels, quiet)| levels.iter().map(|level| quiet.false_alarms(*level)).collect())
        .collect();
    let cells = run::outbreaks(Contest { setting, methods, thresholds: &thresholds }, plan);
    Outcome { setting, thresholds, false_alarms, cells }
}
