//! Tests of `epi-signal`, one binary.
#![expect(clippy::unwrap_used, reason = "in a test a wrong fixture should stop the test")]

mod ears;
mod farrington_flexible;
mod fdr;
mod knox;
mod reference;
mod scan;
mod school;
