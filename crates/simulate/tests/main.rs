//! Tests of the simulator's commands.
#![expect(clippy::unwrap_used, reason = "a test stops where something is missing")]

mod ensembles;
mod loader;
mod schema;
