//! The one error of this crate: a parameter outside its range.

use std::fmt;

/// What a parameter must be. The text of [`DomainError`] says it in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// A finite number.
    Finite,
    /// A finite number above zero.
    Positive,
    /// A finite number, zero or above.
    NotNegative,
    /// A number from 0 to 1, both included.
    Probability,
    /// A number strictly between 0 and 1.
    OpenProbability,
    /// A count of successes that is not above the number of trials.
    AtMostTrials,
}

impl Requirement {
    fn words(self) -> &'static str {
        match self {
            Self::Finite => "a finite number",
            Self::Positive => "a finite number above zero",
            Self::NotNegative => "a finite number, zero or above",
            Self::Probability => "a number from 0 to 1",
            Self::OpenProbability => "a number strictly between 0 and 1",
            Self::AtMostTrials => "not above the number of trials",
        }
    }

    /// Whether `value` meets the requirement. [`Requirement::AtMostTrials`] needs a second number and is true here.
    fn holds(self, value: f64) -> bool {
        match self {
            Self::Finite => value.is_finite(),
            Self::Positive => value.is_finite() && value > 0.0,
            Self::NotNegative => value.is_finite() && value >= 0.0,
            Self::Probability => (0.0..=1.0).contains(&value),
            Self::OpenProbability => value > 0.0 && value < 1.0,
            Self::AtMostTrials => !value.is_nan(),
        }
    }
}

/// A parameter outside its range: which one, what it was, what it must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DomainError {
    /// Name of the parameter, as in the constructor.
    pub parameter: &'static str,
    /// The value given.
    pub value: f64,
    /// What it must be.
    pub requirement: Requirement,
}

impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {}, but must be {}", self.parameter, self.value, self.requirement.words())
    }
}

impl std::error::Error for DomainError {}

/// `value`, or the error that names it.
///
/// # Errors
/// [`DomainError`] if `value` does not meet `requirement`; NaN never does.
pub fn check(parameter: &'static str, value: f64, requirement: Requirement) -> Result<f64, DomainError> {
    if requirement.holds(value) { Ok(value) } else { Err(DomainError { parameter, value, requirement }) }
}
