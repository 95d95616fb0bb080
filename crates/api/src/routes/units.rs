//! Units, rosters, posts, calendar.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::{Cursor, PageRequest, PersonId, PostId, UnitId};
use xd_observe::{AbsenceQuery, AbsenceState};
use xd_register as register;
use xd_register::Span;
use xd_register::posts::Appoint;
use xd_register::query::{Detail, PostsOf, UnitQuery};
use xd_trust::{Action, Ctx};

use crate::auth::CallerCtx;
use crate::extract::{Body, Id, Query};
use crate::names::Wanted;
use crate::problem::Problem;
use crate::state::AppState;
use crate::views::unit::{
    Appointed, Appointment, CalendarDay, CalendarList, DayParam, DaySpan, PostFilter, PostList, PostScope,
    PostView, RosterMember, RosterView, UnitFilter, UnitView,
};
use crate::views::{Paged, PersonRef, UnitRef};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(units))
        .routes(routes!(unit))
        .routes(routes!(roster))
        .routes(routes!(posts))
        .routes(routes!(appoint))
        .routes(routes!(calendar))
}

/// Units in the order of the tree; without a filter those where the caller's reach begins.
#[utoipa::path(
    get, path = "/api/v1/units", operation_id = "units", tag = "units",
    params(UnitFilter), responses((status = 200, body = Paged<UnitView>)),
)]
pub(crate) async fn units(
    CallerCtx(ctx): CallerCtx,
    Query(filter): Query<UnitFilter>,
) -> Result<Json<Paged<UnitView>>, Problem> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref().map(Cursor::given));
    let query = UnitQuery { parent: filter.parent, kind: filter.kind, under: filter.under };
    let found = register::query::units(&ctx, &query, &page).await?;
    Ok(Json(Paged::of(found, unit_view)))
}

/// One unit.
#[utoipa::path(
    get, path = "/api/v1/units/{id}", operation_id = "unit", tag = "units",
    params(("id" = UnitId, Path)), responses((status = 200, body = UnitView)),
)]
pub(crate) async fn unit(CallerCtx(ctx): CallerCtx, Id(id): Id<UnitId>) -> Result<Json<UnitView>, Problem> {
    Ok(Json(unit_view(register::query::unit(&ctx, id).await?)))
}

pub(super) fn unit_view(found: register::query::UnitView) -> UnitView {
    let unit = found.unit;
    let members = match found.detail {
        Detail::Whole { members } => members,
        Detail::NameOnly => None,
    };
    UnitView {
        id: unit.id,
        kind: unit.kind,
        name: unit.name,
        code: unit.code,
        parent: unit.parent,
        institution: unit.institution,
        path_names: found.path_names,
        members,
    }
}

/// Who belongs to a group on a day, and who of them is ill.
#[utoipa::path(
    get, path = "/api/v1/units/{id}/roster", operation_id = "roster", tag = "units",
    params(("id" = UnitId, Path), DayParam), responses((status = 200, body = RosterView)),
)]
pub(crate) async fn roster(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<UnitId>,
    Query(params): Query<DayParam>,
) -> Result<Json<RosterView>, Problem> {
    let day = params.day.unwrap_or_else(|| state.today());
    let roster = register::query::roster(&ctx, id, day).await?;
    let ill = ill(&ctx, &roster).await?;
    let member = |member: register::Member| {
        let absence = ill.get(&member.person);
        RosterMember {
            person: PersonRef::named(member.person, Some(member.name)),
            sex: member.sex,
            seat_no: member.seat_no.map(i64::from),
            ill_since: absence.map(|absence| absence.onset),
            expected_return: absence.and_then(|absence| absence.expected_return),
        }
    };
    Ok(Json(RosterView {
        unit: UnitRef::from(&roster.unit),
        day,
        roster_version: roster.roster_version,
        members: roster.members.into_iter().map(member).collect(),
    }))
}

/// The open absences of a roster's members, for those who may see them; others see the roster without.
async fn ill(
    ctx: &Ctx,
    roster: &register::Roster,
) -> Result<HashMap<PersonId, xd_observe::Absence>, Problem> {
    if !ctx.reach().may(Action::AbsenceRead, &roster.unit.path) {
        return Ok(HashMap::new());
    }
    let query = AbsenceQuery { unit: Some(roster.unit.id), state: Some(AbsenceState::Open), day: None };
    let page = PageRequest::new(Some(PageRequest::MOST), None);
    let open = xd_observe::absences(ctx, &query, &page).await?;
    Ok(open.items.into_iter().map(|absence| (absence.person.id, absence)).collect())
}

/// The posts of a unit: who holds them today, and who is appointed for later.
#[utoipa::path(
    get, path = "/api/v1/units/{id}/posts", operation_id = "posts", tag = "units",
    params(("id" = UnitId, Path), PostFilter), responses((status = 200, body = PostList)),
)]
pub(crate) async fn posts(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<UnitId>,
    Query(filter): Query<PostFilter>,
) -> Result<Json<PostList>, Problem> {
    let whose = match filter.of {
        PostScope::Itself => PostsOf::Itself,
        PostScope::AndBelow => PostsOf::AndBelow,
    };
    let posts = register::query::posts_of(&ctx, id, whose, state.today()).await?;
    let mut wanted = Wanted::default();
    wanted.unit(posts.iter().map(|post| post.unit));
    let names = wanted.find(ctx.store()).await?;
    let items = posts.into_iter().flat_map(|post| post_views(&names.unit(post.unit), post));
    Ok(Json(PostList { items: items.collect() }))
}

/// One row per holding; a vacant post has one row without a holder.
fn post_views(unit: &UnitRef, post: register::Post) -> Vec<PostView> {
    let row = |holding: Option<register::Holding>| PostView {
        post_id: post.id,
        kind: post.kind,
        unit: unit.clone(),
        holding_id: holding.as_ref().map(|holding| holding.id),
        substitute: holding.as_ref().is_some_and(|holding| holding.substitute),
        from: holding.as_ref().map(|holding| holding.days.from),
        to: holding.as_ref().and_then(|holding| holding.days.to),
        holder: holding.map(|holding| PersonRef::named(holding.person, Some(holding.name))),
    };
    if post.holdings.is_empty() {
        return vec![row(None)];
    }
    post.holdings.iter().cloned().map(Some).map(row).collect()
}

/// Appoints a holder, or a substitute for certain days.
#[utoipa::path(
    post, path = "/api/v1/units/{id}/posts/{post_id}/holdings", operation_id = "appoint", tag = "units",
    params(("id" = UnitId, Path), ("post_id" = PostId, Path)), request_body = Appointment,
    responses((status = 201, body = Appointed)),
)]
pub(crate) async fn appoint(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id((unit, post)): Id<(UnitId, PostId)>,
    Body(given): Body<Appointment>,
) -> Result<(StatusCode, Json<Appointed>), Problem> {
    let days = Span { from: given.from, to: given.to };
    let command = Appoint { unit, post, person: given.person_id, days, substitute: given.substitute };
    let holding_id = register::posts::appoint(&ctx, command).await?;
    state.sessions.clear();
    Ok((StatusCode::CREATED, Json(Appointed { holding_id })))
}

/// What each day is at a unit, at most 800 days.
#[utoipa::path(
    get, path = "/api/v1/units/{id}/calendar", operation_id = "calendar", tag = "units",
    params(("id" = UnitId, Path), DaySpan), responses((status = 200, body = CalendarList)),
)]
pub(crate) async fn calendar(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<UnitId>,
    Query(span): Query<DaySpan>,
) -> Result<Json<CalendarList>, Problem> {
    let from = span.from.unwrap_or_else(|| state.today());
    let days = register::query::calendar(&ctx, id, (from, span.to.unwrap_or(from + 41))).await?;
    let items = days.into_iter().map(|day| CalendarDay { day: day.day, kind: day.kind }).collect();
    Ok(Json(CalendarList { items }))
}
