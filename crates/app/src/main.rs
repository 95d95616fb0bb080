//! The program `xiaodun`.
//!
//! Exit codes: 0 done; 1 it could not be done here (disk, permissions); 2 what was asked or given is wrong.

mod replay;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Infectious disease control for schools.
#[derive(Debug, Parser)]
#[command(name = "xiaodun", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Replay(replay::ReplayArgs),
}

fn main() -> ExitCode {
    let Command::Replay(args) = Cli::parse().command;
    match replay::run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do if even the message cannot be written.
            drop(writeln!(std::io::stderr(), "xiaodun: {error}"));
            ExitCode::from(error.exit_code())
        }
    }
}
