//! Checklists, rounds and the chain of responsibility.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, State};
use serde_json::value::RawValue;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::{SchoolDay, TaskId, UnitId};
use xd_register::PostKind;
use xd_register::import::ImportMode;
use xd_work::checklist::{self, ImportChecklist, Item, ListInForce};
use xd_work::round::dilution::{Mixture, Stock, mix};
use xd_work::{Bilingual, Template, chain, round};

use crate::auth::CallerCtx;
use crate::extract::{Csv, Id, Query};
use crate::problem::{FieldError, Problem};
use crate::state::AppState;
use crate::views::duty::{
    AtUnit, ChainParams, CharterDuty, ChecklistDetail, ChecklistHead, ChecklistImport, ChecklistItem,
    ChecklistTrend, DilutionParams, DutyLine, DutySeat, InspectionSample, ItemTrend, PostCharter,
    ResponsibilityChain, RoundParams, RoundRule, SampleParams, SampleStratum, TaskOrigin, TrendParams,
    UnitOutcome,
};
use crate::views::register::ImportRun;
use crate::views::{Paged, PersonRef, UnitRef};

/// A list of 120 items is far smaller, a workbook around it may not be.
const FILE_MOST: usize = 2 << 20;

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(checklists))
        .routes(routes!(checklist))
        .routes(routes!(checklist_trend))
        .routes(routes!(inspection_sample))
        .routes(routes!(task_origin))
        .routes(routes!(dilution))
        .routes(routes!(round_rules))
        .routes(routes!(responsibility_chain))
        .routes(routes!(charter))
}

/// The operation that takes lists.
pub(crate) fn file_router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(import_checklist)).layer(DefaultBodyLimit::max(FILE_MOST))
}

/// The lists in force at a unit.
#[utoipa::path(
    get, path = "/api/v1/work/checklists", operation_id = "checklists", tag = "work",
    params(AtUnit), responses((status = 200, body = Paged<ChecklistHead>)),
)]
pub(crate) async fn checklists(
    CallerCtx(ctx): CallerCtx,
    Query(AtUnit { unit }): Query<AtUnit>,
) -> Result<Json<Paged<ChecklistHead>>, Problem> {
    let found = checklist::checklists(&ctx, unit).await?;
    Ok(Json(Paged::whole(found.iter().map(head).collect())))
}

/// A list as it is in force at a unit, with its items and the form made of them.
#[utoipa::path(
    get, path = "/api/v1/work/checklists/{list}", operation_id = "checklist", tag = "work",
    params(("list" = String, Path), AtUnit), responses((status = 200, body = ChecklistDetail)),
)]
pub(crate) async fn checklist(
    CallerCtx(ctx): CallerCtx,
    Path(list): Path<String>,
    Query(AtUnit { unit }): Query<AtUnit>,
) -> Result<Json<ChecklistDetail>, Problem> {
    let found = checklist::checklist(&ctx, unit, &list).await?;
    let form = found.list.form().map_err(|fault| Problem::internal(&fault))?;
    let form = RawValue::from_string(form.source).map_err(|fault| Problem::internal(&fault))?;
    let entries = found.list.items.iter().map(item).collect();
    Ok(Json(ChecklistDetail { head: head(&found), entries, form }))
}

/// Imports a list of an institution's own (CSV or XLSX), in the place of the shipped one of the same id, there and below.
/// A dry run only says what it would be. What cannot be taken is told as `rows.<line>.<column>`.
#[utoipa::path(
    post, path = "/api/v1/units/{id}/checklists/{list}", operation_id = "import_checklist", tag = "work",
    params(("id" = UnitId, Path), ("list" = String, Path), ChecklistImport),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ChecklistHead)),
)]
pub(crate) async fn import_checklist(
    CallerCtx(ctx): CallerCtx,
    Path((unit, list)): Path<(UnitId, String)>,
    Query(given): Query<ChecklistImport>,
    Csv(file): Csv,
) -> Result<Json<ChecklistHead>, Problem> {
    let mode = match given.run {
        ImportRun::Dry => ImportMode::DryRun,
        ImportRun::Apply => ImportMode::Apply,
    };
    let title =
        Bilingual { en: given.title_en.unwrap_or_else(|| given.title_zh.clone()), zh: given.title_zh };
    let command = ImportChecklist { unit, list, title, file: &file, mode };
    Ok(Json(head(&checklist::import_checklist(&ctx, command).await?)))
}

/// What a list came to at and below a unit: item by item for each month, and unit by unit.
#[utoipa::path(
    get, path = "/api/v1/work/checklists/{list}/trend", operation_id = "checklist_trend", tag = "work",
    params(("list" = String, Path), TrendParams), responses((status = 200, body = ChecklistTrend)),
)]
pub(crate) async fn checklist_trend(
    CallerCtx(ctx): CallerCtx,
    Path(list): Path<String>,
    Query(asked): Query<TrendParams>,
) -> Result<Json<ChecklistTrend>, Problem> {
    let what = (asked.unit, list.as_str(), asked.kind.into());
    let found = checklist::trend(&ctx, what, (asked.from, asked.to)).await?;
    let unit = |(unit, yes, no, day): (xd_register::UnitRef, u32, u32, SchoolDay)| UnitOutcome {
        unit: UnitRef::from(&unit),
        yes,
        no,
        day,
    };
    let item = |item: checklist::ItemTrend| ItemTrend { code: item.code, yes: item.yes, no: item.no };
    Ok(Json(ChecklistTrend {
        months: found.months,
        items: found.items.into_iter().map(item).collect(),
        units: found.units.into_iter().map(unit).collect(),
    }))
}

/// Which schools an inspector goes to: drawn at random in each area, so that a fault of a stated share is met with a
/// stated confidence. The same seed draws the same schools.
#[utoipa::path(
    get, path = "/api/v1/work/inspection-sample", operation_id = "inspection_sample", tag = "work",
    params(SampleParams), responses((status = 200, body = InspectionSample)),
)]
pub(crate) async fn inspection_sample(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Query(asked): Query<SampleParams>,
) -> Result<Json<InspectionSample>, Problem> {
    let plan =
        checklist::SamplePlan { faulty: asked.faulty, confidence: asked.confidence, seed: &asked.seed };
    let found = checklist::inspection_sample(&ctx, asked.unit, plan, state.today()).await?;
    let stratum = |one: checklist::SampledArea| SampleStratum {
        above: UnitRef::from(&one.above),
        all: one.all,
        drawn: one.drawn.iter().map(UnitRef::from).collect(),
    };
    Ok(Json(InspectionSample {
        seed: asked.seed,
        all: found.all,
        faulty: found.faulty,
        drawn: found.drawn,
        confidence: found.confidence,
        strata: found.areas.into_iter().map(stratum).collect(),
    }))
}

/// Why a task was opened: what a record found, and where.
#[utoipa::path(
    get, path = "/api/v1/work/tasks/{id}/origin", operation_id = "task_origin", tag = "work",
    params(("id" = TaskId, Path)), responses((status = 200, body = Option<TaskOrigin>)),
)]
pub(crate) async fn task_origin(
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<TaskId>,
) -> Result<Json<Option<TaskOrigin>>, Problem> {
    let found = xd_work::origin(&ctx, id).await?;
    Ok(Json(found.map(|origin| TaskOrigin {
        source_task_id: origin.finding.source,
        template: origin.template,
        kind: origin.kind,
        item: origin.item.as_ref().map(item),
        note: origin.finding.note,
    })))
}

/// How much of a stock and of water makes a solution. Never weaker than the aim.
#[utoipa::path(
    get, path = "/api/v1/work/dilution", operation_id = "dilution", tag = "work",
    params(DilutionParams), responses((status = 200, body = Mixture)),
)]
pub(crate) async fn dilution(
    _: CallerCtx,
    Query(asked): Query<DilutionParams>,
) -> Result<Json<Mixture>, Problem> {
    let stock = match (asked.percent, asked.mg_each) {
        (Some(percent), None) => Stock::Liquid { percent },
        (None, Some(mg_each)) => Stock::Tablets { mg_each },
        _ => {
            let error = FieldError::new("stock", "dilution.stock", "either percent or mg_each");
            return Err(Problem::invalid(vec![error]));
        }
    };
    mix(stock, asked.mg_per_l, asked.litres).map(Json).map_err(|impossible| {
        Problem::invalid(vec![FieldError::new(impossible.field(), impossible.code(), impossible)])
    })
}

/// What is asked of kinds of places today: cleaning, disinfection, airing; on any day, after a case, of vomit.
#[utoipa::path(
    get, path = "/api/v1/work/round-rules", operation_id = "round_rules", tag = "work",
    params(RoundParams), responses((status = 200, body = Paged<RoundRule>)),
)]
pub(crate) async fn round_rules(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Query(asked): Query<RoundParams>,
) -> Result<Json<Paged<RoundRule>>, Problem> {
    let found = round::at_unit(&ctx, asked.unit, asked.place, state.today()).await?;
    Ok(Json(Paged::whole(found.into_iter().map(rule).collect())))
}

/// For every duty at a unit and below it the owner, the deputy, the supervisor; vacancies and doubles show.
#[utoipa::path(
    get, path = "/api/v1/units/{id}/chain", operation_id = "responsibility_chain", tag = "work",
    params(("id" = UnitId, Path), ChainParams), responses((status = 200, body = ResponsibilityChain)),
)]
pub(crate) async fn responsibility_chain(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    (Id(unit), Query(asked)): (Id<UnitId>, Query<ChainParams>),
) -> Result<Json<ResponsibilityChain>, Problem> {
    let found = chain::responsibility_chain(&ctx, unit, asked.day.unwrap_or_else(|| state.today())).await?;
    let seat = |seat: chain::Seat| DutySeat {
        post: seat.post,
        at_unit: seat.at,
        person: seat.person.map(|person| PersonRef::named(person, found.names.get(&person).cloned())),
    };
    let line = |line: chain::Line| DutyLine {
        template: line.template,
        title_zh: line.title.zh,
        title_en: line.title.en,
        unit_id: line.unit,
        owner: seat(line.owner),
        deputy: line.deputy.map(seat),
        supervisor: line.supervisor.map(seat),
        gaps: line.gaps,
    };
    let units = found.units.iter().map(UnitRef::from).collect();
    Ok(Json(ResponsibilityChain { units, lines: found.lines.into_iter().map(line).collect() }))
}

/// What a post has to do, to be printed.
#[utoipa::path(
    get, path = "/api/v1/work/charters/{post}", operation_id = "charter", tag = "work",
    params(("post" = PostKind, Path)), responses((status = 200, body = PostCharter)),
)]
pub(crate) async fn charter(_: CallerCtx, Path(post): Path<String>) -> Result<Json<PostCharter>, Problem> {
    let charter = chain::charter(post.parse().map_err(|_| Problem::not_found())?);
    let duties = |all: Vec<&'static Template>| all.into_iter().map(duty).collect();
    Ok(Json(PostCharter {
        post: charter.post,
        does: duties(charter.does),
        stands_in: duties(charter.stands_in),
        supervises: duties(charter.supervises),
    }))
}

fn head(found: &ListInForce) -> ChecklistHead {
    ChecklistHead {
        id: found.list.id.clone(),
        version: found.list.version,
        title_zh: found.list.title.zh.clone(),
        title_en: found.list.title.en.clone(),
        items: found.list.items.len(),
        from_unit: found.from,
    }
}

fn item(item: &Item) -> ChecklistItem {
    ChecklistItem {
        code: item.code.clone(),
        category_zh: item.category.zh.clone(),
        category_en: item.category.en.clone(),
        text_zh: item.text.zh.clone(),
        text_en: item.text.en.clone(),
        evidence: item.evidence,
        frequency: item.frequency,
        weight: item.weight,
        status: item.status,
        source: item.source.clone(),
    }
}

fn rule(rule: &round::RoundRule) -> RoundRule {
    let note = rule.note();
    RoundRule {
        id: rule.id.clone(),
        place: rule.place,
        regime: rule.regime,
        action: rule.action,
        agent: rule.agent.clone(),
        mg_per_l: rule.mg_per_l,
        contact_minutes: rule.contact_minutes,
        times_per_day: rule.times_per_day,
        minutes_each: rule.minutes_each,
        note_zh: note.zh,
        note_en: note.en,
        status: rule.status,
        sources: super::sources_view(&rule.source),
    }
}

fn duty(template: &'static Template) -> CharterDuty {
    let guide = template.guide.as_ref();
    CharterDuty {
        template: template.id.clone(),
        title_zh: template.title.zh.clone(),
        title_en: template.title.en.clone(),
        guide_zh: guide.map(|guide| guide.zh.clone()),
        guide_en: guide.map(|guide| guide.en.clone()),
        recurrence: template.recurrence.as_ref().map(|rule| rule.text().to_owned()),
        minutes: template.minutes,
        source: template.source.clone(),
    }
}
