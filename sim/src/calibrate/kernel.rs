//! Proposals: a particle of the last round, moved by a normal step with twice the covariance of that round
//! (Beaumont et al. 2009; Filippi et al. 2013).

use crate::draw::normal;
use crate::rng::Stream;

/// Normal steps around the particles of a round.
pub(crate) struct Kernel {
    points: Vec<Vec<f64>>,
    /// Weights, summed from the first on.
    below: Vec<f64>,
    weights: Vec<f64>,
    /// Lower triangle: the covariance of a step is this times itself transposed.
    root: Vec<Vec<f64>>,
}

impl Kernel {
    pub(crate) fn new(points: Vec<Vec<f64>>, weights: Vec<f64>) -> Self {
        let width = points.first().map_or(0, Vec::len);
        let mean = |at: usize| points.iter().zip(&weights).map(|(point, w)| w * point[at]).sum::<f64>();
        let means: Vec<f64> = (0..width).map(mean).collect();
        let covariance = |a: usize, b: usize| {
            let product = |point: &Vec<f64>| (point[a] - means[a]) * (point[b] - means[b]);
            2.0 * points.iter().zip(&weights).map(|(point, w)| w * product(point)).sum::<f64>()
        };
        let root = cholesky((0..width).map(|a| (0..=a).map(|b| covariance(a, b)).collect()).collect());
        let mut sum = 0.0;
        let below = weights.iter().map(|weight| {
            sum += weight;
            sum
        });
        Self { below: below.collect(), points, weights, root }
    }

    pub(crate) fn propose(&self, stream: &mut Stream) -> Vec<f64> {
        let wanted = stream.unit() * self.below.last().copied().unwrap_or(1.0);
        let at = self.below.partition_point(|below| *below <= wanted).min(self.points.len() - 1);
        let steps: Vec<f64> = self.root.iter().map(|_| normal(stream)).collect();
        let moved = |(row, start): (&Vec<f64>, &f64)| {
            start + row.iter().zip(&steps).map(|(part, step)| part * step).sum::<f64>()
        };
        self.root.iter().zip(&self.points[at]).map(moved).collect()
    }

    /// Density of proposing `point`, up to a constant.
    pub(crate) fn density(&self, point: &[f64]) -> f64 {
        let from = |(start, weight): (&Vec<f64>, &f64)| weight * libm::exp(-0.5 * self.squared(start, point));
        self.points.iter().zip(&self.weights).map(from).sum()
    }

    /// Squared distance in units of a step.
    fn squared(&self, from: &[f64], to: &[f64]) -> f64 {
        let mut solved: Vec<f64> = Vec::with_capacity(self.root.len());
        for (at, row) in self.root.iter().enumerate() {
            let known: f64 = row.iter().zip(&solved).map(|(part, value)| part * value).sum();
            solved.push((to[at] - from[at] - known) / row[at]);
        }
        solved.iter().map(|value| value * value).sum()
    }
}

/// Lower root of a positive matrix given by its lower triangle; what is flat gets a small width, so that a parameter on
/// which all particles agree can still move.
fn cholesky(matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut root: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (a, line) in matrix.iter().enumerate() {
        let mut row = Vec::with_capacity(a + 1);
        for b in 0..=a {
            let upper: &[f64] = if b == a { &row } else { &root[b] };
            let known: f64 = row.iter().zip(upper).take(b).map(|(x, y): (&f64, &f64)| x * y).sum();
            let left = line[b] - known;
            let least = 1e-12 * line[a].abs().max(1e-12);
            row.push(if b == a { libm::sqrt(left.max(least)) } else { left / root[b][b] });
        }
        root.push(row);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Process, RunKey};

    #[test]
    fn a_root_squares_to_the_matrix() {
        let root = cholesky(vec![vec![4.0], vec![2.0, 5.0], vec![-2.0, 1.0, 6.0]]);
        assert_eq!(root, [vec![2.0], vec![1.0, 2.0], vec![-1.0, 1.0, 2.0]]);
    }

    /// Steps have twice the covariance of the points.
    #[test]
    fn steps_are_as_wide_as_said() {
        let points = vec![vec![-1.0, -2.0], vec![1.0, 2.0], vec![1.0, 0.0], vec![-1.0, 0.0]];
        let kernel = Kernel::new(points, vec![0.25; 4]);
        let mut stream = RunKey::new(5, 0).stream(Process::Calibration(0), 0);
        let n = 100_000;
        let mut sums = [0.0; 3];
        for _ in 0..n {
            let drawn = kernel.propose(&mut stream);
            sums[0] += drawn[0] * drawn[0];
            sums[1] += drawn[1] * drawn[1];
            sums[2] += drawn[0] * drawn[1];
        }
        // Points and step together: three times the covariance 1, 2, 1.
        for (sum, expected) in sums.iter().zip([3.0, 6.0, 3.0]) {
            assert!((sum / f64::from(n) / expected - 1.0).abs() < 0.03, "{sums:?}");
        }
        let (near, far) = (kernel.density(&[0.0, 0.0]), kernel.density(&[9.0, 0.0]));
        assert!(near > far && far > 0.0);
    }
}
