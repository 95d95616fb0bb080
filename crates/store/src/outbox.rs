//! The outbox: what one domain did, told to the others, exactly as durable as the doing.
//!
//! An event carries ids only, never names or diagnoses. It is enqueued in the transaction of the verb that caused it.
//! A consumer stores its position in the same transaction as its own work: an event is handled at least once, and its
//! effect in the store exactly once.
//!
//! Order: `seq` is the order of commits, so that whoever has read up to a position has missed nothing before it. On
//! SQLite there is one writer. On PostgreSQL a number drawn early could be committed late; therefore the events of a
//! transaction are written when it commits, under a lock that the next to commit waits for. The lock is held for one
//! insert and one commit, and a long transaction elsewhere holds nobody up.

use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait as _, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;
use xd_kernel::{Instant, UnitId};

use crate::schema::Table;
use crate::{Engine, Store, StoreError, Tx};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The institution whose rows changed.
    pub institution: UnitId,
    /// A word such as `signal.raised`.
    pub kind: &'static str,
    /// The version of the payload's form.
    pub version: i32,
    /// JSON with ids only.
    pub payload: serde_json::Value,
    /// When it happened.
    pub at: Instant,
}

/// An event as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Where it stands.
    pub position: Position,
    /// The institution whose rows changed.
    pub institution: UnitId,
    /// A word such as `signal.raised`.
    pub kind: String,
    /// The version of the payload's form.
    pub version: i32,
    /// JSON with ids only.
    pub payload: serde_json::Value,
    /// When it happened.
    pub at: Instant,
}

/// A place in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The event's number, in order of commits; 0 stands before the first.
    pub seq: i64,
}

pub(crate) fn tables() -> Vec<Table> {
    vec![
        Table::new("outbox")
            .numbered("seq")
            .id("institution_id")
            .text("kind", 64)
            .int("version", 1, 1_000)
            .text("payload", 1_000_000)
            .instant("at"),
        Table::new("consumer_position").text("consumer", 64).int("seq", 0, i64::MAX).primary(&["consumer"]),
    ]
}

mod event_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub seq: i64,
        pub institution_id: Uuid,
        pub kind: String,
        pub version: i64,
        pub payload: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod position_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "consumer_position")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub consumer: String,
        pub seq: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Refuses an event that could not be written when the transaction commits, where it is made.
pub(crate) fn check(event: &Event) -> Result<(), StoreError> {
    let short = (1..=64).contains(&event.kind.len());
    if short && event.version > 0 { Ok(()) } else { Err(StoreError::invalid("outbox.kind", event.kind)) }
}

/// The turn to commit events; the number is this table's own.
const TURN: &str = "SELECT pg_advisory_xact_lock(7864, 1)";

/// Writes the events of a transaction that is about to commit.
pub(crate) async fn append(tx: &Tx, events: &[Event]) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    if tx.engine() == Engine::Postgres {
        tx.conn().execute_unprepared(TURN).await?;
    }
    let rows = events.iter().map(|event| event_row::ActiveModel {
        institution_id: Set(event.institution.into()),
        kind: Set(event.kind.to_owned()),
        version: Set(i64::from(event.version)),
        payload: Set(event.payload.to_string()),
        at: Set(event.at.0),
        ..Default::default()
    });
    event_row::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The next events after a position, in order, at most `limit`.
///
/// # Errors
/// [`StoreError`] of the read, or of a payload that is not JSON.
pub async fn read_after(store: &Store, after: Position, limit: u64) -> Result<Vec<Recorded>, StoreError> {
    let rows = event_row::Entity::find()
        .filter(event_row::Column::Seq.gt(after.seq))
        .order_by_asc(event_row::Column::Seq)
        .limit(limit)
        .all(store.reader())
        .await?;
    rows.into_iter().map(recorded).collect()
}

fn recorded(row: event_row::Model) -> Result<Recorded, StoreError> {
    Ok(Recorded {
        position: Position { seq: row.seq },
        institution: UnitId(row.institution_id),
        kind: row.kind,
        version: i32::try_from(row.version).map_err(|e| StoreError::invalid("outbox.version", e))?,
        payload: serde_json::from_str(&row.payload).map_err(|e| StoreError::invalid("outbox.payload", e))?,
        at: Instant(row.at),
    })
}

/// The position after the newest event that can be read now: where one who only wants news begins.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn end(store: &Store) -> Result<Position, StoreError> {
    let newest = event_row::Entity::find().order_by_desc(event_row::Column::Seq).one(store.reader()).await?;
    Ok(newest.map_or_else(Position::default, |row| Position { seq: row.seq }))
}

/// The position a consumer has stored; the beginning if it has none. On PostgreSQL the row is locked until the
/// transaction ends, so that of several processes one at a time does this consumer's work.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn claim(tx: &Tx, consumer: &str) -> Result<Position, StoreError> {
    let first = position_row::ActiveModel { consumer: Set(consumer.to_owned()), seq: Set(0) };
    position_row::Entity::insert(first)
        .on_conflict(OnConflict::column(position_row::Column::Consumer).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    let mut query = position_row::Entity::find_by_id(consumer.to_owned());
    if tx.engine() == Engine::Postgres {
        query = query.lock(LockType::Update);
    }
    let row = query.one(tx.conn()).await?;
    Ok(row.map_or_else(Position::default, |row| Position { seq: row.seq }))
}

/// The position a consumer has stored, read without claiming it; the beginning if it has none.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn position(store: &Store, consumer: &str) -> Result<Position, StoreError> {
    let row = position_row::Entity::find_by_id(consumer.to_owned()).one(store.reader()).await?;
    Ok(row.map_or_else(Position::default, |row| Position { seq: row.seq }))
}

/// Stores a consumer's position, in the transaction of the work it stands for.
///
/// # Errors
/// [`StoreError`] of the write.
pub async fn advance(tx: &Tx, consumer: &str, to: Position) -> Result<(), StoreError> {
    let row = position_row::ActiveModel { consumer: Set(consumer.to_owned()), seq: Set(to.seq) };
    position_row::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// Removes events older than `before` that every consumer has passed, at most about `most` of the oldest so that the
/// writer is not held long, and says how many.
///
/// # Errors
/// [`StoreError`] of the write.
pub async fn trim(tx: &Tx, before: Instant, most: i64) -> Result<u64, StoreError> {
    let positions = position_row::Entity::find().all(tx.conn()).await?;
    let Some(passed) = positions.iter().map(|row| row.seq).min() else { return Ok(0) };
    let oldest = event_row::Entity::find().order_by_asc(event_row::Column::Seq).one(tx.conn()).await?;
    let Some(oldest) = oldest else { return Ok(0) };
    let done = event_row::Entity::delete_many()
        .filter(event_row::Column::At.lt(before.0))
        .filter(event_row::Column::Seq.lte(passed.min(oldest.seq.saturating_add(most))))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected)
}

/// Reads an identifier out of an event's payload.
///
/// # Errors
/// [`StoreError::Invalid`] if the field is absent or not an identifier.
pub fn id_of(payload: &serde_json::Value, field: &'static str) -> Result<Uuid, StoreError> {
    payload
        .get(field)
        .and_then(serde_json::Value::as_str)
        .and_then(|text| Uuid::parse_str(text).ok())
        .ok_or_else(|| StoreError::invalid("outbox.payload", field))
}
