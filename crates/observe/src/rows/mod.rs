//! All SQL of this crate, and nothing else: no rule is decided here.

pub(crate) mod absences;
pub(crate) mod checks;
pub(crate) mod entities;
pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod many;
pub(crate) mod messages;
pub(crate) mod plan;
pub(crate) mod tracing;
pub(crate) mod views;

use sea_orm::{ConnectionTrait as _, Statement};
use uuid::Uuid;
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
    let list = keys.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let statement = Statement::from_sql_and_values(
        tx.conn().get_database_backend(),
        "SELECT count(pg_advisory_xact_lock(key)) FROM unnest($1::text::bigint[]) AS held (key)",
        [format!("{{{list}}}").into()],
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

/// Keys in groups of a few fixed sizes, the last filled up by repeating a key: a statement is prepared once for each
/// size and not once for each number of keys.
pub(crate) fn padded(keys: impl IntoIterator<Item = Uuid>) -> Vec<Vec<Uuid>> {
    let mut keys: Vec<Uuid> = keys.into_iter().collect();
    keys.sort_unstable();
    keys.dedup();
    let mut groups = Vec::new();
    for chunk in keys.chunks(many::SIZES[0]) {
        let size = many::SIZES.iter().rev().find(|size| **size >= chunk.len());
        let mut group = chunk.to_vec();
        let last = chunk[chunk.len() - 1];
        group.resize(size.copied().unwrap_or(chunk.len()), last);
        groups.push(group);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_few_sizes() {
        let keys: Vec<Uuid> = (0..149_u128).map(Uuid::from_u128).collect();
        let sizes = |n: usize| padded(keys[..n].iter().copied()).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(0), [0_usize; 0]);
        assert_eq!(sizes(1), [1]);
        assert_eq!(sizes(5), [16]);
        assert_eq!(sizes(149), [64, 64, 64]);
        assert_eq!(padded(keys.iter().chain(&keys).copied()).concat().len(), 192);
    }
}
