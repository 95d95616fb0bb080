//! The simulator against what is known: closed forms (A), observed outbreaks (B), a trial and other models (C). Targets carry
//! the names of `docs/methods/simulator.md`, where their sources stand. The tests, the long tables and the
//! command `simulate validate` judge by these.

mod australia;
mod ground;
mod outbreaks;
mod peers;
mod policies;
mod pooling;
mod screening;
mod theory;
mod town;

pub use australia::{Found, Policy, policies, run};
pub use ground::{
    chi_square, chi_square_999, class, crowd, each, generations, introduction, mean, one_layer, perfect_test,
};
pub use outbreaks::{boarding_house, influenza_1978};
pub use screening::{AVERTED, TESTS, averted};
pub use theory::{extinct_by, reed_frost};
pub use town::{Kind, Town, town};

use crate::error::Invalid;

/// How many replicates, relative to those of the tests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort(f64);

impl Effort {
    /// That of the tests.
    pub const USUAL: Self = Self(1.0);

    /// So many times the replicates of the tests.
    ///
    /// # Errors
    /// Not 0.001 to 1000.
    pub fn new(times: f64) -> Result<Self, Invalid> {
        if (0.001..=1_000.0).contains(&times) {
            return Ok(Self(times));
        }
        Err(Invalid::new("size", times, "0.001 to 1000"))
    }

    /// Replicates where the tests have `usual`, at least one.
    #[must_use]
    pub fn replicates(self, usual: u64) -> u64 {
        ((usual as f64 * self.0) as u64).max(1)
    }
}

/// One figure of a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The target, such as `A1`.
    pub target: &'static str,
    /// What is compared, in English.
    pub what: String,
    /// What theory, data or the other model have; NaN where only a bound is known.
    pub expected: f64,
    /// What the simulator has.
    pub found: f64,
    /// Lowest and highest value of `found` that is taken for agreement.
    pub tolerance: (f64, f64),
}

impl Figure {
    /// Whether it lies within the tolerance; NaN does not.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.found >= self.tolerance.0 && self.found <= self.tolerance.1
    }
}

/// A target of validation.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Such as `A1`.
    pub id: &'static str,
    judge: fn(Effort) -> Result<Vec<Figure>, Invalid>,
}

impl Target {
    /// Every target, in the order of their names.
    pub const ALL: [Self; 14] = [
        Self { id: "A1", judge: theory::reed_frost_sizes },
        Self { id: "A2", judge: theory::final_sizes },
        Self { id: "A3", judge: theory::extinction },
        Self { id: "A4", judge: theory::cluster_sizes },
        Self { id: "A5", judge: pooling::pooling },
        Self { id: "A6", judge: screening::screening },
        Self { id: "B1", judge: outbreaks::boarding_school },
        Self { id: "B3", judge: outbreaks::derbyshire },
        Self { id: "B4", judge: outbreaks::colds },
        Self { id: "C1", judge: policies::primary },
        Self { id: "C1-high", judge: policies::high },
        Self { id: "C2", judge: peers::daily_testing },
        Self { id: "C3", judge: peers::weekly_testing },
        Self { id: "C5", judge: peers::test_to_stay },
    ];

    /// Runs the models of the target and judges them.
    ///
    /// # Errors
    /// A scenario of it is refused, which is a mistake of ours.
    pub fn figures(&self, effort: Effort) -> Result<Vec<Figure>, Invalid> {
        (self.judge)(effort)
    }
}

/// Gives figures their target.
struct Report {
    target: &'static str,
    figures: Vec<Figure>,
}

impl Report {
    const fn of(target: &'static str) -> Self {
        Self { target, figures: Vec::new() }
    }

    /// `found` must lie in the closed interval `tolerance`.
    fn within(&mut self, what: impl Into<String>, (expected, found): (f64, f64), tolerance: (f64, f64)) {
        self.figures.push(Figure { target: self.target, what: what.into(), expected, found, tolerance });
    }

    /// `found` must not be further than `by` from `expected`.
    fn near(&mut self, what: impl Into<String>, (expected, found): (f64, f64), by: f64) {
        self.within(what, (expected, found), (expected - by, expected + by));
    }

    /// A distribution by Pearson's statistic, at the level of 0.1 %.
    fn fits(&mut self, what: impl Into<String>, observed: &[u64], probabilities: &[f64]) {
        let (statistic, freedom) = chi_square(observed, probabilities);
        let most = if freedom > 0.0 { chi_square_999(freedom) } else { 0.0 };
        self.within(format!("{}, χ²", what.into()), (freedom, statistic), (0.0, most));
    }
}
