//! The beta function's logarithm and the incomplete beta integral.

use super::gamma::{ln_gamma_rise, log1p_minus, stirling_rest};
use super::solve::{LogTail, invert_log_tail};
use super::{LN_SQRT_2PI, Tails};
use libm::{exp, expm1, log, log1p};

/// ln B(a, b) for a, b > 0.
#[must_use]
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a <= b { (a, b) } else { (b, a) };
    let total = small + large;
    let ln_share = log(small / total);
    let ln_rest = log1p(-small / total);
    // ln Γ(a) = ln Γ(a+1) − ln a, each by Stirling's formula and its rest.
    stirling_rest(small) + stirling_rest(large) - stirling_rest(total)
        + LN_SQRT_2PI
        + (small - 0.5) * ln_share
        + (large - 0.5) * ln_rest
        - 0.5 * log(total)
}

/// ln of Γ(a+b+1)/(Γ(a+1)Γ(b+1)) x^a y^b with x + y = 1: the binomial probability of `a` among `a + b`, for any
/// numbers a, b > 0. Loader's saddle-point form; b x − a y is formed without rounding its products.
pub(crate) fn ln_binomial_density(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let product = a * y;
    let gap = b.mul_add(x, -product) - a.mul_add(y, -product);
    let total = a + b;
    stirling_rest(total) - stirling_rest(a) - stirling_rest(b) - LN_SQRT_2PI
        + 0.5 * log(total / a / b)
        + a * log1p_minus(gap / a, total / a * x)
        + b * log1p_minus(-gap / b, total / b * y)
}

/// ln of x^a y^b / B(a, b).
fn ln_front(a: f64, b: f64, x: f64, y: f64) -> f64 {
    ln_binomial_density(a, b, x, y) + log(a / (a + b) * b)
}

/// Continued fraction of DiDonato and Morris (1992, TOMS 708): I_x(a, b) is x^a y^b/B(a, b) times this, for x below about
/// the mean. All of x it sees beside products is λ = a y − b x, formed without rounding its products.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let product = b * x;
    let lambda = a.mul_add(y, -product) - b.mul_add(x, -product);
    let first = a / (a + 1.0) * (lambda + 1.0);
    let (mut c, mut d, mut h) = (first, 0.0, first);
    let mut n = 0.0;
    loop {
        n += 1.0;
        let twice = a + 2.0 * n;
        let w = n * (b - n) * x / (twice - 1.0);
        let alpha = (a + n - 1.0) * (a + b + n - 1.0) / (twice - 1.0) * x * w;
        let beta = n + w + (a + n) / (twice + 1.0) * (lambda + 1.0 + n * (1.0 + y));
        d = 1.0 / (alpha * d + beta);
        c = beta + alpha / c;
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON || n > 1e7 {
            return 1.0 / h;
        }
    }
}

/// Σ (a+b)_n/(a+1)_n xⁿ / a, all terms positive: for small x, or b ≤ 1 and x ≤ ½.
fn series(a: f64, b: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, 0.0);
    while term > f64::EPSILON * 0.25 * sum {
        term *= x * (a + b + n) / (a + 1.0 + n);
        sum += term;
        n += 1.0;
    }
    sum / a
}

fn lower_factor(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.5 && (b <= 1.0 || (a + b) * x <= (0.5 * (a + 1.0)).max(3.0)) {
        series(a, b, x)
    } else {
        fraction(a, b, x, y)
    }
}

/// 1 − I_x(a, b) for a < 1 where I is close to one: 1 − x^a/(aB)·(1 + aS).
fn complement_small(a: f64, b: f64, x: f64) -> f64 {
    let (mut product, mut sum, mut n) = (1.0, 0.0, 0.0);
    loop {
        n += 1.0;
        product *= (n - b) / n * x;
        let term = product / (a + n);
        sum += term;
        if term.abs() <= f64::EPSILON * 0.25 * sum.abs() || n > 1e6 {
            break;
        }
    }
    let ln_front = a * log(x) - ln_gamma_rise(a, 1.0) + ln_gamma_rise(a, b);
    -expm1(ln_front) - exp(ln_front) * a * sum
}

/// Which tail is computed directly.
enum Side {
    Lower,
    Upper,
}

fn side(a: f64, b: f64, x: f64) -> Side {
    // For a ≤ 1 the series of positive terms is exact a little beyond the mean, where the other side's fraction is slow.
    let short = (0.2..=1.0).contains(&a) && x <= 0.5 && (a + b) * x <= 3.0;
    if short || x <= (a + 1.0) / (a + b + 2.0) { Side::Lower } else { Side::Upper }
}

/// Regularised incomplete beta integral I_x(a, b) and its complement, for a, b > 0 and x + y = 1.
///
/// Both `x` and `y` are asked for because one of them may be known better than one minus the other.
/// NaN if a parameter or x is out of range.
///
/// ```
/// let tails = epi_core::special::beta_inc(2.0, 3.0, 0.25, 0.75);
/// assert!((tails.lower - 0.26171875).abs() < 1e-15);
/// ```
#[must_use]
pub fn beta_inc(a: f64, b: f64, x: f64, y: f64) -> Tails {
    let known = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite();
    if !known || !(0.0..=1.0).contains(&x) || !(0.0..=1.0).contains(&y) {
        return Tails { lower: f64::NAN, upper: f64::NAN };
    }
    if x == 0.0 || y == 0.0 {
        return Tails { lower: f64::from(y == 0.0), upper: f64::from(x == 0.0) };
    }
    match side(a, b, x) {
        Side::Lower => {
            let (lower, upper) = direct(a, b, x, y);
            Tails { lower, upper }
        }
        Side::Upper => {
            let (upper, lower) = direct(b, a, y, x);
            Tails { lower, upper }
        }
    }
}

/// I_x(a, b) for x below about the mean, and its complement.
fn direct(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    let value = (exp(ln_front(a, b, x, y)) * lower_factor(a, b, x, y)).min(1.0);
    let rest = if value > 0.9 && a < 1.0 && b * x < 1.0 { complement_small(a, b, x) } else { 1.0 - value };
    (value, rest)
}

/// ln I_x(a, b), finite where I itself underflows.
fn ln_lower(a: f64, b: f64, x: f64, y: f64) -> f64 {
    match side(a, b, x) {
        Side::Lower => ln_front(a, b, x, y) + log(lower_factor(a, b, x, y)),
        Side::Upper => log1p(-beta_inc(a, b, x, y).upper),
    }
}

/// The odds x/(1−x) at which I_x(a, b) has the given tails. Odds keep their digits where x is close to one.
#[must_use]
pub fn beta_inc_odds_quantile(a: f64, b: f64, tails: Tails) -> f64 {
    if tails.lower <= 0.0 || tails.upper <= 0.0 {
        return if tails.lower <= 0.0 { 0.0 } else { f64::INFINITY };
    }
    if tails.lower > tails.upper {
        return 1.0 / beta_inc_odds_quantile(b, a, Tails { lower: tails.upper, upper: tails.lower });
    }
    let start = odds_start(a, b, tails.lower);
    invert_log_tail(start, log(tails.lower), |odds| {
        let (x, y) = (odds / (1.0 + odds), 1.0 / (1.0 + odds));
        let value = ln_lower(a, b, x, y);
        LogTail { value, slope: exp(ln_front(a, b, x, y) - value) }
    })
}

/// A first guess: a normal approximation of the log-odds where both parameters are large, the series' first term else.
fn odds_start(a: f64, b: f64, lower: f64) -> f64 {
    if a.min(b) > 1.0 {
        let spread = libm::sqrt(1.0 / a + 1.0 / b);
        let z = super::normal_quantile(lower);
        return exp(log((a - 0.5 / a.max(1.0)) / b) + z * spread);
    }
    exp((log(lower) + log(a) + ln_beta(a, b)) / a).min(a / b + 1.0)
}
