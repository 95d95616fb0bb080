//! Inverting a tail probability: Newton's steps on its logarithm, kept inside a bracket.

use libm::exp;

/// Logarithm of a tail at a point, and its derivative with respect to the logarithm of the point.
pub(crate) struct LogTail {
    pub value: f64,
    pub slope: f64,
}

/// The positive x at which a log-tail equals `target`, from `start`.
///
/// The densities inverted here are log-concave in ln x, so a log-tail is concave and Newton's steps from its thin side
/// never overshoot; the bracket is for the first step from the thick side, and for rounding. Zero or infinity where the
/// point underflows or overflows.
pub(crate) fn invert_log_tail(start: f64, target: f64, tail: impl Fn(f64) -> LogTail) -> f64 {
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    let mut x = start.clamp(f64::MIN_POSITIVE, f64::MAX);
    let mut last = f64::INFINITY;
    for _ in 0..400 {
        let LogTail { value, slope } = tail(x);
        let gap = target - value;
        if x == f64::MIN_POSITIVE && (gap > 0.0) != slope.is_sign_positive() {
            return 0.0;
        }
        if x == f64::MAX && (gap > 0.0) == slope.is_sign_positive() {
            return f64::INFINITY;
        }
        if gap == 0.0 {
            return x;
        }
        if (gap > 0.0) == slope.is_sign_positive() {
            low = x
        } else {
            high = x
        }
        // No step may leave the range in which the next evaluation is meaningful.
        let step = (gap / slope).clamp(-8.0, 8.0);
        let newton = (x * exp(step)).clamp(f64::MIN_POSITIVE, f64::MAX);
        let inside = newton > low && newton < high && newton.is_finite();
        // Rounding makes steps of a few ε go to and fro: stop when they no longer shrink.
        if inside && (step.abs() < 1e-15 || (step.abs() < 1e-12 && step.abs() >= last)) {
            return newton;
        }
        let next = if inside { newton } else { between(low, high, x) };
        if next == x || (high - low) <= f64::EPSILON * low {
            return next;
        }
        last = step.abs();
        x = next;
    }
    x
}

/// A point inside the bracket: the geometric middle, or a large step where one end is still open.
fn between(low: f64, high: f64, x: f64) -> f64 {
    match (low > 0.0, high.is_finite()) {
        (true, true) => low * libm::sqrt(high / low),
        (true, false) => (x * 1024.0).min(f64::MAX),
        (false, true) => (x / 1024.0).max(f64::MIN_POSITIVE),
        (false, false) => x,
    }
}
