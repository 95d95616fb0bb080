//! Aberration detection on count series: EARS, CUSUM, GLR, Farrington, scans, a detector for schools.

pub mod fdr;
pub mod knox;
mod monte_carlo;
pub mod scan;

pub use monte_carlo::Threads;
