//! Sick absences: tracing, certificates, return.

use axum::Json;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::{AbsenceId, CertificateId, Cursor, PageRequest, TraceId};
use xd_observe as observe;
use xd_observe::{AbsenceQuery, AbsenceState, NamedPerson, ReturnRule, ReturnRuling};

use crate::auth::CallerCtx;
use crate::extract::{Body, Id, Query};
use crate::problem::Problem;
use crate::state::AppState;
use crate::views::absence::{
    AbsenceDetail, AbsenceFilter, AbsenceFilterState, AbsenceView, CertificateChecked, CertificateReport,
    CertificateView, Clause, ExclusionRule, LookParams, ReturnReport, Ruling, TraceReport, TraceView,
};
use crate::views::{Paged, PersonRef, UnitRef};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(absences))
        .routes(routes!(absence))
        .routes(routes!(trace_absence))
        .routes(routes!(check_return_certificate))
        .routes(routes!(return_from_absence))
}

/// The sick absences that the caller may see, the newest first.
#[utoipa::path(
    get, path = "/api/v1/absences", operation_id = "absences", tag = "absences",
    params(AbsenceFilter), responses((status = 200, body = Paged<AbsenceView>)),
)]
pub(crate) async fn absences(
    CallerCtx(ctx): CallerCtx,
    Query(filter): Query<AbsenceFilter>,
) -> Result<Json<Paged<AbsenceView>>, Problem> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref().map(Cursor::given));
    let state = match filter.state {
        AbsenceFilterState::Open => Some(AbsenceState::Open),
        AbsenceFilterState::Returned => Some(AbsenceState::Returned),
        AbsenceFilterState::All => None,
    };
    let query = AbsenceQuery { unit: filter.unit, state, day: filter.day };
    let found = observe::absences(&ctx, &query, &page).await?;
    Ok(Json(Paged::of(found, view)))
}

/// One sick absence with all that is known of it. The look is logged with its reason.
#[utoipa::path(
    get, path = "/api/v1/absences/{id}", operation_id = "absence", tag = "absences",
    params(("id" = AbsenceId, Path), LookParams), responses((status = 200, body = AbsenceDetail)),
)]
pub(crate) async fn absence(
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<AbsenceId>,
    Query(look): Query<LookParams>,
) -> Result<Json<AbsenceDetail>, Problem> {
    let found = observe::absence(&ctx, id, look.reason).await?;
    Ok(Json(AbsenceDetail {
        absence: view(found.absence),
        traces: found.traces.into_iter().map(trace_view).collect(),
        certificates: found.certificates.into_iter().map(certificate_view).collect(),
        exclusion: found.exclusion.map(ruling_view),
    }))
}

/// Records what was found out about an absence, as the teacher or as the health officer.
#[utoipa::path(
    post, path = "/api/v1/absences/{id}/traces", operation_id = "trace_absence", tag = "absences",
    params(("id" = AbsenceId, Path)), request_body = TraceReport, responses((status = 201, body = AbsenceView)),
)]
pub(crate) async fn trace_absence(
    CallerCtx(ctx): CallerCtx,
    Id(absence): Id<AbsenceId>,
    Body(report): Body<TraceReport>,
) -> Result<(StatusCode, Json<AbsenceView>), Problem> {
    let command = observe::TraceAbsence {
        trace_id: TraceId(report.client_key.0),
        absence,
        symptoms: report.symptoms,
        onset: report.onset,
        doctor_seen: report.doctor_seen,
        diagnosis: report.diagnosis,
        hospital: report.hospital,
        expected_return: report.expected_return,
        note: report.note,
    };
    let traced = observe::trace_absence(&ctx, &command).await?;
    Ok((StatusCode::CREATED, Json(view(traced))))
}

/// Holds a return certificate against the rule of the disease and keeps both; it lets nobody back by itself.
#[utoipa::path(
    post, path = "/api/v1/absences/{id}/return-certificates", operation_id = "check_return_certificate",
    tag = "absences", params(("id" = AbsenceId, Path)), request_body = CertificateReport,
    responses((status = 201, body = CertificateChecked)),
)]
pub(crate) async fn check_return_certificate(
    CallerCtx(ctx): CallerCtx,
    Id(absence): Id<AbsenceId>,
    Body(report): Body<CertificateReport>,
) -> Result<(StatusCode, Json<CertificateChecked>), Problem> {
    let command = observe::CheckReturnCertificate {
        certificate_id: CertificateId(report.client_key.0),
        absence,
        issuer: report.issuer,
        issued_on: report.issued_on,
        facts: report.facts,
    };
    let checked = observe::check_return_certificate(&ctx, &command).await?;
    let view = CertificateChecked {
        certificate: certificate_view(checked.certificate),
        ruling: checked.ruling.map(ruling_view),
    };
    Ok((StatusCode::CREATED, Json(view)))
}

/// Lets somebody back.
#[utoipa::path(
    post, path = "/api/v1/absences/{id}/return", operation_id = "return_from_absence", tag = "absences",
    params(("id" = AbsenceId, Path)), request_body = ReturnReport, responses((status = 200, body = AbsenceView)),
)]
pub(crate) async fn return_from_absence(
    CallerCtx(ctx): CallerCtx,
    Id(absence): Id<AbsenceId>,
    Body(report): Body<ReturnReport>,
) -> Result<Json<AbsenceView>, Problem> {
    let command = observe::ReturnFromAbsence { absence, on: report.on };
    Ok(Json(view(observe::return_from_absence(&ctx, command).await?)))
}

fn view(absence: observe::Absence) -> AbsenceView {
    AbsenceView {
        id: absence.id,
        person: person(absence.person),
        class: UnitRef::from(&absence.group),
        room: absence.room.as_ref().map(UnitRef::from),
        school: UnitRef::from(&absence.school),
        opened_day: absence.opened_day,
        onset: absence.onset,
        onset_assumed: absence.onset_assumed,
        symptoms: super::codes(absence.symptoms),
        syndromes: syndromes(absence.symptoms),
        state: absence.state,
        trace_state: absence.trace_state,
        expected_return: absence.expected_return,
        returned_day: absence.returned_day,
        diagnosis: absence.diagnosis,
        version: absence.version,
    }
}

/// The syndrome groups of symptoms, by the rule book's definitions.
fn syndromes(symptoms: observe::Symptoms) -> Vec<String> {
    let symptoms: Vec<&str> = symptoms.codes().collect();
    let groups = xd_outbreak::rules().lexicon().syndromes().of(&symptoms);
    groups.into_iter().map(str::to_owned).collect()
}

fn person(person: NamedPerson) -> PersonRef {
    PersonRef::named(person.id, person.name)
}

fn trace_view(trace: observe::Trace) -> TraceView {
    TraceView {
        at: trace.at,
        by: trace.by.map(person),
        stage: trace.stage,
        symptoms: super::codes(trace.symptoms),
        onset: trace.onset,
        doctor_seen: trace.doctor_seen,
        diagnosis: trace.diagnosis,
        hospital: trace.hospital,
        expected_return: trace.expected_return,
        note: trace.note,
    }
}

fn certificate_view(certificate: observe::Certificate) -> CertificateView {
    CertificateView {
        id: certificate.id,
        issuer: certificate.issuer,
        issued_on: certificate.issued_on,
        met: certificate.met,
        checked_at: certificate.checked_at,
        by: certificate.by.map(person),
    }
}

fn ruling_view(ruling: ReturnRuling) -> Ruling {
    let disease = ruling.rule.diseases.first().map_or("", String::as_str);
    let clause = |clause: observe::RuledClause| Clause {
        code: clause.code,
        amount: clause.amount,
        negated: clause.negated,
        met: clause.met,
        not_before: clause.not_before,
    };
    Ruling {
        met: ruling.met,
        earliest: ruling.earliest,
        rule: rule_view(disease, ruling.rule),
        clauses: ruling.clauses.into_iter().map(clause).collect(),
    }
}

/// A return rule, as it stands for one of its diseases.
pub(super) fn rule_view(disease: &str, rule: &ReturnRule) -> ExclusionRule {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    ExclusionRule {
        disease: disease.to_owned(),
        variant: rule.variant.clone(),
        text_zh: rule.text.zh.clone(),
        text_en: rule.text.en.clone(),
        status: rule.status.to_string(),
        source: rule.source.clone(),
        sources: super::sources_view(&rule.source),
        variants: some(&rule.variants.zh),
        variants_en: some(&rule.variants.en),
    }
}
