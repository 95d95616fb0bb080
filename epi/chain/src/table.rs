//! Two by two tables: relative risk, odds ratio, tests.

use crate::error::ChainError;
use crate::hypergeometric::Hypergeometric;
use epi_core::special::normal_quantile;
use epi_core::{ChiSquared, Interval, Requirement, check};
use libm::{exp, log, sqrt};

/// Exposure by illness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TwoByTwo {
    /// Exposed and ill.
    pub exposed_ill: u64,
    /// Exposed and well.
    pub exposed_well: u64,
    /// Not exposed and ill.
    pub unexposed_ill: u64,
    /// Not exposed and well.
    pub unexposed_well: u64,
}

/// A measure and its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Point estimate; may be 0 or infinite.
    pub estimate: f64,
    /// Interval; ends may be 0 or infinite.
    pub interval: Interval,
}

/// How the interval of a relative risk is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RiskInterval {
    /// Normal on the logarithm (Katz et al. 1978): the one in most textbooks. From 0 to infinity where nobody is ill on
    /// one side.
    Katz,
    /// Score (Koopman 1984): sound for small numbers and zeros.
    Koopman,
}

/// Which probabilities an exact test or interval adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// The observed table counts wholly: keeps its level for certain.
    Full,
    /// It counts by half: closer to the level on average.
    MidP,
}

/// Whether χ² is corrected for continuity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Continuity {
    /// Not corrected (Pearson).
    Plain,
    /// Corrected (Yates).
    Corrected,
}

/// The ways of a table as doubles: a, b in the row of the exposed, c, d in the other.
struct Cells {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
}

impl TwoByTwo {
    fn cells(&self) -> Cells {
        Cells {
            a: self.exposed_ill as f64,
            b: self.exposed_well as f64,
            c: self.unexposed_ill as f64,
            d: self.unexposed_well as f64,
        }
    }

    /// People in the table.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.exposed_ill + self.exposed_well + self.unexposed_ill + self.unexposed_well
    }

    fn refuse_empty(&self, margins: &[&'static str]) -> Result<(), ChainError> {
        for margin in margins {
            let total = match *margin {
                "exposed" => self.exposed_ill + self.exposed_well,
                "unexposed" => self.unexposed_ill + self.unexposed_well,
                "ill" => self.exposed_ill + self.unexposed_ill,
                _ => self.exposed_well + self.unexposed_well,
            };
            if total == 0 {
                return Err(ChainError::EmptyMargin { margin });
            }
        }
        Ok(())
    }

    /// Relative risk: the attack rate of the exposed over that of the others.
    ///
    /// # Errors
    /// [`ChainError::EmptyMargin`] if nobody is exposed, unexposed or ill; [`ChainError::Domain`] for a level not strictly
    /// between 0 and 1.
    ///
    /// ```
    /// use epi_chain::{RiskInterval, TwoByTwo};
    /// // Vanilla ice cream at the church supper in Oswego, 1940.
    /// let table = TwoByTwo { exposed_ill: 43, exposed_well: 11, unexposed_ill: 3, unexposed_well: 18 };
    /// let risk = table.relative_risk(RiskInterval::Katz, 0.95)?;
    /// assert!((risk.estimate - 5.574).abs() < 1e-3 && (risk.interval.lower - 1.937).abs() < 2e-3);
    /// # Ok::<(), epi_chain::ChainError>(())
    /// ```
    pub fn relative_risk(&self, method: RiskInterval, level: f64) -> Result<Measure, ChainError> {
        check("level", level, Requirement::OpenProbability)?;
        self.refuse_empty(&["exposed", "unexposed", "ill"])?;
        let Cells { a, b, c, d } = self.cells();
        let estimate = (a / (a + b)) / (c / (c + d));
        let z = normal_quantile(0.5 + 0.5 * level);
        let interval = match method {
            RiskInterval::Katz if a == 0.0 || c == 0.0 => Interval { lower: 0.0, upper: f64::INFINITY },
            RiskInterval::Katz => {
                let spread = z * sqrt(b / a / (a + b) + d / c / (c + d));
                Interval { lower: estimate * exp(-spread), upper: estimate * exp(spread) }
            }
            RiskInterval::Koopman => self.koopman(estimate, z * z),
        };
        Ok(Measure { estimate, interval })
    }

    /// Ratios whose score statistic is at most `limit`.
    fn koopman(&self, estimate: f64, limit: f64) -> Interval {
        let statistic = |ratio: f64| self.risk_score(ratio);
        let centre = if estimate > 0.0 && estimate.is_finite() { log(estimate) } else { 0.0 };
        // The statistic grows to both sides of the estimate.
        let end = |sign: f64| {
            let (mut inside, mut outside) = (centre, centre + sign);
            while statistic(exp(outside)) < limit && (outside - centre).abs() < 700.0 {
                inside = outside;
                outside = centre + 2.0 * (outside - centre);
            }
            for _ in 0..200 {
                let middle = 0.5 * (inside + outside);
                if middle == inside || middle == outside {
                    break;
                }
                if statistic(exp(middle)) < limit { inside = middle } else { outside = middle }
            }
            exp(0.5 * (inside + outside))
        };
        if estimate == 0.0 {
            return Interval { lower: 0.0, upper: self.koopman_zero(limit) };
        }
        if estimate.is_infinite() {
            return Interval { lower: 1.0 / self.swapped().koopman_zero(limit), upper: f64::INFINITY };
        }
        Interval { lower: end(-1.0), upper: end(1.0) }
    }

    /// Upper end where no exposed is ill: the statistic grows with the ratio.
    fn koopman_zero(&self, limit: f64) -> f64 {
        let (mut low, mut high) = (-60.0, 60.0);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle == low || middle == high {
                break;
            }
            if self.risk_score(exp(middle)) < limit { low = middle } else { high = middle }
        }
        exp(0.5 * (low + high))
    }

    fn swapped(&self) -> Self {
        Self {
            exposed_ill: self.unexposed_ill,
            exposed_well: self.unexposed_well,
            unexposed_ill: self.exposed_ill,
            unexposed_well: self.exposed_well,
        }
    }

    /// Koopman's statistic for a true ratio: Pearson's χ² against the likeliest pair of risks with that ratio.
    fn risk_score(&self, ratio: f64) -> f64 {
        let Cells { a, b, c, d } = self.cells();
        let (m, n) = (a + b, c + d);
        let sum = ratio * (m + c) + a + n;
        let root = sqrt((sum * sum - 4.0 * ratio * (m + n) * (a + c)).max(0.0));
        // The smaller root, without cancellation: the exposed's risk under the constraint.
        let exposed = 2.0 * ratio * (a + c) / (sum + root);
        let other = exposed / ratio;
        let term = |ill: f64, all: f64, risk: f64| {
            let gap = ill - all * risk;
            if gap == 0.0 { 0.0 } else { gap * gap / (all * risk * (1.0 - risk)) }
        };
        term(a, m, exposed) + term(c, n, other)
    }

    /// Difference of attack rates, exposed less unexposed, with Newcombe's hybrid score interval (1998).
    ///
    /// # Errors
    /// As [`TwoByTwo::relative_risk`], but nobody has to be ill.
    pub fn risk_difference(&self, level: f64) -> Result<Measure, ChainError> {
        self.refuse_empty(&["exposed", "unexposed"])?;
        let Cells { a, b, c, d } = self.cells();
        let (p, q) = (a / (a + b), c / (c + d));
        let first = epi_core::wilson(self.exposed_ill, self.exposed_ill + self.exposed_well, level)?;
        let second = epi_core::wilson(self.unexposed_ill, self.unexposed_ill + self.unexposed_well, level)?;
        let estimate = p - q;
        let reach = |x: f64, y: f64| sqrt(x * x + y * y);
        Ok(Measure {
            estimate,
            interval: Interval {
                lower: estimate - reach(p - first.lower, second.upper - q),
                upper: estimate + reach(first.upper - p, q - second.lower),
            },
        })
    }

    /// Odds ratio ad/bc with a normal interval on its logarithm (Woolf 1955); from 0 to infinity if a cell is empty.
    ///
    /// # Errors
    /// [`ChainError::EmptyMargin`] if a row or column is empty; [`ChainError::Domain`] for the level.
    pub fn odds_ratio(&self, level: f64) -> Result<Measure, ChainError> {
        check("level", level, Requirement::OpenProbability)?;
        self.refuse_empty(&["exposed", "unexposed", "ill", "well"])?;
        let Cells { a, b, c, d } = self.cells();
        let estimate = (a * d) / (b * c);
        let spread = normal_quantile(0.5 + 0.5 * level) * sqrt(1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d);
        let interval = if spread.is_finite() {
            Interval { lower: estimate * exp(-spread), upper: estimate * exp(spread) }
        } else {
            Interval { lower: 0.0, upper: f64::INFINITY }
        };
        Ok(Measure { estimate, interval })
    }

    /// Odds ratio by conditional maximum likelihood with the exact interval, both given the margins: what R's
    /// `fisher.test` prints for [`Exactness::Full`].
    ///
    /// # Errors
    /// As [`TwoByTwo::odds_ratio`].
    pub fn exact_odds_ratio(&self, exactness: Exactness, level: f64) -> Result<Measure, ChainError> {
        check("level", level, Requirement::OpenProbability)?;
        self.refuse_empty(&["exposed", "unexposed", "ill", "well"])?;
        let tables = Hypergeometric::of(self);
        let tail = 0.5 * (1.0 - level);
        Ok(Measure {
            estimate: tables.likeliest_ratio(),
            interval: Interval {
                lower: tables.lower_ratio(tail, exactness),
                upper: tables.upper_ratio(tail, exactness),
            },
        })
    }

    /// Fisher's exact test, two-sided: the probability, given the margins and no association, of all tables that are no
    /// likelier than this one. Tables within one part in 10⁷ of its probability count as equally likely, as in R.
    #[must_use]
    pub fn fisher_p(&self, exactness: Exactness) -> f64 {
        Hypergeometric::of(self).two_sided(exactness)
    }

    /// Pearson's χ² of independence with one degree of freedom, and its p-value.
    ///
    /// # Errors
    /// [`ChainError::EmptyMargin`] if a row or column is empty.
    pub fn chi_squared(&self, continuity: Continuity) -> Result<(f64, f64), ChainError> {
        self.refuse_empty(&["exposed", "unexposed", "ill", "well"])?;
        let Cells { a, b, c, d } = self.cells();
        let n = a + b + c + d;
        let gap = (a * d - b * c).abs();
        let gap = match continuity {
            Continuity::Plain => gap,
            Continuity::Corrected => (gap - 0.5 * n).max(0.0),
        };
        let statistic = n * (gap / (a + b) / (c + d)) * (gap / (a + c) / (b + d));
        Ok((statistic, ChiSquared::new(1.0)?.sf(statistic)))
    }
}
