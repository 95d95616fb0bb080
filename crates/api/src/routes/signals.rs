//! Signals, and the epidemic curve they stand on.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use xd_kernel::{Cursor, OrgPath, PageRequest, PersonId, SchoolDay, SignalId};
use xd_outbreak as outbreak;
use xd_outbreak::{CountedPerson, CurveQuery, HistoryView, SignalQuery, StateFilter};

use crate::auth::CallerCtx;
use crate::extract::{Body, Id, Query};
use crate::problem::Problem;
use crate::state::AppState;
use crate::views::rule::ThresholdRule;
use crate::views::signal::{
    Close, Comment, CurveBy, CurveFilter, CurveSeries, CurveSignal, EpidemicCurveView, HandOn, Nothing,
    SignalDay, SignalDetail, SignalEvent, SignalFilter, SignalFilterState, SignalGroup, SignalLook,
    SignalPerson, SignalView, Window,
};
use crate::views::{Paged, PersonRef, UnitRef};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(signals))
        .routes(routes!(signal))
        .routes(routes!(acknowledge_signal))
        .routes(routes!(comment_signal))
        .routes(routes!(hand_on_signal))
        .routes(routes!(close_signal))
        .routes(routes!(epidemic_curve))
}

/// The signals in the caller's reach, those discovered last first.
#[utoipa::path(
    get, path = "/api/v1/signals", operation_id = "signals", tag = "signals",
    params(SignalFilter), responses((status = 200, body = Paged<SignalView>)),
)]
pub(crate) async fn signals(
    CallerCtx(ctx): CallerCtx,
    Query(filter): Query<SignalFilter>,
) -> Result<Json<Paged<SignalView>>, Problem> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref().map(Cursor::given));
    let query = SignalQuery {
        unit: filter.unit,
        states: states(filter.state),
        rule: filter.rule,
        from: filter.from,
        to: filter.to,
    };
    let found = outbreak::signals(&ctx, query, &page).await?;
    Ok(Json(Paged::of(found, view)))
}

const fn states(state: SignalFilterState) -> StateFilter {
    use outbreak::SignalState;
    match state {
        SignalFilterState::Active => StateFilter::Active,
        SignalFilterState::Open => StateFilter::Only(SignalState::Open),
        SignalFilterState::Acknowledged => StateFilter::Only(SignalState::Acknowledged),
        SignalFilterState::HandedOn => StateFilter::Only(SignalState::HandedOn),
        SignalFilterState::Closed => StateFilter::Only(SignalState::Closed),
        SignalFilterState::Withdrawn => StateFilter::Only(SignalState::Withdrawn),
        SignalFilterState::All => StateFilter::All,
    }
}

/// One signal explained: rule, source, window, who counts, day by day, and what was done about it. Names are shown to
/// whoever may see them and says why.
#[utoipa::path(
    get, path = "/api/v1/signals/{id}", operation_id = "signal", tag = "signals",
    params(("id" = SignalId, Path), SignalLook), responses((status = 200, body = SignalDetail)),
)]
pub(crate) async fn signal(
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<SignalId>,
    Query(look): Query<SignalLook>,
) -> Result<Json<SignalDetail>, Problem> {
    let look = outbreak::SignalLook { day: look.day, reason: look.reason };
    Ok(Json(detail(outbreak::signal(&ctx, id, look).await?)))
}

/// Takes a signal on.
#[utoipa::path(
    post, path = "/api/v1/signals/{id}/acknowledge", operation_id = "acknowledge_signal", tag = "signals",
    params(("id" = SignalId, Path)), request_body = Nothing, responses((status = 200, body = SignalView)),
)]
pub(crate) async fn acknowledge_signal(
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<SignalId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<SignalView>, Problem> {
    Ok(Json(view(outbreak::acknowledge(&ctx, id).await?)))
}

/// Writes something about a signal.
#[utoipa::path(
    post, path = "/api/v1/signals/{id}/comment", operation_id = "comment_signal", tag = "signals",
    params(("id" = SignalId, Path)), request_body = Comment, responses((status = 200, body = SignalView)),
)]
pub(crate) async fn comment_signal(
    CallerCtx(ctx): CallerCtx,
    Id(signal): Id<SignalId>,
    Body(Comment { text }): Body<Comment>,
) -> Result<Json<SignalView>, Problem> {
    Ok(Json(view(outbreak::comment(&ctx, outbreak::Comment { signal, text }).await?)))
}

/// Gives a signal to another unit.
#[utoipa::path(
    post, path = "/api/v1/signals/{id}/hand-on", operation_id = "hand_on_signal", tag = "signals",
    params(("id" = SignalId, Path)), request_body = HandOn, responses((status = 200, body = SignalView)),
)]
pub(crate) async fn hand_on_signal(
    CallerCtx(ctx): CallerCtx,
    Id(signal): Id<SignalId>,
    Body(HandOn { to_unit, text }): Body<HandOn>,
) -> Result<Json<SignalView>, Problem> {
    Ok(Json(view(outbreak::hand_on(&ctx, outbreak::HandOn { signal, to: to_unit, text }).await?)))
}

/// Ends a signal with a reason.
#[utoipa::path(
    post, path = "/api/v1/signals/{id}/close", operation_id = "close_signal", tag = "signals",
    params(("id" = SignalId, Path)), request_body = Close, responses((status = 200, body = SignalView)),
)]
pub(crate) async fn close_signal(
    CallerCtx(ctx): CallerCtx,
    Id(signal): Id<SignalId>,
    Body(Close { reason, text }): Body<Close>,
) -> Result<Json<SignalView>, Problem> {
    Ok(Json(view(outbreak::close(&ctx, outbreak::Close { signal, reason, text }).await?)))
}

/// Cases by day of onset.
#[utoipa::path(
    get, path = "/api/v1/epidemic-curve", operation_id = "epidemic_curve", tag = "signals",
    params(CurveFilter), responses((status = 200, body = EpidemicCurveView)),
)]
pub(crate) async fn epidemic_curve(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Query(filter): Query<CurveFilter>,
) -> Result<Json<EpidemicCurveView>, Problem> {
    let to = filter.to.unwrap_or_else(|| state.today());
    let by = match filter.by {
        CurveBy::Class => outbreak::CurveBy::Class,
        CurveBy::Syndrome => outbreak::CurveBy::Syndrome,
    };
    let query = CurveQuery { unit: filter.unit, from: filter.from.unwrap_or(to - 27), to, by };
    let curve = outbreak::epidemic_curve(&ctx, query).await?;
    Ok(Json(EpidemicCurveView {
        unit: UnitRef::from(&curve.unit),
        days: curve.days,
        series: curve.series.into_iter().map(series).collect(),
        signals: curve.signals.into_iter().map(mark).collect(),
    }))
}

fn series(series: outbreak::CurveSeries) -> CurveSeries {
    CurveSeries { key: series.key, zh: series.name.zh, en: series.name.en, counts: series.counts }
}

fn mark(signal: outbreak::CurveSignal) -> CurveSignal {
    CurveSignal {
        id: signal.id,
        rule_id: signal.rule_id,
        first_day: signal.first_day,
        holds_through: signal.holds_through,
    }
}

fn view(found: outbreak::SignalView) -> SignalView {
    let outbreak::SignalView { signal, rule, rule_label, group_name, scope, school, count_today } = found;
    let place = signal.place.unit;
    let nameless = || UnitRef { id: place, kind: xd_kernel::UnitKind::School, name: String::new() };
    let code = signal.key.group.code;
    SignalView {
        id: signal.id,
        rule_id: signal.key.rule_id,
        level: rule.level.to_string(),
        rule_label_zh: rule_label.zh,
        rule_label_en: rule_label.en,
        scope_kind: signal.key.scope_kind.to_string(),
        scope: scope.as_ref().map_or_else(nameless, UnitRef::from),
        school: school.as_ref().map(UnitRef::from),
        group: SignalGroup {
            kind: signal.key.group.kind,
            code: Some(code).filter(|code| !code.is_empty()),
            zh: group_name.zh,
            en: group_name.en,
        },
        first_day: signal.extent.first_day,
        holds_through: signal.extent.holds_through,
        peak_count: signal.extent.peak_count,
        count_today,
        window_days: u32::from(rule.window_days),
        threshold: rule.min_cases,
        discovered_at: signal.discovered_at,
        report_within_h: Some(u32::from(rule.report_within_h)),
        report_due: Some(signal.report_due),
        report_to_zh: rule.report_to.zh.clone(),
        report_to_en: rule.report_to.en.clone(),
        state: signal.state,
        raised_late: signal.raised_late,
        version: signal.version,
    }
}

fn detail(mut found: outbreak::SignalDetail) -> SignalDetail {
    found.persons.sort_by(|a, b| reading_order(a).cmp(&reading_order(b)));
    let rule = rule_view(found.view.rule);
    SignalDetail {
        rule,
        signal: view(found.view),
        day: found.day,
        window: Window { from: found.window.0, to: found.window.1 },
        persons: (1..).zip(found.persons).map(|(number, person)| person_view(number, person)).collect(),
        days: found
            .days
            .into_iter()
            .map(|day| SignalDay { day: day.day, count: day.count, holds: day.holds })
            .collect(),
        history: found.history.into_iter().map(event_view).collect(),
    }
}

/// By onset, class and name: who reads a list looks for somebody.
fn reading_order(counted: &CountedPerson) -> (SchoolDay, Option<&OrgPath>, Option<&str>) {
    let name = counted.person.as_ref().map(|(_, name)| name.as_str());
    (counted.onset, counted.class.as_ref().map(|class| &class.path), name)
}

fn person_view(number: u128, counted: CountedPerson) -> SignalPerson {
    let person = match counted.person {
        Some((id, name)) => PersonRef::named(id, Some(name)),
        // An id that means nothing outside this answer: who may not know the name may not know the person either.
        None => PersonRef::masked(PersonId(Uuid::from_u128(number)), number.to_string()),
    };
    SignalPerson {
        person,
        onset: counted.onset,
        onset_assumed: counted.onset_assumed,
        class: counted.class.as_ref().map(UnitRef::from),
        symptoms: super::codes(counted.symptoms),
        absence_id: counted.absence,
    }
}

fn event_view(found: HistoryView) -> SignalEvent {
    let HistoryView { entry, by, to } = found;
    SignalEvent {
        at: entry.at,
        by: entry.person.map(|person| PersonRef::named(person, by)),
        kind: entry.kind,
        reason: entry.reason,
        text: entry.text,
        count: entry.count,
        to: to.as_ref().map(UnitRef::from),
    }
}

/// A threshold rule with its source.
pub(super) fn rule_view(rule: &outbreak::Rule) -> ThresholdRule {
    let book = outbreak::rules();
    let label = book.label(rule);
    let targets = rule.targets.iter().map(target).collect::<Vec<_>>().join("|");
    let scopes = rule.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join("|");
    let day = SchoolDay;
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    ThresholdRule {
        rule_id: rule.id.clone(),
        disease: targets,
        level: rule.level.to_string(),
        scope: scopes,
        window_days: u32::from(rule.window_days),
        min_cases: rule.min_cases,
        label_zh: label.zh,
        label_en: label.en,
        report_within_h: Some(u32::from(rule.report_within_h)),
        report_to_zh: rule.report_to.zh.clone(),
        report_to_en: rule.report_to.en.clone(),
        jurisdiction: rule.jurisdiction.clone(),
        valid_from: rule.validity.from.map(day),
        valid_to: rule.validity.to.map(day),
        status: rule.status.to_string(),
        source: rule.source.clone(),
        sources: super::sources_view(&rule.source),
        extra_zh: some(&rule.extra.zh),
        extra_en: some(&rule.extra.en),
    }
}

fn target(target: &outbreak::Target) -> String {
    use outbreak::Target;
    match target {
        Target::AnySyndrome => "any-syndrome".to_owned(),
        Target::AnyNotifiable => "any-notifiable".to_owned(),
        Target::Group(code) => format!("group:{code}"),
        Target::Disease(slug) => slug.clone(),
    }
}
