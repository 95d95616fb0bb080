//! Tests of the simulator's commands.
#![expect(clippy::unwrap_used, reason = "a test stops where something is missing")]

mod ensembles;
mod guide;
mod loader;
mod policy;
mod schema;
mod validate;
