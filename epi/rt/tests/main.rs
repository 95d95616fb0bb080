//! Tests of `epi-rt`, one binary.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod cohorts;
mod cori;
mod data;
mod delays;
mod offspring;
mod reference;
