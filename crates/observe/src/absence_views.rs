//! Sick absences as they are shown: a list, and one in detail, whose every look is logged.

use xd_kernel::{
    AbsenceId, CertificateId, Cursor, Instant, Page, PageRequest, SchoolDay, TraceId, UnitId, UnitKind,
};
use xd_register::{GroupRoster, UnitRef, lookup};
use xd_store::{Store, StoreError};
use xd_trust::audit::{self, Entry, Reason};
use xd_trust::{Action, Ctx, Denied, Place, Scope};

use crate::error::{AbsenceError, FieldError, QueryError};
use crate::people::{Directory, NamedPerson};
use crate::record::AbsenceRecord;
use crate::rows::absences::{Filter, Where};
use crate::rows::{self, day_from, symptoms_from, word_from};
use crate::ruling::{ReturnFacts, ReturnRuling};
use crate::{AbsenceState, Symptoms, TraceStage, TraceState, diseases};

/// A sick absence. What the reader may not see is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// The absence.
    pub id: AbsenceId,
    /// Who.
    pub person: NamedPerson,
    /// The class; for staff the team.
    pub group: UnitRef,
    /// The dormitory room.
    pub room: Option<UnitRef>,
    /// The school.
    pub school: UnitRef,
    /// The day of the first check that saw the illness.
    pub opened_day: SchoolDay,
    /// The last day on which a check saw it.
    pub last_ill_day: SchoolDay,
    /// The day the illness began.
    pub onset: SchoolDay,
    /// Whether nobody has asked yet when it began.
    pub onset_assumed: bool,
    /// Symptoms: as traced, or all that checks saw.
    pub symptoms: Symptoms,
    /// Whether the person was away, or always ill in class.
    pub absent: bool,
    /// Open, returned or voided.
    pub state: AbsenceState,
    /// How far it has been traced.
    pub trace_state: TraceState,
    /// Whether no check supports any more what the health officer traced.
    pub disputed: bool,
    /// When the person is likely back.
    pub expected_return: Option<SchoolDay>,
    /// When the person was back.
    pub returned_day: Option<SchoolDay>,
    /// The diagnosis, for those who may trace medically.
    pub diagnosis: Option<String>,
    /// Counts the changes.
    pub version: i64,
}

/// One tracing. What only the health officer may see is absent for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The tracing.
    pub id: TraceId,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Option<NamedPerson>,
    /// As teacher or as health officer.
    pub stage: TraceStage,
    /// Symptoms.
    pub symptoms: Symptoms,
    /// The day the illness began.
    pub onset: SchoolDay,
    /// Whether a doctor was seen.
    pub doctor_seen: Option<bool>,
    /// The diagnosis.
    pub diagnosis: Option<String>,
    /// The hospital.
    pub hospital: Option<String>,
    /// When the person is likely back.
    pub expected_return: Option<SchoolDay>,
    /// A few words.
    pub note: Option<String>,
}

/// A return certificate that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The certificate.
    pub id: CertificateId,
    /// Who issued it.
    pub issuer: String,
    /// When.
    pub issued_on: SchoolDay,
    /// Whether the rule was met when it was checked.
    pub met: bool,
    /// When it was checked.
    pub checked_at: Instant,
    /// By whom.
    pub by: Option<NamedPerson>,
}

/// A sick absence with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsenceDetail {
    /// The absence.
    pub absence: Absence,
    /// Oldest first.
    pub traces: Vec<Trace>,
    /// Oldest first; for those who may trace medically.
    pub certificates: Vec<Certificate>,
    /// The rule of the disease, applied to what is known today; for those who may trace medically.
    pub exclusion: Option<ReturnRuling>,
}

/// Which absences are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsenceQuery {
    /// At or below this unit; everywhere the caller may see absences if none.
    pub unit: Option<UnitId>,
    /// In this state; without one, open and returned ones.
    pub state: Option<AbsenceState>,
    /// That touch this day.
    pub day: Option<SchoolDay>,
}

/// The sick absences at or below a unit that the caller may see, newest first.
///
/// # Errors
/// [`QueryError`].
pub async fn absences(
    ctx: &Ctx,
    query: &AbsenceQuery,
    page: &PageRequest,
) -> Result<Page<Absence>, QueryError> {
    let scope = scope(ctx, query.unit).await?;
    let after = page.after.as_ref().map(open).transpose()?;
    let filter = Filter {
        at: where_in(ctx, &scope).await?,
        state: query.state,
        day: query.day,
        after,
        limit: u64::from(page.limit()) + 1,
    };
    let found = rows::absences::list(ctx.store().reader(), &filter).await?;
    let page = Page::of(found, page, |record| {
        Cursor::seal([record.opened.day().0.to_string(), record.id.to_string()])
    });
    let items = show(ctx, &page.items).await?;
    Ok(Page { items, next: page.next })
}

/// The part of the caller's reach that lies at or below a unit; all of it without one.
async fn scope(ctx: &Ctx, unit: Option<UnitId>) -> Result<Scope, QueryError> {
    let scope = ctx.scope(Action::AbsenceRead);
    let Some(unit) = unit else { return Ok(scope) };
    let place = lookup::place(ctx.store(), unit).await?.ok_or(Denied::Unknown)?;
    let scope = scope.within(&place.path);
    if scope.is_empty() {
        ctx.demand(Action::AbsenceRead, &place)?;
    }
    Ok(scope)
}

fn open(cursor: &Cursor) -> Result<(SchoolDay, AbsenceId), QueryError> {
    let wrong = || {
        QueryError::Invalid(vec![FieldError::new("cursor", "request.cursor", "not a cursor of this list")])
    };
    let [day, id] = cursor.open().map_err(|_| wrong())?;
    let day = day.parse().map_err(|_| wrong())?;
    Ok((SchoolDay(day), id.parse().map_err(|_| wrong())?))
}

/// Whole institutions where the scope covers them, else the groups in it.
async fn where_in(ctx: &Ctx, scope: &Scope) -> Result<Where, StoreError> {
    let Scope::Below(paths) = scope else { return Ok(Where::Anywhere) };
    let today = ctx.today(&xd_kernel::Zone::shanghai());
    let mut at = Where::In { institutions: Vec::new(), groups: Vec::new() };
    for path in paths {
        for group in lookup::groups_below(ctx.store(), path, CHECKED, today).await? {
            let school = lookup::place(ctx.store(), group.place.institution).await?;
            if let Where::In { institutions, groups } = &mut at {
                match school.filter(|school| path.covers(&school.path)) {
                    Some(school) => institutions.push(school.unit),
                    None => groups.push(group.place.unit),
                }
            }
        }
    }
    Ok(at)
}

pub(crate) const CHECKED: &[UnitKind] = &[UnitKind::Class, UnitKind::DormitoryRoom, UnitKind::StaffTeam];

/// Records as the caller may see them.
pub(crate) async fn show(ctx: &Ctx, records: &[AbsenceRecord]) -> Result<Vec<Absence>, StoreError> {
    let persons = records.iter().map(|record| record.home.person);
    let units = records.iter().flat_map(|record| {
        let home = &record.home;
        [Some(home.institution), Some(home.group), home.room].into_iter().flatten()
    });
    let directory = Directory::of(ctx.store(), persons, units).await?;
    records.iter().map(|record| shown(ctx, &directory, record)).collect()
}

fn shown(ctx: &Ctx, directory: &Directory, record: &AbsenceRecord) -> Result<Absence, StoreError> {
    let group = directory.unit(record.home.group)?;
    let medical = ctx.reach().may(Action::AbsenceTraceMedical, &group.path);
    Ok(Absence {
        id: record.id,
        person: directory.person(record.home.person),
        room: record.home.room.map(|room| directory.unit(room)).transpose()?,
        school: directory.unit(record.home.institution)?,
        opened_day: record.opened.day(),
        last_ill_day: record.last_ill,
        onset: record.onset,
        onset_assumed: record.onset_assumed,
        symptoms: record.symptoms,
        absent: record.absent,
        state: record.state,
        trace_state: record.trace_state,
        disputed: record.disputed,
        expected_return: record.expected_return,
        returned_day: record.returned,
        diagnosis: record.diagnosis.clone().filter(|_| medical),
        version: record.version,
        group,
    })
}

/// One absence that the caller may see, and its group.
pub(crate) async fn find(
    ctx: &Ctx,
    id: AbsenceId,
    action: Action,
) -> Result<(AbsenceRecord, Place), AbsenceError> {
    let record = rows::absences::one(ctx.store().reader(), id).await?.ok_or(Denied::Unknown)?;
    let place = lookup::place(ctx.store(), record.home.group).await?.ok_or(Denied::Unknown)?;
    // Whoever may not read absences there may not learn that this one exists.
    if !ctx.reach().may(Action::AbsenceRead, &place.path) {
        return Err(Denied::Unknown.into());
    }
    ctx.demand(action, &place)?;
    Ok((record, place))
}

/// One absence with its history. The look is logged with its reason.
///
/// # Errors
/// [`AbsenceError`].
pub async fn absence(ctx: &Ctx, id: AbsenceId, reason: Reason) -> Result<AbsenceDetail, AbsenceError> {
    let (record, place) = find(ctx, id, Action::AbsenceRead).await?;
    let tx = ctx.begin().await?;
    let look = Entry::new("absence.look", &place).on("sick_absence", id).because(reason);
    audit::record(&tx, ctx, look).await?;
    tx.commit().await?;
    Ok(detail(ctx, &record, &place).await?)
}

async fn detail(ctx: &Ctx, record: &AbsenceRecord, place: &Place) -> Result<AbsenceDetail, StoreError> {
    let conn = ctx.store().reader();
    let institution = record.home.institution;
    let traces = rows::tracing::traces(conn, institution, record.id).await?;
    let medical = ctx.reach().may(Action::AbsenceTraceMedical, &place.path);
    let certificates =
        if medical { rows::tracing::certificates(conn, institution, record.id).await? } else { Vec::new() };
    let by =
        traces.iter().map(|row| row.tracer_person).chain(certificates.iter().map(|row| row.checker_person));
    let persons: Vec<_> = by.flatten().map(xd_kernel::PersonId).collect();
    let directory = Directory::of(ctx.store(), persons.into_iter(), std::iter::empty()).await?;
    let exclusion = if medical { exclusion(ctx, record, &certificates).await? } else { None };
    let absence = show(ctx, std::slice::from_ref(record)).await?.remove(0);
    Ok(AbsenceDetail {
        absence,
        traces: traces.iter().map(|row| trace(row, &directory, medical)).collect::<Result<_, _>>()?,
        certificates: certificates
            .iter()
            .map(|row| certificate(row, &directory))
            .collect::<Result<_, _>>()?,
        exclusion,
    })
}

/// The rule of the diagnosis, applied to the newest certificate, or to the onset alone.
async fn exclusion(
    ctx: &Ctx,
    record: &AbsenceRecord,
    certificates: &[rows::tracing::CertificateRow],
) -> Result<Option<ReturnRuling>, StoreError> {
    let Some(rule) = record.diagnosis.as_deref().and_then(diseases::return_rule) else { return Ok(None) };
    let facts = match certificates.last() {
        Some(row) => ReturnFacts::stored(&row.facts)?,
        None => ReturnFacts::default(),
    };
    let group = group_of(ctx.store(), record, ctx.now()).await?;
    let zone = group.map(|group| group.zone.clone()).unwrap_or_default();
    let evidence = facts.evidence(record.onset, ctx.today(&zone), &zone);
    Ok(Some(ReturnRuling::of(rule, &evidence)))
}

/// The group of an absence today, which knows its zone.
pub(crate) async fn group_of(
    store: &Store,
    record: &AbsenceRecord,
    now: Instant,
) -> Result<Option<std::sync::Arc<GroupRoster>>, StoreError> {
    let day = SchoolDay::of(now, &xd_kernel::Zone::shanghai());
    lookup::group(store, record.home.group, day).await
}

fn trace(row: &rows::tracing::TraceRow, directory: &Directory, medical: bool) -> Result<Trace, StoreError> {
    let expected = row.expected_return.map(|day| day_from("absence_trace.expected_return", day));
    Ok(Trace {
        id: TraceId(row.trace_id),
        at: Instant(row.traced_at),
        by: row.tracer_person.map(|id| directory.person(id.into())),
        stage: word_from("absence_trace.stage", &row.stage)?,
        symptoms: symptoms_from("absence_trace.symptoms", &row.symptoms)?,
        onset: day_from("absence_trace.onset", row.onset)?,
        doctor_seen: row.doctor_seen,
        diagnosis: row.diagnosis.clone().filter(|_| medical),
        hospital: row.hospital.clone().filter(|_| medical),
        expected_return: expected.transpose()?,
        note: row.note.clone().filter(|_| medical || row.stage == TraceStage::Teacher.word()),
    })
}

pub(crate) fn certificate(
    row: &rows::tracing::CertificateRow,
    directory: &Directory,
) -> Result<Certificate, StoreError> {
    Ok(Certificate {
        id: CertificateId(row.certificate_id),
        issuer: row.issuer.clone(),
        issued_on: day_from("return_certificate.issued_on", row.issued_on)?,
        met: row.met,
        checked_at: Instant(row.checked_at),
        by: row.checker_person.map(|id| directory.person(id.into())),
    })
}
