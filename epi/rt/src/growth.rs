//! Exponential growth: rate, doubling time, and what they say of R.

use std::f64::consts::LN_2;

use epi_core::StudentT;

use crate::{RtError, SerialInterval, incidence};

/// A straight line through the logarithms of counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// Growth rate per day: counts grow as exp(rate × days).
    pub rate: f64,
    /// Confidence interval of the rate.
    pub rate_interval: (f64, f64),
    /// Doubling or halving time.
    pub pace: Pace,
    /// Points used: counts above zero.
    pub points: usize,
    line: Line,
}

/// How long a doubling or a halving takes, in days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pace {
    /// Counts grow (rate > 0).
    Doubling(Time),
    /// Counts fall (rate < 0).
    Halving(Time),
    /// The rate is 0: neither.
    Steady,
}

/// A time with its interval, in days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Time {
    /// ln 2 / |rate|.
    pub days: f64,
    /// From the interval of the rate. The upper end is infinite where that includes 0: growth or fall is not certain.
    pub interval: (f64, f64),
}

/// Fitted line: y = centre + rate (x − middle).
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    middle: f64,
    centre: f64,
    /// Σ (x − middle)².
    spread: f64,
    /// Residual variance.
    variance: f64,
    /// Quantile of Student's t for the level.
    t: f64,
}

impl Growth {
    /// Fits ln(count) = a + rate × t by least squares, as `incidence::fit` of R does, with `level` (0.95) intervals by
    /// Student's t.
    ///
    /// `counts[i]` are the cases of the interval that begins on day `i × days_per_count`; with one day each, *t* is the day
    /// from 0. Counts of zero have no logarithm and are left out, so that a rate over many of them is too
    /// optimistic; begin where cases are seen on most days.
    ///
    /// # Errors
    /// [`RtError::Count`]; [`RtError::Parameter`] for a level outside 0 to 1 or an interval below one day;
    /// [`RtError::TooFew`] below three counts above zero: two always lie on a line.
    ///
    /// # Example
    /// ```
    /// use epi_rt::{Growth, Pace};
    /// let growth = Growth::fit(&[1., 2., 4., 7., 17., 30.], 1, 0.95)?;
    /// let Pace::Doubling(time) = growth.pace else { panic!("it grows") };
    /// assert!((time.days - 1.0115).abs() < 1e-3);
    /// # Ok::<(), epi_rt::RtError>(())
    /// ```
    pub fn fit(counts: &[f64], days_per_count: u32, level: f64) -> Result<Self, RtError> {
        incidence::check(counts)?;
        if days_per_count == 0 {
            return Err(RtError::Parameter { name: "days per count", value: 0.0, range: "at least 1" });
        }
        if !(level > 0.0 && level < 1.0) {
            return Err(RtError::Parameter { name: "level", value: level, range: "between 0 and 1" });
        }
        // A count stands in the middle of its interval.
        let step = f64::from(days_per_count);
        let offset = 0.5 * (step - 1.0);
        let points: Vec<(f64, f64)> = counts
            .iter()
            .enumerate()
            .filter(|&(_, &count)| count > 0.0)
            .map(|(at, count)| (at as f64 * step + offset, count.ln()))
            .collect();
        if points.len() < 3 {
            return Err(RtError::TooFew { found: points.len(), needed: 3 });
        }
        Ok(Self::through(&points, level))
    }

    fn through(points: &[(f64, f64)], level: f64) -> Self {
        let n = points.len() as f64;
        let middle = points.iter().map(|p| p.0).sum::<f64>() / n;
        let centre = points.iter().map(|p| p.1).sum::<f64>() / n;
        let spread: f64 = points.iter().map(|p| (p.0 - middle).powi(2)).sum();
        let rate = points.iter().map(|p| (p.0 - middle) * (p.1 - centre)).sum::<f64>() / spread;
        let rest = |p: &(f64, f64)| (p.1 - centre - rate * (p.0 - middle)).powi(2);
        let variance = points.iter().map(rest).sum::<f64>() / (n - 2.0);
        // n − 2 ≥ 1 and 0 < level < 1 were checked.
        let t = StudentT::new(n - 2.0).map_or(f64::NAN, |t| t.quantile_upper(0.5 * (1.0 - level)));
        let half = t * (variance / spread).sqrt();
        let rate_interval = (rate - half, rate + half);
        let line = Line { middle, centre, spread, variance, t };
        Self { rate, rate_interval, pace: Pace::of(rate, rate_interval), points: points.len(), line }
    }

    /// Expected count on a day (from 0, the unit of the fit), with the interval of the fitted line.
    #[must_use]
    pub fn expected(&self, day: f64) -> (f64, (f64, f64)) {
        let Line { middle, centre, spread, variance, t } = self.line;
        let gap = day - middle;
        let y = centre + self.rate * gap;
        let half = t * (variance * (1.0 / self.points as f64 + gap * gap / spread)).sqrt();
        (y.exp(), ((y - half).exp(), (y + half).exp()))
    }

    /// R that goes with this growth and a serial interval, with the interval that follows from the rate's:
    /// [`reproduction_from_growth`].
    #[must_use]
    pub fn reproduction(&self, si: &SerialInterval) -> (f64, (f64, f64)) {
        let (low, high) = self.rate_interval;
        let r = |rate| reproduction_from_growth(rate, si);
        (r(self.rate), (r(low), r(high)))
    }
}

impl Pace {
    fn of(rate: f64, (low, high): (f64, f64)) -> Self {
        let time = |rate: f64, slow: f64, fast: f64| Time {
            days: LN_2 / rate,
            interval: (LN_2 / fast, if slow > 0.0 { LN_2 / slow } else { f64::INFINITY }),
        };
        if rate > 0.0 {
            Self::Doubling(time(rate, low, high))
        } else if rate < 0.0 {
            Self::Halving(time(-rate, -high, -low))
        } else {
            Self::Steady
        }
    }
}

/// R = Σ w(s) / Σ w(s) exp(−rate × s): what the serial interval makes of a steady growth `rate` per day (Lotka and
/// Euler; Wallinga and Lipsitch 2007). R and rate cross 1 and 0 together.
///
/// # Example
/// ```
/// use epi_rt::{SerialInterval, reproduction_from_growth};
/// let si = SerialInterval::from_pmf(&[0.0, 0.0, 1.0])?;
/// // Doubling every second day with two days between generations: each infects two.
/// assert!((reproduction_from_growth(2.0_f64.ln() / 2.0, &si) - 2.0).abs() < 1e-12);
/// # Ok::<(), epi_rt::RtError>(())
/// ```
#[must_use]
pub fn reproduction_from_growth(rate: f64, si: &SerialInterval) -> f64 {
    let discounted: f64 = si.pmf().iter().enumerate().map(|(lag, w)| w * (-rate * lag as f64).exp()).sum();
    si.pmf().iter().sum::<f64>() / discounted
}
