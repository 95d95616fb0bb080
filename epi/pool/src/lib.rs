//! Pooled testing: expected tests, best pool size, prevalence from pools, plans for many people.
//!
//! # Questions
//! * How many tests, swabs and hours does it take to test these people in tubes of 1, 5, 10 or 20, and how many infected
//!   people would be missed? [`plan()`], [`performance`], [`dorfman`].
//! * Which pool size needs the fewest tests? [`optimal_dorfman`], [`optimal_two_stage`].
//! * What prevalence do these pool results speak of, and how surely? [`estimate()`].
//!
//! # Model
//! A pool of *n* samples with *j* infected tests positive with the probability [`Assay::prob_positive`]: one minus the
//! specificity for *j* = 0, the diluted sensitivity above. The count *j* is binomial, or beta-binomial where the people of a
//! pool share a room ([`Clustering`]). Results of repeated tests are independent given who is infected.
//!
//! # Errors
//! [`PoolError`] names the rule that was broken.
//!
//! # Example
//! ```
//! use epi_pool::{Assay, Clustering, Design, Dilution, Setting, performance};
//! let assay = Assay::new(0.95, 0.998, Dilution::Power { exponent: 0.05 })?;
//! let setting = Setting { prevalence: 0.004, assay, clustering: Clustering::Independent };
//! let ten = performance(Design::TwoStage { size: 10 }, &setting)?;
//! assert!(ten.tests < 0.15 && ten.sensitivity < 0.95);
//! # Ok::<(), epi_pool::PoolError>(())
//! ```

mod assay;
mod clustering;
mod design;
mod dorfman;
mod error;
mod estimate;
mod interval;
mod plan;
mod twofold;
mod zero;

pub use assay::{Assay, Dilution};
pub use clustering::{Clustering, infected_counts};
pub use design::{Design, Floor, Performance, Setting, optimal_two_stage, performance};
pub use dorfman::{Best, Dorfman, TUBE_SIZES, TableRow, dorfman, dorfman_table, optimal_dorfman};
pub use epi_core::Interval;
pub use error::PoolError;
pub use estimate::{Estimate, Estimator, PoolResult, Pools, estimate};
pub use interval::{IntervalMethod, MAX_OUTCOMES};
pub use plan::{Hours, Packing, People, Plan, Prices, compare, plan};

/// Largest pool that is computed.
pub const MAX_POOL: u32 = 10_000;

pub(crate) fn check_size(size: u32) -> Result<(), PoolError> {
    match size {
        0 => Err(PoolError::EmptyPool),
        1..=MAX_POOL => Ok(()),
        _ => Err(PoolError::PoolTooLarge { size }),
    }
}
