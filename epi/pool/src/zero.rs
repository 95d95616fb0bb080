//! The zero of a function of one variable.

/// The zero of a function that is positive at `low` and not at `high`: inverse quadratic steps where they can be trusted,
/// halving elsewhere (Chandrupatla 1997).
pub(crate) fn zero_between(low: f64, high: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (mut a, mut b) = (high, low);
    let (mut fa, mut fb) = (function(a), function(b));
    let mut t: f64 = 0.5;
    for _ in 0..200 {
        let x = a + t * (b - a);
        let fx = function(x);
        // `a` becomes the new point, `b` stays on the other side of the zero, `c` is the point left over.
        let (c, fc) = if (fx > 0.0) == (fa > 0.0) {
            (a, fa)
        } else {
            let left_over = (b, fb);
            (b, fb) = (a, fa);
            left_over
        };
        (a, fa) = (x, fx);
        let best = if fa.abs() < fb.abs() { a } else { b };
        let tolerance = f64::EPSILON * best.abs().max(1e-3);
        let least = tolerance / (b - a).abs();
        if fa == 0.0 || least > 0.5 {
            return best;
        }
        let (xi, phi) = ((a - b) / (c - b), (fa - fb) / (fc - fb));
        let trusted = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        t = if trusted {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        t = t.clamp(least, 1.0 - least);
    }
    a
}
