//! Rows of `term` and `calendar_day`.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder};
use xd_kernel::{SchoolDay, UnitId};
use xd_store::{StoreError, Tx};

pub(crate) use super::tables::calendar_day::Model as DayRow;
pub(crate) use super::tables::term::Model as TermRow;
use super::tables::{calendar_day, term};

pub(crate) async fn terms(conn: &impl ConnectionTrait, unit: UnitId) -> Result<Vec<TermRow>, StoreError> {
    Ok(term::Entity::find()
        .filter(term::Column::InstitutionId.eq(unit.0))
        .order_by_asc(term::Column::FromDay)
        .all(conn)
        .await?)
}

pub(crate) async fn days(conn: &impl ConnectionTrait, unit: UnitId) -> Result<Vec<DayRow>, StoreError> {
    Ok(calendar_day::Entity::find()
        .filter(calendar_day::Column::InstitutionId.eq(unit.0))
        .order_by_asc(calendar_day::Column::Day)
        .all(conn)
        .await?)
}

/// Removes a unit's own calendar, to be written anew.
pub(crate) async fn clear(tx: &Tx, unit: UnitId) -> Result<(), StoreError> {
    term::Entity::delete_many().filter(term::Column::InstitutionId.eq(unit.0)).exec(tx.conn()).await?;
    calendar_day::Entity::delete_many()
        .filter(calendar_day::Column::InstitutionId.eq(unit.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Takes away what a unit's own calendar says of these days.
pub(crate) async fn unmark(tx: &Tx, unit: UnitId, days: &[SchoolDay]) -> Result<(), StoreError> {
    use calendar_day::{Column as C, Entity as E};
    for part in days.chunks(super::IDS) {
        E::delete_many()
            .filter(C::InstitutionId.eq(unit.0))
            .filter(C::Day.is_in(part.iter().map(|day| i64::from(day.0))))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}

/// Marks days; what a day was marked before gives way.
pub(crate) async fn mark(tx: &Tx, rows: Vec<DayRow>) -> Result<(), StoreError> {
    use calendar_day::{Column as C, Entity as E};
    for part in rows.chunks(super::BINDS / 3) {
        E::insert_many(part.iter().cloned().map(|row| row.into_active_model()))
            .on_conflict(OnConflict::columns([C::InstitutionId, C::Day]).update_column(C::Kind).to_owned())
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}
