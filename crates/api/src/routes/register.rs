//! Changes of the register: units, posts, the calendar, files.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::{HoldingId, UnitId};
use xd_register::calendar::{self, MarkDays, NewTerm, SetCalendar};
use xd_register::import::{self, ImportMode, Imported};
use xd_register::posts::{self, EndHolding, NewPost};
use xd_register::query::{self, PeopleQuery};
use xd_register::seal::Sealing;
use xd_register::units::{self, CloseUnit, NewUnit, RenameUnit};

use super::units::unit_view;
use crate::auth::CallerCtx;
use crate::extract::{Body, Csv, Id, Query};
use crate::problem::Problem;
use crate::state::AppState;
use crate::views::register::{
    CalendarChange, CalendarMark, Closing, ImportKind, ImportParams, ImportReport, ImportRun, LastDay,
    NewPostView, NewUnitView, OwnCalendarView, PeopleFilter, PeopleList, PersonFound, PostMade, Renaming,
    Term,
};
use crate::views::unit::UnitView;
use crate::views::{PersonRef, UnitRef};

/// A file of a county's people: 30,000 rows are about 4 MB.
const FILE_MOST: usize = 16 << 20;

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(create_unit))
        .routes(routes!(rename_unit))
        .routes(routes!(close_unit))
        .routes(routes!(people))
        .routes(routes!(create_post))
        .routes(routes!(end_holding))
        .routes(routes!(own_calendar, set_calendar))
        .routes(routes!(mark_days))
}

/// The operation that takes files.
pub(crate) fn file_router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(import_file)).layer(DefaultBodyLimit::max(FILE_MOST))
}

/// Makes a unit below another.
#[utoipa::path(
    post, path = "/api/v1/units", operation_id = "create_unit", tag = "units",
    request_body = NewUnitView, responses((status = 201, body = UnitView)),
)]
pub(crate) async fn create_unit(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Body(given): Body<NewUnitView>,
) -> Result<(StatusCode, Json<UnitView>), Problem> {
    let opened = given.opened.unwrap_or_else(|| state.today());
    let mut new = NewUnit::below(given.parent, given.kind, given.name, opened);
    new.code = given.code;
    let id = units::create_unit(&ctx, new).await?;
    Ok((StatusCode::CREATED, Json(unit_view(query::unit(&ctx, id).await?))))
}

/// Gives a unit another name.
#[utoipa::path(
    post, path = "/api/v1/units/{id}/rename", operation_id = "rename_unit", tag = "units",
    params(("id" = UnitId, Path)), request_body = Renaming, responses((status = 200, body = UnitView)),
)]
pub(crate) async fn rename_unit(
    CallerCtx(ctx): CallerCtx,
    Id(unit): Id<UnitId>,
    Body(Renaming { name }): Body<Renaming>,
) -> Result<Json<UnitView>, Problem> {
    units::rename_unit(&ctx, RenameUnit { unit, name }).await?;
    Ok(Json(unit_view(query::unit(&ctx, unit).await?)))
}

/// Closes a unit and everything below it; memberships and posts there end on the same day.
#[utoipa::path(
    post, path = "/api/v1/units/{id}/close", operation_id = "close_unit", tag = "units",
    params(("id" = UnitId, Path)), request_body = Closing, responses((status = 204)),
)]
pub(crate) async fn close_unit(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(unit): Id<UnitId>,
    Body(Closing { last }): Body<Closing>,
) -> Result<StatusCode, Problem> {
    units::close_unit(&ctx, CloseUnit { unit, last }).await?;
    state.sessions.clear();
    Ok(StatusCode::NO_CONTENT)
}

/// The people whom a unit's institution keeps, by a part of the name, at most 20.
#[utoipa::path(
    get, path = "/api/v1/units/{id}/people", operation_id = "people", tag = "units",
    params(("id" = UnitId, Path), PeopleFilter), responses((status = 200, body = PeopleList)),
)]
pub(crate) async fn people(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(unit): Id<UnitId>,
    Query(filter): Query<PeopleFilter>,
) -> Result<Json<PeopleList>, Problem> {
    let asked = PeopleQuery { unit, name: filter.name, day: state.today(), most: 20 };
    let told = |found: query::Found| PersonFound {
        person: PersonRef::named(found.person, Some(found.name)),
        units: found.units.iter().map(UnitRef::from).collect(),
    };
    let items = query::people_named(&ctx, &asked).await?.into_iter().map(told).collect();
    Ok(Json(PeopleList { items }))
}

/// Makes a post that nobody holds yet.
#[utoipa::path(
    post, path = "/api/v1/units/{id}/posts", operation_id = "create_post", tag = "units",
    params(("id" = UnitId, Path)), request_body = NewPostView, responses((status = 201, body = PostMade)),
)]
pub(crate) async fn create_post(
    CallerCtx(ctx): CallerCtx,
    Id(unit): Id<UnitId>,
    Body(NewPostView { kind }): Body<NewPostView>,
) -> Result<(StatusCode, Json<PostMade>), Problem> {
    let post_id = posts::create_post(&ctx, NewPost::vacant(unit, kind)).await?;
    Ok((StatusCode::CREATED, Json(PostMade { post_id })))
}

/// Ends a holding, or brings its end forward; the day before its first takes it back.
#[utoipa::path(
    post, path = "/api/v1/units/{id}/holdings/{holding_id}/end", operation_id = "end_holding", tag = "units",
    params(("id" = UnitId, Path), ("holding_id" = HoldingId, Path)), request_body = LastDay,
    responses((status = 204)),
)]
pub(crate) async fn end_holding(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id((unit, holding)): Id<(UnitId, HoldingId)>,
    Body(LastDay { last }): Body<LastDay>,
) -> Result<StatusCode, Problem> {
    posts::end_holding(&ctx, EndHolding { unit, holding, last }).await?;
    state.sessions.clear();
    Ok(StatusCode::NO_CONTENT)
}

/// What an institution's own calendar says: its terms and the days it marks.
#[utoipa::path(
    get, path = "/api/v1/units/{id}/own-calendar", operation_id = "own_calendar", tag = "units",
    params(("id" = UnitId, Path)), responses((status = 200, body = OwnCalendarView)),
)]
pub(crate) async fn own_calendar(
    CallerCtx(ctx): CallerCtx,
    Id(unit): Id<UnitId>,
) -> Result<Json<OwnCalendarView>, Problem> {
    let own = query::own_calendar(&ctx, unit).await?;
    let term = |term: NewTerm| Term { name: term.name, from: term.from, to: term.to };
    Ok(Json(OwnCalendarView {
        terms: own.terms.into_iter().map(term).collect(),
        marks: own.marks.into_iter().map(CalendarMark::from).collect(),
    }))
}

/// Replaces an institution's own calendar: its terms and its marks.
#[utoipa::path(
    put, path = "/api/v1/units/{id}/own-calendar", operation_id = "set_calendar", tag = "units",
    params(("id" = UnitId, Path)), request_body = OwnCalendarView, responses((status = 204)),
)]
pub(crate) async fn set_calendar(
    CallerCtx(ctx): CallerCtx,
    Id(institution): Id<UnitId>,
    Body(given): Body<OwnCalendarView>,
) -> Result<StatusCode, Problem> {
    let terms = given.terms.into_iter().map(|term| NewTerm { name: term.name, from: term.from, to: term.to });
    let marks = given.marks.into_iter().map(Into::into);
    let command = SetCalendar { institution, terms: terms.collect(), marks: marks.collect() };
    calendar::set_calendar(&ctx, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks days of an institution's own calendar, or takes their marks away.
#[utoipa::path(
    post, path = "/api/v1/units/{id}/own-calendar/marks", operation_id = "mark_days", tag = "units",
    params(("id" = UnitId, Path)), request_body = CalendarChange, responses((status = 204)),
)]
pub(crate) async fn mark_days(
    CallerCtx(ctx): CallerCtx,
    Id(institution): Id<UnitId>,
    Body(given): Body<CalendarChange>,
) -> Result<StatusCode, Problem> {
    let marks = given.marks.into_iter().map(Into::into).collect();
    calendar::mark_days(&ctx, MarkDays { institution, marks, cleared: given.cleared }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Imports units or people below a unit from a CSV file, all or nothing. A dry run only says what would be made. What
/// cannot be taken is told row by row: `rows.<line>.<column>`, the header being line 1.
#[utoipa::path(
    post, path = "/api/v1/units/{id}/imports", operation_id = "import_file", tag = "units",
    params(("id" = UnitId, Path), ImportParams),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportReport)),
)]
pub(crate) async fn import_file(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    (Id(root), Query(params)): (Id<UnitId>, Query<ImportParams>),
    Csv(file): Csv,
) -> Result<Json<ImportReport>, Problem> {
    let from = params.from.unwrap_or_else(|| state.today());
    let mode = match params.run {
        ImportRun::Dry => ImportMode::DryRun,
        ImportRun::Apply => ImportMode::Apply,
    };
    let done = match params.kind {
        ImportKind::Units => {
            let command = import::ImportUnits { root, file: &file, opened: from, mode };
            import::import_units(&ctx, command).await?
        }
        ImportKind::People => {
            let sealing = Sealing::Vault(&state.vault);
            let command = import::ImportPeople { root, file: &file, from, sealing, mode };
            import::import_people(&ctx, command).await?
        }
    };
    if mode == ImportMode::Apply {
        state.sessions.clear();
    }
    Ok(Json(report(params.run, &done)))
}

fn report(run: ImportRun, done: &Imported) -> ImportReport {
    ImportReport {
        run,
        rows: done.rows,
        units: done.units,
        people: done.people,
        memberships: done.memberships,
        posts: done.posts,
    }
}
