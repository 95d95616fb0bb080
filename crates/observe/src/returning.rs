//! Coming back: the return certificate held against the rule of the disease, and the return itself.

use std::collections::HashMap;

use serde_json::json;
use sha2::{Digest as _, Sha256};
use xd_kernel::{AbsenceId, CertificateId, SchoolDay};
use xd_register::lookup::Memberships;
use xd_store::StoreError;
use xd_trust::audit::{self, Entry};
use xd_trust::{Action, Ctx, Denied};

use crate::absence_views::{Absence, Certificate, certificate, find, group_of};
use crate::decide::reconcile;
use crate::error::{AbsenceError, FieldError};
use crate::evidence::{self, Known, Touched};
use crate::people::Directory;
use crate::record::AbsenceRecord;
use crate::report::note;
use crate::rows::day_to;
use crate::rows::tracing::CertificateRow;
use crate::ruling::{ReturnFacts, ReturnRuling};
use crate::trace::{emit, one};
use crate::{AbsenceState, diseases, rows};

/// A return certificate and what was seen of the pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReturnCertificate {
    /// The client's key.
    pub certificate_id: CertificateId,
    /// The absence.
    pub absence: AbsenceId,
    /// Who issued it, at most 200 characters.
    pub issuer: String,
    /// When.
    pub issued_on: SchoolDay,
    /// What it says.
    pub facts: ReturnFacts,
}

/// The certificate as kept, and the ruling. Where no rule is known for the disease there is no ruling, and the
/// certificate itself decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// The rule of the disease applied to it.
    pub ruling: Option<ReturnRuling>,
}

/// Holds a return certificate against the rule of the disease and keeps both. It lets nobody back by itself.
///
/// # Errors
/// [`AbsenceError`]; then nothing was written.
pub async fn check_return_certificate(
    ctx: &Ctx,
    command: &CheckReturnCertificate,
) -> Result<CheckedCertificate, AbsenceError> {
    let (record, place) = find(ctx, command.absence, Action::AbsenceReturn).await?;
    let zone =
        group_of(ctx.store(), &record, ctx.now()).await?.map(|group| group.zone.clone()).unwrap_or_default();
    let today = ctx.today(&zone);
    let issuer = read(command, today).map_err(AbsenceError::Invalid)?;
    let diagnosis = record.diagnosis.as_deref().ok_or(AbsenceError::NoDiagnosis)?;
    let evidence = command.facts.evidence(record.onset, today, &zone);
    let ruling = diseases::return_rule(diagnosis).map(|rule| ReturnRuling::of(rule, &evidence));
    let row = row(ctx, command, &record, (issuer, ruling.as_ref()))?;
    let tx = ctx.begin().await?;
    rows::hold(&tx, std::iter::once(record.home.institution)).await?;
    let institution = record.home.institution;
    let before = rows::tracing::certificate(&tx, institution, command.certificate_id).await?;
    let kept = match before {
        Some(before) if before.content_hash == row.content_hash => before,
        Some(_) => return Err(AbsenceError::KeyReused),
        None => {
            rows::tracing::add_certificate(&tx, row.clone()).await?;
            let entry = Entry::new("absence.check_certificate", &place).on("sick_absence", record.id);
            audit::record(&tx, ctx, entry.with("met", row.met)).await?;
            tx.commit().await?;
            row
        }
    };
    let by = kept.checker_person.into_iter().map(Into::into);
    let directory = Directory::of(ctx.store(), by, std::iter::empty()).await?;
    Ok(CheckedCertificate { certificate: certificate(&kept, &directory)?, ruling })
}

fn read(command: &CheckReturnCertificate, today: SchoolDay) -> Result<String, Vec<FieldError>> {
    let mut errors = Vec::new();
    let issuer = note(Some(&command.issuer), "issuer".to_owned(), &mut errors);
    if issuer.is_none() && errors.is_empty() {
        errors.push(FieldError::new("issuer", "absence.issuer_missing", "who issued the certificate?"));
    }
    if command.issued_on > today || command.issued_on < today - 365 {
        let detail = "issued within the last year, not later than today";
        errors.push(FieldError::new("issued_on", "absence.issued_out_of_range", detail));
    }
    let days = [
        ("rash_since", command.facts.rash_since),
        ("treatment_since", command.facts.treatment_since),
        ("paroxysm_since", command.facts.paroxysm_since),
        ("positive_on", command.facts.positive_on),
    ];
    for (field, _) in days.iter().filter(|(_, day)| day.is_some_and(|day| day > today || day < today - 730)) {
        let detail = "within the last two years, not later than today";
        errors.push(FieldError::new(format!("facts.{field}"), "absence.fact_out_of_range", detail));
    }
    let kinds = &command.facts.certificates;
    if kinds.len() > 8 || kinds.iter().any(|kind| kind.len() > 64) {
        let detail = "at most 8 kinds of at most 64 characters";
        errors.push(FieldError::new("facts.certificates", "absence.fact_out_of_range", detail));
    }
    match issuer {
        Some(issuer) if errors.is_empty() => Ok(issuer),
        _ => Err(errors),
    }
}

fn row(
    ctx: &Ctx,
    command: &CheckReturnCertificate,
    record: &AbsenceRecord,
    (issuer, ruling): (String, Option<&ReturnRuling>),
) -> Result<CertificateRow, StoreError> {
    let facts = command.facts.to_stored()?;
    let mut hash = Sha256::new();
    hash.update(command.absence.0.as_bytes());
    hash.update(command.issued_on.0.to_le_bytes());
    hash.update(format!("{issuer}\u{1f}{facts}"));
    let shown = ruling.map(|ruling| {
        let clauses: Vec<_> = ruling
            .clauses
            .iter()
            .map(|clause| json!([clause.code, clause.amount, clause.negated, clause.met]))
            .collect();
        json!({"rule": ruling.rule.rule, "variant": ruling.rule.variant, "source": ruling.rule.source,
               "earliest": ruling.earliest, "clauses": clauses})
    });
    Ok(CertificateRow {
        institution_id: record.home.institution.0,
        certificate_id: command.certificate_id.0,
        absence_id: record.id.0,
        issuer,
        issued_on: day_to(command.issued_on),
        facts,
        ruling: json!({"v": 2, "diagnosis": record.diagnosis, "ruling": shown}).to_string(),
        met: ruling.is_none_or(|ruling| ruling.met),
        checked_at: ctx.now().0,
        checker_account: ctx.actor().account().map(|id| id.0),
        checker_person: ctx.actor().person().map(|id| id.0),
        content_hash: hash.finalize().to_vec(),
    })
}

/// The health officer lets a person back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnFromAbsence {
    /// The absence.
    pub absence: AbsenceId,
    /// The day; not later than today.
    pub on: SchoolDay,
}

/// Ends an absence on a day. A check of that day that saw the person well ends it as well; one of a later day that
/// sees them ill opens another.
///
/// # Errors
/// [`AbsenceError`]; then nothing was written.
pub async fn return_from_absence(ctx: &Ctx, command: ReturnFromAbsence) -> Result<Absence, AbsenceError> {
    let (record, place) = find(ctx, command.absence, Action::AbsenceReturn).await?;
    let zone =
        group_of(ctx.store(), &record, ctx.now()).await?.map(|group| group.zone.clone()).unwrap_or_default();
    if command.on > ctx.today(&zone) || command.on < record.opened.day() {
        let detail = "from the first check of the absence until today";
        let error = FieldError::new("on", "absence.return_out_of_range", detail);
        return Err(AbsenceError::Invalid(vec![error]));
    }
    let tx = ctx.begin().await?;
    rows::hold(&tx, std::iter::once(record.home.institution)).await?;
    let record = rows::absences::one(tx.conn(), command.absence).await?.ok_or(Denied::Unknown)?;
    if record.let_back == Some(command.on) {
        return one(ctx, &record).await;
    }
    if record.state != AbsenceState::Open {
        return Err(AbsenceError::WrongState);
    }
    let let_back = AbsenceRecord { let_back: Some(command.on), ..record.clone() };
    rows::absences::save(&tx, std::slice::from_ref(&let_back)).await?;
    let mut touched = Touched::default();
    touched.extend([(record.home.person, command.on)]);
    let known = Known { homes: &HashMap::new(), memberships: &Memberships::default() };
    let cases = evidence::gather(&tx, ctx.store(), &touched, known).await?;
    let changed: Vec<AbsenceRecord> =
        cases.iter().flat_map(|case| reconcile(case, ctx.now(), &mut AbsenceId::mint)).collect();
    rows::absences::save(&tx, &changed).await?;
    for record in &changed {
        emit(&tx, ctx, record).await?;
    }
    let entry = Entry::new("absence.return", &place).on("sick_absence", record.id);
    audit::record(&tx, ctx, entry.with("on", command.on.to_string())).await?;
    tx.commit().await?;
    let record = changed.into_iter().find(|changed| changed.id == record.id).unwrap_or(let_back);
    one(ctx, &record).await
}
