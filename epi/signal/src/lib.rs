//! Aberration detection on count series: EARS, CUSUM, GLR, Farrington, scans, a detector for schools.
//!
//! Every detector is made from a struct of parameters and then fed counts, one step after the other
//! ([`Detector::push`]); [`run`] does so for a whole series and [`run_batch`] for many. All three give the same bits.

mod error;
mod monte_carlo;
mod reference;
mod regression;
mod series;

pub mod cusum;
pub mod ears;
pub mod ewma;
pub mod farrington;
pub mod fdr;
pub mod glr;
pub mod knox;
pub mod scan;
pub mod school;

pub use error::Error;
pub use monte_carlo::Threads;
pub use reference::Reference;
pub use regression::{Dispersion, Drift, Season};
#[cfg(feature = "parallel")]
pub use series::run_batch_parallel;
pub use series::{Count, Detector, Outcome, Outcomes, run, run_batch};
