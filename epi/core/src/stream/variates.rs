//! Random variates. Parameters outside the stated range give 0: a simulation validates its parameters once, not per draw.

use super::Stream;
use crate::special::{ln_gamma, normal_quantile};
use libm::{exp, floor, log, log1p, pow, sqrt};

impl Stream {
    /// Standard normal, by inversion: one 64-bit word, values within ±8.3.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// Exponential with mean 1, by inversion.
    pub fn exponential(&mut self) -> f64 {
        -log(self.uniform())
    }

    /// Gamma with that shape (> 0) and scale 1: Marsaglia and Tsang (2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape.is_nan() || shape <= 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            let boost = pow(self.uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / sqrt(9.0 * d);
        loop {
            let z = self.normal();
            let root = 1.0 + c * z;
            if root <= 0.0 {
                continue;
            }
            let cube = root * root * root;
            let u = self.uniform();
            if log(u) < 0.5 * z * z + d - d * cube + d * log(cube) {
                return d * cube;
            }
        }
    }

    /// Beta with those shapes (> 0), by two gamma variates.
    pub fn beta(&mut self, alpha: f64, beta: f64) -> f64 {
        let (a, b) = (self.gamma(alpha), self.gamma(beta));
        if a + b > 0.0 { a / (a + b) } else { 0.0 }
    }

    /// Poisson with that mean (0 to 1e15): by sequential search below 10, by Hörmann's PTRS (1993) above.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean.is_nan() || mean <= 0.0 {
            return 0;
        }
        if mean < 10.0 { self.poisson_by_search(mean) } else { self.poisson_by_rejection(mean.min(1e15)) }
    }

    fn poisson_by_search(&mut self, mean: f64) -> u64 {
        let mut rest = self.uniform();
        let (mut term, mut k) = (exp(-mean), 0_u64);
        while rest > term && k < 200 {
            rest -= term;
            k += 1;
            term *= mean / k as f64;
        }
        k
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "k is a whole number, not below zero"
    )]
    fn poisson_by_rejection(&mut self, mean: f64) -> u64 {
        let ln_mean = log(mean);
        let b = 0.931 + 2.53 * sqrt(mean);
        let a = -0.059 + 0.02483 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let quick = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.uniform() - 0.5;
            let v = self.uniform();
            let us = 0.5 - u.abs();
            let k = floor((2.0 * a / us + b) * u + mean + 0.43);
            if us >= 0.07 && v <= quick {
                return k as u64;
            }
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            if log(v * inverse_alpha / (a / (us * us) + b)) <= k * ln_mean - mean - ln_gamma(k + 1.0) {
                return k as u64;
            }
        }
    }

    /// Number of successes among `trials` with probability `p` each: by sequential search while the smaller mean is below 10,
    /// by Hörmann's BTRS (1993) above.
    pub fn binomial(&mut self, trials: u64, p: f64) -> u64 {
        if p.is_nan() || p <= 0.0 || trials == 0 {
            return 0;
        }
        if p >= 1.0 {
            return trials;
        }
        if p > 0.5 {
            return trials - self.binomial(trials, 1.0 - p);
        }
        if trials as f64 * p < 10.0 {
            self.binomial_by_search(trials, p)
        } else {
            self.binomial_by_rejection(trials, p)
        }
    }

    fn binomial_by_search(&mut self, trials: u64, p: f64) -> u64 {
        let odds = p / (1.0 - p);
        let mut rest = self.uniform();
        let (mut term, mut k) = (exp(trials as f64 * log1p(-p)), 0_u64);
        while rest > term && k < trials {
            rest -= term;
            term *= odds * (trials - k) as f64 / (k + 1) as f64;
            k += 1;
            if k > 200 {
                break;
            }
        }
        k
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "k is a whole number within 0 to trials"
    )]
    fn binomial_by_rejection(&mut self, trials: u64, p: f64) -> u64 {
        let n = trials as f64;
        let spread = sqrt(n * p * (1.0 - p));
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let c = n * p + 0.5;
        let alpha = (2.83 + 5.1 / b) * spread;
        let quick = 0.92 - 4.2 / b;
        let ln_odds = log(p / (1.0 - p));
        let mode = floor((n + 1.0) * p);
        let at_mode = ln_gamma(mode + 1.0) + ln_gamma(n - mode + 1.0);
        loop {
            let u = self.uniform() - 0.5;
            let v = self.uniform();
            let us = 0.5 - u.abs();
            let k = floor((2.0 * a / us + b) * u + c);
            if k < 0.0 || k > n {
                continue;
            }
            if us >= 0.07 && v <= quick {
                return k as u64;
            }
            let log_accept = at_mode - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0) + (k - mode) * ln_odds;
            if log(v * alpha / (a / (us * us) + b)) <= log_accept {
                return k as u64;
            }
        }
    }

    /// Negative binomial by mean (≥ 0) and size (> 0): a Poisson variate whose mean is a gamma variate.
    pub fn negative_binomial(&mut self, mean: f64, size: f64) -> u64 {
        let rate = self.gamma(size) * (mean / size);
        self.poisson(rate)
    }
}
