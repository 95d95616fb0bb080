//! Tests of `epi-signal`, one binary.
#![expect(clippy::unwrap_used, reason = "in a test a wrong fixture should stop the test")]

mod cusum;
mod ears;
mod ewma;
mod farrington_classic;
mod farrington_flexible;
mod fdr;
mod glr;
mod knox;
mod reference;
mod scan;
mod school;
