//! What is refused before anything runs, with the field and its range.

use std::fmt;

/// A field that cannot be simulated: which one, what it is, what it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Invalid {
    /// Path of the field as in the scenario file, such as `disease.latent.mean`.
    pub field: String,
    /// What was given.
    pub given: String,
    /// What is allowed.
    pub allowed: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {}, allowed is {}", self.field, self.given, self.allowed)
    }
}

impl std::error::Error for Invalid {}

impl Invalid {
    /// A refusal of `field`.
    pub fn new(field: impl Into<String>, given: impl fmt::Display, allowed: impl Into<String>) -> Self {
        Self { field: field.into(), given: given.to_string(), allowed: allowed.into() }
    }
}

/// Where a check stands in the file, so that a field can name its whole path.
#[derive(Debug, Clone)]
pub(crate) struct Path(String);

impl Path {
    pub(crate) fn root(name: &str) -> Self {
        Self(name.to_owned())
    }

    pub(crate) fn at(&self, name: &str) -> Self {
        Self(format!("{}.{name}", self.0))
    }

    pub(crate) fn index(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    pub(crate) fn name(&self) -> &str {
        &self.0
    }

    pub(crate) fn refuse(&self, given: impl fmt::Display, allowed: impl Into<String>) -> Invalid {
        Invalid::new(self.0.clone(), given, allowed)
    }

    /// `value` must lie in the closed range; NaN lies in none.
    pub(crate) fn within(&self, value: f64, low: f64, high: f64) -> Result<(), Invalid> {
        if value >= low && value <= high {
            return Ok(());
        }
        Err(self.refuse(value, format!("{low} to {high}")))
    }

    pub(crate) fn share(&self, value: f64) -> Result<(), Invalid> {
        self.within(value, 0.0, 1.0)
    }
}
