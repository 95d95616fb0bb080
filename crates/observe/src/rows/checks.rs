//! Checks: written once; only `current` ever changes.

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, Value,
};
use uuid::Uuid;
use xd_kernel::{AccountId, CheckId, Instant, PersonId, SchoolDay, UnitId};
use xd_store::{StoreError, Tx};

use crate::record::{Arrival, CheckRecord, Slot};
use crate::report::Counts;
use crate::rows::entities::{check_exception, group_check};
use crate::rows::many::{Insert, Present};
use crate::rows::{day_from, day_to, hash_from, padded, word_from};
use crate::{CheckType, ExceptionKind};

const CHECKS: Insert = Insert {
    table: "group_check",
    columns: &[
        "institution_id",
        "check_id",
        "group_id",
        "school_day",
        "check_type",
        "occurred_at",
        "received_at",
        "checker_account",
        "checker_person",
        "roster_version",
        "expected",
        "present",
        "absent_ill",
        "absent_other",
        "late",
        "ill_in_class",
        "current",
        "clock_adjusted",
        "on_paper",
        "content_hash",
    ],
    key: &["institution_id", "check_id"],
    present: Present::Keep,
};

const EXCEPTIONS: Insert = Insert {
    table: "check_exception",
    columns: &[
        "institution_id",
        "check_id",
        "person_id",
        "group_id",
        "school_day",
        "check_type",
        "received_at",
        "kind",
        "symptoms",
        "celsius_tenths",
        "note",
        "current",
    ],
    key: &["institution_id", "check_id", "person_id"],
    present: Present::Keep,
};

const TEMPERATURES: Insert = Insert {
    table: "check_temperature",
    columns: &["institution_id", "check_id", "person_id", "celsius_tenths"],
    key: &["institution_id", "check_id", "person_id"],
    present: Present::Keep,
};

/// Writes checks that count or not as `current` says. Fewer rows than given mean that a key was taken.
pub(crate) async fn insert(tx: &Tx, records: &[CheckRecord]) -> Result<u64, StoreError> {
    let mut values: Vec<Value> = Vec::with_capacity(records.len() * CHECKS.columns.len());
    for record in records {
        values.extend(check_values(record));
    }
    CHECKS.run(tx, values).await
}

fn check_values(record: &CheckRecord) -> [Value; 20] {
    let counts = &record.counts;
    [
        record.institution.0.into(),
        record.check.0.into(),
        record.slot.group.0.into(),
        day_to(record.slot.day).into(),
        record.slot.check_type.word().into(),
        record.occurred_at.0.into(),
        record.received_at.0.into(),
        record.account.map(|id| id.0).into(),
        record.person.map(|id| id.0).into(),
        record.roster_version.into(),
        counts.expected.into(),
        counts.present.into(),
        counts.absent_ill.into(),
        counts.absent_other.into(),
        counts.late.into(),
        counts.ill_in_class.into(),
        record.current.into(),
        record.clock_adjusted.into(),
        record.on_paper.into(),
        record.hash.to_vec().into(),
    ]
}

/// Writes the persons of checks that were just written.
pub(crate) async fn insert_persons(tx: &Tx, taken: &[(&Arrival, bool)]) -> Result<(), StoreError> {
    let mut values: Vec<Value> = Vec::new();
    let mut temperatures: Vec<Value> = Vec::new();
    for (arrival, current) in taken {
        let record = &arrival.record;
        for seen in &arrival.exceptions {
            values.extend([
                record.institution.0.into(),
                record.check.0.into(),
                seen.person.0.into(),
                record.slot.group.0.into(),
                day_to(record.slot.day).into(),
                record.slot.check_type.word().into(),
                record.received_at.0.into(),
                seen.kind.word().into(),
                seen.symptoms.to_string().into(),
                seen.tenths.map(i64::from).into(),
                seen.note.clone().into(),
                Value::from(*current),
            ]);
        }
        for (person, tenths) in &arrival.temperatures {
            let keys: [Value; 3] = [record.institution.0.into(), record.check.0.into(), person.0.into()];
            temperatures.extend(keys);
            temperatures.push(i64::from(*tenths).into());
        }
    }
    EXCEPTIONS.run(tx, values).await?;
    TEMPERATURES.run(tx, temperatures).await?;
    Ok(())
}

/// Every check, current or not, of these slots.
pub(crate) async fn of_slots(
    tx: &Tx,
    slots: impl Iterator<Item = Slot>,
) -> Result<Vec<CheckRecord>, StoreError> {
    use group_check::{Column, Entity};
    let mut times: BTreeMap<(SchoolDay, CheckType), Vec<Uuid>> = BTreeMap::new();
    for slot in slots {
        times.entry((slot.day, slot.check_type)).or_default().push(slot.group.0);
    }
    let mut found = Vec::new();
    for ((day, check_type), groups) in times {
        for chunk in padded(groups) {
            let query = Entity::find()
                .filter(Column::GroupId.is_in(chunk))
                .filter(Column::SchoolDay.eq(day_to(day)))
                .filter(Column::CheckType.eq(check_type.word()));
            for row in query.all(tx.conn()).await? {
                found.push(check_from(row)?);
            }
        }
    }
    Ok(found)
}

/// The checks of these keys, whatever slot they belong to.
pub(crate) async fn of_keys(
    conn: &impl ConnectionTrait,
    keys: &[(UnitId, CheckId)],
) -> Result<Vec<CheckRecord>, StoreError> {
    use group_check::{Column, Entity};
    let mut by_institution: BTreeMap<UnitId, Vec<Uuid>> = BTreeMap::new();
    for (institution, check) in keys {
        by_institution.entry(*institution).or_default().push(check.0);
    }
    let mut found = Vec::new();
    for (institution, checks) in by_institution {
        for chunk in padded(checks) {
            let query = Entity::find()
                .filter(Column::InstitutionId.eq(institution.0))
                .filter(Column::CheckId.is_in(chunk));
            for row in query.all(conn).await? {
                found.push(check_from(row)?);
            }
        }
    }
    Ok(found)
}

/// Makes checks stop counting, and says who was ill in them on which day.
pub(crate) async fn retire(
    tx: &Tx,
    keys: &[(UnitId, CheckId)],
) -> Result<Vec<(PersonId, SchoolDay)>, StoreError> {
    use check_exception::{Column, Entity};
    let mut ill = Vec::new();
    for (institution, check) in keys {
        let rows = Entity::find()
            .filter(Column::InstitutionId.eq(institution.0))
            .filter(Column::CheckId.eq(check.0))
            .all(tx.conn())
            .await?;
        for row in &rows {
            let kind: ExceptionKind = word_from("check_exception.kind", &row.kind)?;
            if kind.is_ill() {
                ill.push((PersonId(row.person_id), day_from("check_exception.school_day", row.school_day)?));
            }
        }
        no_longer_current(tx.conn(), *institution, *check).await?;
    }
    Ok(ill)
}

async fn no_longer_current(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    check: CheckId,
) -> Result<(), StoreError> {
    group_check::Entity::update_many()
        .col_expr(group_check::Column::Current, Expr::value(false))
        .filter(group_check::Column::InstitutionId.eq(institution.0))
        .filter(group_check::Column::CheckId.eq(check.0))
        .exec(conn)
        .await?;
    check_exception::Entity::update_many()
        .col_expr(check_exception::Column::Current, Expr::value(false))
        .filter(check_exception::Column::InstitutionId.eq(institution.0))
        .filter(check_exception::Column::CheckId.eq(check.0))
        .exec(conn)
        .await?;
    Ok(())
}

/// The checks of a group on a day, newest first.
pub(crate) async fn of_group(
    conn: &impl ConnectionTrait,
    group: UnitId,
    day: SchoolDay,
) -> Result<Vec<CheckRecord>, StoreError> {
    use group_check::{Column, Entity};
    let query = Entity::find()
        .filter(Column::GroupId.eq(group.0))
        .filter(Column::SchoolDay.eq(day_to(day)))
        .order_by_desc(Column::OccurredAt)
        .order_by_desc(Column::CheckId);
    query.all(conn).await?.into_iter().map(check_from).collect()
}

pub(crate) fn check_from(row: group_check::Model) -> Result<CheckRecord, StoreError> {
    let check_type: CheckType = word_from("group_check.check_type", &row.check_type)?;
    Ok(CheckRecord {
        institution: UnitId(row.institution_id),
        check: CheckId(row.check_id),
        slot: Slot {
            group: UnitId(row.group_id),
            day: day_from("group_check.school_day", row.school_day)?,
            check_type,
        },
        occurred_at: Instant(row.occurred_at),
        received_at: Instant(row.received_at),
        account: row.checker_account.map(AccountId),
        person: row.checker_person.map(PersonId),
        roster_version: row.roster_version,
        counts: Counts {
            expected: row.expected,
            present: row.present,
            absent_ill: row.absent_ill,
            absent_other: row.absent_other,
            late: row.late,
            ill_in_class: row.ill_in_class,
        },
        current: row.current,
        clock_adjusted: row.clock_adjusted,
        on_paper: row.on_paper,
        hash: hash_from("group_check.content_hash", &row.content_hash)?,
    })
}
