//! All reads and writes of the table of parked events.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use xd_kernel::{Instant, UnitId};
use xd_store::outbox::{Position, Recorded};
use xd_store::{Store, StoreError, Tx};

use crate::parked::Parked;

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "parked_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub consumer: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub kind: String,
        pub version: i64,
        pub payload: String,
        pub at: i64,
        pub attempts: i64,
        pub run_at: i64,
        pub problem: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

use row::{ActiveModel, Column, Entity, Model};

pub(crate) async fn park(tx: &Tx, consumer: &str, parked: &[Parked]) -> Result<(), StoreError> {
    if parked.is_empty() {
        return Ok(());
    }
    let rows = parked.iter().map(|one| active(consumer, one));
    Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Writes how often a parked event was tried and when it is tried next; says whether it was still there.
pub(crate) async fn put_off(tx: &Tx, consumer: &str, parked: &Parked) -> Result<bool, StoreError> {
    let Position { seq } = parked.event.position;
    let done = Entity::update_many()
        .set(active(consumer, parked))
        .filter(Column::InstitutionId.eq(parked.event.institution.0))
        .filter(Column::Consumer.eq(consumer))
        .filter(Column::Seq.eq(seq))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Removes a parked event that has been handled; says whether it was still there.
pub(crate) async fn done(tx: &Tx, consumer: &str, parked: &Parked) -> Result<bool, StoreError> {
    let Position { seq } = parked.event.position;
    let key = (parked.event.institution.0, consumer.to_owned(), seq);
    Ok(Entity::delete_by_id(key).exec(tx.conn()).await?.rows_affected == 1)
}

/// The parked events of a consumer that are due, longest due first.
pub(crate) async fn due(
    store: &Store,
    consumer: &str,
    now: Instant,
    limit: u64,
) -> Result<Vec<Parked>, StoreError> {
    let query = Entity::find()
        .filter(Column::Consumer.eq(consumer))
        .filter(Column::RunAt.lte(now.0))
        .order_by_asc(Column::RunAt)
        .limit(limit);
    query.all(store.reader()).await?.into_iter().map(parked).collect()
}

/// How many events of all consumers are parked.
pub(crate) async fn count(store: &Store) -> Result<u64, StoreError> {
    Ok(Entity::find().count(store.reader()).await?)
}

fn active(consumer: &str, parked: &Parked) -> ActiveModel {
    let event = &parked.event;
    ActiveModel {
        institution_id: Set(event.institution.0),
        consumer: Set(consumer.to_owned()),
        seq: Set(event.position.seq),
        kind: Set(event.kind.clone()),
        version: Set(i64::from(event.version)),
        payload: Set(event.payload.to_string()),
        at: Set(event.at.0),
        attempts: Set(i64::from(parked.attempts)),
        run_at: Set(parked.run_at.0),
        problem: Set(parked.problem.clone()),
    }
}

fn parked(row: Model) -> Result<Parked, StoreError> {
    let payload = serde_json::from_str(&row.payload);
    let event = Recorded {
        position: Position { seq: row.seq },
        institution: UnitId(row.institution_id),
        kind: row.kind,
        version: i32::try_from(row.version).map_err(|e| StoreError::invalid("parked_event.version", e))?,
        payload: payload.map_err(|e| StoreError::invalid("parked_event.payload", e))?,
        at: Instant(row.at),
    };
    let attempts = u32::try_from(row.attempts);
    Ok(Parked {
        event,
        attempts: attempts.map_err(|e| StoreError::invalid("parked_event.attempts", e))?,
        run_at: Instant(row.run_at),
        problem: row.problem,
    })
}
