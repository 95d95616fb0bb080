//! Special functions. All are pure Rust over [`libm`], so that a result has the same bits on every machine.

mod beta;
mod gamma;
mod normal;
mod solve;
mod uniform;

pub use beta::{beta_inc, beta_inc_odds_quantile, ln_beta};
pub use gamma::{digamma, gamma_p, gamma_q, ln_gamma, ln_gamma_p, ln_gamma_q, trigamma};
pub use libm::{erf, erfc};
pub use normal::{normal_quantile, normal_sf};

pub(crate) use beta::ln_binomial_density;
pub(crate) use gamma::{gamma_p_quantile, ln_poisson_density};

/// Both tails of a distribution at one point. Each is computed directly where it is small, so that neither loses its
/// digits to a subtraction from one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    /// Probability at or below the point.
    pub lower: f64,
    /// Probability above the point.
    pub upper: f64,
}

/// ln √(2π).
pub(crate) const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;
