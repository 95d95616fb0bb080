//! Signing in and out, and who one is.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::RequestId;
use xd_trust::sessions;
use xd_trust::{Grant, GrantSource, Password, accounts};

use crate::auth::{COOKIE, Caller, SignedIn};
use crate::extract::Body;
use crate::names::{Names, Wanted};
use crate::problem::Problem;
use crate::state::{AppState, CookieSecurity};
use crate::views::session::{Credentials, GrantView, LocaleChange, Me, PasswordChange, SignedInView, Via};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, who_am_i, sign_out))
        .routes(routes!(change_password))
        .routes(routes!(set_locale))
}

/// Signs in: the answer holds a token for programs, and sets a cookie for browsers.
#[utoipa::path(
    post, path = "/api/v1/session", operation_id = "sign_in", tag = "session", security(()),
    request_body = Credentials, responses((status = 200, body = SignedInView)),
)]
pub(crate) async fn sign_in(
    State(state): State<AppState>,
    Extension(request): Extension<RequestId>,
    Body(given): Body<Credentials>,
) -> Result<Response, Problem> {
    let credentials =
        sessions::Credentials { username: given.username, password: Password::from(given.password) };
    let ttl = state.settings.ttl;
    let begun = sessions::sign_in(&state.store, credentials, state.clock.now(), ttl).await?;
    let caller = Caller::of_token(&state, &begun.token, request).await?;
    let view = SignedInView {
        token: begun.token.to_string(),
        expires_at: begun.expires_at,
        me: me(&state, &caller.signed).await?,
    };
    let headers = set_cookie(&state, &view.token, ttl.most)?;
    Ok((headers, Json(view)).into_response())
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/api/v1/session", operation_id = "who_am_i", tag = "session",
    responses((status = 200, body = Me)),
)]
pub(crate) async fn who_am_i(State(state): State<AppState>, caller: Caller) -> Result<Json<Me>, Problem> {
    me(&state, &caller.signed).await.map(Json)
}

/// Signs out.
#[utoipa::path(
    delete, path = "/api/v1/session", operation_id = "sign_out", tag = "session",
    responses((status = 204)),
)]
pub(crate) async fn sign_out(State(state): State<AppState>, caller: Caller) -> Result<Response, Problem> {
    sessions::sign_out(&state.store, caller.signed.hash, caller.ctx.now()).await?;
    state.sessions.forget(&caller.signed.hash);
    let headers = set_cookie(&state, "", 0)?;
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

/// Changes one's own password; one's other sessions end.
#[utoipa::path(
    post, path = "/api/v1/session/password", operation_id = "change_password", tag = "session",
    request_body = PasswordChange, responses((status = 204)),
)]
pub(crate) async fn change_password(
    State(state): State<AppState>,
    caller: Caller,
    Body(change): Body<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let change = accounts::PasswordChange {
        current: Password::from(change.current),
        new: Password::from(change.new),
        keep: Some(caller.signed.session.session),
    };
    accounts::change_password(&caller.ctx, change).await?;
    state.sessions.clear();
    Ok(StatusCode::NO_CONTENT)
}

/// Changes the language of the pages.
#[utoipa::path(
    post, path = "/api/v1/session/locale", operation_id = "set_locale", tag = "session",
    request_body = LocaleChange, responses((status = 204)),
)]
pub(crate) async fn set_locale(
    State(state): State<AppState>,
    caller: Caller,
    Body(change): Body<LocaleChange>,
) -> Result<StatusCode, Problem> {
    accounts::set_locale(&caller.ctx, change.locale).await?;
    state.sessions.clear();
    Ok(StatusCode::NO_CONTENT)
}

async fn me(state: &AppState, signed: &SignedIn) -> Result<Me, Problem> {
    let (session, reach) = (&signed.session, &signed.reach);
    let mut wanted = Wanted::default();
    wanted.unit(reach.grants().iter().map(|grant| grant.unit)).person(session.person);
    let names = wanted.find(&state.store).await?;
    Ok(Me {
        account_id: session.account,
        username: session.username.clone(),
        person: session.person.map(|person| names.person(person)),
        locale: session.locale,
        grants: reach.grants().iter().map(|grant| grant_view(grant, &names)).collect(),
        actions: reach.actions(),
        now: state.clock.now(),
        today: state.today(),
        demo: state.demo.as_ref().map(|demo| demo.info()),
    })
}

fn grant_view(grant: &Grant, names: &Names) -> GrantView {
    let via = match grant.source {
        GrantSource::Given => Via::Grant,
        GrantSource::Post => Via::Post,
    };
    GrantView { role: grant.role, unit: names.unit(grant.unit), via, until: grant.until }
}

fn set_cookie(state: &AppState, token: &str, seconds: i64) -> Result<HeaderMap, Problem> {
    let secure = match state.settings.cookie {
        CookieSecurity::TlsOnly => "; Secure",
        CookieSecurity::PlainToo => "",
    };
    let text = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    let value = HeaderValue::from_str(&text).map_err(|error| Problem::internal(&error))?;
    Ok(HeaderMap::from_iter([(header::SET_COOKIE, value)]))
}
