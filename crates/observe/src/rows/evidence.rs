//! What current checks say of persons, from a day on.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;
use xd_kernel::{CheckId, Instant, PersonId, SchoolDay, UnitId};
use xd_store::sets::all;
use xd_store::{StoreError, Tx};

use crate::decide::{Moment, Sign};
use crate::rows::entities::{check_exception, group_check};
use crate::rows::{day_from, day_to, symptoms_from, word_from};
use crate::{CheckType, ExceptionKind};

/// What a current check says of a person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    pub person: PersonId,
    pub group: UnitId,
    pub kind: ExceptionKind,
    pub sign: Sign,
}

#[derive(FromQueryResult)]
struct SaidRow {
    check_id: Uuid,
    person_id: Uuid,
    group_id: Uuid,
    school_day: i64,
    check_type: String,
    received_at: i64,
    kind: String,
    symptoms: String,
}

/// All exceptions of these persons in current checks, from a day on.
pub(crate) async fn said(
    tx: &Tx,
    persons: impl Iterator<Item = PersonId>,
    since: SchoolDay,
) -> Result<Vec<Said>, StoreError> {
    use check_exception::{Column, Entity};
    let query = Entity::find()
        .select_only()
        .columns([
            Column::CheckId,
            Column::PersonId,
            Column::GroupId,
            Column::SchoolDay,
            Column::CheckType,
            Column::ReceivedAt,
            Column::Kind,
            Column::Symptoms,
        ])
        .filter(Column::SchoolDay.gte(day_to(since)))
        .filter(Column::Current.eq(true));
    let keys = persons.map(|person| person.0);
    let rows: Vec<SaidRow> = all(tx.conn(), (Column::PersonId, keys), query).await?;
    rows.iter().map(said_from).collect()
}

fn said_from(row: &SaidRow) -> Result<Said, StoreError> {
    let kind: ExceptionKind = word_from("check_exception.kind", &row.kind)?;
    let check_type: CheckType = word_from("check_exception.check_type", &row.check_type)?;
    Ok(Said {
        person: PersonId(row.person_id),
        group: UnitId(row.group_id),
        kind,
        sign: Sign {
            at: Moment::of(day_from("check_exception.school_day", row.school_day)?, check_type),
            check: CheckId(row.check_id),
            received_at: Instant(row.received_at),
            symptoms: symptoms_from("check_exception.symptoms", &row.symptoms)?,
            absent: kind.is_absent(),
        },
    })
}

#[derive(FromQueryResult)]
struct MomentRow {
    group_id: Uuid,
    school_day: i64,
    check_type: String,
}

/// The moments at which these groups were checked, each from its day on, or from an earlier one of another group.
pub(crate) async fn moments(
    tx: &Tx,
    groups: &BTreeMap<UnitId, SchoolDay>,
) -> Result<Vec<(UnitId, Moment)>, StoreError> {
    use group_check::{Column, Entity};
    let Some(since) = groups.values().min() else { return Ok(Vec::new()) };
    let query = Entity::find()
        .select_only()
        .columns([Column::GroupId, Column::SchoolDay, Column::CheckType])
        .filter(Column::SchoolDay.gte(day_to(*since)))
        .filter(Column::Current.eq(true));
    let keys = groups.keys().map(|group| group.0);
    let rows: Vec<MomentRow> = all(tx.conn(), (Column::GroupId, keys), query).await?;
    let moment = |row: MomentRow| {
        let check_type: CheckType = word_from("group_check.check_type", &row.check_type)?;
        let day = day_from("group_check.school_day", row.school_day)?;
        Ok((UnitId(row.group_id), Moment::of(day, check_type)))
    };
    rows.into_iter().map(moment).collect()
}
