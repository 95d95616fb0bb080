//! Tests of `epi-core`, one binary.
#![expect(clippy::unwrap_used, reason = "in a test a wrong fixture should stop the test")]

mod properties;
mod quantiles;
mod reference;
mod stream;
