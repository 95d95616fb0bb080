//! All SQL of this crate, and nothing else: no rule is decided here.

pub(crate) mod coverage;
pub(crate) mod entities;
pub(crate) mod files;
pub(crate) mod lists;
pub(crate) mod records;
pub(crate) mod tallies;
pub(crate) mod tasks;
pub(crate) mod waves;

use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, Condition, QuerySelect};
use uuid::Uuid;
use xd_kernel::OrgPath;
use xd_store::{Engine, StoreError, Tx};

/// The most ids in one list.
const IDS: usize = 1_024;

/// Ids in portions that fit into one statement, each filled up to a power of two by repeating its last id, so that a
/// statement is prepared once for each of a few sizes.
fn portions(ids: impl IntoIterator<Item = Uuid>) -> Vec<Vec<Uuid>> {
    let mut all: Vec<Uuid> = ids.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    let filled = |part: &[Uuid]| {
        let mut filled = part.to_vec();
        filled.resize(part.len().next_power_of_two(), part[part.len() - 1]);
        filled
    };
    all.chunks(IDS).map(filled).collect()
}

/// The same query, keeping the rows from being changed by others until the transaction ends. SQLite has one writer.
fn locked<Q: QuerySelect>(tx: &Tx, query: Q) -> Q {
    match tx.engine() {
        Engine::Sqlite => query,
        Engine::Postgres => query.lock(LockType::Update),
    }
}

/// Rows at or below a path: one range, since nothing stands between a path and its first descendant.
fn at_or_below<C: ColumnTrait>(column: C, path: &OrgPath) -> Condition {
    Condition::all().add(column.gte(path.as_str())).add(column.lt(path.below_to()))
}

fn number<T: TryFrom<i64>>(column: &'static str, value: i64) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_| StoreError::invalid(column, value))
}

fn word<T>(column: &'static str, text: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    text.parse().map_err(|error: T::Err| StoreError::invalid(column, error.to_string()))
}

fn hash(column: &'static str, stored: &[u8]) -> Result<[u8; 32], StoreError> {
    stored.try_into().map_err(|error| StoreError::invalid(column, error))
}
