//! Accounts, grants, the audit log.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xd_kernel::{AccountId, Cursor, GrantId, PageRequest, UnitId};
use xd_register::lookup;
use xd_trust::accounts::{self, AccountState};
use xd_trust::audit::{self, AuditActor};
use xd_trust::{Action, Ctx, Denied, Place, grants};

use crate::auth::CallerCtx;
use crate::extract::{Body, Id, Query};
use crate::names::{Names, Wanted};
use crate::problem::{FieldError, Problem};
use crate::state::AppState;
use crate::views::Paged;
use crate::views::session::Via;
use crate::views::trust::{
    AccountGrant, AccountMade, AccountView, AuditEntry, GrantMade, NewAccount, NewGrant, Outcome,
    PasswordMade, UnitPageParams,
};

/// The operations of this area.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_accounts, create_account))
        .routes(routes!(reset_password))
        .routes(routes!(give_grant))
        .routes(routes!(revoke_grant))
        .routes(routes!(list_audit))
}

/// The accounts that belong to a unit or to one below it.
#[utoipa::path(
    get, path = "/api/v1/accounts", operation_id = "list_accounts", tag = "accounts",
    params(UnitPageParams), responses((status = 200, body = Paged<AccountView>)),
)]
pub(crate) async fn list_accounts(
    CallerCtx(ctx): CallerCtx,
    Query(params): Query<UnitPageParams>,
) -> Result<Json<Paged<AccountView>>, Problem> {
    let place = place_of(&ctx, params.unit).await?;
    let page = accounts::list(&ctx, &place, &page_of(&params)).await?;
    let mut wanted = Wanted::default();
    for account in &page.items {
        wanted.person(account.person).unit(account.grants.iter().map(|grant| grant.unit));
    }
    let names = wanted.find(ctx.store()).await?;
    Ok(Json(Paged::of(page, |account| account_view(account, &names))))
}

/// Makes an account. Its password is generated and shown this once.
#[utoipa::path(
    post, path = "/api/v1/accounts", operation_id = "create_account", tag = "accounts",
    request_body = NewAccount, responses((status = 201, body = AccountMade)),
)]
pub(crate) async fn create_account(
    CallerCtx(ctx): CallerCtx,
    Body(new): Body<NewAccount>,
) -> Result<(StatusCode, Json<AccountMade>), Problem> {
    let place = match new.unit_id {
        Some(unit) => place_of(&ctx, unit).await?,
        None => own_place(&ctx).await?,
    };
    if let Some(person) = new.person_id
        && !lookup::names(ctx.store(), &[person]).await?.contains_key(&person)
    {
        return Err(Problem::invalid(vec![FieldError::new("person_id", "person.unknown", "no such person")]));
    }
    let new =
        accounts::NewAccount { username: new.username, person: new.person_id, place, locale: new.locale };
    let (account_id, password) = accounts::create(&ctx, new).await?;
    Ok((StatusCode::CREATED, Json(AccountMade { account_id, password: password.expose().to_owned() })))
}

/// Gives an account a new generated password, shown this once; its sessions end.
#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/password-reset", operation_id = "reset_password", tag = "accounts",
    params(("id" = AccountId, Path)), responses((status = 200, body = PasswordMade)),
)]
pub(crate) async fn reset_password(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<AccountId>,
) -> Result<Json<PasswordMade>, Problem> {
    let password = accounts::reset_password(&ctx, id).await?;
    state.sessions.clear();
    Ok(Json(PasswordMade { password: password.expose().to_owned() }))
}

/// Gives an account a role.
#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/grants", operation_id = "give_grant", tag = "accounts",
    params(("id" = AccountId, Path)), request_body = NewGrant, responses((status = 201, body = GrantMade)),
)]
pub(crate) async fn give_grant(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(account): Id<AccountId>,
    Body(new): Body<NewGrant>,
) -> Result<(StatusCode, Json<GrantMade>), Problem> {
    let place = place_of(&ctx, new.unit_id).await?;
    let grant_id =
        grants::give(&ctx, grants::NewGrant { account, role: new.role, place, until: new.until }).await?;
    state.sessions.clear();
    Ok((StatusCode::CREATED, Json(GrantMade { grant_id })))
}

/// Takes a role back.
#[utoipa::path(
    delete, path = "/api/v1/grants/{id}", operation_id = "revoke_grant", tag = "accounts",
    params(("id" = GrantId, Path)), responses((status = 204)),
)]
pub(crate) async fn revoke_grant(
    State(state): State<AppState>,
    CallerCtx(ctx): CallerCtx,
    Id(id): Id<GrantId>,
) -> Result<StatusCode, Problem> {
    grants::revoke(&ctx, id).await?;
    state.sessions.clear();
    Ok(StatusCode::NO_CONTENT)
}

/// The audit log of a unit and of those below it, the newest first.
#[utoipa::path(
    get, path = "/api/v1/audit", operation_id = "list_audit", tag = "accounts",
    params(UnitPageParams), responses((status = 200, body = Paged<AuditEntry>)),
)]
pub(crate) async fn list_audit(
    CallerCtx(ctx): CallerCtx,
    Query(params): Query<UnitPageParams>,
) -> Result<Json<Paged<AuditEntry>>, Problem> {
    let place = place_of(&ctx, params.unit).await?;
    let page = audit::list(&ctx, &place, &page_of(&params)).await?;
    let mut wanted = Wanted::default();
    wanted.unit(page.items.iter().map(|entry| entry.institution));
    let names = wanted.find(ctx.store()).await?;
    Ok(Json(Paged::of(page, |entry| audit_view(entry, &names))))
}

fn page_of(params: &UnitPageParams) -> PageRequest {
    PageRequest::new(params.limit, params.cursor.as_deref().map(Cursor::given))
}

/// Where a unit is; one outside the caller's reach answers like one that never existed.
pub(super) async fn place_of(ctx: &Ctx, unit: UnitId) -> Result<Place, Problem> {
    let place = lookup::place(ctx.store(), unit).await?;
    place.filter(|place| ctx.reach().knows(&place.path)).ok_or_else(Problem::not_found)
}

async fn own_place(ctx: &Ctx) -> Result<Place, Problem> {
    let manages = |grant: &&xd_trust::Grant| xd_trust::policy::may(grant.role, Action::AccountManage);
    let grant = ctx.reach().grants().iter().find(manages);
    let unit = grant.ok_or(Denied::Forbidden(Action::AccountManage))?.unit;
    place_of(ctx, unit).await
}

fn account_view(account: accounts::AccountView, names: &Names) -> AccountView {
    let grant = |grant: grants::GrantView| AccountGrant {
        id: grant.id,
        role: grant.role,
        unit: names.unit(grant.unit),
        via: Via::Grant,
        until: grant.until,
    };
    AccountView {
        account_id: account.account,
        username: account.username,
        person: account.person.map(|person| names.person(person)),
        locale: account.locale,
        disabled: account.state == AccountState::Closed,
        grants: account.grants.into_iter().map(grant).collect(),
    }
}

fn audit_view(entry: audit::AuditEntry, names: &Names) -> AuditEntry {
    let actor = match entry.actor {
        AuditActor::Account { username, .. } => username,
        AuditActor::Program(part) => Some(part),
    };
    AuditEntry {
        id: entry.id,
        at: entry.at,
        actor,
        action: entry.action,
        unit: Some(names.unit(entry.institution)),
        subject: entry.subject.map(|id| format!("{} {id}", entry.subject_kind)),
        reason: entry.reason,
        outcome: Outcome::Done,
        detail: entry.detail,
    }
}
