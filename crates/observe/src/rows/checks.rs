//! Checks: written once; only `current` ever changes.

use std::collections::{BTreeMap, HashSet};

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, Value,
};
use uuid::Uuid;
use xd_kernel::{AccountId, CheckId, Instant, PersonId, SchoolDay, UnitId};
use xd_store::many::{Insert, Present};
use xd_store::sets::{all, among_pairs};
use xd_store::{StoreError, Tx};

use crate::record::{Arrival, CheckRecord, Slot};
use crate::report::Counts;
use crate::rows::entities::{check_exception, group_check};
use crate::rows::{day_from, day_to, hash_from, word_from};
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

/// The check that counts of each of these slots, where there is one. Those that it superseded are not read, however many
/// they are.
pub(crate) async fn current_of(tx: &Tx, slots: &HashSet<Slot>) -> Result<Vec<CheckRecord>, StoreError> {
    use group_check::{Column, Entity};
    let days = slots.iter().map(|slot| slot.day);
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return Ok(Vec::new()) };
    // Mostly one day and one time of day. Where there are several, a few rows more come than were asked for.
    let types = CheckType::ALL.iter().filter(|one| slots.iter().any(|slot| slot.check_type == **one));
    let mut words: Vec<&str> = types.map(|one| one.word()).collect();
    words.resize(CheckType::ALL.len(), words[0]);
    let query = Entity::find()
        .filter(Column::SchoolDay.gte(day_to(first)))
        .filter(Column::SchoolDay.lte(day_to(last)))
        .filter(Column::CheckType.is_in(words))
        .filter(Column::Current.eq(true));
    let keys = slots.iter().map(|slot| slot.group.0);
    let rows: Vec<group_check::Model> = all(tx.conn(), (Column::GroupId, keys), query).await?;
    let mut found = rows.into_iter().map(check_from).collect::<Result<Vec<_>, _>>()?;
    found.retain(|record| slots.contains(&record.slot));
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
        let query = Entity::find().filter(Column::InstitutionId.eq(institution.0));
        let rows: Vec<group_check::Model> = all(conn, (Column::CheckId, checks), query).await?;
        for row in rows {
            found.push(check_from(row)?);
        }
    }
    Ok(found)
}

/// A check, and whether it names anybody.
pub(crate) type Named = (UnitId, CheckId, bool);

/// Makes checks stop counting, and says who was ill in them on which day.
pub(crate) async fn retire(tx: &Tx, checks: &[Named]) -> Result<Vec<(PersonId, SchoolDay)>, StoreError> {
    use check_exception::{Column, Entity};
    let key = |(institution, check, _): &Named| (institution.0, check.0);
    for these in among_pairs(
        (group_check::Column::InstitutionId, group_check::Column::CheckId),
        checks.iter().map(key),
    ) {
        group_check::Entity::update_many()
            .col_expr(group_check::Column::Current, Expr::value(false))
            .filter(these)
            .exec(tx.conn())
            .await?;
    }
    let naming = checks.iter().filter(|(_, _, names)| *names).map(key);
    let mut ill = Vec::new();
    for these in among_pairs((Column::InstitutionId, Column::CheckId), naming) {
        for row in Entity::find().filter(these.clone()).all(tx.conn()).await? {
            let kind: ExceptionKind = word_from("check_exception.kind", &row.kind)?;
            if kind.is_ill() {
                ill.push((PersonId(row.person_id), day_from("check_exception.school_day", row.school_day)?));
            }
        }
        Entity::update_many()
            .col_expr(Column::Current, Expr::value(false))
            .filter(these)
            .exec(tx.conn())
            .await?;
    }
    Ok(ill)
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
