//! The simulator's commands on files: scenario files and registers are read and checked here, ensembles run, results
//! written. The engine is `xd-sim`; this crate knows nothing of the platform.

mod error;
mod page;
mod places;
pub mod scene;

pub mod calibrate;
pub mod command;
pub mod packs;
pub mod policy;
pub mod population;
pub mod register;
pub mod report;
pub mod run;
pub mod scenario;
pub mod schema;
pub mod shape;
pub mod validate;
pub mod words;

pub use error::SimulateError;
pub use places::Places;
