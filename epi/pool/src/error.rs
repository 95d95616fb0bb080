//! Errors of pooled testing, each named after the rule that was broken.

use epi_core::DomainError;
use std::fmt;

/// Why a design, a plan or an estimate is refused.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PoolError {
    /// A number outside its range.
    Domain(DomainError),
    /// A pool without anybody in it.
    EmptyPool,
    /// A pool larger than [`MAX_POOL`](crate::MAX_POOL) people.
    PoolTooLarge {
        /// People in the pool.
        size: u32,
    },
    /// Stages of a hierarchical design must shrink, and each size divide the one before.
    StagesDoNotDivide {
        /// Size of the larger pool.
        larger: u32,
        /// Size of the smaller.
        smaller: u32,
    },
    /// No pools, or nobody to test.
    NothingToTest,
    /// More positive pools than pools.
    PositivesAbovePools {
        /// Positive pools.
        positive: u64,
        /// Pools tested.
        pools: u64,
    },
    /// Sensitivity + specificity must be above 1: else a positive result says nothing, or the opposite.
    UninformativeTest {
        /// Sensitivity + specificity.
        sum: f64,
    },
    /// The exact interval would have to enumerate more outcomes than [`MAX_OUTCOMES`](crate::MAX_OUTCOMES).
    TooManyOutcomes {
        /// Number of outcomes.
        outcomes: f64,
    },
}

impl fmt::Display for PoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(error) => error.fmt(f),
            Self::EmptyPool => write!(f, "a pool needs at least one person"),
            Self::PoolTooLarge { size } => write!(f, "a pool of {size} people is above {}", crate::MAX_POOL),
            Self::StagesDoNotDivide { larger, smaller } => {
                write!(f, "a pool of {larger} cannot be split into smaller pools of {smaller}")
            }
            Self::NothingToTest => write!(f, "there is nobody to test, or no pool was tested"),
            Self::PositivesAbovePools { positive, pools } => {
                write!(f, "{positive} positive pools, but only {pools} were tested")
            }
            Self::UninformativeTest { sum } => {
                write!(f, "sensitivity + specificity is {sum}, but must be above 1")
            }
            Self::TooManyOutcomes { outcomes } => write!(
                f,
                "the exact interval would enumerate {outcomes} outcomes, above {}; choose another interval",
                crate::MAX_OUTCOMES
            ),
        }
    }
}

impl std::error::Error for PoolError {}

impl From<DomainError> for PoolError {
    fn from(error: DomainError) -> Self {
        Self::Domain(error)
    }
}
