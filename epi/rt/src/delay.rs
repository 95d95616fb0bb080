//! Distributions of a delay in continuous time.

use epi_core::special::{digamma, gamma_p, gamma_q, ln_gamma};
use epi_core::{Gamma, LogNormal, Weibull};

use crate::error::positive;
use crate::{RtError, SerialInterval};

/// Families of delay distributions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Gamma: parameters shape and scale.
    Gamma,
    /// Log-normal: parameters mean and standard deviation of the logarithm.
    LogNormal,
    /// Weibull: parameters shape and scale.
    Weibull,
}

/// A delay distribution, by its family, mean and standard deviation (days).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Delay {
    mean: f64,
    sd: f64,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Gamma(Gamma),
    /// The distribution, and that of the same delays weighted by their length.
    LogNormal(LogNormal, LogNormal, [f64; 2]),
    Weibull(Weibull, [f64; 2]),
}

impl Delay {
    /// A delay with that mean and standard deviation.
    ///
    /// # Errors
    /// [`RtError::Parameter`] unless both are positive and finite, and the parameters of the family can be represented.
    pub fn new(family: Family, mean: f64, sd: f64) -> Result<Self, RtError> {
        positive("mean", mean)?;
        positive("standard deviation", sd)?;
        let spread = sd / mean;
        let refused =
            |_| RtError::Parameter { name: "sd / mean", value: spread, range: "neither tiny nor huge" };
        let form = match family {
            Family::Gamma => Form::Gamma(Gamma::from_mean_sd(mean, sd).map_err(refused)?),
            Family::LogNormal => {
                let variance = (spread * spread).ln_1p();
                let (middle, sigma) = (mean.ln() - 0.5 * variance, variance.sqrt());
                let plain = LogNormal::new(middle, sigma).map_err(refused)?;
                let weighted = LogNormal::new(middle + variance, sigma).map_err(refused)?;
                Form::LogNormal(plain, weighted, [middle, sigma])
            }
            Family::Weibull => {
                let shape = weibull_shape(spread);
                let scale = mean / ln_gamma(1.0 + 1.0 / shape).exp();
                Form::Weibull(Weibull::new(shape, scale).map_err(refused)?, [shape, scale])
            }
        };
        Ok(Self { mean, sd, form })
    }

    /// Mean in days.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Standard deviation in days.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.sd
    }

    /// Parameters as the [`Family`] names them.
    #[must_use]
    pub fn parameters(&self) -> [f64; 2] {
        match self.form {
            Form::Gamma(gamma) => [gamma.shape(), gamma.scale()],
            Form::LogNormal(_, _, parameters) | Form::Weibull(_, parameters) => parameters,
        }
    }

    /// P(delay ≤ x days).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        match self.form {
            Form::Gamma(d) => d.cdf(x),
            Form::LogNormal(d, ..) => d.cdf(x),
            Form::Weibull(d, _) => d.cdf(x),
        }
    }

    /// P(delay > x days).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        match self.form {
            Form::Gamma(d) => d.sf(x),
            Form::LogNormal(d, ..) => d.sf(x),
            Form::Weibull(d, _) => d.sf(x),
        }
    }

    /// The delay in days that a share `p` does not exceed.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        match self.form {
            Form::Gamma(d) => d.quantile(p),
            Form::LogNormal(d, ..) => d.quantile(p),
            Form::Weibull(d, _) => d.quantile(p),
        }
    }

    /// Density at x days.
    #[must_use]
    pub fn pdf(&self, x: f64) -> f64 {
        let ln = match self.form {
            Form::Gamma(d) => d.ln_pdf(x),
            Form::LogNormal(d, ..) => d.ln_pdf(x),
            Form::Weibull(d, _) => d.ln_pdf(x),
        };
        ln.exp()
    }

    /// P(a < delay ≤ b), from the thinner tail.
    pub(crate) fn between(&self, a: f64, b: f64) -> f64 {
        if a > self.mean { self.sf(a) - self.sf(b) } else { self.cdf(b) - self.cdf(a) }
    }

    /// ∫ P(delay ≤ u) du over u from 0 to x.
    pub(crate) fn below(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        let weighted = match self.form {
            Form::Gamma(d) => gamma_p(d.shape() + 1.0, x / d.scale()),
            Form::LogNormal(_, weighted, _) => weighted.cdf(x),
            Form::Weibull(_, [shape, scale]) => gamma_p(1.0 + 1.0 / shape, (x / scale).powf(shape)),
        };
        x * self.cdf(x) - self.mean * weighted
    }

    /// ∫ P(delay > u) du over u from x on; `below(x)` is x − mean + this.
    pub(crate) fn beyond(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return self.mean - x;
        }
        let weighted = match self.form {
            Form::Gamma(d) => gamma_q(d.shape() + 1.0, x / d.scale()),
            Form::LogNormal(_, weighted, _) => weighted.sf(x),
            Form::Weibull(_, [shape, scale]) => gamma_q(1.0 + 1.0 / shape, (x / scale).powf(shape)),
        };
        self.mean * weighted - x * self.sf(x)
    }

    /// The serial interval in whole days that goes with this delay between onsets, for lags up to `max_lag`: as
    /// [`crate::discr_si`], but without a shift; what falls on lag 0 is spread over the other lags in proportion.
    ///
    /// # Errors
    /// [`RtError::Sum`] if more than 1 % lies beyond `max_lag`, or everything on lag 0.
    pub fn serial_interval(&self, max_lag: usize) -> Result<SerialInterval, RtError> {
        let second_difference = |lag: usize| {
            let lag = lag as f64;
            let p = if lag - 1.0 > self.mean {
                self.beyond(lag + 1.0) - 2.0 * self.beyond(lag) + self.beyond(lag - 1.0)
            } else {
                self.below(lag + 1.0) - 2.0 * self.below(lag) + self.below(lag - 1.0)
            };
            p.max(0.0)
        };
        let kept = 1.0 - second_difference(0);
        if kept <= 0.0 {
            return Err(RtError::Sum(kept));
        }
        let later = (1..=max_lag).map(|lag| second_difference(lag) / kept);
        let pmf: Vec<f64> = std::iter::once(0.0).chain(later).collect();
        SerialInterval::from_pmf(&pmf)
    }
}

/// Shape of the Weibull distribution whose standard deviation is `spread` times its mean.
fn weibull_shape(spread: f64) -> f64 {
    // In u = 1/shape: ln Γ(1+2u) − 2 ln Γ(1+u) = ln(1 + spread²), rising in u.
    let target = (spread * spread).ln_1p();
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    let mut u = spread.powf(1.086);
    for _ in 0..200 {
        let gap = ln_gamma(1.0 + 2.0 * u) - 2.0 * ln_gamma(1.0 + u) - target;
        if gap < 0.0 {
            low = u
        } else {
            high = u
        }
        let newton = u - gap / (2.0 * (digamma(1.0 + 2.0 * u) - digamma(1.0 + u)));
        let next = if newton > low && newton < high {
            newton
        } else if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * u
        };
        if (next - u).abs() <= 1e-15 * u {
            return next.recip();
        }
        u = next;
    }
    u.recip()
}
