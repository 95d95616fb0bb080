//! Moments of a window of counts that slides, exactly.

/// Sum and sum of squares of the counts of a window. Integers, so that sliding over a million steps leaves no error
/// behind and does not depend on where it began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moments {
    sum: u64,
    squares: u128,
    missing: u32,
}

impl Moments {
    #[inline]
    pub(super) fn add(&mut self, count: Option<u32>) {
        match count {
            Some(count) => {
                self.sum += u64::from(count);
                self.squares += u128::from(u64::from(count) * u64::from(count));
            }
            None => self.missing += 1,
        }
    }

    #[inline]
    pub(super) fn remove(&mut self, count: Option<u32>) {
        match count {
            Some(count) => {
                self.sum -= u64::from(count);
                self.squares -= u128::from(u64::from(count) * u64::from(count));
            }
            None => self.missing -= 1,
        }
    }

    /// Mean of the `n` counts of the window; NaN where one is missing.
    #[inline]
    pub(super) fn mean(&self, n: usize) -> f64 {
        if self.missing > 0 { f64::NAN } else { mean(self.sum as f64, n) }
    }

    /// Their standard deviation, divisor n − 1; NaN where one is missing.
    #[inline]
    pub(super) fn deviation(&self, n: usize) -> f64 {
        if self.missing > 0 { f64::NAN } else { deviation(self.spread(n), n) }
    }

    /// n Σy² − (Σy)², which is n (n − 1) times the variance. Exact for windows of up to 2³² steps.
    #[inline]
    fn spread(&self, n: usize) -> f64 {
        let spread = n as u128 * self.squares - u128::from(self.sum) * u128::from(self.sum);
        // The conversion of a small integer is one instruction, that of 128 bits is a call.
        i64::try_from(spread).map_or(spread as f64, |small| small as f64)
    }
}

#[inline]
pub(super) fn mean(sum: f64, n: usize) -> f64 {
    sum / n as f64
}

/// Standard deviation from n Σy² − (Σy)².
#[inline]
pub(super) fn deviation(spread: f64, n: usize) -> f64 {
    (spread / (n as f64 * (n as f64 - 1.0))).sqrt()
}
