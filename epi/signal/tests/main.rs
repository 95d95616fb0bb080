//! Tests of `epi-signal`, one binary.
#![expect(clippy::unwrap_used, reason = "in a test a wrong fixture should stop the test")]

mod cards;
mod cusum;
mod ears;
mod ewma;
mod farrington_classic;
mod farrington_flexible;
mod farrington_properties;
mod fdr;
mod glr;
mod knox;
mod monte_carlo;
mod reference;
mod scan;
mod school;
