//! The outbox: what one domain did, told to the others, exactly as durable as the doing.
//!
//! An event carries ids only, never names or diagnoses. It is enqueued in the transaction of the verb that caused it.
//! A consumer stores its position in the same transaction as its own work: an event is handled at least once, and its
//! effect in the store exactly once.
//!
//! Order: on SQLite there is one writer, so `seq` is the order of commits. On PostgreSQL a transaction may take a
//! number early and commit late; therefore the order is (transaction, seq), and only transactions older than every
//! one still running are read.

use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, Statement,
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
    /// The transaction that wrote the event (always 0 on SQLite).
    pub txid: i64,
    /// The event's number.
    pub seq: i64,
}

pub(crate) fn tables() -> Vec<Table> {
    vec![
        Table::new("outbox")
            .numbered("seq")
            .instant("txid")
            .id("institution_id")
            .text("kind", 64)
            .int("version", 1, 1_000)
            .text("payload", 1_000_000)
            .instant("at")
            .index("outbox_order", &["txid", "seq"]),
        Table::new("consumer_position")
            .text("consumer", 64)
            .instant("txid")
            .instant("seq")
            .primary(&["consumer"]),
    ]
}

mod event_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub seq: i64,
        pub txid: i64,
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
        pub txid: i64,
        pub seq: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(FromQueryResult)]
struct Number {
    value: i64,
}

async fn number(conn: &impl ConnectionTrait, sql: &str) -> Result<i64, StoreError> {
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    Ok(Number::find_by_statement(statement).one(conn).await?.map_or(0, |row| row.value))
}

pub(crate) async fn append(tx: &Tx, events: &[Event]) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let txid = match tx.engine() {
        Engine::Sqlite => 0,
        Engine::Postgres => number(tx.conn(), "SELECT pg_current_xact_id()::text::bigint AS value").await?,
    };
    let rows = events.iter().map(|event| event_row::ActiveModel {
        txid: Set(txid),
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
    let conn = store.reader();
    let mut query = event_row::Entity::find().filter(
        Condition::any().add(event_row::Column::Txid.gt(after.txid)).add(
            Condition::all()
                .add(event_row::Column::Txid.eq(after.txid))
                .add(event_row::Column::Seq.gt(after.seq)),
        ),
    );
    if store.engine() == Engine::Postgres {
        query = query.filter(Expr::cust("txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"));
    }
    let rows = query
        .order_by_asc(event_row::Column::Txid)
        .order_by_asc(event_row::Column::Seq)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(recorded).collect()
}

fn recorded(row: event_row::Model) -> Result<Recorded, StoreError> {
    Ok(Recorded {
        position: Position { txid: row.txid, seq: row.seq },
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
    let mut query = event_row::Entity::find();
    if store.engine() == Engine::Postgres {
        query = query.filter(Expr::cust("txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"));
    }
    let newest = query
        .order_by_desc(event_row::Column::Txid)
        .order_by_desc(event_row::Column::Seq)
        .one(store.reader())
        .await?;
    Ok(newest.map_or_else(Position::default, |row| Position { txid: row.txid, seq: row.seq }))
}

/// The position a consumer has stored; the beginning if it has none. On PostgreSQL the row is locked until the
/// transaction ends, so that of several processes one at a time does this consumer's work.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn claim(tx: &Tx, consumer: &str) -> Result<Position, StoreError> {
    let first = position_row::ActiveModel { consumer: Set(consumer.to_owned()), txid: Set(0), seq: Set(0) };
    position_row::Entity::insert(first)
        .on_conflict(OnConflict::column(position_row::Column::Consumer).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    let mut query = position_row::Entity::find_by_id(consumer.to_owned());
    if tx.engine() == Engine::Postgres {
        query = query.lock(LockType::Update);
    }
    let row = query.one(tx.conn()).await?;
    Ok(row.map_or_else(Position::default, |row| Position { txid: row.txid, seq: row.seq }))
}

/// The position a consumer has stored, read without claiming it; the beginning if it has none.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn position(store: &Store, consumer: &str) -> Result<Position, StoreError> {
    let row = position_row::Entity::find_by_id(consumer.to_owned()).one(store.reader()).await?;
    Ok(row.map_or_else(Position::default, |row| Position { txid: row.txid, seq: row.seq }))
}

/// Stores a consumer's position, in the transaction of the work it stands for.
///
/// # Errors
/// [`StoreError`] of the write.
pub async fn advance(tx: &Tx, consumer: &str, to: Position) -> Result<(), StoreError> {
    let row = position_row::ActiveModel {
        consumer: Set(consumer.to_owned()),
        txid: Set(to.txid),
        seq: Set(to.seq),
    };
    position_row::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// Removes events older than `before` that every consumer has passed, and says how many.
///
/// # Errors
/// [`StoreError`] of the write.
pub async fn trim(tx: &Tx, before: Instant) -> Result<u64, StoreError> {
    let positions = position_row::Entity::find().all(tx.conn()).await?;
    let passed = positions.iter().map(|row| (row.txid, row.seq)).min();
    let Some((txid, seq)) = passed else { return Ok(0) };
    let done = event_row::Entity::delete_many()
        .filter(event_row::Column::At.lt(before.0))
        .filter(event_row::Column::Txid.lte(txid))
        .filter(event_row::Column::Seq.lte(seq))
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
