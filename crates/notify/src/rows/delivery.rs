//! The table `delivery`.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;
use xd_kernel::{AccountId, Instant, OrgPath, UnitId};
use xd_store::{StoreError, Tx};

use crate::words::{ChannelKind, DeliveryState};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "delivery")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub delivery_id: Uuid,
        pub account_id: Uuid,
        pub path: String,
        pub key: String,
        pub purpose: String,
        pub state: String,
        pub kind: Option<String>,
        pub lines: String,
        pub attempts: i64,
        pub problem: Option<String>,
        pub created_at: i64,
        pub due_at: i64,
        pub done_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use row::Model as DeliveryRow;
use row::{Column, Entity};

/// Which delivery.
pub(crate) type Key = (UnitId, Uuid);

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    (institution, id): Key,
) -> Result<Option<DeliveryRow>, StoreError> {
    Ok(Entity::find_by_id((institution.0, id)).one(conn).await?)
}

/// Adds a delivery; a second one with its key is [`StoreError::Duplicate`].
pub(crate) async fn add(tx: &Tx, row: DeliveryRow) -> Result<(), StoreError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The digests of these accounts that are due at an instant, in any state.
pub(crate) async fn due_at(
    conn: &impl ConnectionTrait,
    accounts: &[(UnitId, AccountId)],
    due: Instant,
) -> Result<Vec<DeliveryRow>, StoreError> {
    let (from, to) = (format!("work.{}.", due.0), format!("work.{}/", due.0));
    let mut found = Vec::new();
    for part in accounts.chunks(2_000) {
        let query = Entity::find()
            .filter(Column::InstitutionId.is_in(part.iter().map(|(institution, _)| institution.0)))
            .filter(Column::AccountId.is_in(part.iter().map(|(_, account)| account.0)))
            .filter(Column::Key.gt(from.as_str()))
            .filter(Column::Key.lt(to.as_str()));
        found.extend(query.all(conn).await?);
    }
    Ok(found)
}

/// Writes the lines of a digest that still gathers; says whether it did.
pub(crate) async fn gather(tx: &Tx, (institution, id): Key, lines: &str) -> Result<bool, StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::Lines, Expr::value(lines))
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::DeliveryId.eq(id))
        .filter(Column::State.eq(DeliveryState::Waiting.word()))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

/// How many codes were sent to an account since an instant.
pub(crate) async fn codes_since(
    conn: &impl ConnectionTrait,
    (institution, account): (UnitId, AccountId),
    since: Instant,
) -> Result<u64, StoreError> {
    Ok(Entity::find()
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::AccountId.eq(account.0))
        .filter(Column::Purpose.eq("code"))
        .filter(Column::CreatedAt.gt(since.0))
        .count(conn)
        .await?)
}

/// Where a delivery stands after a step.
pub(crate) struct Stand<'a> {
    pub state: DeliveryState,
    pub kind: Option<ChannelKind>,
    pub attempts: i64,
    pub problem: Option<&'a str>,
    pub done_at: Option<Instant>,
}

pub(crate) async fn stand(tx: &Tx, (institution, id): Key, stand: Stand<'_>) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(stand.state.word()))
        .col_expr(Column::Kind, Expr::value(stand.kind.map(ChannelKind::word)))
        .col_expr(Column::Attempts, Expr::value(stand.attempts))
        .col_expr(Column::Problem, Expr::value(stand.problem))
        .col_expr(Column::DoneAt, Expr::value(stand.done_at.map(|at| at.0)))
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::DeliveryId.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What a list asks for.
pub(crate) struct ListQuery<'q> {
    pub under: &'q OrgPath,
    pub states: &'q [DeliveryState],
    /// The last row of the page before.
    pub after: Option<(Instant, Uuid)>,
    pub limit: u64,
}

/// One page of deliveries, newest first.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    asked: &ListQuery<'_>,
) -> Result<Vec<DeliveryRow>, StoreError> {
    let below = Condition::all()
        .add(Column::Path.gt(asked.under.below_from()))
        .add(Column::Path.lt(asked.under.below_to()));
    let mut query = Entity::find()
        .filter(Condition::any().add(Column::Path.eq(asked.under.as_str())).add(below))
        .filter(Column::State.is_in(asked.states.iter().map(|state| state.word())));
    if let Some((at, id)) = asked.after {
        let same = Condition::all().add(Column::CreatedAt.eq(at.0)).add(Column::DeliveryId.lt(id));
        query = query.filter(Condition::any().add(Column::CreatedAt.lt(at.0)).add(same));
    }
    let ordered = query.order_by_desc(Column::CreatedAt).order_by_desc(Column::DeliveryId);
    Ok(ordered.limit(asked.limit).all(conn).await?)
}

/// Removes deliveries made before an instant that are over; says how many.
pub(crate) async fn sweep(tx: &Tx, before: Instant) -> Result<u64, StoreError> {
    let over = [DeliveryState::Sent.word(), DeliveryState::Dead.word()];
    let done = Entity::delete_many()
        .filter(Column::CreatedAt.lt(before.0))
        .filter(Column::State.is_in(over))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected)
}
