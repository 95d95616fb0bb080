//! One's own channels for messages, and the operator's list of what did not arrive.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::{Cursor, PageRequest};
use xd_notify::{CODE_SECONDS, ChannelKind, DeliveryState, Office, SetChannel};

use super::accounts::place_of;
use crate::auth::CallerCtx;
use crate::extract::{Body, Id, Query};
use crate::names::{Names, Wanted};
use crate::problem::Problem;
use crate::state::AppState;
use crate::views::Paged;
use crate::views::channel::{
    ChannelCode, ChannelList, ChannelSet, ChannelView, DeliveryParams, DeliveryView, NewChannel,
};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(channels))
        .routes(routes!(set_channel, remove_channel))
        .routes(routes!(confirm_channel))
        .routes(routes!(test_channel))
        .routes(routes!(deliveries))
}

/// One's own channels, addresses masked.
#[utoipa::path(
    get, path = "/api/v1/channels", operation_id = "channels", tag = "channels",
    responses((status = 200, body = ChannelList)),
)]
pub(crate) async fn channels(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
) -> Result<Json<ChannelList>, Problem> {
    let found = xd_notify::channels(&ctx, &state.vault).await?;
    let view = |one: xd_notify::ChannelView| ChannelView {
        kind: one.kind,
        state: one.state,
        rank: one.rank,
        address: one.address,
        set_at: one.set_at,
        confirmed_at: one.confirmed_at,
    };
    let offered = state.carriers.kinds().collect();
    Ok(Json(ChannelList { offered, channels: found.into_iter().map(view).collect() }))
}

/// Sets one's own channel of a kind and sends a code there; until it comes back nothing else is sent.
#[utoipa::path(
    put, path = "/api/v1/channels/{kind}", operation_id = "set_channel", tag = "channels",
    params(("kind" = ChannelKind, Path)), request_body = NewChannel,
    responses((status = 200, body = ChannelSet)),
)]
pub(crate) async fn set_channel(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(kind): Id<ChannelKind>,
    Body(new): Body<NewChannel>,
) -> Result<Json<ChannelSet>, Problem> {
    let office = Office { vault: &state.vault, carriers: &state.carriers };
    let new = SetChannel { kind, address: new.address, rank: new.rank };
    let secret = xd_notify::set_channel(&ctx, office, new).await?;
    let signing_secret = secret.map(|secret| secret.expose().to_owned());
    Ok(Json(ChannelSet { code_seconds: CODE_SECONDS, signing_secret }))
}

/// Confirms one's own channel by the code that came there.
#[utoipa::path(
    post, path = "/api/v1/channels/{kind}/confirm", operation_id = "confirm_channel", tag = "channels",
    params(("kind" = ChannelKind, Path)), request_body = ChannelCode, responses((status = 204)),
)]
pub(crate) async fn confirm_channel(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(kind): Id<ChannelKind>,
    Body(given): Body<ChannelCode>,
) -> Result<StatusCode, Problem> {
    xd_notify::confirm_channel(&ctx, &state.vault, (kind, &given.code)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a test message over one's own confirmed channel, once a minute at the most.
#[utoipa::path(
    post, path = "/api/v1/channels/{kind}/test", operation_id = "test_channel", tag = "channels",
    params(("kind" = ChannelKind, Path)), responses((status = 202)),
)]
pub(crate) async fn test_channel(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(kind): Id<ChannelKind>,
) -> Result<StatusCode, Problem> {
    xd_notify::test_channel(&ctx, &state.carriers, kind).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Removes one's own channel.
#[utoipa::path(
    delete, path = "/api/v1/channels/{kind}", operation_id = "remove_channel", tag = "channels",
    params(("kind" = ChannelKind, Path)), responses((status = 204)),
)]
pub(crate) async fn remove_channel(
    CallerCtx(ctx): CallerCtx,
    Id(kind): Id<ChannelKind>,
) -> Result<StatusCode, Problem> {
    xd_notify::remove_channel(&ctx, kind).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Messages to accounts of a unit and of those below it, the newest first: what did not arrive, and why.
#[utoipa::path(
    get, path = "/api/v1/deliveries", operation_id = "deliveries", tag = "channels",
    params(DeliveryParams), responses((status = 200, body = Paged<DeliveryView>)),
)]
pub(crate) async fn deliveries(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Query(params): Query<DeliveryParams>,
) -> Result<Json<Paged<DeliveryView>>, Problem> {
    let place = place_of(&ctx, params.unit).await?;
    let states = [params.state.unwrap_or(DeliveryState::Dead)];
    let page = PageRequest::new(params.limit, params.cursor.as_deref().map(Cursor::given));
    let page = xd_notify::deliveries(&ctx, &state.vault, (&place, &states), &page).await?;
    let mut wanted = Wanted::default();
    wanted.unit(page.items.iter().map(|one| one.institution));
    let names = wanted.find(ctx.store()).await?;
    Ok(Json(Paged::of(page, |one| delivery_view(one, &names))))
}

fn delivery_view(one: xd_notify::DeliveryView, names: &Names) -> DeliveryView {
    DeliveryView {
        id: one.id,
        unit: names.unit(one.institution),
        purpose: one.purpose,
        state: one.state,
        kind: one.kind,
        address: one.address,
        attempts: one.attempts,
        problem: one.problem,
        created_at: one.created_at,
        due_at: one.due_at,
        done_at: one.done_at,
    }
}
