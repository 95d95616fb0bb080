//! Tests of `epi-chain`, one binary.
#![expect(clippy::unwrap_used, reason = "in a test a wrong fixture should stop the test")]

mod derbyshire;
mod forests;
mod links;
mod tables;
