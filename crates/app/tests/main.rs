//! Tests of the program as it is run.
#![expect(clippy::unwrap_used, reason = "in a test a wrong fixture should stop the test")]

mod analyst;
mod commands;
mod demo;
mod disk_full;
mod kill;
mod program;
mod replay;
mod start_and_stop;
