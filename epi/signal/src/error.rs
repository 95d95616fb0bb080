//! Why a detector cannot be made.

use core::fmt;

/// A parameter outside the range for which a method is defined. Names the parameter as the method's struct does.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A number that must lie in an open or half-open range does not (or is not a number).
    OutOfRange {
        /// Field of the parameters.
        parameter: &'static str,
        /// What was given.
        value: f64,
        /// What is allowed, in words: `0 < alpha < 1`.
        allowed: &'static str,
    },
    /// A length that must be at least so many steps (or years, or blocks) is shorter.
    TooShort {
        /// Field of the parameters.
        parameter: &'static str,
        /// What was given.
        value: usize,
        /// The least that is allowed.
        least: usize,
    },
    /// Two parameters that must agree do not.
    Mismatch {
        /// What must hold, in words.
        rule: &'static str,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { parameter, value, allowed } => {
                write!(f, "{parameter} is {value}, but needs {allowed}")
            }
            Self::TooShort { parameter, value, least } => {
                write!(f, "{parameter} is {value}, but must be at least {least}")
            }
            Self::Mismatch { rule } => write!(f, "{rule}"),
        }
    }
}

impl core::error::Error for Error {}

/// `value` if it lies strictly between 0 and 1.
pub(crate) fn open_unit(parameter: &'static str, value: f64) -> Result<f64, Error> {
    if value > 0.0 && value < 1.0 {
        return Ok(value);
    }
    Err(Error::OutOfRange { parameter, value, allowed: "a number above 0 and below 1" })
}

/// `value` if it is finite and not negative.
pub(crate) fn not_negative(parameter: &'static str, value: f64) -> Result<f64, Error> {
    if value >= 0.0 && value.is_finite() {
        return Ok(value);
    }
    Err(Error::OutOfRange { parameter, value, allowed: "a finite number, 0 or more" })
}

/// `value` if it is finite and above 0.
pub(crate) fn positive(parameter: &'static str, value: f64) -> Result<f64, Error> {
    if value > 0.0 && value.is_finite() {
        return Ok(value);
    }
    Err(Error::OutOfRange { parameter, value, allowed: "a finite number above 0" })
}

/// `value` if it is at least `least`.
pub(crate) fn at_least(parameter: &'static str, value: usize, least: usize) -> Result<usize, Error> {
    if value >= least {
        return Ok(value);
    }
    Err(Error::TooShort { parameter, value, least })
}
