//! `xiaodun pool`: pooled testing.

mod assay;
mod design;
mod estimate;
mod help;
mod plan;

use clap::Subcommand;
use epi_pool::PoolError;

use crate::AnalystError;

pub use assay::SettingOptions;
pub use design::DesignArgs;
pub use estimate::EstimateArgs;
pub use plan::PlanArgs;

/// Plan pooled tests, and read their results 混采检测
#[derive(Debug, Subcommand)]
#[command(after_long_help = help::AFTER)]
pub enum PoolCommand {
    /// What it takes to test these people with tubes of 1, 5, 10 and 20 检测方案
    Plan(PlanArgs),
    /// Expected tests and swabs for each pool size 混采比例
    Design(DesignArgs),
    /// Prevalence from pool results 感染率估计
    Estimate(EstimateArgs),
}

/// Reads, computes and writes.
///
/// # Errors
/// See [`AnalystError`]; nothing is written then.
pub fn run(command: &PoolCommand) -> Result<(), AnalystError> {
    match command {
        PoolCommand::Plan(args) => plan::run(args),
        PoolCommand::Design(args) => design::run(args),
        PoolCommand::Estimate(args) => estimate::run(args),
    }
}

fn told(error: PoolError) -> AnalystError {
    AnalystError::Option(error.to_string())
}
