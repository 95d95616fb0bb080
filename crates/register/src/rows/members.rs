//! Rows of `membership` and `guardianship`.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, JoinType, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel as _, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;
use xd_kernel::{MembershipId, OrgPath, PersonId, SchoolDay, UnitId, UnitKind};
use xd_store::{StoreError, Tx};

pub(crate) use super::tables::guardianship::Model as GuardianRow;
pub(crate) use super::tables::membership::Model as Row;
use super::tables::membership::{Column, Entity};
use super::tables::{guardianship, unit};
use super::{Dated, at_or_below, on_day, portions};
use crate::Span;
use crate::model::GroupTotals;

impl Row {
    pub fn days(&self) -> Result<Span, StoreError> {
        super::span(self.from_day, self.to_day)
    }
}

/// From when to when each membership of a unit lasted or lasts.
pub(crate) async fn spans_of(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    unit: UnitId,
) -> Result<Vec<Span>, StoreError> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::FromDay, Column::ToDay])
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::UnitId.eq(unit.0))
        .into_tuple::<(i64, Option<i64>)>()
        .all(conn)
        .await?;
    rows.into_iter().map(|(from, to)| super::span(from, to)).collect()
}

/// The members of a unit on a day.
pub(crate) async fn of_unit(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    unit: UnitId,
    day: SchoolDay,
) -> Result<Vec<Row>, StoreError> {
    Ok(Entity::find()
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::UnitId.eq(unit.0))
        .filter(on_day(Column::FromDay, Column::ToDay, day))
        .all(conn)
        .await?)
}

/// How many members each unit of these institutions has on a day. Units without members are absent.
pub(crate) async fn counts(
    conn: &impl ConnectionTrait,
    institutions: impl IntoIterator<Item = UnitId>,
    day: SchoolDay,
) -> Result<HashMap<UnitId, i64>, StoreError> {
    let mut found = HashMap::new();
    for part in portions(institutions) {
        let rows = Entity::find()
            .select_only()
            .column(Column::UnitId)
            .column_as(Column::MembershipId.count(), "members")
            .filter(Column::InstitutionId.is_in(part))
            .filter(on_day(Column::FromDay, Column::ToDay, day))
            .group_by(Column::UnitId)
            .into_tuple::<(Uuid, i64)>()
            .all(conn)
            .await?;
        found.extend(rows.into_iter().map(|(unit, members)| (UnitId(unit), members)));
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Totals {
    institution_id: Uuid,
    groups: i64,
    expected: i64,
}

/// Groups with members and their members, by institution.
pub(crate) async fn totals_below(
    conn: &impl ConnectionTrait,
    under: &OrgPath,
    kind: UnitKind,
    day: SchoolDay,
) -> Result<Vec<GroupTotals>, StoreError> {
    let same_unit = Condition::all()
        .add(Expr::col((unit::Entity, unit::Column::InstitutionId)).equals((Entity, Column::InstitutionId)))
        .add(Expr::col((unit::Entity, unit::Column::UnitId)).equals((Entity, Column::UnitId)));
    let mut query = Entity::find()
        .select_only()
        .column(Column::InstitutionId)
        .column_as(Expr::col((Entity, Column::UnitId)).count_distinct(), "groups")
        .column_as(Expr::col((Entity, Column::MembershipId)).count(), "expected")
        .filter(at_or_below(unit::Column::Path, under))
        .filter(unit::Column::Kind.eq(kind.word()))
        .filter(on_day(unit::Column::Opened, unit::Column::Closed, day))
        .filter(on_day(Column::FromDay, Column::ToDay, day))
        .group_by(Column::InstitutionId);
    QueryTrait::query(&mut query).join(JoinType::InnerJoin, unit::Entity, same_unit);
    let rows = query.into_model::<Totals>().all(conn).await?;
    let totals = |row: Totals| GroupTotals {
        institution: UnitId(row.institution_id),
        groups: row.groups,
        expected: row.expected,
    };
    Ok(rows.into_iter().map(totals).collect())
}

/// The memberships of these persons, in whatever institution.
pub(crate) async fn of_persons(
    conn: &impl ConnectionTrait,
    persons: impl IntoIterator<Item = PersonId>,
    day: Option<SchoolDay>,
) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    for part in portions(persons) {
        let mut query = Entity::find().filter(Column::PersonId.is_in(part));
        if let Some(day) = day {
            query = query.filter(on_day(Column::FromDay, Column::ToDay, day));
        }
        found.extend(query.all(conn).await?);
    }
    Ok(found)
}

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    membership: MembershipId,
) -> Result<Option<Row>, StoreError> {
    Ok(Entity::find_by_id((institution.0, membership.0)).one(conn).await?)
}

pub(crate) async fn end(tx: &Tx, row: &Row, last: SchoolDay) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::ToDay, Expr::val(i64::from(last.0)))
        .filter(Column::InstitutionId.eq(row.institution_id))
        .filter(Column::MembershipId.eq(row.membership_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Ends every membership of these units that lasts longer than `last`.
pub(crate) async fn end_all(tx: &Tx, units: &[UnitId], last: SchoolDay) -> Result<(), StoreError> {
    let dated = Dated::<Entity> { owner: Column::UnitId, from: Column::FromDay, to: Column::ToDay };
    super::end_all(tx, dated, units.iter().map(|unit| unit.0), last).await
}

/// Guardianships of a guardian that count on a day.
pub(crate) async fn wards_of(
    conn: &impl ConnectionTrait,
    guardian: PersonId,
    day: SchoolDay,
) -> Result<Vec<GuardianRow>, StoreError> {
    use guardianship::{Column as C, Entity as E};
    Ok(E::find()
        .filter(C::GuardianId.eq(guardian.0))
        .filter(on_day(C::FromDay, C::ToDay, day))
        .order_by_asc(C::WardId)
        .all(conn)
        .await?)
}

pub(crate) async fn guardianship(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    ward: PersonId,
    guardian: PersonId,
) -> Result<Option<GuardianRow>, StoreError> {
    Ok(guardianship::Entity::find_by_id((institution.0, ward.0, guardian.0)).one(conn).await?)
}

/// Writes a guardianship; the days of one that is there give way.
pub(crate) async fn put_guardianship(tx: &Tx, row: GuardianRow) -> Result<(), StoreError> {
    use guardianship::{Column as C, Entity as E};
    let key = OnConflict::columns([C::InstitutionId, C::WardId, C::GuardianId]);
    E::insert(row.into_active_model())
        .on_conflict({ key }.update_columns([C::FromDay, C::ToDay]).to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
