//! Several detectors' p-values for one series on one day.

use std::f64::consts::PI;

use super::{PError, check};

/// How p-values of one series become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combination {
    /// Fisher: −2 Σ ln p against χ² with 2*k* degrees of freedom. Assumes independence; detectors that read the same
    /// counts are not, and the result is then too small. For different sources (absences, medicine sold).
    Fisher,
    /// Cauchy (ACAT): the mean of tan((½ − p)π) against the standard Cauchy law. Its tail holds under any
    /// correlation of the usual kinds; the default for detectors that read the same counts.
    Cauchy,
    /// Bonferroni: *k* times the least. Holds always.
    Bonferroni,
    /// Šidák: 1 − (1 − least)ᵏ. Holds under independence and positive orthant dependence.
    Sidak,
}

/// One p-value of several, each of 0 to 1. A single one is returned as it is.
///
/// # Errors
/// [`PError::Empty`], [`PError::NotAProbability`].
pub fn combine(p: &[f64], how: Combination) -> Result<f64, PError> {
    check(p)?;
    let least = p.iter().copied().reduce(f64::min).ok_or(PError::Empty)?;
    if p.len() == 1 {
        return Ok(least);
    }
    let count = p.len() as f64;
    Ok(match how {
        Combination::Fisher => fisher(p),
        Combination::Cauchy => cauchy(p),
        Combination::Bonferroni => (count * least).min(1.0),
        // 1 − (1 − p)^k without the loss of digits for small p.
        Combination::Sidak => -f64::exp_m1(count * f64::ln_1p(-least)),
    })
}

/// The upper tail of χ² with an even number of degrees of freedom is a Poisson sum.
fn fisher(p: &[f64]) -> f64 {
    let half: f64 = -p.iter().map(|value| value.ln()).sum::<f64>();
    if half.is_infinite() {
        return 0.0;
    }
    // In logarithms: with many small p-values a term overflows and e^−half underflows.
    let (mut log_term, mut sum) = (-half, (-half).exp());
    for order in 1..p.len() {
        log_term += (half / order as f64).ln();
        sum += log_term.exp();
    }
    sum.min(1.0)
}

fn cauchy(p: &[f64]) -> f64 {
    let count = p.len() as f64;
    // A p-value of 1 (no case at all) would be minus infinity and drown everything: it counts as 1 − 1/k.
    let statistic = p.iter().map(|&value| cotangent(value.min(1.0 - 1.0 / count))).sum::<f64>() / count;
    if statistic.is_infinite() {
        return 0.0;
    }
    // Far out, ½ − atan(t)/π loses every digit; atan(1/t)/π does not.
    if statistic > 1.0 { (1.0 / statistic).atan() / PI } else { 0.5 - statistic.atan() / PI }
}

/// tan((½ − p)π), also for tiny p; a zero with a sign is a zero.
fn cotangent(p: f64) -> f64 {
    if p < 1e-12 { 1.0 / (p.abs() * PI) } else { ((0.5 - p) * PI).tan() }
}
