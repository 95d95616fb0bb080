//! Counts and weights drawn from a stream.

use crate::rng::Stream;

/// How many reciprocals are kept: inversion rarely goes further.
const RECIPROCALS: usize = 128;
static RECIPROCAL: [f64; RECIPROCALS] = reciprocals();

const fn reciprocals() -> [f64; RECIPROCALS] {
    let mut table = [1.0; RECIPROCALS];
    let mut at = 1;
    while at < RECIPROCALS {
        table[at] = 1.0 / at as f64;
        at += 1;
    }
    table
}

/// 1/`count`, `count` at least 1.
#[inline]
fn reciprocal(count: u32) -> f64 {
    RECIPROCAL.get(count as usize).copied().unwrap_or_else(|| 1.0 / f64::from(count))
}

/// A Poisson count. Inversion from one uniform below a mean of 12, above it the sum of parts of 12 (Poisson counts add).
/// Means are finite and not negative.
#[must_use]
pub fn poisson(stream: &mut Stream, mean: f64) -> u32 {
    let (mut left, mut count) = (mean, 0);
    while left > 12.0 {
        count += small_poisson(stream, 12.0);
        left -= 12.0;
    }
    count + small_poisson(stream, left)
}

#[inline]
fn small_poisson(stream: &mut Stream, mean: f64) -> u32 {
    let u = stream.unit();
    let mut probability = libm::exp(-mean);
    let (mut below, mut count) = (probability, 0);
    while u >= below && count < 1_000 {
        count += 1;
        probability *= mean * reciprocal(count);
        below += probability;
    }
    count
}

/// A Poisson count whose mean has a gamma weight of mean 1 and this shape: negative binomial. Inversion from one uniform up
/// to a mean of 200, above it the weight and then the count. Shapes are 0.02 to 1000.
#[must_use]
pub fn negative_binomial(stream: &mut Stream, mean: f64, shape: f64) -> u32 {
    if mean > 200.0 {
        let weight = gamma_weight(stream, shape);
        return poisson(stream, mean * weight);
    }
    let u = stream.unit();
    let ratio = mean / (shape + mean);
    let mut probability = libm::exp(-shape * libm::log1p(mean / shape));
    let (mut below, mut count) = (probability, 0);
    while u >= below && count < 100_000 {
        probability *= ratio * (shape + f64::from(count)) * reciprocal(count + 1);
        below += probability;
        count += 1;
    }
    count
}

/// A standard normal deviate (Marsaglia's polar method, one of the pair).
#[must_use]
pub fn normal(stream: &mut Stream) -> f64 {
    loop {
        let (x, y) = (2.0 * stream.open_unit() - 1.0, 2.0 * stream.open_unit() - 1.0);
        let square = x * x + y * y;
        if square < 1.0 && square > 0.0 {
            return x * libm::sqrt(-2.0 * libm::log(square) / square);
        }
    }
}

/// A gamma weight of mean 1 and the given shape (Marsaglia and Tsang 2000, with the boost below shape 1).
#[must_use]
pub fn gamma_weight(stream: &mut Stream, shape: f64) -> f64 {
    let (boosted, boost) =
        if shape < 1.0 { (shape + 1.0, libm::pow(stream.open_unit(), 1.0 / shape)) } else { (shape, 1.0) };
    let d = boosted - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let z = normal(stream);
        let cube = 1.0 + c * z;
        if cube <= 0.0 {
            continue;
        }
        let v = cube * cube * cube;
        if libm::log(stream.open_unit()) < 0.5 * z * z + d - d * v + d * libm::log(v) {
            return d * v * boost / shape;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Process, RunKey};

    const N: u32 = 200_000;

    fn moments(mut draw: impl FnMut(&mut Stream) -> f64) -> (f64, f64) {
        let mut stream = RunKey::new(3, 1).stream(Process::Course, 1);
        let drawn: Vec<f64> = (0..N).map(|_| draw(&mut stream)).collect();
        let mean = drawn.iter().sum::<f64>() / f64::from(N);
        (mean, drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(N))
    }

    #[test]
    fn poisson_counts() {
        for mean in [0.0, 0.3, 4.0, 11.9, 30.0] {
            let (m, v) = moments(|stream| f64::from(poisson(stream, mean)));
            let error = (mean / f64::from(N)).sqrt();
            assert!((m - mean).abs() <= 4.0 * error, "mean {mean}: {m}");
            assert!((v - mean).abs() <= 0.02 * mean, "variance {mean}: {v}");
        }
    }

    #[test]
    fn negative_binomial_counts() {
        for (mean, shape) in [(0.0, 0.5), (0.8, 0.16), (3.0, 0.5), (10.0, 4.0), (250.0, 2.0)] {
            let (m, v) = moments(|stream| f64::from(negative_binomial(stream, mean, shape)));
            let variance = mean + mean * mean / shape;
            assert!((m - mean).abs() <= 4.0 * (variance / f64::from(N)).sqrt(), "mean {mean}, {shape}: {m}");
            assert!((v - variance).abs() <= 0.05 * variance, "variance of {mean}, {shape}: {v}");
        }
    }

    #[test]
    fn gamma_weights() {
        for shape in [0.16, 1.0, 4.0] {
            let (m, v) = moments(|stream| gamma_weight(stream, shape));
            let error = (1.0 / shape / f64::from(N)).sqrt();
            assert!((m - 1.0).abs() < 4.0 * error, "shape {shape}: mean {m}");
            assert!((v * shape - 1.0).abs() < 0.06, "shape {shape}: variance {v}");
        }
    }
}
