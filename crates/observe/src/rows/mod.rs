//! All SQL of this crate, and nothing else: no rule is decided here.

pub(crate) mod absences;
pub(crate) mod checks;
pub(crate) mod entities;
pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod messages;
pub(crate) mod plan;
pub(crate) mod tracing;
pub(crate) mod views;

use sea_orm::{ConnectionTrait as _, Statement, Value};
use xd_kernel::{SchoolDay, UnitId};
use xd_store::{Engine, StoreError, Tx};

use crate::Symptoms;

/// Makes this transaction the only one that changes sick absences of these institutions. SQLite has one writer anyway.
pub(crate) async fn hold(tx: &Tx, institutions: impl Iterator<Item = UnitId>) -> Result<(), StoreError> {
    if tx.engine() == Engine::Sqlite {
        return Ok(());
    }
    let mut keys: Vec<i64> = institutions.map(|id| id.0.as_u64_pair().1.cast_signed()).collect();
    // In one order everywhere, so that two transactions never wait for each other.
    keys.sort_unstable();
    keys.dedup();
    let statement = Statement::from_sql_and_values(
        tx.conn().get_database_backend(),
        "SELECT count(pg_advisory_xact_lock(key)) FROM unnest($1::text::bigint[]) AS held (key)",
        [xd_store::sets::array(keys.into_iter().map(Value::from)).into()],
    );
    tx.conn().query_one_raw(statement).await?;
    Ok(())
}

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

pub(crate) fn hash_from(column: &'static str, stored: &[u8]) -> Result<[u8; 32], StoreError> {
    stored.try_into().map_err(|error| StoreError::invalid(column, error))
}

pub(crate) fn day_to(day: SchoolDay) -> i64 {
    i64::from(day.0)
}
