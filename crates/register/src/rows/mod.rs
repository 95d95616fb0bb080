//! All reading and writing of the register's tables, in one place.

pub(crate) mod calendar;
pub(crate) mod members;
pub(crate) mod people;
pub(crate) mod posts;
pub(crate) mod tables;
pub(crate) mod units;

use sea_orm::sea_query::{Expr, ExprTrait as _, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable as _,
    QueryFilter, QuerySelect,
};
use uuid::Uuid;
use xd_kernel::{OrgPath, SchoolDay};
use xd_store::{Engine, StoreError, Tx};
use xd_trust::Scope;

use crate::Span;

/// The most parameters of one statement that both engines take (decision of the two engines).
const BINDS: usize = 30_000;
/// The most ids in one list of a condition.
const IDS: usize = 10_000;

/// Inserts rows with as few statements as the engines take.
pub(crate) async fn insert_all<M>(conn: &impl ConnectionTrait, rows: Vec<M>) -> Result<(), StoreError>
where
    M: sea_orm::ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity>,
{
    let columns = <M::Entity as EntityTrait>::Column::iter().count();
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let part: Vec<_> = rows.by_ref().take(BINDS / columns.max(1)).collect();
        <M::Entity as EntityTrait>::insert_many(part).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Rows whose two columns hold a span with the day in it.
pub(crate) fn on_day<C: ColumnTrait>(from: C, to: C, day: SchoolDay) -> Condition {
    let day = i64::from(day.0);
    Condition::all().add(from.lte(day)).add(Condition::any().add(to.is_null()).add(to.gte(day)))
}

/// Rows at or below a path.
pub(crate) fn at_or_below<C: ColumnTrait>(column: C, path: &OrgPath) -> Condition {
    Condition::any()
        .add(column.eq(path.as_str()))
        .add(Condition::all().add(column.gt(path.below_from())).add(column.lt(path.below_to())))
}

/// Rows in a scope.
pub(crate) fn in_scope<C: ColumnTrait>(column: C, scope: &Scope) -> Condition {
    match scope {
        Scope::Everywhere => Condition::all(),
        Scope::Below(paths) if paths.is_empty() => Condition::all().add(Expr::val(1).eq(0)),
        Scope::Below(paths) => {
            paths.iter().fold(Condition::any(), |any, path| any.add(at_or_below(column, path)))
        }
    }
}

/// A span read back.
pub(crate) fn span(from: i64, to: Option<i64>) -> Result<Span, StoreError> {
    Ok(Span { from: day(from)?, to: to.map(day).transpose()? })
}

/// A day read back.
pub(crate) fn day(number: i64) -> Result<SchoolDay, StoreError> {
    i32::try_from(number).map(SchoolDay).map_err(|e| StoreError::invalid("register day", e))
}

/// A span's last day as it is stored.
pub(crate) fn to_day(span: Span) -> Option<i64> {
    span.to.map(|day| i64::from(day.0))
}

/// Ids in portions that fit into one statement. Each is filled up to a power of two by repeating its last id, so that a
/// statement is prepared once for each of a few sizes and not once for each number of ids.
pub(crate) fn portions<T: Copy + Into<Uuid>>(ids: impl IntoIterator<Item = T>) -> Vec<Vec<Uuid>> {
    let mut all: Vec<Uuid> = ids.into_iter().map(Into::into).collect();
    all.sort_unstable();
    all.dedup();
    let filled = |part: &[Uuid]| {
        let mut filled = part.to_vec();
        filled.resize(part.len().next_power_of_two().min(IDS), part[part.len() - 1]);
        filled
    };
    all.chunks(IDS).map(filled).collect()
}

/// The same query, keeping the rows from being changed by others until the transaction ends. SQLite has one writer
/// and knows no such words.
pub(crate) fn locked<Q: QuerySelect>(tx: &Tx, query: Q) -> Q {
    match tx.engine() {
        Engine::Sqlite => query,
        Engine::Postgres => query.lock(LockType::Update),
    }
}

/// What belongs to whom from when to when: the columns of a table of dated rows.
pub(crate) struct Dated<E: EntityTrait> {
    pub owner: E::Column,
    pub from: E::Column,
    pub to: E::Column,
}

/// Ends every row of these owners that lasts longer than `last`; what had not begun holds no day afterwards.
pub(crate) async fn end_all<E: EntityTrait>(
    tx: &Tx,
    Dated { owner, from, to }: Dated<E>,
    owners: impl IntoIterator<Item = Uuid>,
    last: SchoolDay,
) -> Result<(), StoreError> {
    let last = i64::from(last.0);
    let lasts_longer = || Condition::any().add(to.is_null()).add(to.gt(last));
    for part in portions(owners) {
        let begun = [(from.gt(last), Expr::col(from).sub(1)), (from.lte(last), Expr::val(last))];
        for (which, end) in begun {
            E::update_many()
                .col_expr(to, end)
                .filter(owner.is_in(part.clone()))
                .filter(which)
                .filter(lasts_longer())
                .exec(tx.conn())
                .await?;
        }
    }
    Ok(())
}
