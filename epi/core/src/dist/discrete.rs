//! What the discrete distributions share: rounding of arguments and the search for a quantile.

use crate::special::normal_quantile;
use libm::{floor, sqrt};

/// Relative slack of the quantile's probability, as in R: see the module documentation of `dist`.
const FUZZ: f64 = 8.0 * f64::EPSILON;

/// The whole number at or below x, after adding 1e-7.
pub(crate) fn rounded(x: f64) -> f64 {
    floor(x + 1e-7)
}

/// Mean, variance and third central moment over σ³: where the search begins.
pub(crate) struct Shape {
    pub mean: f64,
    pub variance: f64,
    pub skewness: f64,
    /// The greatest value; infinite where there is none.
    pub greatest: f64,
}

/// The smallest k with cdf(k) ≥ p.
pub(crate) fn quantile(p: f64, shape: &Shape, cdf: impl Fn(f64) -> f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 { 0.0 } else { shape.greatest };
    }
    let wanted = p * (1.0 - FUZZ);
    smallest(guess(normal_quantile(p), shape), shape.greatest, |k| cdf(k) >= wanted)
}

/// The smallest k with sf(k) ≤ q.
pub(crate) fn quantile_upper(q: f64, shape: &Shape, sf: impl Fn(f64) -> f64) -> f64 {
    if !(0.0..=1.0).contains(&q) {
        return f64::NAN;
    }
    if q == 0.0 || q == 1.0 {
        return if q == 1.0 { 0.0 } else { shape.greatest };
    }
    let wanted = q * (1.0 + FUZZ);
    smallest(guess(-normal_quantile(q), shape), shape.greatest, |k| sf(k) <= wanted)
}

/// Cornish and Fisher's expansion to the skewness.
fn guess(z: f64, shape: &Shape) -> f64 {
    let size = shape.mean + sqrt(shape.variance) * (z + shape.skewness * (z * z - 1.0) / 6.0);
    floor(size + 0.5).clamp(0.0, shape.greatest.min(9.0e15))
}

/// The smallest whole number from 0 for which `reached` is true, given that it stays true: doubling steps from the guess,
/// then halving the interval.
fn smallest(guess: f64, greatest: f64, reached: impl Fn(f64) -> bool) -> f64 {
    let mut step = 1.0;
    let (mut below, mut above);
    if reached(guess) {
        above = guess;
        loop {
            if above == 0.0 {
                return 0.0;
            }
            below = (above - step).max(0.0);
            if !reached(below) {
                break;
            }
            above = below;
            step *= 2.0;
        }
    } else {
        below = guess;
        loop {
            above = (below + step).min(greatest);
            if above >= greatest || reached(above) {
                break;
            }
            below = above;
            step *= 2.0;
        }
    }
    while above - below > 1.0 {
        let middle = floor(below + 0.5 * (above - below));
        if middle <= below || middle >= above {
            break;
        }
        if reached(middle) { above = middle } else { below = middle }
    }
    above
}
