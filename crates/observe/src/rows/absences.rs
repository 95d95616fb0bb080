//! Sick absences: read by group or person, written whole.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Value,
};
use uuid::Uuid;
use xd_kernel::{AbsenceId, CheckId, Instant, PersonId, SchoolDay, UnitId};
use xd_store::many::{Insert, Present};
use xd_store::sets::all;
use xd_store::{StoreError, Tx};

use crate::decide::Moment;
use crate::record::{AbsenceRecord, Home};
use crate::rows::entities::sick_absence::{Column, Entity, Model};
use crate::rows::{day_from, day_to, symptoms_from, word_from};
use crate::{AbsenceState, CheckType};

const ABSENCES: Insert = Insert {
    table: "sick_absence",
    columns: &[
        "institution_id",
        "absence_id",
        "person_id",
        "group_id",
        "class_id",
        "room_id",
        "opened_check",
        "opened_day",
        "opened_type",
        "last_ill_day",
        "absent",
        "seen_symptoms",
        "symptoms",
        "onset",
        "onset_assumed",
        "diagnosis",
        "trace_state",
        "expected_return",
        "let_back_day",
        "returned_day",
        "until_day",
        "state",
        "disputed",
        "first_known_at",
        "known_at",
        "changed_at",
        "version",
    ],
    key: &["institution_id", "absence_id"],
    present: Present::Replace,
};

/// Writes absences whole, new ones and changed ones alike. The caller holds their institutions.
pub(crate) async fn save(tx: &Tx, records: &[AbsenceRecord]) -> Result<(), StoreError> {
    let values: Vec<Value> = records.iter().flat_map(values).collect();
    ABSENCES.run(tx, values).await.map(|_| ())
}

fn values(record: &AbsenceRecord) -> [Value; 27] {
    let home = &record.home;
    let day = |day: Option<SchoolDay>| Value::from(day.map(day_to));
    [
        home.institution.0.into(),
        record.id.0.into(),
        home.person.0.into(),
        home.group.0.into(),
        home.class.map(|id| id.0).into(),
        home.room.map(|id| id.0).into(),
        record.opened_check.0.into(),
        day_to(record.opened.day()).into(),
        record.opened.check_type().word().into(),
        day_to(record.last_ill).into(),
        record.absent.into(),
        record.seen_symptoms.to_string().into(),
        record.symptoms.to_string().into(),
        day_to(record.onset).into(),
        record.onset_assumed.into(),
        record.diagnosis.clone().into(),
        record.trace_state.word().into(),
        day(record.expected_return),
        day(record.let_back),
        day(record.returned),
        day_to(record.until()).into(),
        record.state.word().into(),
        record.disputed.into(),
        record.first_known_at.0.into(),
        record.known_at.0.into(),
        record.changed_at.0.into(),
        record.version.into(),
    ]
}

#[derive(FromQueryResult)]
struct ReachRow {
    person_id: Uuid,
    group_id: Uuid,
    until_day: i64,
}

/// The persons of these groups with an absence, not voided, that touches the day that stands with the group or a later
/// one; with that day.
pub(crate) async fn persons_of_groups(
    tx: &Tx,
    groups: &BTreeMap<UnitId, SchoolDay>,
) -> Result<Vec<(PersonId, SchoolDay)>, StoreError> {
    let Some(first) = groups.values().min() else { return Ok(Vec::new()) };
    let query = Entity::find()
        .select_only()
        .columns([Column::PersonId, Column::GroupId, Column::UntilDay])
        .filter(Column::UntilDay.gte(day_to(*first)))
        .filter(Column::State.ne(AbsenceState::Voided.word()));
    let keys = groups.keys().map(|group| group.0);
    let rows: Vec<ReachRow> = all(tx.conn(), (Column::GroupId, keys), query).await?;
    let of_its_day = rows.into_iter().filter_map(|row| {
        let day = *groups.get(&UnitId(row.group_id))?;
        (row.until_day >= day_to(day)).then_some((PersonId(row.person_id), day))
    });
    Ok(of_its_day.collect())
}

/// Every absence of these persons, voided ones too, that touches the day that stands with the person or a later one.
pub(crate) async fn of_persons(
    tx: &Tx,
    persons: &BTreeMap<PersonId, SchoolDay>,
) -> Result<Vec<AbsenceRecord>, StoreError> {
    let Some(first) = persons.values().min() else { return Ok(Vec::new()) };
    let query = Entity::find().filter(Column::UntilDay.gte(day_to(*first))).order_by_asc(Column::AbsenceId);
    let keys = persons.keys().map(|person| person.0);
    let rows: Vec<Model> = all(tx.conn(), (Column::PersonId, keys), query).await?;
    let reaches =
        |row: &Model| persons.get(&PersonId(row.person_id)).is_some_and(|day| row.until_day >= day_to(*day));
    rows.into_iter().filter(reaches).map(absence_from).collect()
}

/// Where absences are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Where {
    Anywhere,
    In { institutions: Vec<UnitId>, groups: Vec<UnitId> },
}

/// Which absences are listed.
#[derive(Debug)]
pub(crate) struct Filter {
    pub at: Where,
    pub state: Option<AbsenceState>,
    pub day: Option<SchoolDay>,
    pub after: Option<(SchoolDay, AbsenceId)>,
    pub limit: u64,
}

/// Absences, the last opened first.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    filter: &Filter,
) -> Result<Vec<AbsenceRecord>, StoreError> {
    let mut query = Entity::find();
    if let Where::In { institutions, groups } = &filter.at {
        query = query.filter(
            Condition::any()
                .add(Column::InstitutionId.is_in(distinct(institutions)))
                .add(Column::GroupId.is_in(distinct(groups))),
        );
    }
    query = match filter.state {
        Some(state) => query.filter(Column::State.eq(state.word())),
        None => query.filter(Column::State.ne(AbsenceState::Voided.word())),
    };
    if let Some(day) = filter.day {
        query = query.filter(Column::OpenedDay.lte(day_to(day))).filter(Column::UntilDay.gte(day_to(day)));
    }
    if let Some((day, id)) = filter.after {
        query =
            query.filter(Condition::any().add(Column::OpenedDay.lt(day_to(day))).add(
                Condition::all().add(Column::OpenedDay.eq(day_to(day))).add(Column::AbsenceId.lt(id.0)),
            ));
    }
    let query = query.order_by_desc(Column::OpenedDay).order_by_desc(Column::AbsenceId).limit(filter.limit);
    query.all(conn).await?.into_iter().map(absence_from).collect()
}

fn distinct(ids: &[UnitId]) -> BTreeSet<Uuid> {
    ids.iter().map(|id| id.0).collect()
}

/// The open absences of these groups, by home or by room.
pub(crate) async fn open_in(
    conn: &impl ConnectionTrait,
    groups: &[UnitId],
) -> Result<Vec<AbsenceRecord>, StoreError> {
    let mut found = Vec::new();
    for column in [Column::GroupId, Column::RoomId] {
        let query = Entity::find()
            .filter(Column::UntilDay.eq(day_to(AbsenceRecord::NEVER)))
            .filter(Column::State.eq(AbsenceState::Open.word()));
        let rows: Vec<Model> = all(conn, (column, groups.iter().map(|id| id.0)), query).await?;
        for row in rows {
            found.push(absence_from(row)?);
        }
    }
    Ok(found)
}

/// One absence. Ids of absences are unique by themselves; the institution is found from it.
pub(crate) async fn one(
    conn: &impl ConnectionTrait,
    absence: AbsenceId,
) -> Result<Option<AbsenceRecord>, StoreError> {
    let row = Entity::find().filter(Column::AbsenceId.eq(absence.0)).one(conn).await?;
    row.map(absence_from).transpose()
}

pub(crate) fn absence_from(row: Model) -> Result<AbsenceRecord, StoreError> {
    let day = |column, stored: Option<i64>| stored.map(|stored| day_from(column, stored)).transpose();
    let opened_type: CheckType = word_from("sick_absence.opened_type", &row.opened_type)?;
    Ok(AbsenceRecord {
        id: AbsenceId(row.absence_id),
        home: Home {
            institution: UnitId(row.institution_id),
            person: PersonId(row.person_id),
            group: UnitId(row.group_id),
            class: row.class_id.map(UnitId),
            room: row.room_id.map(UnitId),
        },
        opened_check: CheckId(row.opened_check),
        opened: Moment::of(day_from("sick_absence.opened_day", row.opened_day)?, opened_type),
        last_ill: day_from("sick_absence.last_ill_day", row.last_ill_day)?,
        absent: row.absent,
        seen_symptoms: symptoms_from("sick_absence.seen_symptoms", &row.seen_symptoms)?,
        symptoms: symptoms_from("sick_absence.symptoms", &row.symptoms)?,
        onset: day_from("sick_absence.onset", row.onset)?,
        onset_assumed: row.onset_assumed,
        diagnosis: row.diagnosis,
        trace_state: word_from("sick_absence.trace_state", &row.trace_state)?,
        expected_return: day("sick_absence.expected_return", row.expected_return)?,
        let_back: day("sick_absence.let_back_day", row.let_back_day)?,
        returned: day("sick_absence.returned_day", row.returned_day)?,
        state: word_from("sick_absence.state", &row.state)?,
        disputed: row.disputed,
        first_known_at: Instant(row.first_known_at),
        known_at: Instant(row.known_at),
        changed_at: Instant(row.changed_at),
        version: row.version,
    })
}
