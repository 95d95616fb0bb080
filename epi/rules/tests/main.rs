//! Tests of the rules and their evaluation.
#![expect(clippy::unwrap_used, reason = "in a test a wrong fixture should stop the test")]

mod content;
mod evaluate;
mod exclusion;
mod naive;
mod parse;
mod window;
