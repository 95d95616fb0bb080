//! Tests of `epi-pool`, one binary.
#![expect(clippy::unwrap_used, reason = "in a test a wrong fixture should stop the test")]

mod conformance;
mod designs;
mod estimates;
mod plans;
