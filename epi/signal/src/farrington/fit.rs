//! Quasi-Poisson regression of counts on a factor and, if wanted, a linear trend, with a logarithmic link.
//!
//! Each row has one level of the factor, so the weighted least squares of an iteration need no matrix: sums by level,
//! and the trend from what varies within levels. What shows of R's `glm` in the digits is kept: iterations start
//! at μ = y + 0.1 and end when the deviance changes by less than 1e-8 of itself; dispersion, leverage and standard
//! errors use the weights of the last iteration, which are those before its step.

use libm::exp;

use super::frame::Frame;

/// R's `glm.control`.
const TOLERANCE: f64 = 1e-8;
const MOST_ITERATIONS: usize = 25;
/// The exponentials of consecutive steps are a geometric progression. It begins anew after so many steps, so that its
/// rounding stays below 1e-14.
const PROGRESSION: usize = 16;
/// A trend of which less than this part varies within levels cannot be told from them (R's tolerance of rank).
const RANK: f64 = 1e-11;
/// R keeps means from vanishing.
pub(super) const LEAST_MEAN: f64 = f64::EPSILON;
/// A row that determines its own mean to within this has no residual to judge it by.
const LEVERAGE: f64 = 1e-10;

/// Whether the model has a linear trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slope {
    Flat,
    Linear,
}

/// What became of a fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Converged,
    /// The deviance still moved after the last iteration.
    NotConverged,
    /// Not more rows than parameters, no count in the first level, no way to tell a trend, numbers outside the range
    /// of doubles.
    None,
}

/// Sums over rows of weight, weight × time and weight × working response.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    weight: f64,
    time: f64,
    response: f64,
}

/// A fit, and the room it was made in.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    linear: bool,
    levels: Vec<Sums>,
    /// Sums of weight × time² and weight × time × response.
    squares: f64,
    products: f64,
    /// Weighted sum of squared time within levels; infinite without a trend.
    spread: f64,
    /// Linear predictor of each level at time 0.
    effects: Vec<f64>,
    slope: f64,
    /// Rows less parameters.
    freedom: f64,
    /// Linear predictor without the offset, mean, and weight of the last iteration, of each row.
    predictors: Vec<f64>,
    means: Vec<f64>,
    working: Vec<f64>,
}

impl Fit {
    /// Fits `frame` with its weights.
    pub(super) fn fit(&mut self, frame: &Frame, slope: Slope) -> Outcome {
        self.linear = slope == Slope::Linear;
        let parameters = frame.filled.iter().filter(|rows| **rows > 0).count() + usize::from(self.linear);
        self.freedom = frame.rows() as f64 - parameters as f64;
        if self.freedom <= 0.0 || frame.filled.first().is_none_or(|rows| *rows == 0) {
            return Outcome::None;
        }
        self.predictors.clone_from(&frame.start);
        self.means.clear();
        self.means.extend(frame.y.iter().map(|y| y + 0.1));
        let mut before = self.deviance(frame);
        for _ in 0..MOST_ITERATIONS {
            self.accumulate(frame);
            if !self.solve(frame) {
                return Outcome::None;
            }
            self.predict(frame);
            let deviance = self.deviance(frame);
            if !deviance.is_finite() {
                return Outcome::None;
            }
            if (deviance - before).abs() / (deviance.abs() + 0.1) < TOLERANCE {
                return Outcome::Converged;
            }
            before = deviance;
        }
        Outcome::NotConverged
    }

    /// 2 Σ w (y ln(y/μ) − (y − μ)); ln μ is the predictor, so no logarithm is taken.
    fn deviance(&self, frame: &Frame) -> f64 {
        let rows = frame.weights.iter().zip(&frame.entropy).zip(frame.y.iter().zip(&self.predictors));
        let terms = rows.zip(&self.means).map(|(((weight, entropy), (y, predictor)), mean)| {
            weight * (entropy - y * predictor - (y - mean))
        });
        2.0 * terms.sum::<f64>()
    }

    /// Weights and sums of the next iteration.
    fn accumulate(&mut self, frame: &Frame) {
        self.working.clear();
        self.working.extend(frame.weights.iter().zip(&self.means).map(|(weight, mean)| weight * mean));
        self.levels.clear();
        self.levels.resize(frame.filled.len(), Sums::default());
        let (mut squares, mut products) = (0.0, 0.0);
        for run in &frame.runs {
            let (rows, mut time) = (run.rows.0..run.rows.1, run.time());
            let mut sums = self.levels[run.level];
            for row in rows {
                let weight = self.working[row];
                let response =
                    weight * self.predictors[row] + frame.weights[row] * (frame.y[row] - self.means[row]);
                sums.weight += weight;
                sums.time += weight * time;
                sums.response += response;
                squares += weight * time * time;
                products += response * time;
                time += 1.0;
            }
            self.levels[run.level] = sums;
        }
        (self.squares, self.products) = (squares, products);
    }

    fn solve(&mut self, frame: &Frame) -> bool {
        let filled =
            || self.levels.iter().zip(&frame.filled).filter(|(_, rows)| **rows > 0).map(|(sums, _)| sums);
        (self.slope, self.spread) = (0.0, f64::INFINITY);
        if self.linear {
            let spread = self.squares - filled().map(|sums| sums.time * sums.time / sums.weight).sum::<f64>();
            let within =
                self.products - filled().map(|sums| sums.time * sums.response / sums.weight).sum::<f64>();
            if spread.is_nan() || spread <= self.squares * RANK {
                return false;
            }
            (self.slope, self.spread) = (within / spread, spread);
        }
        self.effects.clear();
        self.effects
            .extend(self.levels.iter().map(|sums| (sums.response - self.slope * sums.time) / sums.weight));
        true
    }

    /// Predictors and means of the new coefficients.
    fn predict(&mut self, frame: &Frame) {
        let ratio = exp(self.slope);
        for run in &frame.runs {
            let effect = self.effects[run.level];
            let mut time = run.time();
            let mut row = run.rows.0;
            while row < run.rows.1 {
                let end = run.rows.1.min(row + PROGRESSION);
                let mut rate = exp(effect + self.slope * time);
                while row < end {
                    self.predictors[row] = effect + self.slope * time;
                    self.means[row] = (frame.population[row] * rate).max(LEAST_MEAN);
                    (rate, time, row) = (rate * ratio, time + 1.0, row + 1);
                }
            }
        }
    }

    /// Pearson's statistic over its degrees of freedom.
    pub(super) fn dispersion(&self, frame: &Frame) -> f64 {
        self.scaled_squares(frame, &self.working)
    }

    /// The same with the prior weights in the place of the working ones.
    pub(super) fn dispersion_of_prior_weights(&self, frame: &Frame) -> f64 {
        self.scaled_squares(frame, &frame.weights)
    }

    fn scaled_squares(&self, frame: &Frame, weights: &[f64]) -> f64 {
        let rows = weights.iter().zip(frame.y.iter().zip(&self.means));
        let squares = rows.map(|(weight, (y, mean))| {
            let residual = (y - mean) / mean;
            weight * residual * residual
        });
        squares.sum::<f64>() / self.freedom
    }

    /// Change of the logarithm of the mean in a step.
    pub(super) fn slope(&self) -> f64 {
        self.slope
    }

    /// Rows less parameters.
    pub(super) fn freedom(&self) -> f64 {
        self.freedom
    }

    /// Variance of the slope, the dispersion taken as 1.
    pub(super) fn slope_variance(&self) -> f64 {
        1.0 / self.spread
    }

    /// Predictor of the judged step without its offset, and its variance, the dispersion taken as 1.
    pub(super) fn judged(&self) -> (f64, f64) {
        let Sums { weight, time, .. } = self.levels[0];
        let centre = time / weight;
        (self.effects[0], 1.0 / weight + centre * centre / self.spread)
    }

    /// Gives the rows of `frame` new weights: less to counts whose standardised Anscombe residual
    /// s = 1.5 (y^⅔ μ^(−1/6) − μ^½) / √(φ (1 − h)) lies above `threshold` ≥ 0, in the proportion s⁻², and in sum as many as
    /// there are rows.
    pub(super) fn reweigh(&self, frame: &mut Frame, threshold: f64, dispersion: f64) {
        let rows = frame.rows() as f64;
        frame.weigh_alike();
        let ratio = exp(self.slope / -6.0);
        for run in &frame.runs {
            let sums = self.levels[run.level];
            let (centre, mut time) = (sums.time / sums.weight, run.time());
            let mut power = 0.0;
            for row in run.rows.0..run.rows.1 {
                if (row - run.rows.0).is_multiple_of(PROGRESSION) {
                    power = exp((self.effects[run.level] + self.slope * time) / -6.0);
                }
                let (y, mean) = (frame.y[row], self.means[row]);
                // At or below its mean a count has no residual above the threshold.
                if y > mean && frame.weights[row] > 0.0 {
                    let leverage =
                        self.working[row] * (1.0 / sums.weight + (time - centre).powi(2) / self.spread);
                    let residual = 1.5 * (frame.root[row] * power - mean.sqrt());
                    let standardised = residual / (dispersion * (1.0 - leverage)).sqrt();
                    if 1.0 - leverage > LEVERAGE && standardised > threshold {
                        frame.weights[row] = 1.0 / (standardised * standardised);
                    }
                }
                (power, time) = (power * ratio, time + 1.0);
            }
        }
        let scale = rows / frame.weights.iter().sum::<f64>();
        frame.weights.iter_mut().for_each(|weight| *weight *= scale);
    }
}
