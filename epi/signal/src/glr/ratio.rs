//! Likelihood ratios of a changed mean.

use libm::{exp, log, log1p};

use super::{Direction, Window};

/// A count and its mean in control.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) y: f64,
    pub(super) mean: f64,
}

/// ln of the likelihood ratio of one count, mean μ e^κ against μ; variance μ + α μ².
pub(super) fn llr(kappa: f64, alpha: f64, step: &Step) -> f64 {
    let Step { y, mean } = *step;
    if alpha > 0.0 {
        return kappa * y - (y + 1.0 / alpha) * log_ratio(kappa, alpha * mean);
    }
    kappa * y - mean * (exp(kappa) - 1.0)
}

/// ln((1 + a e^κ) / (1 + a)).
fn log_ratio(kappa: f64, a: f64) -> f64 {
    log((1.0 + a * exp(kappa)) / (1.0 + a))
}

/// The count whose ratio at κ is `wanted`, not below 0.
pub(super) fn count_at(kappa: f64, alpha: f64, (mean, wanted): (f64, f64)) -> f64 {
    let count = if alpha > 0.0 {
        let slope = log_ratio(kappa, alpha * mean);
        (wanted + slope / alpha) / (kappa - slope)
    } else {
        (wanted + mean * (exp(kappa) - 1.0)) / kappa
    };
    count.max(0.0)
}

/// The greatest ratio over windows that end with the newest step (the first of `steps`) and over κ.
pub(super) fn poisson(steps: &[Step], (direction, window): (Direction, Window)) -> f64 {
    let (mut counts, mut means, mut greatest) = (0.0, 0.0, 0.0_f64);
    for (at, step) in steps.iter().enumerate() {
        counts += step.y;
        means += step.mean;
        let moved = match direction {
            Direction::Increase => counts > means,
            Direction::Decrease => counts < means,
        };
        if at + 1 >= window.shortest && moved {
            let likelihood = if counts > 0.0 { counts * log(counts / means) } else { 0.0 };
            greatest = greatest.max(likelihood - (counts - means));
        }
    }
    greatest
}

/// The same for negative binomial counts, for which κ has to be searched.
pub(super) fn negative_binomial(steps: &[Step], (direction, window): (Direction, Window), alpha: f64) -> f64 {
    let (mut slope, mut counts, mut greatest, mut kappa) = (0.0, 0.0, 0.0_f64, 0.0);
    for (at, step) in steps.iter().enumerate() {
        // Of the likelihood, at κ = 0: its sign says which way κ lies.
        slope += (step.y - step.mean) / (1.0 + alpha * step.mean);
        counts += step.y;
        let moved = match direction {
            Direction::Increase => slope > 0.0,
            Direction::Decrease => slope < 0.0,
        };
        if at + 1 < window.shortest || !moved {
            continue;
        }
        let steps = &steps[..=at];
        let ratio = if counts == 0.0 {
            steps.iter().map(|step| log1p(alpha * step.mean) / alpha).sum()
        } else {
            kappa = likeliest(steps, alpha, kappa);
            steps.iter().map(|step| llr(kappa, alpha, step)).sum()
        };
        greatest = greatest.max(ratio);
    }
    greatest
}

/// κ of the greatest likelihood by Newton's steps within a bracket, from a guess. There is one: some count is not 0.
fn likeliest(steps: &[Step], alpha: f64, guess: f64) -> f64 {
    let (mut below, mut above) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut kappa = guess;
    for _ in 0..200 {
        let (mut slope, mut bend) = (0.0, 0.0);
        let factor = alpha * exp(kappa);
        for step in steps {
            let share = factor * step.mean / (1.0 + factor * step.mean);
            let weight = step.y + 1.0 / alpha;
            slope += step.y - weight * share;
            bend += weight * share * (1.0 - share);
        }
        if slope > 0.0 {
            below = kappa
        } else {
            above = kappa
        }
        // The likelihood is concave in κ, but far from its top Newton's step may be too long.
        let next = (kappa + (slope / bend).clamp(-2.0, 2.0)).clamp(below, above);
        let next = if next == below || next == above { middle(below, above, kappa) } else { next };
        if (next - kappa).abs() <= 1e-14 * kappa.abs().max(1.0) {
            return next;
        }
        kappa = next;
    }
    kappa
}

fn middle(below: f64, above: f64, kappa: f64) -> f64 {
    if below.is_finite() && above.is_finite() { 0.5 * (below + above) } else { kappa }
}
