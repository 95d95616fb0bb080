//! The gamma function's logarithm and derivatives, and the incomplete gamma integrals.

use super::LN_SQRT_2PI;
use super::solve::{LogTail, invert_log_tail};
use super::uniform::{self, Tail};
use libm::{exp, expm1, log, log1p};

/// ln |Γ(x)|.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Digamma ψ(x), the derivative of ln Γ, for x > 0; NaN elsewhere. Absolute error below 1e-15·max(1, |ψ|), so close to
/// the root 1.4616… the relative error is larger.
#[must_use]
pub fn digamma(x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    let (mut shift, mut x) = (0.0, x);
    while x < 12.0 {
        shift += 1.0 / x;
        x += 1.0;
    }
    let r = 1.0 / (x * x);
    let series = r
        * (1.0 / 12.0
            - r * (1.0 / 120.0
                - r * (1.0 / 252.0
                    - r * (1.0 / 240.0 - r * (1.0 / 132.0 - r * (691.0 / 32760.0 - r / 12.0))))));
    log(x) - 0.5 / x - series - shift
}

/// Trigamma ψ′(x) for x > 0; NaN elsewhere.
#[must_use]
pub fn trigamma(x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    let (mut shift, mut x) = (0.0, x);
    while x < 12.0 {
        shift += 1.0 / (x * x);
        x += 1.0;
    }
    let r = 1.0 / (x * x);
    let series = r
        * (1.0 / 6.0
            - r * (1.0 / 30.0
                - r * (1.0 / 42.0
                    - r * (1.0 / 30.0 - r * (5.0 / 66.0 - r * (691.0 / 2730.0 - r * 7.0 / 6.0))))));
    shift + 1.0 / x + 0.5 * r + series / x
}

/// ln(1 + t) − t without cancellation, for t > −1. `ratio` is 1 + t: where t is close to −1 it knows more than t.
pub(crate) fn log1p_minus(t: f64, ratio: f64) -> f64 {
    if !(-0.55..=1.2).contains(&t) {
        return log(ratio) - t;
    }
    // ln(1+t) = 2 artanh(r) with r = t/(2+t), and 2r − t = −rt.
    let r = t / (2.0 + t);
    let square = r * r;
    let (mut power, mut sum, mut odd) = (1.0, 0.0, 3.0);
    loop {
        let term = power / odd;
        sum += term;
        if term < 1e-17 {
            break;
        }
        power *= square;
        odd += 2.0;
    }
    r * (2.0 * square * sum - t)
}

/// What Stirling's formula leaves: ln Γ(a+1) − [ln √(2πa) + a ln a − a], for a > 0.
pub(crate) fn stirling_rest(a: f64) -> f64 {
    if a < 15.0 {
        return ln_gamma(a + 1.0) - (a + 0.5) * log(a) + a - LN_SQRT_2PI;
    }
    let r = 1.0 / (a * a);
    (1.0 / 12.0
        - r * (1.0 / 360.0
            - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r * (1.0 / 1188.0 - r * 691.0 / 360_360.0)))))
        / a
}

/// ln Γ(b + a) − ln Γ(b) for small a ≥ 0 and b > 0, accurate in proportion to a.
pub(crate) fn ln_gamma_rise(a: f64, b: f64) -> f64 {
    let (mut shift, mut b) = (0.0, b);
    while b < 15.0 {
        shift += log1p(a / b);
        b += 1.0;
    }
    stirling_rest(a + b) - stirling_rest(b) + (b - 0.5) * log1p(a / b) + a * (log(a + b) - 1.0) - shift
}

/// ln of x^a e^−x / Γ(a+1), the Poisson probability of `a` (any number ≥ 0) at mean `x`: Loader's saddle-point form, in
/// which nothing large is subtracted from something large.
pub(crate) fn ln_poisson_density(a: f64, x: f64) -> f64 {
    if a == 0.0 {
        return -x;
    }
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if a < 1.0 {
        return a * log(x) - x - ln_gamma(a + 1.0);
    }
    a * log1p_minus((x - a) / a, x / a) - stirling_rest(a) - LN_SQRT_2PI - 0.5 * log(a)
}

/// Σ xⁿ / ((a+1)…(a+n)): P(a, x) is this times the Poisson density. All terms are positive.
fn lower_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, a);
    while term > f64::EPSILON * 0.25 * sum {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum
}

/// a times Legendre's continued fraction: Q(a, x) is this times the Poisson density. For x ≥ 1 and x ≥ a.
fn upper_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut d = 1.0 / b;
    let (mut c, mut h) = (1e300, d);
    let mut i = 0.0;
    loop {
        i += 1.0;
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / (an * d + b);
        c = b + an / c;
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON || i > 1e7 {
            return a * h;
        }
    }
}

/// Q(a, x) for a < 1 and x < 1: 1 − x^a/Γ(a+1)·(1 + aS), where for small a the two ones must not meet.
fn upper_small(a: f64, x: f64) -> f64 {
    let (mut power, mut sum, mut n) = (1.0, 0.0, 0.0);
    loop {
        n += 1.0;
        power *= -x / n;
        let term = power / (a + n);
        sum += term;
        if term.abs() <= f64::EPSILON * 0.25 * sum.abs() {
            break;
        }
    }
    let ln_front = a * log(x) - ln_gamma_rise(a, 1.0);
    -expm1(ln_front) - exp(ln_front) * a * sum
}

/// Regularised lower incomplete gamma integral P(a, x): the probability that a Gamma(shape `a`, scale 1) variable is at
/// most `x`. `a` > 0, `x` ≥ 0; NaN elsewhere.
///
/// ```
/// assert!((epi_core::special::gamma_p(3.0, 2.0) - 0.3233235838169366).abs() < 1e-15);
/// ```
#[must_use]
pub fn gamma_p(a: f64, x: f64) -> f64 {
    match region(a, x) {
        Region::Outside => f64::NAN,
        Region::Zero => 0.0,
        Region::Infinite => 1.0,
        Region::Upper => 1.0 - gamma_q(a, x),
        Region::Uniform => uniform::value(a, x, Tail::Lower),
        Region::Small | Region::Lower => (exp(ln_poisson_density(a, x)) * lower_series(a, x)).min(1.0),
    }
}

/// Regularised upper incomplete gamma integral Q(a, x) = 1 − P(a, x), computed directly where it is small.
#[must_use]
pub fn gamma_q(a: f64, x: f64) -> f64 {
    match region(a, x) {
        Region::Outside => f64::NAN,
        Region::Zero => 1.0,
        Region::Infinite => 0.0,
        Region::Upper => (exp(ln_poisson_density(a, x)) * upper_fraction(a, x)).min(1.0),
        Region::Small => upper_small(a, x),
        Region::Uniform => uniform::value(a, x, Tail::Upper),
        Region::Lower => 1.0 - gamma_p(a, x),
    }
}

/// ln P(a, x), finite where P itself underflows.
#[must_use]
pub fn ln_gamma_p(a: f64, x: f64) -> f64 {
    match region(a, x) {
        Region::Small | Region::Lower => ln_poisson_density(a, x) + log(lower_series(a, x)),
        Region::Upper => log1p(-gamma_q(a, x)),
        Region::Uniform => uniform::ln_value(a, x, Tail::Lower),
        _ => log(gamma_p(a, x)),
    }
}

/// ln Q(a, x), finite where Q itself underflows.
#[must_use]
pub fn ln_gamma_q(a: f64, x: f64) -> f64 {
    match region(a, x) {
        Region::Upper => ln_poisson_density(a, x) + log(upper_fraction(a, x)),
        Region::Lower => log1p(-gamma_p(a, x)),
        Region::Uniform => uniform::ln_value(a, x, Tail::Upper),
        _ => log(gamma_q(a, x)),
    }
}

enum Region {
    Outside,
    Zero,
    Infinite,
    /// Large shapes around the mean: both tails by their expansion.
    Uniform,
    /// The upper tail by its continued fraction.
    Upper,
    /// Shape and point below one: each tail by its own series.
    Small,
    /// The lower tail by its series; it is not close to one.
    Lower,
}

fn region(a: f64, x: f64) -> Region {
    if a.is_nan() || x.is_nan() || a <= 0.0 || a.is_infinite() || x < 0.0 {
        Region::Outside
    } else if x == 0.0 {
        Region::Zero
    } else if x.is_infinite() {
        Region::Infinite
    } else if a >= uniform::FROM && (x - a).abs() <= uniform::WITHIN * a {
        Region::Uniform
    } else if x >= 1.0 && x >= a {
        Region::Upper
    } else if a < 1.0 {
        Region::Small
    } else {
        Region::Lower
    }
}

/// x with P(a, x) = `lower`, given both tails of the same point so that the smaller can be used.
pub(crate) fn gamma_p_quantile(a: f64, tails: super::Tails) -> f64 {
    if tails.lower <= 0.0 || tails.upper <= 0.0 {
        return if tails.lower <= 0.0 { 0.0 } else { f64::INFINITY };
    }
    let by_lower = tails.lower <= tails.upper;
    let z = super::normal_quantile(tails.lower.min(tails.upper));
    let z = if by_lower { z } else { -z };
    let start = quantile_start(a, tails.lower, z);
    if by_lower {
        invert_log_tail(start, log(tails.lower), |x| match region(a, x) {
            Region::Upper | Region::Uniform => {
                let value = ln_gamma_p(a, x);
                LogTail { value, slope: a * exp(ln_poisson_density(a, x) - value) }
            }
            _ => {
                let factor = lower_series(a, x);
                LogTail { value: ln_poisson_density(a, x) + log(factor), slope: a / factor }
            }
        })
    } else {
        invert_log_tail(start, log(tails.upper), |x| match region(a, x) {
            Region::Upper => {
                let factor = upper_fraction(a, x);
                LogTail { value: ln_poisson_density(a, x) + log(factor), slope: -a / factor }
            }
            _ => {
                let value = ln_gamma_q(a, x);
                LogTail { value, slope: -a * exp(ln_poisson_density(a, x) - value) }
            }
        })
    }
}

/// Wilson and Hilferty's cube; for small shapes the first term of the lower tail's series, which is never above the root,
/// or of the upper tail's expansion.
fn quantile_start(a: f64, lower: f64, z: f64) -> f64 {
    let cube = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * libm::sqrt(a));
    if cube > 0.2 && a > 0.5 {
        return a * cube * cube * cube;
    }
    if z > 2.0 {
        return (0.5 * z * z).max(a);
    }
    exp((log(lower) + ln_gamma(a + 1.0)) / a)
}
