//! What all commands share, on made-up files.
#![expect(clippy::unwrap_used, reason = "in a test a wrong fixture should stop the test")]

mod clusters;
mod output;
mod pool;
mod ran;
mod rt;
mod series;
mod sheet;
mod signal;
