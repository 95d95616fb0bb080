//! Several tables of one exposure (classes, ages) combined: Mantel and Haenszel's estimates.

use crate::error::ChainError;
use crate::table::{Measure, TwoByTwo};
use epi_core::special::normal_quantile;
use epi_core::{ChiSquared, Interval, Requirement, check};
use libm::{exp, sqrt};

/// Estimates over all strata.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MantelHaenszel {
    /// Common relative risk, interval of Greenland and Robins (1985).
    pub relative_risk: Measure,
    /// Common odds ratio, interval of Robins, Breslow and Greenland (1986).
    pub odds_ratio: Measure,
    /// Mantel and Haenszel's χ² with one degree of freedom, without continuity correction.
    pub chi_squared: f64,
    /// Its p-value.
    pub p: f64,
}

/// Combines the tables of strata. Empty strata, and those with nobody exposed or nobody unexposed, add nothing.
///
/// # Errors
/// [`ChainError::NoStrata`] without a stratum that compares; [`ChainError::EmptyMargin`] if over all of them nobody is ill;
/// [`ChainError::Domain`] for a level not strictly between 0 and 1.
pub fn mantel_haenszel(strata: &[TwoByTwo], level: f64) -> Result<MantelHaenszel, ChainError> {
    check("level", level, Requirement::OpenProbability)?;
    let mut sum = Sums::default();
    strata.iter().for_each(|table| sum.add(table));
    if sum.strata == 0 {
        return Err(ChainError::NoStrata);
    }
    if sum.ill == 0.0 {
        return Err(ChainError::EmptyMargin { margin: "ill" });
    }
    let z = normal_quantile(0.5 + 0.5 * level);
    let measure = |estimate: f64, variance: f64| {
        let spread = z * sqrt(variance);
        let interval = if spread.is_finite() {
            Interval { lower: estimate * exp(-spread), upper: estimate * exp(spread) }
        } else {
            Interval { lower: 0.0, upper: f64::INFINITY }
        };
        Measure { estimate, interval }
    };
    let chi_squared = sum.gap * sum.gap / sum.variance;
    let odds_variance =
        sum.pr / (2.0 * sum.r * sum.r) + sum.ps_qr / (2.0 * sum.r * sum.s) + sum.qs / (2.0 * sum.s * sum.s);
    Ok(MantelHaenszel {
        relative_risk: measure(
            sum.risk_above / sum.risk_below,
            sum.risk_spread / (sum.risk_above * sum.risk_below),
        ),
        odds_ratio: measure(sum.r / sum.s, odds_variance),
        chi_squared,
        p: ChiSquared::new(1.0)?.sf(chi_squared),
    })
}

#[derive(Default)]
struct Sums {
    strata: usize,
    ill: f64,
    risk_above: f64,
    risk_below: f64,
    risk_spread: f64,
    r: f64,
    s: f64,
    pr: f64,
    ps_qr: f64,
    qs: f64,
    gap: f64,
    variance: f64,
}

impl Sums {
    fn add(&mut self, table: &TwoByTwo) {
        let [a, b, c, d] = [table.exposed_ill, table.exposed_well, table.unexposed_ill, table.unexposed_well]
            .map(|x| x as f64);
        let (exposed, unexposed, ill, n) = (a + b, c + d, a + c, a + b + c + d);
        if exposed == 0.0 || unexposed == 0.0 {
            return;
        }
        self.strata += 1;
        self.ill += ill;
        self.risk_above += a * unexposed / n;
        self.risk_below += c * exposed / n;
        self.risk_spread += (ill * exposed * unexposed - a * c * n) / (n * n);
        let (r, s, p, q) = (a * d / n, b * c / n, (a + d) / n, (b + c) / n);
        self.r += r;
        self.s += s;
        self.pr += p * r;
        self.ps_qr += p * s + q * r;
        self.qs += q * s;
        self.gap += a - exposed * ill / n;
        if n > 1.0 {
            self.variance += exposed * unexposed / n * (ill / n) * ((b + d) / (n - 1.0));
        }
    }
}
