//! Serial intervals in whole days.

use epi_core::special::{gamma_p, gamma_q};

use crate::RtError;

/// How far from 1 the probabilities of a given serial interval may add up to (EpiEstim's tolerance).
const SUM_TOLERANCE: f64 = 0.01;

/// Distribution of the days from an infector's onset to that of the person infected: element *s* is the
/// probability of *s* days. Nobody infects on the day of their own onset: element 0 is zero.
///
/// Probabilities are used as they are given, never scaled to add up to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct SerialInterval {
    pmf: Vec<f64>,
}

impl SerialInterval {
    /// A serial interval known as a table, e.g. observed. `pmf[0]` must be 0 and the sum within 0.01 of 1.
    ///
    /// # Errors
    /// [`RtError::SameDay`], [`RtError::Probability`] or [`RtError::Sum`].
    pub fn from_pmf(pmf: &[f64]) -> Result<Self, RtError> {
        if let Some((lag, &value)) = pmf.iter().enumerate().find(|&(_, &p)| !(p >= 0.0 && p.is_finite())) {
            return Err(RtError::Probability { lag, value });
        }
        let first = pmf.first().copied().unwrap_or(0.0);
        if first != 0.0 {
            return Err(RtError::SameDay(first));
        }
        let sum = compensated_sum(pmf.iter().copied());
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            return Err(RtError::Sum(sum));
        }
        Ok(Self { pmf: pmf.to_vec() })
    }

    /// The discretised shifted gamma ([`discr_si`]) for lags 0 to `max_lag` days. What lies beyond is cut off, not
    /// spread over the rest. EpiEstim takes `max_lag` = days of the series − 1.
    ///
    /// The published formula is evaluated over the lower tail, as EpiEstim does: each probability has an absolute error
    /// of about 1e-15 × lag, so that lags below that consist of rounding. The same rounding makes the same decision where
    /// the mean is a whole number of days and a window ends on just that day. [`SerialInterval::gamma_exact`]
    /// keeps the digits of far lags instead.
    ///
    /// # Errors
    /// [`RtError::SerialMean`] unless `mean` > 1, [`RtError::Sd`] unless `sd` > 0 (both in days).
    pub fn gamma(mean: f64, sd: f64, max_lag: usize) -> Result<Self, RtError> {
        let shifted = ShiftedGamma::new(mean, sd)?;
        let values: Vec<[f64; 2]> = (0..=max_lag).map(|lag| shifted.cdfs(lag as f64)).collect();
        let at = |lag: usize, back: usize| if lag < back { [0.0; 2] } else { values[lag - back] };
        let one = |lag: usize| shifted.as_published(lag, [at(lag, 0), at(lag, 1), at(lag, 2)]);
        Ok(Self { pmf: (0..=max_lag).map(one).collect() })
    }

    /// The same distribution with a small relative error at every lag: differences are taken over whichever tail is thin.
    /// Cohorts by the method of Wallinga and Teunis feel it where somebody fell ill long after everybody else.
    ///
    /// # Errors
    /// As [`SerialInterval::gamma`].
    pub fn gamma_exact(mean: f64, sd: f64, max_lag: usize) -> Result<Self, RtError> {
        let shifted = ShiftedGamma::new(mean, sd)?;
        // Each lag needs a second difference: three values, of which two were needed by the lag before.
        let (mut two_back, mut one_back) = (Tails::ZERO, Tails::ZERO);
        let mut pmf = vec![0.0; max_lag + 1];
        for (lag, p) in pmf.iter_mut().enumerate().skip(1) {
            let here = shifted.tails(lag as f64);
            *p = shifted.second_difference([two_back, one_back, here], lag);
            (two_back, one_back) = (one_back, here);
        }
        Ok(Self { pmf })
    }

    /// Probability of each lag, from 0.
    #[must_use]
    pub fn pmf(&self) -> &[f64] {
        &self.pmf
    }

    /// The longest lag of the table.
    #[must_use]
    pub fn max_lag(&self) -> usize {
        self.pmf.len().saturating_sub(1)
    }

    /// Probabilities of lags 1, 2, ….
    pub(crate) fn after_day_zero(&self) -> &[f64] {
        self.pmf.get(1..).unwrap_or(&[])
    }

    /// Mean in days of the table as it is: Σ s w(s), not divided by Σ w(s).
    #[must_use]
    pub fn mean(&self) -> f64 {
        compensated_sum(self.pmf.iter().enumerate().map(|(lag, p)| lag as f64 * p))
    }

    /// Standard deviation in days of the table as it is: √(Σ s² w(s) − mean²), 0 if rounding makes it negative.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let square = compensated_sum(self.pmf.iter().enumerate().map(|(lag, p)| (lag * lag) as f64 * p));
        (square - self.mean().powi(2)).max(0.0).sqrt()
    }
}

/// Sum with Neumaier's correction. R sums in extended precision; whether a window that ends on the mean serial interval
/// has an estimate hangs on the last digit.
fn compensated_sum(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut rest) = (0.0_f64, 0.0);
    for term in terms {
        let next = sum + term;
        rest += if sum.abs() >= term.abs() { (sum - next) + term } else { (term - next) + sum };
        sum = next;
    }
    sum + rest
}

/// Probability that a serial interval with the given mean and standard deviation (days) takes `lag` whole days.
///
/// # Model
/// The serial interval is 1 + G days with G gamma, so that the whole has `mean` and `sd`. A pair whose true interval
/// is *x* shows one of the two whole numbers around *x*, the nearer the likelier, because onset times within a day are
/// not seen: P(k) = ∫ (1 − |x − k|) f(x) dx over k − 1 … k + 1 (Cori et al. 2013, web appendix 11), the second
/// difference of the integrated distribution function. Absolute error about 1e-15 × lag; see [`SerialInterval::gamma_exact`].
///
/// # Errors
/// [`RtError::SerialMean`] unless `mean` > 1, [`RtError::Sd`] unless `sd` > 0.
///
/// # Example
/// ```
/// let p: Vec<f64> = (0..4).map(|k| epi_rt::discr_si(k, 2.6, 1.5)).collect::<Result<_, _>>()?;
/// assert!((p[1] - 0.2331721254075412).abs() < 1e-12 && (p[2] - 0.3585794003155969).abs() < 1e-12);
/// # Ok::<(), epi_rt::RtError>(())
/// ```
pub fn discr_si(lag: usize, mean: f64, sd: f64) -> Result<f64, RtError> {
    let shifted = ShiftedGamma::new(mean, sd)?;
    let at = |back: usize| shifted.cdfs(lag as f64 - back as f64);
    Ok(shifted.as_published(lag, [at(0), at(1), at(2)]))
}

/// The gamma part of a serial interval shifted by one day.
struct ShiftedGamma {
    shape: f64,
    scale: f64,
}

/// Integrals of the distribution function up to a point and of the survival function beyond it.
#[derive(Clone, Copy)]
struct Tails {
    lower: f64,
    upper: f64,
}

impl Tails {
    /// At or below zero; the upper integral is not asked for there.
    const ZERO: Self = Self { lower: 0.0, upper: f64::NAN };
}

impl ShiftedGamma {
    fn new(mean: f64, sd: f64) -> Result<Self, RtError> {
        if !(mean > 1.0 && mean.is_finite()) {
            return Err(RtError::SerialMean(mean));
        }
        if !(sd > 0.0 && sd.is_finite()) {
            return Err(RtError::Sd(sd));
        }
        let excess = mean - 1.0;
        Ok(Self { shape: (excess / sd) * (excess / sd), scale: sd / excess * sd })
    }

    fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    /// Distribution functions of the gamma part and of the same weighted by length.
    fn cdfs(&self, days: f64) -> [f64; 2] {
        if days <= 0.0 {
            return [0.0; 2];
        }
        let x = days / self.scale;
        [gamma_p(self.shape, x), gamma_p(self.shape + 1.0, x)]
    }

    /// P(lag) from [`ShiftedGamma::cdfs`] at lag, lag − 1 and lag − 2, in the order in which the formula is printed.
    fn as_published(&self, lag: usize, [here, back1, back2]: [[f64; 2]; 3]) -> f64 {
        let k = lag as f64;
        let days = k * here[0] + (k - 2.0) * back2[0] - 2.0 * (k - 1.0) * back1[0];
        (days + self.mean() * (2.0 * back1[1] - back2[1] - here[1])).max(0.0)
    }

    fn tails(&self, days: f64) -> Tails {
        if days <= 0.0 {
            return Tails::ZERO;
        }
        let (x, mean) = (days / self.scale, self.mean());
        Tails {
            lower: days * gamma_p(self.shape, x) - mean * gamma_p(self.shape + 1.0, x),
            upper: mean * gamma_q(self.shape + 1.0, x) - days * gamma_q(self.shape, x),
        }
    }

    /// P(lag) from the integrals at lag − 2, lag − 1 and lag. The two tails differ by a straight line, which a second
    /// difference does not see.
    fn second_difference(&self, [back2, back1, here]: [Tails; 3], lag: usize) -> f64 {
        let thin = lag as f64 - 2.0;
        let p = if thin > 0.0 && thin >= self.mean() {
            here.upper - 2.0 * back1.upper + back2.upper
        } else {
            here.lower - 2.0 * back1.lower + back2.lower
        };
        p.max(0.0)
    }
}
