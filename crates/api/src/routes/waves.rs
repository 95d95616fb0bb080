//! Work that is issued, and how far it is at every level.

use axum::Json;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::WaveId;
use xd_work as work;

use crate::auth::CallerCtx;
use crate::extract::{Body, Id, Query};
use crate::problem::Problem;
use crate::state::AppState;
use crate::views::work::{
    CoverageParams, CoverageView, CoveredUnit, IssueWave, TaskCounts, WaveDetail, WaveView,
};
use crate::views::{PageParams, Paged, UnitRef};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(waves, issue_wave)).routes(routes!(wave)).routes(routes!(coverage))
}

/// Issues work to the units below. A large wave is made by and by: its `made` grows to its `expected`.
#[utoipa::path(
    post, path = "/api/v1/work/waves", operation_id = "issue_wave", tag = "work",
    request_body = IssueWave, responses((status = 201, body = WaveView)),
)]
pub(crate) async fn issue_wave(
    CallerCtx(ctx): CallerCtx,
    Body(given): Body<IssueWave>,
) -> Result<(StatusCode, Json<WaveView>), Problem> {
    let command = work::IssueWave {
        wave: given.client_key,
        from: given.from_unit,
        template: given.template,
        under: given.under,
        day: given.day,
        due: given.due,
    };
    let issued = work::issue_wave(&ctx, &command).await?;
    let (view, _) = work::wave(&ctx, issued.id).await?;
    Ok((StatusCode::CREATED, Json(wave_view(view))))
}

/// The work issued in the caller's reach, the newest first.
#[utoipa::path(
    get, path = "/api/v1/work/waves", operation_id = "waves", tag = "work",
    params(PageParams), responses((status = 200, body = Paged<WaveView>)),
)]
pub(crate) async fn waves(
    CallerCtx(ctx): CallerCtx,
    Query(page): Query<PageParams>,
) -> Result<Json<Paged<WaveView>>, Problem> {
    Ok(Json(Paged::of(work::waves(&ctx, &page.request()).await?, wave_view)))
}

/// One issuing of work, and how far it is within the caller's reach.
#[utoipa::path(
    get, path = "/api/v1/work/waves/{id}", operation_id = "wave", tag = "work",
    params(("id" = WaveId, Path)), responses((status = 200, body = WaveDetail)),
)]
pub(crate) async fn wave(CallerCtx(ctx): CallerCtx, Id(id): Id<WaveId>) -> Result<Json<WaveDetail>, Problem> {
    let (view, counts) = work::wave(&ctx, id).await?;
    Ok(Json(WaveDetail { wave: wave_view(view), counts: counts_view(&counts) }))
}

/// How far a wave is, from the unit asked for (the issuer if none) down: the parts of a school are its units that have a
/// task, so that the class that has not answered is found.
#[utoipa::path(
    get, path = "/api/v1/work/coverage", operation_id = "coverage", tag = "work",
    params(CoverageParams), responses((status = 200, body = CoverageView)),
)]
pub(crate) async fn coverage(
    CallerCtx(ctx): CallerCtx,
    Query(asked): Query<CoverageParams>,
) -> Result<Json<CoverageView>, Problem> {
    let found = work::coverage(&ctx, asked.wave, (asked.under, asked.levels.unwrap_or(1))).await?;
    let part = |part: work::Covered| CoveredUnit {
        unit: UnitRef::from(&part.unit),
        above: part.above,
        counts: counts_view(&part.counts),
    };
    Ok(Json(CoverageView {
        wave_id: asked.wave,
        under: UnitRef::from(&found.under),
        counts: counts_view(&found.counts),
        parts: found.parts.into_iter().map(part).collect(),
    }))
}

fn wave_view(view: work::WaveView) -> WaveView {
    let work::WaveView { wave, title, from } = view;
    WaveView {
        id: wave.id,
        template: wave.template,
        title_zh: title.zh,
        title_en: title.en,
        from_unit: UnitRef::from(&from),
        day: wave.day,
        issued_at: wave.issued_at,
        due: wave.due,
        state: wave.state,
        expected: wave.expected,
        made: wave.made,
    }
}

fn counts_view(counts: &work::Counts) -> TaskCounts {
    let work::Counts { total, delivered, read, acknowledged, started, submitted, done, withdrawn } = *counts;
    TaskCounts { total, delivered, read, acknowledged, started, submitted, done, withdrawn }
}
