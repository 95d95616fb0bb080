//! Lengths of time as distributions, and the table that draws from them with one look-up.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Invalid, Path};

/// How many strata of equal probability a table has.
const STRATA: usize = 4096;
/// Cells of the grid on which a density is summed.
const CELLS: usize = 40_000;
/// The longest time that fits, in days (hours are 16-bit numbers).
pub const LONGEST: f64 = 2_700.0;

/// A length of time in days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "family", rename_all = "snake_case", deny_unknown_fields)]
pub enum Duration {
    /// Always the same.
    Constant {
        /// Days, 0 to 2700.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 2700.0)))]
        days: f64,
    },
    /// Exponential.
    Exponential {
        /// Mean in days, above 0.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.001, max = 270.0)))]
        mean: f64,
    },
    /// Gamma.
    Gamma {
        /// Mean in days, above 0.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.001, max = 675.0)))]
        mean: f64,
        /// Standard deviation in days, above 0, at most 1.5 times the mean.
        sd: f64,
    },
    /// Lognormal; mean and standard deviation of the time itself, not of its logarithm.
    Lognormal {
        /// Mean in days, above 0.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.001, max = 675.0)))]
        mean: f64,
        /// Standard deviation in days, above 0.
        sd: f64,
    },
    /// Weibull.
    Weibull {
        /// Shape, 0.5 to 50.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.5, max = 50.0)))]
        shape: f64,
        /// Scale in days, above 0.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.001, max = 270.0)))]
        scale: f64,
    },
    /// Uniform.
    Uniform {
        /// Shortest, days.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 2700.0)))]
        from: f64,
        /// Longest, days.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 2700.0)))]
        to: f64,
    },
}

impl Duration {
    pub(crate) fn check(&self, path: &Path) -> Result<(), Invalid> {
        let tiny = 1e-3;
        match *self {
            Self::Constant { days } => path.at("days").within(days, 0.0, LONGEST),
            Self::Exponential { mean } => path.at("mean").within(mean, tiny, LONGEST / 10.0),
            Self::Gamma { mean, sd } => {
                path.at("mean").within(mean, tiny, LONGEST / 4.0)?;
                path.at("sd").within(sd, 1e-3 * mean, 1.5 * mean)
            }
            Self::Lognormal { mean, sd } => {
                path.at("mean").within(mean, tiny, LONGEST / 4.0)?;
                path.at("sd").within(sd, 1e-3 * mean, 3.0 * mean)
            }
            Self::Weibull { shape, scale } => {
                path.at("shape").within(shape, 0.5, 50.0)?;
                path.at("scale").within(scale, tiny, LONGEST / 10.0)
            }
            Self::Uniform { from, to } => {
                path.at("from").within(from, 0.0, LONGEST)?;
                path.at("to").within(to, from, LONGEST)
            }
        }
    }

    /// Density up to a constant factor, and the time beyond which next to nothing lies.
    fn density(&self) -> (Box<dyn Fn(f64) -> f64>, f64) {
        match *self {
            Self::Constant { days } => (Box::new(|_| 1.0), days),
            Self::Exponential { mean } => (Box::new(move |t| libm::exp(-t / mean)), 14.0 * mean),
            Self::Gamma { mean, sd } => {
                let shape = (mean / sd) * (mean / sd);
                let scale = mean / shape;
                let log = move |t: f64| (shape - 1.0) * libm::log(t / mean) - (t - mean) / scale;
                (Box::new(move |t| libm::exp(log(t))), mean + 16.0 * sd)
            }
            Self::Lognormal { mean, sd } => {
                let variance = libm::log(1.0 + (sd / mean) * (sd / mean));
                let centre = libm::log(mean) - variance / 2.0;
                let log = move |t: f64| {
                    let z = libm::log(t) - centre;
                    -z * z / (2.0 * variance) - libm::log(t / mean)
                };
                (Box::new(move |t| libm::exp(log(t))), libm::exp(centre + 4.5 * libm::sqrt(variance)))
            }
            Self::Weibull { shape, scale } => {
                let log = move |t: f64| (shape - 1.0) * libm::log(t / scale) - libm::pow(t / scale, shape);
                (Box::new(move |t| libm::exp(log(t))), scale * libm::pow(16.0, 1.0 / shape))
            }
            Self::Uniform { to, .. } => (Box::new(|_| 1.0), to),
        }
    }

    fn lower(&self) -> f64 {
        match *self {
            Self::Constant { days } => days,
            Self::Uniform { from, .. } => from,
            _ => 0.0,
        }
    }
}

/// Quantiles of a [`Duration`] at the middles of 4096 strata of equal probability, in whole hours.
///
/// Drawing is one look-up. The tail beyond the 8191st of 8192 parts is cut; the mean stays within 0.2 % for the families
/// and ranges that are allowed.
#[derive(Debug, Clone)]
pub struct HourTable {
    /// Shared by the simulations of one search.
    hours: Arc<[u16]>,
}

impl HourTable {
    /// The table of a duration that has been checked.
    #[must_use]
    pub fn new(duration: &Duration) -> Self {
        let (density, upper) = duration.density();
        let lower = duration.lower();
        let step = (upper - lower) / CELLS as f64;
        let mass: Vec<f64> = (0..CELLS).map(|cell| density(lower + (cell as f64 + 0.5) * step)).collect();
        let total: f64 = mass.iter().sum();
        let mut hours = Vec::with_capacity(STRATA);
        let (mut cell, mut below) = (0, 0.0);
        for stratum in 0..STRATA {
            let wanted = (stratum as f64 + 0.5) / STRATA as f64 * total;
            while cell + 1 < CELLS && below + mass[cell] < wanted {
                below += mass[cell];
                cell += 1;
            }
            let part = ((wanted - below) / mass[cell]).clamp(0.0, 1.0);
            let days = lower + (cell as f64 + part) * step;
            hours.push(libm::round((days * 24.0).min(f64::from(u16::MAX))) as u16);
        }
        Self { hours: hours.into() }
    }

    /// The quantile at the upper 12 of 16 random bits, hours.
    #[must_use]
    #[inline]
    pub fn at(&self, bits16: u64) -> u32 {
        u32::from(self.hours[(bits16 as usize >> 4) & (STRATA - 1)])
    }

    /// Mean in days.
    #[must_use]
    pub fn mean_days(&self) -> f64 {
        let sum: u64 = self.hours.iter().map(|hours| u64::from(*hours)).sum();
        sum as f64 / 24.0 / self.hours.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(duration: Duration, mean: f64, median: f64) {
        let table = HourTable::new(&duration);
        assert!((table.mean_days() / mean - 1.0).abs() < 0.005, "{duration:?}: mean {}", table.mean_days());
        let half = f64::from(table.at(1 << 15)) / 24.0;
        assert!((half - median).abs() < 0.03, "{duration:?}: median {half}");
    }

    #[test]
    fn means_and_medians() {
        check(Duration::Constant { days: 3.0 }, 3.0, 3.0);
        check(Duration::Exponential { mean: 5.0 }, 5.0, 5.0 * std::f64::consts::LN_2);
        // The median of gamma(4, 1/2 a day) is 1.83603.
        check(Duration::Gamma { mean: 2.0, sd: 1.0 }, 2.0, 1.836_03);
        check(Duration::Lognormal { mean: 3.71, sd: 0.99 }, 3.71, 3.584_5);
        check(Duration::Weibull { shape: 2.0, scale: 6.0 }, 5.317_36, 4.995_3);
        check(Duration::Uniform { from: 1.0, to: 4.0 }, 2.5, 2.5);
    }
}
