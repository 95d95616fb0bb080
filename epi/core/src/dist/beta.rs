use super::{from_lower, from_upper};
use crate::error::{DomainError, Requirement, check};
use crate::special::{beta_inc, beta_inc_odds_quantile, ln_binomial_density};
use libm::log;

/// Beta distribution on 0 to 1.
///
/// ```
/// let beta = epi_core::Beta::new(2.0, 3.0)?;
/// assert!((beta.cdf(0.25) - 0.26171875).abs() < 1e-15);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beta {
    alpha: f64,
    beta: f64,
}

impl Beta {
    /// The two shapes; the mean is alpha / (alpha + beta).
    ///
    /// # Errors
    /// [`DomainError`] unless both are finite and above zero.
    pub fn new(alpha: f64, beta: f64) -> Result<Self, DomainError> {
        Ok(Self {
            alpha: check("alpha", alpha, Requirement::Positive)?,
            beta: check("beta", beta, Requirement::Positive)?,
        })
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        let x = x.clamp(0.0, 1.0);
        beta_inc(self.alpha, self.beta, x, 1.0 - x).lower
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        let x = x.clamp(0.0, 1.0);
        beta_inc(self.alpha, self.beta, x, 1.0 - x).upper
    }

    /// x with P(X ≤ x) = `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        from_lower(p).map_or(f64::NAN, |tails| share(beta_inc_odds_quantile(self.alpha, self.beta, tails)))
    }

    /// x with P(X > x) = `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        from_upper(q).map_or(f64::NAN, |tails| share(beta_inc_odds_quantile(self.alpha, self.beta, tails)))
    }

    /// Logarithm of the density at x, 0 < x < 1; −∞ or +∞ by the shapes at the ends, −∞ outside.
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if !(0.0..=1.0).contains(&x) {
            return if x.is_nan() { x } else { f64::NEG_INFINITY };
        }
        if x == 0.0 || x == 1.0 {
            let (near, far) = if x == 0.0 { (self.alpha, self.beta) } else { (self.beta, self.alpha) };
            return match near.total_cmp(&1.0) {
                std::cmp::Ordering::Less => f64::INFINITY,
                std::cmp::Ordering::Equal => log(far),
                std::cmp::Ordering::Greater => f64::NEG_INFINITY,
            };
        }
        let y = 1.0 - x;
        ln_binomial_density(self.alpha, self.beta, x, y)
            + log(self.alpha / (self.alpha + self.beta) * self.beta)
            - log(x)
            - log(y)
    }
}

/// The share that belongs to odds.
fn share(odds: f64) -> f64 {
    if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) }
}
