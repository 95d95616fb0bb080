//! Reads of cases for outbreak detection.

use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;
use xd_kernel::{AbsenceId, Instant, PersonId, SchoolDay, UnitId};
use xd_store::sets::all;
use xd_store::{Store, StoreError};

use crate::facts::CaseFact;
use crate::rows::entities::sick_absence::{Column, Entity};
use crate::rows::{day_from, symptoms_from};
use crate::words::AbsenceState;

#[derive(FromQueryResult)]
struct CaseRow {
    institution_id: Uuid,
    absence_id: Uuid,
    person_id: Uuid,
    class_id: Option<Uuid>,
    room_id: Option<Uuid>,
    onset: i64,
    onset_assumed: bool,
    symptoms: String,
    diagnosis: Option<String>,
    known_at: i64,
}

fn select() -> Select<Entity> {
    Entity::find()
        .select_only()
        .columns([
            Column::InstitutionId,
            Column::AbsenceId,
            Column::PersonId,
            Column::ClassId,
            Column::RoomId,
            Column::Onset,
            Column::OnsetAssumed,
            Column::Symptoms,
            Column::Diagnosis,
            Column::KnownAt,
        ])
        .filter(Column::State.ne(AbsenceState::Voided.word()))
        .order_by_asc(Column::InstitutionId)
        .order_by_asc(Column::Onset)
        .order_by_asc(Column::AbsenceId)
}

pub(crate) async fn since(
    store: &Store,
    institutions: &[UnitId],
    from: SchoolDay,
) -> Result<Vec<CaseFact>, StoreError> {
    of_institutions(store, institutions, select().filter(Column::Onset.gte(i64::from(from.0)))).await
}

pub(crate) async fn diagnosed(
    store: &Store,
    diagnoses: &[&str],
    from: SchoolDay,
) -> Result<Vec<CaseFact>, StoreError> {
    let query = select()
        .filter(Column::Diagnosis.is_in(diagnoses.iter().copied()))
        .filter(Column::Onset.gte(i64::from(from.0)));
    query.into_model::<CaseRow>().all(store.reader()).await?.into_iter().map(fact).collect()
}

pub(crate) async fn diagnosed_in(
    store: &Store,
    institutions: &[UnitId],
    diagnoses: &[&str],
    from: SchoolDay,
) -> Result<Vec<CaseFact>, StoreError> {
    let query = select()
        .filter(Column::Diagnosis.is_in(diagnoses.iter().copied()))
        .filter(Column::Onset.gte(i64::from(from.0)));
    of_institutions(store, institutions, query).await
}

async fn of_institutions(
    store: &Store,
    institutions: &[UnitId],
    query: Select<Entity>,
) -> Result<Vec<CaseFact>, StoreError> {
    let keys = institutions.iter().map(|id| id.0);
    let rows: Vec<CaseRow> = all(store.reader(), (Column::InstitutionId, keys), query).await?;
    rows.into_iter().map(fact).collect()
}

fn fact(row: CaseRow) -> Result<CaseFact, StoreError> {
    Ok(CaseFact {
        institution: UnitId(row.institution_id),
        absence: AbsenceId(row.absence_id),
        person: PersonId(row.person_id),
        class: row.class_id.map(UnitId),
        room: row.room_id.map(UnitId),
        onset: day_from("sick_absence.onset", row.onset)?,
        onset_assumed: row.onset_assumed,
        symptoms: symptoms_from("sick_absence.symptoms", &row.symptoms)?,
        diagnosis: row.diagnosis,
        known_at: Instant(row.known_at),
    })
}
