//! How unusual are the last 1, 2, … school days together?

use epi_core::NegativeBinomial;

/// Sums over a window that ends today.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sum {
    pub days: u32,
    pub cases: u64,
    /// Σ s, where s × rate is the mean of a day.
    share: f64,
    /// Σ s².
    squares: f64,
}

/// Tail of a window's law at what was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tail {
    pub days: u32,
    /// P(X ≥ seen).
    pub plain: f64,
    /// P(X > seen) + P(X = seen)/2.
    pub mid: f64,
}

impl Sum {
    pub fn add(&mut self, cases: u32, share: f64) {
        self.days += 1;
        self.cases += u64::from(cases);
        self.share += share;
        self.squares += share * share;
    }

    /// The law of the window's cases: negative binomial with the level's uncertainty, which all its days share, and
    /// each day's own scatter. `None` where nobody was at risk.
    pub fn law(&self, mean_rate: f64, spread: f64, dispersion: f64) -> Option<NegativeBinomial> {
        let relative = spread + dispersion * self.squares / (self.share * self.share);
        NegativeBinomial::new(self.share * mean_rate, 1.0 / relative).ok()
    }

    pub fn tail(&self, law: &NegativeBinomial) -> Tail {
        let at = law.ln_pmf(self.cases).exp();
        let above = law.sf(self.cases as f64);
        Tail { days: self.days, plain: (above + at).min(1.0), mid: (above + 0.5 * at).min(1.0) }
    }
}
