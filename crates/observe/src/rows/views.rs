//! Reads for lists and counts.

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;
use xd_kernel::{CheckId, SchoolDay, UnitId};
use xd_store::StoreError;
use xd_store::sets::all;

use crate::CheckType;
use crate::record::CheckRecord;
use crate::rows::checks::check_from;
use crate::rows::day_to;
use crate::rows::entities::{check_exception, group_check};

pub(crate) use crate::rows::entities::check_exception::Model as ExceptionRow;

/// The checks that count of these groups on a day.
pub(crate) async fn current(
    conn: &impl ConnectionTrait,
    groups: &[UnitId],
    day: SchoolDay,
) -> Result<Vec<CheckRecord>, StoreError> {
    use group_check::{Column, Entity};
    let query = Entity::find().filter(Column::SchoolDay.eq(day_to(day))).filter(Column::Current.eq(true));
    let keys = groups.iter().map(|id| id.0);
    let rows: Vec<group_check::Model> = all(conn, (Column::GroupId, keys), query).await?;
    rows.into_iter().map(check_from).collect()
}

/// The exceptions of these checks of one institution, by check and person.
pub(crate) async fn exceptions(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    checks: impl Iterator<Item = CheckId>,
) -> Result<Vec<ExceptionRow>, StoreError> {
    use check_exception::{Column, Entity};
    let query = Entity::find()
        .filter(Column::InstitutionId.eq(institution.0))
        .order_by_asc(Column::CheckId)
        .order_by_asc(Column::PersonId);
    all(conn, (Column::CheckId, checks.map(|id| id.0)), query).await
}

/// What the current checks of an institution add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub(crate) struct SumRow {
    pub institution_id: Uuid,
    pub groups: i64,
    pub expected: i64,
    pub present: i64,
    pub absent_ill: i64,
    pub absent_other: i64,
    pub late: i64,
    pub ill_in_class: i64,
    pub latest: i64,
}

/// The sums of the current checks of these institutions on a day at a time of day.
pub(crate) async fn sums(
    conn: &impl ConnectionTrait,
    institutions: &[UnitId],
    (day, check_type): (SchoolDay, CheckType),
) -> Result<Vec<SumRow>, StoreError> {
    use group_check::{Column, Entity};
    // PostgreSQL adds up BIGINT as NUMERIC; the sums of a school fit in what they were added from.
    let sum = |column: Column| Expr::expr(column.sum()).cast_as(Alias::new("BIGINT"));
    let query = Entity::find()
        .select_only()
        .column(Column::InstitutionId)
        .column_as(Column::CheckId.count(), "groups")
        .column_as(sum(Column::Expected), "expected")
        .column_as(sum(Column::Present), "present")
        .column_as(sum(Column::AbsentIll), "absent_ill")
        .column_as(sum(Column::AbsentOther), "absent_other")
        .column_as(sum(Column::Late), "late")
        .column_as(sum(Column::IllInClass), "ill_in_class")
        .column_as(Column::ReceivedAt.max(), "latest")
        .filter(Column::SchoolDay.eq(day_to(day)))
        .filter(Column::CheckType.eq(check_type.word()))
        .filter(Column::Current.eq(true))
        .group_by(Column::InstitutionId);
    all(conn, (Column::InstitutionId, institutions.iter().map(|id| id.0)), query).await
}
