//! Numbers of about 32 digits, as the sum of two doubles: for Dorfman's closed form, rounded once at its end.

use std::ops::{Add, Mul, Sub};

/// The unevaluated sum of two doubles, the second below half a unit in the last place of the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Twofold {
    high: f64,
    low: f64,
}

impl Twofold {
    pub(crate) const ONE: Self = Self { high: 1.0, low: 0.0 };

    fn of_sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let shadow = high - a;
        Self { high, low: (a - (high - shadow)) + (b - shadow) }
    }

    fn of_product(a: f64, b: f64) -> Self {
        let high = a * b;
        Self { high, low: a.mul_add(b, -high) }
    }

    pub(crate) fn of_count(n: u32) -> Self {
        Self { high: f64::from(n), low: 0.0 }
    }

    /// The decimal number that the shortest notation of `x` shows: 0.0001 is one in ten thousand, not the double next to it.
    ///
    /// Somebody who writes a prevalence of 0.0001 means the former, and tables that are computed with rational numbers
    /// do too; the difference shows in the last digit of what is computed.
    pub(crate) fn of_decimal(x: f64) -> Self {
        let shown = format!("{x:e}");
        let Some((mantissa, exponent)) = shown.split_once('e') else { return Self { high: x, low: 0.0 } };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let (Ok(digits), Ok(exponent)) =
            (format!("{whole}{fraction}").parse::<u64>(), exponent.parse::<i32>())
        else {
            return Self { high: x, low: 0.0 };
        };
        let tens = exponent - i32::try_from(fraction.len()).unwrap_or(0);
        let power = Self { high: 10.0, low: 0.0 }.power(tens.unsigned_abs());
        let upper = (digits >> 32) as f64 * 4_294_967_296.0;
        let digits = Self::of_sum(upper, (digits & 0xffff_ffff) as f64);
        let value = if tens < 0 { digits.divided_by(power) } else { digits * power };
        // Below 1e-290 the low parts underflow; there the double itself is as good.
        if value.high == x && value.low.is_finite() { value } else { Self { high: x, low: 0.0 } }
    }

    pub(crate) fn divided_by(self, other: Self) -> Self {
        let first = self.high / other.high;
        let rest = self - other * Self { high: first, low: 0.0 };
        let second = rest.high / other.high;
        let rest = rest - other * Self { high: second, low: 0.0 };
        let third = rest.high / other.high;
        Self::of_sum(first, second) + Self { high: third, low: 0.0 }
    }

    pub(crate) fn power(self, exponent: u32) -> Self {
        let (mut result, mut base, mut left) = (Self::ONE, self, exponent);
        while left > 0 {
            if left & 1 == 1 {
                result = result * base;
            }
            base = base * base;
            left >>= 1;
        }
        result
    }

    pub(crate) fn rounded(self) -> f64 {
        self.high + self.low
    }
}

impl Add for Twofold {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = Self::of_sum(self.high, other.high);
        let rest = Self::of_sum(self.low, other.low);
        let sum = Self::of_sum(sum.high, sum.low + rest.high);
        Self::of_sum(sum.high, sum.low + rest.low)
    }
}

impl Sub for Twofold {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + Self { high: -other.high, low: -other.low }
    }
}

impl Mul for Twofold {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = Self::of_product(self.high, other.high);
        let low = product.low + (self.high * other.low + self.low * other.high);
        Self::of_sum(product.high, low)
    }
}
