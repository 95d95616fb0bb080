use crate::error::{DomainError, Requirement, check};
use crate::special::{Tails, beta_inc, beta_inc_odds_quantile, ln_beta};
use libm::{exp, log, log1p, sqrt};

/// Student's t distribution.
///
/// ```
/// let t = epi_core::StudentT::new(4.0)?;
/// assert!((t.quantile(0.975) - 2.7764451051977934).abs() < 1e-14);
/// # Ok::<(), epi_core::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudentT {
    df: f64,
}

impl StudentT {
    /// Degrees of freedom, any number above zero.
    ///
    /// # Errors
    /// [`DomainError`] unless `df` is finite and above zero.
    pub fn new(df: f64) -> Result<Self, DomainError> {
        Ok(Self { df: check("df", df, Requirement::Positive)? })
    }

    /// P(|T| > |t|) above, P(|T| ≤ |t|) below.
    fn both_sides(&self, t: f64) -> Tails {
        let odds = t / self.df * t;
        if odds.is_infinite() {
            // Far out the tail is a power of t: y^(df/2) / (df/2 · B) with y = df/t².
            let half = 0.5 * self.df;
            let upper = exp(half * (log(self.df) - 2.0 * log(t.abs())) - log(half) - ln_beta(half, 0.5));
            return Tails { lower: 1.0 - upper, upper };
        }
        beta_inc(0.5, 0.5 * self.df, odds / (1.0 + odds), 1.0 / (1.0 + odds))
    }

    /// P(T ≤ t).
    #[must_use]
    pub fn cdf(&self, t: f64) -> f64 {
        self.sf(-t)
    }

    /// P(T > t).
    #[must_use]
    pub fn sf(&self, t: f64) -> f64 {
        let Tails { lower, upper } = self.both_sides(t);
        if t >= 0.0 { 0.5 * upper } else { 0.5 + 0.5 * lower }
    }

    /// t with P(T ≤ t) = `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        0.0 - self.quantile_upper(p)
    }

    /// t with P(T > t) = `q`.
    #[must_use]
    pub fn quantile_upper(&self, q: f64) -> f64 {
        if !(0.0..=1.0).contains(&q) {
            return f64::NAN;
        }
        let outside = 2.0 * q.min(1.0 - q);
        let inside = 2.0 * (q - 0.5).abs();
        // Far out the tail is a power of t, and t² would overflow.
        let half = 0.5 * self.df;
        let ln_far = (log(outside) + log(half) + ln_beta(half, 0.5)) / self.df;
        if ln_far < -300.0 {
            let size = sqrt(self.df) * exp(-ln_far);
            return if q <= 0.5 { size } else { -size };
        }
        let odds = beta_inc_odds_quantile(0.5, 0.5 * self.df, Tails { lower: inside, upper: outside });
        let size = sqrt(self.df) * sqrt(odds);
        if q <= 0.5 { size } else { -size }
    }

    /// Logarithm of the density at t.
    #[must_use]
    pub fn ln_pdf(&self, t: f64) -> f64 {
        let odds = t / self.df * t;
        -ln_beta(0.5 * self.df, 0.5) - 0.5 * log(self.df) - 0.5 * (self.df + 1.0) * log1p(odds)
    }
}
