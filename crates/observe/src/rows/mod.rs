//! All SQL of this crate, and nothing else: no rule is decided here.

pub(crate) mod entities;
pub(crate) mod facts;

use xd_kernel::SchoolDay;
use xd_store::StoreError;

use crate::Symptoms;

/// How many keys a read asks for with one statement.
pub(crate) const CHUNK: usize = 500;

pub(crate) fn day_from(column: &'static str, stored: i64) -> Result<SchoolDay, StoreError> {
    i32::try_from(stored).map(SchoolDay).map_err(|error| StoreError::invalid(column, error))
}

pub(crate) fn symptoms_from(column: &'static str, stored: &str) -> Result<Symptoms, StoreError> {
    Symptoms::parse(stored).map_err(|error| StoreError::invalid(column, error))
}

pub(crate) fn word_from<T>(column: &'static str, stored: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err = xd_kernel::UnknownWord>,
{
    stored.parse().map_err(|error: xd_kernel::UnknownWord| StoreError::invalid(column, error))
}
