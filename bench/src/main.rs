//! `./dev bench`: figures of the spine, each beside its bar.
//!
//! Everything is measured in one run on one machine, the load generator beside the server, since machines differ and
//! are noisy: what counts is the ratio. Nothing here is a test; nothing fails because a machine is slow.

mod checks;
mod cpu;
mod latency;
mod limits;
mod report;
mod scale;
mod seed;
mod servers;
mod wire;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use servers::EngineChoice;

/// Measures the spine of Xiaodun on this machine.
#[derive(Debug, Parser)]
struct Arguments {
    /// The program to measure.
    #[arg(long, default_value = "target/release/xiaodun")]
    binary: PathBuf,
    /// The engines to measure; both if none is named.
    #[arg(long)]
    engine: Vec<EngineChoice>,
    /// Seconds of each run at a given rate.
    #[arg(long, default_value_t = 20)]
    seconds: usize,
    /// Instead show the cost of a check with 1×, 10× and 100× as many checks already stored.
    #[arg(long)]
    scale: bool,
    /// Requests of the run that is as fast as answers come.
    #[arg(long, default_value_t = 40_000)]
    most: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let engines = match arguments.engine.as_slice() {
        [] => vec![EngineChoice::Sqlite, EngineChoice::Postgres],
        chosen => chosen.to_vec(),
    };
    for engine in engines {
        checks::measure(&arguments, engine).await?;
    }
    Ok(())
}
