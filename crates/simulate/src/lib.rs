//! The simulator's commands on files: scenario files and registers are read and checked here, ensembles run, results
//! written. The engine is `xd-sim`; this crate knows nothing of the platform.

mod error;
mod places;

pub mod command;
pub mod packs;
pub mod population;
pub mod register;
pub mod report;
pub mod run;
pub mod scenario;
pub mod schema;
pub mod shape;

pub use error::SimulateError;
pub use places::Places;
