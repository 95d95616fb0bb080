//! The program `xiaodun`: server, demonstration, methods.
//!
//! Exit codes: 0 done; 1 failed; 2 wrong input; 3 the store cannot be opened; 4 the address is in use; 5 data would be
//! overwritten. docs/operations/exit-codes.md explains them.

mod cli;
mod clock;
mod commands;
mod config;
mod demo;
mod failure;
mod logging;
mod program;
mod replay;
mod say;
mod server;
mod web;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, Command};
use failure::Failure;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let ended = match command {
        Command::Replay(args) => return ended_replay(replay::run(&args)),
        Command::Signal(args) => return ended_analysis(xd_analyst::signal::run(&args)),
        Command::Rt(args) => return ended_analysis(xd_analyst::rt::run(&args)),
        Command::Chain(args) => return ended_analysis(xd_analyst::chain::run(&args)),
        Command::Scan(args) => return ended_analysis(xd_analyst::scan::run(&args)),
        Command::Knox(args) => return ended_analysis(xd_analyst::scan::run_knox(&args)),
        Command::Pool(command) => return ended_analysis(xd_analyst::pool::run(&command)),
        Command::Simulate(args) => return ended_simulation(xd_simulate::command::run(&args)),
        Command::Policy(command) => return ended_simulation(xd_simulate::policy::run(&command)),
        Command::Openapi => commands::openapi::run(),
        other => in_runtime(other),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure);
            failure.into()
        }
    }
}

fn ended_replay(ended: Result<(), replay::ReplayError>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

fn ended_analysis(ended: Result<(), xd_analyst::AnalystError>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

fn ended_simulation(ended: Result<(), xd_simulate::SimulateError>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

/// Nothing is left to do if even the message cannot be written.
fn complain(error: &dyn std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "xiaodun: {error}");
}

fn in_runtime(command: Command) -> Result<(), Failure> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::failed)?;
    runtime.block_on(run(command))
}

async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(args) => commands::serve::run(&args).await,
        Command::Demo(args) => demo::run(&args).await,
        Command::Migrate(args) => commands::migrate::run(&args).await,
        Command::Account(args) => commands::account::run(&args).await,
        Command::Import(args) => commands::import::run(&args).await,
        Command::Backup(args) => commands::backup::run(&args).await,
        Command::Restore(args) => commands::restore::run(&args).await,
        // Those that need no runtime were run before.
        _ => Ok(()),
    }
}
