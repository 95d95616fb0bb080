//! Special functions, distributions and counter-based random streams for epidemiological methods.
//!
//! # Accuracy
//! Double precision, the upper tail as well as the lower: the relative error of a probability is below 1e-12 over the
//! grids of the tests (down to 1e-300 of either tail; below 1e-14 where the tail is not extreme), and so is that of a
//! quantile. Reference values come from a program with 60 to 380 digits and from R; `tests/data/epi-core` holds them with the commands that made them.
//!
//! # Assumptions and limits
//! * Results have the same bits on every machine: everything is pure Rust over [`libm`].
//! * The incomplete beta integral takes a time of order √shape: microseconds up to shapes of 10⁶; beyond about 10¹³ its
//!   fraction is cut off and loses digits. The gamma integrals take the same time for all shapes above 10⁴.
//! * Below shapes of about 1e-3 the small complement of a tail loses digits in proportion.
//!
//! # Errors
//! Constructors refuse parameters outside their range with [`DomainError`]. Evaluation does not fail: outside its
//! domain a function gives NaN, as documented.
//!
//! # Example
//! ```
//! use epi_core::{NegativeBinomial, clopper_pearson};
//! let expected = NegativeBinomial::new(4.2, 1.5)?;
//! assert_eq!(expected.quantile(0.99), 18.0);
//! let attack = clopper_pearson(12, 40, 0.95)?;
//! assert!(attack.lower < 0.3 && 0.3 < attack.upper);
//! # Ok::<(), epi_core::DomainError>(())
//! ```

mod dist;
mod error;
mod interval;
pub mod special;
pub mod stream;

pub use dist::{
    Beta, Binomial, ChiSquared, FisherF, Gamma, LogNormal, NegativeBinomial, Normal, Poisson, StudentT,
    Weibull,
};
pub use error::{DomainError, Requirement, check};
pub use interval::{Interval, clopper_pearson, wilson};
