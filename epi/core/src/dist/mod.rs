//! Distributions: small values with validated parameters.
//!
//! Each has `cdf` (P(X ≤ x)), `sf` (P(X > x), computed directly), `quantile` and `quantile_upper` (the point with a given
//! lower or upper tail), and `ln_pdf` or `ln_pmf`. Probabilities outside 0 to 1, and NaN anywhere, give NaN.
//!
//! # Discrete distributions
//! A quantile is the smallest k with P(X ≤ k) ≥ p. As R does, `p` is taken as p·(1 − 8ε) and `quantile_upper` takes q as
//! q·(1 + 8ε), ε = 2⁻⁵², so that a probability that was computed elsewhere, and is a few units in the last place too high,
//! gives back the k it came from. Arguments of `cdf` and `sf` are rounded down after adding 1e-7, as R does too.

mod beta;
mod binomial;
mod chi_squared;
mod discrete;
mod fisher_f;
mod gamma;
mod log_normal;
mod negative_binomial;
mod normal;
mod poisson;
mod student_t;
mod weibull;

pub use beta::Beta;
pub use binomial::Binomial;
pub use chi_squared::ChiSquared;
pub use fisher_f::FisherF;
pub use gamma::Gamma;
pub use log_normal::LogNormal;
pub use negative_binomial::NegativeBinomial;
pub use normal::Normal;
pub use poisson::Poisson;
pub use student_t::StudentT;
pub use weibull::Weibull;

use crate::special::Tails;

/// Both tails from the lower one; `None` for what is not a probability.
pub(crate) fn from_lower(p: f64) -> Option<Tails> {
    (0.0..=1.0).contains(&p).then_some(Tails { lower: p, upper: 1.0 - p })
}

/// Both tails from the upper one; `None` for what is not a probability.
pub(crate) fn from_upper(q: f64) -> Option<Tails> {
    (0.0..=1.0).contains(&q).then_some(Tails { lower: 1.0 - q, upper: q })
}
