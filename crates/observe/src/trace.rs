//! Tracing the cause of a sick absence: first the teacher, then the health officer. Every tracing stays.

use serde_json::json;
use sha2::{Digest as _, Sha256};
use xd_kernel::{AbsenceId, SchoolDay, TraceId, UnitId};
use xd_store::outbox::Event;
use xd_store::{StoreError, Tx};
use xd_trust::audit::{self, Entry};
use xd_trust::{Action, Ctx, Denied, Place};

use crate::absence_views::{Absence, find, group_of, show};
use crate::error::{AbsenceError, FieldError};
use crate::record::AbsenceRecord;
use crate::report::{note, symptoms};
use crate::rows::day_to;
use crate::rows::tracing::TraceRow;
use crate::ruling::{ReturnFacts, ReturnRuling};
use crate::{AbsenceState, Symptoms, TraceStage, TraceState, diseases, rows};

/// The kind of the event of one changed absence.
pub const ABSENCE_CHANGED: &str = "absence.changed";
/// How long before the first check an illness can have begun.
pub const ONSET_BEFORE_DAYS: i32 = 60;
/// How far ahead a return can be expected.
pub const RETURN_WITHIN_DAYS: i32 = 365;

/// What somebody found out about an absence. Each tracing says the whole of what is now known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceAbsence {
    /// The client's key.
    pub trace_id: TraceId,
    /// The absence.
    pub absence: AbsenceId,
    /// Symptom codes.
    pub symptoms: Vec<String>,
    /// The day the illness began.
    pub onset: SchoolDay,
    /// Whether a doctor was seen.
    pub doctor_seen: Option<bool>,
    /// The diagnosis by its slug; only from those who may trace medically.
    pub diagnosis: Option<String>,
    /// The hospital; only from those who may trace medically.
    pub hospital: Option<String>,
    /// When the person is likely back; without one, the rule of the disease says from when.
    pub expected_return: Option<SchoolDay>,
    /// A few words, at most 200 characters.
    pub note: Option<String>,
}

/// A tracing that keeps the rules.
struct Found {
    symptoms: Symptoms,
    hospital: Option<String>,
    note: Option<String>,
}

/// Records what was found out. Traced by the health officer, an absence no longer follows what the teacher says.
///
/// # Errors
/// [`AbsenceError`]; then nothing was written.
pub async fn trace_absence(ctx: &Ctx, command: &TraceAbsence) -> Result<Absence, AbsenceError> {
    let (record, place) = find(ctx, command.absence, Action::AbsenceRead).await?;
    let stage = stage(ctx, &place, command)?;
    let zone = group_of(ctx.store(), &record, ctx.now()).await?.map(|group| group.zone.clone());
    let found =
        read(command, &record, ctx.today(&zone.unwrap_or_default())).map_err(AbsenceError::Invalid)?;
    let tx = ctx.begin().await?;
    rows::hold(&tx, std::iter::once(record.home.institution)).await?;
    let hash = hash(command, &found);
    if let Some(before) = rows::tracing::trace(&tx, record.home.institution, command.trace_id).await? {
        let same = before.content_hash == hash && before.absence_id == command.absence.0;
        return if same { one(ctx, &record).await } else { Err(AbsenceError::KeyReused) };
    }
    let record = rows::absences::one(tx.conn(), command.absence).await?.ok_or(Denied::Unknown)?;
    if record.state == AbsenceState::Voided {
        return Err(AbsenceError::WrongState);
    }
    let changed = traced(&record, command, (stage, found.symptoms), ctx.now());
    rows::tracing::add_trace(&tx, row(ctx, command, (&record, stage), (found, hash))).await?;
    rows::absences::save(&tx, std::slice::from_ref(&changed)).await?;
    let entry = Entry::new("absence.trace", &place).on("sick_absence", record.id).with("stage", stage.word());
    audit::record(&tx, ctx, entry).await?;
    emit(&tx, ctx, &changed).await?;
    tx.commit().await?;
    one(ctx, &changed).await
}

pub(crate) async fn one(ctx: &Ctx, record: &AbsenceRecord) -> Result<Absence, AbsenceError> {
    Ok(show(ctx, std::slice::from_ref(record)).await?.remove(0))
}

pub(crate) async fn emit(tx: &Tx, ctx: &Ctx, record: &AbsenceRecord) -> Result<(), StoreError> {
    let institution: UnitId = record.home.institution;
    tx.emit(Event {
        institution,
        kind: ABSENCE_CHANGED,
        version: 1,
        payload: json!({"v": 1, "absence": record.id, "institution": institution}),
        at: ctx.now(),
    })
    .await
}

/// As what the caller traces. The diagnosis and the hospital are the health officer's.
fn stage(ctx: &Ctx, place: &Place, command: &TraceAbsence) -> Result<TraceStage, Denied> {
    if ctx.reach().may(Action::AbsenceTraceMedical, &place.path) {
        return Ok(TraceStage::HealthOfficer);
    }
    ctx.demand(Action::AbsenceTrace, place)?;
    if command.diagnosis.is_some() || command.hospital.is_some() {
        return Err(Denied::Forbidden(Action::AbsenceTraceMedical));
    }
    Ok(TraceStage::Teacher)
}

fn read(command: &TraceAbsence, record: &AbsenceRecord, today: SchoolDay) -> Result<Found, Vec<FieldError>> {
    let mut errors = Vec::new();
    let opened = record.opened.day();
    if command.onset > today || command.onset < opened - ONSET_BEFORE_DAYS {
        let detail = format!("from {ONSET_BEFORE_DAYS} days before the first check until today");
        errors.push(FieldError::new("onset", "absence.onset_out_of_range", detail));
    }
    if command.expected_return.is_some_and(|day| day < opened || day > today + RETURN_WITHIN_DAYS) {
        let detail = format!("from the first check until {RETURN_WITHIN_DAYS} days from today");
        errors.push(FieldError::new("expected_return", "absence.return_out_of_range", detail));
    }
    if let Some(slug) = command.diagnosis.as_deref().filter(|slug| diseases::find(slug).is_none()) {
        let detail = format!("{:?} is no disease of this program", slug.chars().take(64).collect::<String>());
        errors.push(FieldError::new("diagnosis", "absence.diagnosis_unknown", detail));
    }
    let found = Found {
        symptoms: symptoms(&command.symptoms, "", &mut errors),
        hospital: note(command.hospital.as_deref(), "hospital".to_owned(), &mut errors),
        note: note(command.note.as_deref(), "note".to_owned(), &mut errors),
    };
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// The absence after a tracing. The teacher no longer changes what the health officer has established.
fn traced(
    record: &AbsenceRecord,
    command: &TraceAbsence,
    (stage, symptoms): (TraceStage, Symptoms),
    now: xd_kernel::Instant,
) -> AbsenceRecord {
    let state = TraceState::from(stage).max(record.trace_state);
    let settled = record.trace_state == TraceState::TracedByHealthOfficer && stage == TraceStage::Teacher;
    let before = record.clone();
    if settled {
        return AbsenceRecord { version: record.version + 1, changed_at: now, ..before };
    }
    let diagnosis =
        if stage == TraceStage::HealthOfficer { command.diagnosis.clone() } else { before.diagnosis.clone() };
    let same = (record.onset, record.symptoms, &record.diagnosis) == (command.onset, symptoms, &diagnosis);
    AbsenceRecord {
        symptoms,
        onset: command.onset,
        onset_assumed: false,
        expected_return: command.expected_return.or_else(|| by_rule(diagnosis.as_deref(), command.onset)),
        diagnosis,
        trace_state: state,
        known_at: if same { record.known_at } else { now },
        changed_at: now,
        version: record.version + 1,
        ..before
    }
}

/// The first day on which the rule of the disease could be met, seen from the onset.
fn by_rule(diagnosis: Option<&str>, onset: SchoolDay) -> Option<SchoolDay> {
    let rule = diagnosis.and_then(diseases::return_rule)?;
    let zone = xd_kernel::Zone::default();
    let ruling = ReturnRuling::of(rule, &ReturnFacts::default().evidence(onset, onset, &zone));
    ruling.earliest.filter(|day| *day > onset)
}

fn hash(command: &TraceAbsence, found: &Found) -> Vec<u8> {
    let mut hash = Sha256::new();
    let text = |text: &Option<String>| format!("{}\u{1f}", text.as_deref().unwrap_or_default());
    hash.update(command.absence.0.as_bytes());
    hash.update(command.onset.0.to_le_bytes());
    hash.update(command.expected_return.map_or(i32::MIN, |day| day.0).to_le_bytes());
    hash.update([command.doctor_seen.map_or(2, u8::from)]);
    for text in
        [&Some(found.symptoms.to_string()), &command.diagnosis, &found.hospital, &found.note].map(text)
    {
        hash.update(text);
    }
    hash.finalize().to_vec()
}

fn row(
    ctx: &Ctx,
    command: &TraceAbsence,
    (record, stage): (&AbsenceRecord, TraceStage),
    (found, hash): (Found, Vec<u8>),
) -> TraceRow {
    TraceRow {
        institution_id: record.home.institution.0,
        trace_id: command.trace_id.0,
        absence_id: record.id.0,
        stage: stage.word().to_owned(),
        traced_at: ctx.now().0,
        tracer_account: ctx.actor().account().map(|id| id.0),
        tracer_person: ctx.actor().person().map(|id| id.0),
        symptoms: found.symptoms.to_string(),
        onset: day_to(command.onset),
        doctor_seen: command.doctor_seen,
        diagnosis: command.diagnosis.clone(),
        hospital: found.hospital,
        expected_return: command.expected_return.map(day_to),
        note: found.note,
        content_hash: hash,
    }
}
