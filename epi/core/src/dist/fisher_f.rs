use super::{from_lower, from_upper};
use crate::error::{DomainError, Requirement, check};
use crate::special::{Tails, beta_inc, beta_inc_odds_quantile, ln_binomial_density};
use libm::log;

/// Fisher's F distribution.
///
/// ```
/// let f = epi_core::FisherF::new(3.0, 10.0)?;
/// assert!((f.quantile(0.95) - 3.708264819046849).abs() < 1e-13);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FisherF {
    df1: f64,
    df2: f64,
}

impl FisherF {
    /// Degrees of freedom above and below the line.
    ///
    /// # Errors
    /// [`DomainError`] unless both are finite and above zero.
    pub fn new(df1: f64, df2: f64) -> Result<Self, DomainError> {
        Ok(Self {
            df1: check("df1", df1, Requirement::Positive)?,
            df2: check("df2", df2, Requirement::Positive)?,
        })
    }

    /// x and y of the beta distribution that belong to a value of F.
    fn shares(&self, x: f64) -> (f64, f64) {
        let odds = self.df1 / self.df2 * x;
        if odds.is_infinite() { (1.0, 0.0) } else { (odds / (1.0 + odds), 1.0 / (1.0 + odds)) }
    }

    fn tails(&self, x: f64) -> Tails {
        let (share, rest) = self.shares(if x <= 0.0 { 0.0 } else { x });
        beta_inc(0.5 * self.df1, 0.5 * self.df2, share, rest)
    }

    fn at(&self, tails: Tails) -> f64 {
        beta_inc_odds_quantile(0.5 * self.df1, 0.5 * self.df2, tails) * self.df2 / self.df1
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        self.tails(x).lower
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        self.tails(x).upper
    }

    /// x with P(X ≤ x) = `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        from_lower(p).map_or(f64::NAN, |tails| self.at(tails))
    }

    /// x with P(X > x) = `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        from_upper(q).map_or(f64::NAN, |tails| self.at(tails))
    }

    /// Logarithm of the density at x > 0; −∞ elsewhere.
    #[must_use]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let (a, b) = (0.5 * self.df1, 0.5 * self.df2);
        let (share, rest) = self.shares(x);
        ln_binomial_density(a, b, share, rest) + log(a / (a + b) * b) - log(x)
    }
}
