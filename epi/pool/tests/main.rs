//! Tests of `epi-pool`, one binary.

mod conformance;
mod designs;
mod estimates;
mod plans;
