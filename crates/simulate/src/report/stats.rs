//! What is said of a number that differs between replicates.

use serde::Serialize;

/// Quantile of the standard normal distribution at 0.975.
const Z: f64 = 1.959_963_984_540_054;

/// A distribution over replicates in which the number is defined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// In how many replicates it is defined.
    pub n: u64,
    /// Mean.
    pub mean: f64,
    /// Bounds of the 95 % interval of the mean (normal approximation).
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Least.
    pub min: f64,
    /// 5 % quantile.
    pub p5: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// Greatest.
    pub max: f64,
}

impl Spread {
    /// Of these values; NaN is not defined. Everything is NaN where nothing is.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let n = sorted.len() as f64;
        let mean = sorted.iter().sum::<f64>() / n;
        let squares: f64 = sorted.iter().map(|value| (value - mean).powi(2)).sum();
        let sd = if sorted.len() > 1 { (squares / (n - 1.0)).sqrt() } else { f64::NAN };
        let half = Z * sd / n.sqrt();
        let at = |share| quantile(&sorted, share);
        Self {
            n: sorted.len() as u64,
            mean,
            low: mean - half,
            high: mean + half,
            sd,
            min: at(0.0),
            p5: at(0.05),
            p25: at(0.25),
            p50: at(0.5),
            p75: at(0.75),
            p95: at(0.95),
            max: at(1.0),
        }
    }

    /// Names and values, in order.
    #[must_use]
    pub const fn fields(&self) -> [(&'static str, f64); 11] {
        [
            ("mean", self.mean),
            ("low", self.low),
            ("high", self.high),
            ("sd", self.sd),
            ("min", self.min),
            ("p5", self.p5),
            ("p25", self.p25),
            ("p50", self.p50),
            ("p75", self.p75),
            ("p95", self.p95),
            ("max", self.max),
        ]
    }
}

/// Quantile of sorted values, linear between neighbours (R's type 7); NaN of none.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = share * last as f64;
    let low = at.floor() as usize;
    let high = (low + 1).min(last);
    sorted[low] + (at - low as f64) * (sorted[high] - sorted[low])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads() {
        let spread = Spread::of(&[1.0, f64::NAN, 3.0, 2.0, 4.0]);
        assert_eq!((spread.n, spread.mean, spread.p25, spread.p50, spread.max), (4, 2.5, 1.75, 2.5, 4.0));
        assert!((spread.sd - 1.290_994_448_735_805_6).abs() < 1e-15);
        assert!((spread.high - 2.5 - 1.26515131188166).abs() < 1e-9);
        assert!(Spread::of(&[]).mean.is_nan() && Spread::of(&[7.0]).sd.is_nan());
    }
}
