//! How many people one case infects: negative binomial offspring, clusters, extinction.

use epi_core::special::ln_gamma;

use crate::RtError;
use crate::error::positive;

/// Negative binomial offspring distribution: mean R, dispersion *k*; the variance is R + R²/k. The smaller *k*, the
/// more of the infections come from few cases. *k* = ∞ is the Poisson distribution, *k* = 1 the geometric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offspring {
    r: f64,
    k: f64,
}

impl Offspring {
    /// Mean `r` (above 0) and dispersion `k` (above 0, or infinite for Poisson).
    ///
    /// # Errors
    /// [`RtError::Parameter`] outside these ranges.
    pub fn new(r: f64, k: f64) -> Result<Self, RtError> {
        positive("R", r)?;
        if k.is_nan() || k <= 0.0 {
            return Err(RtError::Parameter { name: "k", value: k, range: "above 0, infinite for Poisson" });
        }
        Ok(Self { r, k })
    }

    /// Mean number of people infected by a case.
    #[must_use]
    pub fn r(self) -> f64 {
        self.r
    }

    /// Dispersion.
    #[must_use]
    pub fn k(self) -> f64 {
        self.k
    }

    /// Probability that a case infects nobody: (1 + R/k)^−k.
    #[must_use]
    pub fn none(self) -> f64 {
        self.generating_ln(1.0).exp()
    }

    /// ln of the probability generating function at 1 − y.
    fn generating_ln(self, y: f64) -> f64 {
        if self.k.is_infinite() { -self.r * y } else { -self.k * (self.r / self.k * y).ln_1p() }
    }

    /// Probability that everything that comes of `introductions` cases dies out, with R and *k* constant and no end of
    /// people to infect: q^introductions, q the smallest root of q = (1 + R (1 − q)/k)^−k. It is 1 for R ≤ 1.
    ///
    /// # Example
    /// SARS 2003 (Lloyd-Smith et al. 2005): R = 3 dies out with probability 0.76 for k = 0.16, 0.06 without superspreading.
    /// ```
    /// use epi_rt::Offspring;
    /// assert!((Offspring::new(3.0, 0.16)?.extinction(1) - 0.762188).abs() < 1e-6);
    /// assert!((Offspring::new(3.0, f64::INFINITY)?.extinction(1) - 0.059520).abs() < 1e-6);
    /// # Ok::<(), epi_rt::RtError>(())
    /// ```
    #[must_use]
    pub fn extinction(self, introductions: u32) -> f64 {
        if self.r <= 1.0 {
            return 1.0;
        }
        // In y = 1 − q: y + expm1(ln g(y)) is convex, so Newton from 1 falls on the largest root, which is the one meant.
        let mut y = 1.0_f64;
        for _ in 0..500 {
            let ln_g = self.generating_ln(y);
            let gap = y + ln_g.exp_m1();
            let slope = 1.0 - ln_g.exp() * self.r / (1.0 + self.r / self.k * y);
            let next = y - gap / slope;
            if next >= y || next <= 0.0 || slope <= 0.0 {
                break;
            }
            y = next;
        }
        (f64::from(introductions) * (-y).ln_1p()).exp()
    }

    /// Probability that a cluster begun by `primaries` cases ends with `size` cases, primaries included (Blumberg and
    /// Lloyd-Smith 2013). For R ≤ 1 these add up to 1 over sizes; above, to the probability of [extinction](Self::extinction).
    ///
    /// 0 where `size` < `primaries`, and without primaries.
    ///
    /// # Example
    /// ```
    /// use epi_rt::Offspring;
    /// assert!((Offspring::new(0.8, 0.16)?.cluster_size(3, 1) - 0.034792).abs() < 1e-6);
    /// # Ok::<(), epi_rt::RtError>(())
    /// ```
    #[must_use]
    pub fn cluster_size(self, size: u64, primaries: u64) -> f64 {
        if primaries == 0 || size < primaries {
            return 0.0;
        }
        // All cases of the cluster together have size − primaries offspring, and of the orders in which these can come
        // the share primaries/size is one in which nobody is infected before their infector (the cycle lemma).
        let share = primaries as f64 / size as f64;
        share * self.total_ln(size as f64, (size - primaries) as f64).exp()
    }

    /// ln of the probability that `cases` have `offspring` in all.
    fn total_ln(self, cases: f64, offspring: f64) -> f64 {
        let mean = cases * self.r;
        if self.k.is_infinite() {
            return offspring * mean.ln() - mean - ln_gamma(offspring + 1.0);
        }
        let size = cases * self.k;
        let choose = if offspring == 0.0 {
            0.0
        } else {
            // Γ(size + n) / (Γ(size) n!) = 1 / (n B(size, n)).
            -epi_core::special::ln_beta(size, offspring) - offspring.ln()
        };
        let ratio = self.r / self.k;
        choose - offspring * ratio.recip().ln_1p() - size * ratio.ln_1p()
    }
}
