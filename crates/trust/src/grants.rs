//! Grants: a role given to an account at a unit, reaching everything below it, until a day or until revoked.

use thiserror::Error;
use uuid::Uuid;
use xd_kernel::{AccountId, GrantId, Instant, OrgPath, SchoolDay, UnitId};
use xd_store::{Store, StoreError, Tx};

use crate::accounts::{changed, place_of, today};
use crate::audit::{self, Entry};
use crate::ctx::{Ctx, Denied};
use crate::policy::{Action, Role};
use crate::reach::{Grant, GrantSource, Place};
use crate::rows::account;
use crate::rows::grant::{self as rows, GrantRow};

/// A role to be given.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// To whom.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// Where it begins.
    pub place: Place,
    /// The last day on which it counts.
    pub until: Option<SchoolDay>,
}

/// A role as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantView {
    /// By which it is revoked.
    pub id: GrantId,
    /// To whom.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// Where it begins.
    pub unit: UnitId,
    /// The unit's path.
    pub path: OrgPath,
    /// The institution of the unit.
    pub institution: UnitId,
    /// The last day on which it counts.
    pub until: Option<SchoolDay>,
    /// When it was given.
    pub given_at: Instant,
    /// By whom; by the program itself if by nobody.
    pub given_by: Option<AccountId>,
}

impl TryFrom<GrantRow> for GrantView {
    type Error = StoreError;

    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        let until = row.until_day.map(i32::try_from).transpose();
        Ok(Self {
            id: GrantId(row.grant_id),
            account: AccountId(row.account_id),
            role: row.role.parse().map_err(|e| StoreError::invalid("role_grant.role", e))?,
            unit: UnitId(row.unit_id),
            path: row.path.parse().map_err(|e| StoreError::invalid("role_grant.path", e))?,
            institution: UnitId(row.institution_id),
            until: until.map_err(|e| StoreError::invalid("role_grant.until_day", e))?.map(SchoolDay),
            given_at: Instant(row.given_at),
            given_by: row.given_by.map(AccountId),
        })
    }
}

/// Why a role was not given or taken.
#[derive(Debug, Error)]
pub enum GrantError {
    /// Not for this actor, or no such account or grant.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody gives or takes roles of their own.
    #[error("nobody changes their own roles: ask another security officer")]
    OwnAccount,
    /// The last day is past.
    #[error("the last day, {0}, is past")]
    Past(SchoolDay),
    /// The account has this role at this unit.
    #[error("the account has this role at this unit")]
    Duplicate,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl GrantError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::OwnAccount => "grant.own_account",
            Self::Past(_) => "grant.past",
            Self::Duplicate => "grant.duplicate",
            Self::Store(_) => "store.unavailable",
        }
    }
}

/// The roles given to an account that count on a day, for its [`Reach`](crate::Reach).
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn of(store: &Store, account: AccountId, today: SchoolDay) -> Result<Vec<Grant>, StoreError> {
    let rows = rows::live(store.reader(), [account.0], today).await?;
    rows.into_iter().map(|row| GrantView::try_from(row).map(Grant::from)).collect()
}

impl From<GrantView> for Grant {
    fn from(view: GrantView) -> Self {
        let GrantView { role, unit, path, until, .. } = view;
        Self { role, unit, path, source: GrantSource::Given, until }
    }
}

/// Gives a role.
///
/// # Errors
/// [`GrantError`]: unless the actor may give roles at the unit and knows the account; to oneself; for the past; twice.
pub async fn give(ctx: &Ctx, new: NewGrant) -> Result<GrantId, GrantError> {
    ctx.demand(Action::GrantManage, &new.place)?;
    let row = account::by_id(ctx.store().reader(), new.account).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::GrantManage, &place_of(&row)?)?;
    refuse_own(ctx, new.account)?;
    let today = today(ctx);
    if let Some(until) = new.until.filter(|until| *until < today) {
        return Err(GrantError::Past(until));
    }
    let tx = ctx.begin().await?;
    let same = |row: &GrantRow| row.role == new.role.word() && row.unit_id == new.place.unit.0;
    if rows::live(tx.conn(), [new.account.0], today).await?.iter().any(same) {
        return Err(GrantError::Duplicate);
    }
    let id = insert(&tx, ctx, new).await?;
    tx.commit().await?;
    Ok(id)
}

fn refuse_own(ctx: &Ctx, account: AccountId) -> Result<(), GrantError> {
    if ctx.actor().account() == Some(account) { Err(GrantError::OwnAccount) } else { Ok(()) }
}

pub(crate) async fn insert(tx: &Tx, ctx: &Ctx, new: NewGrant) -> Result<GrantId, StoreError> {
    let id = GrantId::mint();
    let row = GrantRow {
        grant_id: id.0,
        account_id: new.account.0,
        role: new.role.word().to_owned(),
        unit_id: new.place.unit.0,
        path: new.place.path.to_string(),
        institution_id: new.place.institution.0,
        until_day: new.until.map(|day| i64::from(day.0)),
        given_at: ctx.now().0,
        given_by: ctx.actor().account().map(Uuid::from),
        revoked_at: None,
        revoked_by: None,
    };
    rows::insert(tx, row).await?;
    let entry = Entry::new("grant.give", &new.place).on("account", new.account);
    audit::record(tx, ctx, entry.with("role", new.role.word()).with("grant", id.to_string())).await?;
    tx.emit(changed(new.account, &new.place, ctx.now())).await?;
    Ok(id)
}

/// Takes a role back. The row remains: who had which role when stays known.
///
/// # Errors
/// [`GrantError`]: unless the actor may give roles at the grant's unit; one's own; an unknown or revoked grant.
pub async fn revoke(ctx: &Ctx, grant: GrantId) -> Result<(), GrantError> {
    let row = rows::by_id(ctx.store().reader(), grant).await?.filter(|row| row.revoked_at.is_none());
    let view = GrantView::try_from(row.ok_or(Denied::Unknown)?)?;
    let place = Place { unit: view.unit, path: view.path, institution: view.institution };
    ctx.demand(Action::GrantManage, &place)?;
    refuse_own(ctx, view.account)?;
    let tx = ctx.begin().await?;
    rows::revoke(&tx, grant, ctx.now(), ctx.actor().account()).await?;
    let entry = Entry::new("grant.revoke", &place).on("account", view.account);
    audit::record(&tx, ctx, entry.with("role", view.role.word()).with("grant", grant.to_string())).await?;
    tx.emit(changed(view.account, &place, ctx.now())).await?;
    Ok(tx.commit().await?)
}

/// The roles given to an account that count today, as far as the actor reaches.
///
/// # Errors
/// [`GrantError::Denied`] without [`Action::GrantManage`] where the account belongs.
pub async fn list(ctx: &Ctx, account: AccountId) -> Result<Vec<GrantView>, GrantError> {
    let row = account::by_id(ctx.store().reader(), account).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::GrantManage, &place_of(&row)?)?;
    let rows = rows::live(ctx.store().reader(), [account.0], today(ctx)).await?;
    let views: Vec<GrantView> = rows.into_iter().map(GrantView::try_from).collect::<Result<_, _>>()?;
    let scope = ctx.scope(Action::GrantManage);
    Ok(views.into_iter().filter(|view| scope.covers(&view.path)).collect())
}
