//! The demonstration's pace.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::CallerCtx;
use crate::demo::Pace;
use crate::extract::Body;
use crate::problem::Problem;
use crate::state::AppState;

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(set_pace))
}

/// How fast the demonstration shall go on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaceChange {
    /// The pace.
    pub pace: Pace,
}

/// Changes the pace of the demonstration; 404 where none runs.
#[utoipa::path(
    post, path = "/api/v1/demo/pace", operation_id = "set_pace", tag = "demo",
    request_body = PaceChange, responses((status = 204)),
)]
pub(crate) async fn set_pace(
    State(state): State<AppState>,
    _: CallerCtx,
    Body(change): Body<PaceChange>,
) -> Result<StatusCode, Problem> {
    let demo = state.demo.as_ref().ok_or_else(Problem::not_found)?;
    demo.set_pace(change.pace);
    Ok(StatusCode::NO_CONTENT)
}
