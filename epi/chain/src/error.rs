//! Errors, each named after the rule that was broken.

use epi_core::DomainError;
use std::fmt;

/// Why a line list, a model or a table is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum ChainError {
    /// A number outside its range.
    Domain(DomainError),
    /// A distribution over days needs at least one weight above zero, none below.
    NotADistribution,
    /// A case known by its exposure only, and no incubation period to place its onset.
    ExposureWithoutIncubation {
        /// Position of the case in the line list.
        case: usize,
    },
    /// A contact names a case that is not in the line list.
    UnknownCase {
        /// The position named.
        case: usize,
        /// Cases in the list.
        cases: usize,
    },
    /// More pairs of cases than [`MAX_PAIRS`](crate::MAX_PAIRS) have to be weighed. Give no weight to `elsewhere` or to the
    /// whole school, so that only people of one class, dormitory or household are paired.
    TooManyPairs,
    /// More cases in a group than people.
    CasesAbovePopulation {
        /// Cases.
        cases: u64,
        /// People.
        population: u64,
    },
    /// A table with an empty row or column says nothing about the measure asked for.
    EmptyMargin {
        /// Which: `exposed`, `unexposed`, `ill` or `well`.
        margin: &'static str,
    },
    /// No table to combine.
    NoStrata,
}

impl fmt::Display for ChainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(error) => error.fmt(f),
            Self::NotADistribution => {
                write!(f, "a distribution over days needs finite weights, none below zero and one above it")
            }
            Self::ExposureWithoutIncubation { case } => {
                write!(f, "case {case} has a day of exposure only, and no incubation period is given")
            }
            Self::UnknownCase { case, cases } => {
                write!(f, "a contact names case {case}, but there are {cases} cases, counted from 0")
            }
            Self::TooManyPairs => write!(
                f,
                "more than {} pairs of cases would have to be weighed; give no weight to elsewhere or the school",
                crate::MAX_PAIRS
            ),
            Self::CasesAbovePopulation { cases, population } => {
                write!(f, "{cases} cases among {population} people")
            }
            Self::EmptyMargin { margin } => write!(f, "nobody in the table is {margin}"),
            Self::NoStrata => write!(f, "there is no table to combine"),
        }
    }
}

impl std::error::Error for ChainError {}

impl From<DomainError> for ChainError {
    fn from(error: DomainError) -> Self {
        Self::Domain(error)
    }
}
