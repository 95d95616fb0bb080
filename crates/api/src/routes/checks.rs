//! Class checks, completeness, guardians' messages.

use axum::Json;
use axum::extract::DefaultBodyLimit;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::{CheckId, MessageId, RequestId};
use xd_observe::{
    BATCH_MOST, CheckReceipt, CheckType, Entry, ReportedException, RosterSeen, TakenTemperature,
};

use crate::auth::CallerCtx;
use crate::extract::{Body, Query};
use crate::problem::{FieldError, Problem};
use crate::state::AppState;
use crate::views::check::{
    BatchResult, BatchResults, CheckBatch, CheckFilter, CheckList, CheckReceiptView, CheckReport, CheckView,
    CompletenessFilter, CompletenessItem, CompletenessState, CompletenessTotals, CompletenessView, DueCheck,
    DueList, DueState, Exception, ExceptionView, GuardianMessage, MessageReceipt, PrefilledException,
    Temperature, WardList, WardView,
};
use crate::views::unit::DayParam;
use crate::views::{PersonRef, UnitRef};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(due))
        .routes(routes!(report_check, checks))
        .routes(routes!(completeness))
        .routes(routes!(send_guardian_message))
        .routes(routes!(wards))
}

/// The most bytes in a batch of checks: 500 checks of large classes with everybody's temperature.
const BATCH_BODY_MOST: usize = 8 << 20;

/// The one operation whose body may be large.
pub(crate) fn batch_router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(report_checks)).layer(DefaultBodyLimit::max(BATCH_BODY_MOST))
}

/// Takes one check. It is durable before it is acknowledged: 201, or 200 if the same check had been received before.
#[utoipa::path(
    post, path = "/api/v1/checks", operation_id = "report_check", tag = "checks",
    request_body = CheckReport,
    responses(
        (status = 201, body = CheckReceiptView),
        (status = 200, description = "received before", body = CheckReceiptView),
    ),
)]
pub(crate) async fn report_check(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Body(report): Body<CheckReport>,
) -> Result<Response, Problem> {
    let receipt = xd_observe::report_check(&ctx, &state.intake, command(report)).await?;
    let status = if receipt.already_received { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(receipt_view(receipt))).into_response())
}

/// Takes many checks, each by itself: one that is refused does not hold up the others.
#[utoipa::path(
    post, path = "/api/v1/checks/batch", operation_id = "report_checks", tag = "checks",
    request_body = CheckBatch, responses((status = 200, body = BatchResults)),
)]
pub(crate) async fn report_checks(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Body(batch): Body<CheckBatch>,
) -> Result<Json<BatchResults>, Problem> {
    if batch.checks.len() > BATCH_MOST {
        let detail = format!("at most {BATCH_MOST} checks in one batch");
        return Err(Problem::invalid(vec![FieldError::new("checks", "too_many", detail)]));
    }
    let keys: Vec<_> = batch.checks.iter().map(|check| check.client_key).collect();
    let reports: Vec<_> = batch.checks.into_iter().map(command).collect();
    let taken = xd_observe::report_checks(&ctx, &state.intake, &reports).await;
    let results = keys.into_iter().zip(taken).map(|(key, result)| result_view(key, result, ctx.request()));
    Ok(Json(BatchResults { results: results.collect() }))
}

fn result_view(
    client_key: xd_kernel::ClientKey,
    result: Result<CheckReceipt, xd_observe::ReportError>,
    request: RequestId,
) -> BatchResult {
    match result {
        Ok(receipt) => BatchResult { client_key, receipt: Some(receipt_view(receipt)), problem: None },
        Err(error) => {
            BatchResult { client_key, receipt: None, problem: Some(Problem::from(error).view(request)) }
        }
    }
}

fn command(report: CheckReport) -> xd_observe::CheckReport {
    xd_observe::CheckReport {
        check_id: CheckId(report.client_key.0),
        group: report.group_id,
        check_type: report.check_type,
        occurred_at: report.occurred_at,
        sent_at: report.sent_at,
        exceptions: report.exceptions.into_iter().map(exception).collect(),
        temperatures: report.temperatures.iter().map(temperature).collect(),
        roster: report.roster_version.map_or(RosterSeen::NotSaid, RosterSeen::Version),
        entry: if report.on_paper { Entry::FromPaper } else { Entry::OnTheSpot },
    }
}

fn exception(given: Exception) -> ReportedException {
    ReportedException {
        person: given.person_id,
        kind: given.kind,
        symptoms: given.symptoms,
        celsius: given.celsius,
        note: given.note,
    }
}

fn temperature(given: &Temperature) -> TakenTemperature {
    TakenTemperature { person: given.person_id, celsius: given.celsius }
}

fn receipt_view(receipt: CheckReceipt) -> CheckReceiptView {
    CheckReceiptView {
        check_id: receipt.check,
        group_id: receipt.group,
        school_day: receipt.school_day,
        check_type: receipt.check_type,
        expected: receipt.counts.expected,
        present: receipt.counts.present,
        absent_ill: receipt.counts.absent_ill,
        absent_other: receipt.counts.absent_other,
        late: receipt.counts.late,
        ill_in_class: receipt.counts.ill_in_class,
        roster_version: receipt.roster_version,
        roster_in_force: receipt.roster_in_force,
        occurred_at: receipt.occurred_at,
        received_at: receipt.received_at,
        current: receipt.current,
        clock_adjusted: receipt.clock_adjusted,
        already_received: receipt.already_received,
    }
}

/// What the caller checks on a day, with what is known already.
#[utoipa::path(
    get, path = "/api/v1/checks/due", operation_id = "due", tag = "checks",
    params(DayParam), responses((status = 200, body = DueList)),
)]
pub(crate) async fn due(
    CallerCtx(ctx): CallerCtx,
    Query(params): Query<DayParam>,
) -> Result<Json<DueList>, Problem> {
    let found = xd_observe::due(&ctx, params.day).await?;
    let items = found.items.into_iter().filter_map(due_view).collect();
    Ok(Json(DueList { now: found.now, day: found.day, items }))
}

fn due_view(due: xd_observe::DueCheck) -> Option<DueCheck> {
    let state = match due.state {
        xd_observe::DueState::Due => DueState::Due,
        xd_observe::DueState::Overdue => DueState::Overdue,
        xd_observe::DueState::Done => DueState::Done,
        xd_observe::DueState::NotExpected => return None,
    };
    Some(DueCheck {
        group: UnitRef::from(&due.group),
        school: UnitRef::from(&due.school),
        check_type: due.check_type,
        deadline: due.deadline,
        state,
        roster_version: due.roster_version,
        expected: due.expected,
        prefilled: due.prefilled.into_iter().map(prefilled_view).collect(),
        latest: due.latest.map(check_view),
        substitute: due.substitute,
    })
}

fn prefilled_view(known: xd_observe::Prefilled) -> PrefilledException {
    PrefilledException {
        person: PersonRef::named(known.person.id, known.person.name),
        exception: Exception {
            person_id: known.person.id,
            kind: known.kind,
            symptoms: super::codes(known.symptoms),
            celsius: known.celsius_tenths.map(celsius),
            note: known.note,
        },
        message_id: known.message.map(|(message, _)| message),
        said_at: known.message.map(|(_, at)| at),
    }
}

/// Tenths of a degree as degrees.
fn celsius(tenths: i64) -> f64 {
    i32::try_from(tenths).map_or(f64::NAN, f64::from) / 10.0
}

/// The checks of a group on a day, corrected ones too, the newest first.
#[utoipa::path(
    get, path = "/api/v1/checks", operation_id = "checks", tag = "checks",
    params(CheckFilter), responses((status = 200, body = CheckList)),
)]
pub(crate) async fn checks(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Query(filter): Query<CheckFilter>,
) -> Result<Json<CheckList>, Problem> {
    let day = filter.day.unwrap_or_else(|| state.today());
    let query = xd_observe::CheckQuery { group: filter.group, day, check_type: filter.check_type };
    let found = xd_observe::checks(&ctx, query).await?;
    Ok(Json(CheckList { items: found.into_iter().map(check_view).collect() }))
}

fn check_view(check: xd_observe::CheckView) -> CheckView {
    CheckView {
        receipt: receipt_view(check.receipt),
        checker: check.checker.map(|person| PersonRef::named(person.id, person.name)),
        on_paper: check.on_paper,
        exceptions: check.exceptions.into_iter().map(exception_view).collect(),
    }
}

fn exception_view(seen: xd_observe::ExceptionView) -> ExceptionView {
    ExceptionView {
        exception: Exception {
            person_id: seen.person.id,
            kind: seen.kind,
            symptoms: super::codes(seen.symptoms),
            celsius: seen.celsius_tenths.map(celsius),
            note: seen.note,
        },
        person: PersonRef::named(seen.person.id, seen.person.name),
    }
}

/// Takes what a guardian says before school.
#[utoipa::path(
    post, path = "/api/v1/guardian-messages", operation_id = "send_guardian_message", tag = "checks",
    request_body = GuardianMessage, responses((status = 201, body = MessageReceipt)),
)]
pub(crate) async fn send_guardian_message(
    CallerCtx(ctx): CallerCtx,
    Body(message): Body<GuardianMessage>,
) -> Result<(StatusCode, Json<MessageReceipt>), Problem> {
    let message = xd_observe::GuardianMessage {
        message_id: MessageId(message.client_key.0),
        day: message.day,
        said: ReportedException {
            person: message.person_id,
            kind: message.kind,
            symptoms: message.symptoms,
            celsius: message.celsius,
            note: message.note,
        },
    };
    let message_id = xd_observe::send_guardian_message(&ctx, &message).await?;
    Ok((StatusCode::CREATED, Json(MessageReceipt { message_id })))
}

/// The children of the calling guardian.
#[utoipa::path(
    get, path = "/api/v1/wards", operation_id = "wards", tag = "checks",
    responses((status = 200, body = WardList)),
)]
pub(crate) async fn wards(CallerCtx(ctx): CallerCtx) -> Result<Json<WardList>, Problem> {
    let view = |ward: xd_register::Ward| WardView {
        person: PersonRef::named(ward.person, Some(ward.name)),
        class: UnitRef::from(&ward.class),
    };
    Ok(Json(WardList { items: xd_observe::wards(&ctx).await?.into_iter().map(view).collect() }))
}

/// How complete the checks at or below a unit are: group by group for a school, school by school above.
#[utoipa::path(
    get, path = "/api/v1/completeness", operation_id = "completeness", tag = "checks",
    params(CompletenessFilter), responses((status = 200, body = CompletenessView)),
)]
pub(crate) async fn completeness(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Query(filter): Query<CompletenessFilter>,
) -> Result<Json<CompletenessView>, Problem> {
    let query = xd_observe::CompletenessQuery {
        unit: filter.unit,
        day: filter.day.unwrap_or_else(|| state.today()),
        check_type: filter.check_type.unwrap_or(CheckType::Morning),
    };
    let found = xd_observe::completeness(&ctx, query).await?;
    let (totals, seen) = (found.totals, found.totals.seen);
    Ok(Json(CompletenessView {
        unit: UnitRef::from(&found.unit),
        day: found.day,
        school_day: found.school_day,
        totals: CompletenessTotals {
            groups_expected: totals.groups_expected,
            groups_reported: totals.groups_reported,
            pupils_expected: totals.pupils_expected,
            present: seen.present,
            absent_ill: seen.absent_ill,
            absent_other: seen.absent_other,
            late: seen.late,
            ill_in_class: seen.ill_in_class,
            overdue: totals.overdue,
        },
        items: found.items.into_iter().map(completeness_item).collect(),
    }))
}

fn completeness_item(item: xd_observe::CompletenessItem) -> CompletenessItem {
    let (tally, seen) = (item.tally, item.tally.seen);
    CompletenessItem {
        unit: UnitRef::from(&item.unit),
        groups_expected: tally.groups_expected,
        groups_reported: tally.groups_reported,
        overdue: tally.overdue,
        expected: tally.pupils_expected,
        present: seen.present,
        absent_ill: seen.absent_ill,
        absent_other: seen.absent_other,
        late: seen.late,
        ill_in_class: seen.ill_in_class,
        state: match item.state {
            xd_observe::DueState::Done => CompletenessState::Done,
            xd_observe::DueState::Due => CompletenessState::Due,
            xd_observe::DueState::Overdue => CompletenessState::Overdue,
            xd_observe::DueState::NotExpected => CompletenessState::NotExpected,
        },
        latest_at: item.latest_at,
        checker: item.checker.map(|person| PersonRef::named(person.id, person.name)),
        deadline: item.deadline,
    }
}
