//! The analyst's commands: methods on files, without the platform.
//!
//! What all of them share: tables read with errors that name file, line and column, series of counts, results as CSV or
//! JSON in full double precision, files written whole or not at all, figures as SVG. The program `xiaodun` has these as
//! commands; this crate knows nothing of the rest of it.

mod cells;
mod error;

pub mod chain;
pub mod days;
pub mod files;
pub mod hash;
pub mod output;
pub mod plot;
pub mod pool;
pub mod rt;
pub mod scan;
pub mod series;
pub mod sheet;
pub mod signal;
pub mod spacing;
pub mod table;

pub use error::{AnalystError, FilesError};
