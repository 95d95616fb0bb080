//! Accounts: made, given new passwords, closed. Nobody has a default password; a generated one is shown once.

use serde::{Deserialize, Serialize};
use serde_json::json;
use thiserror::Error;
use utoipa::ToSchema;
use uuid::Uuid;
use xd_kernel::{
    AccountId, Cursor, CursorError, Instant, Page, PageRequest, PersonId, SchoolDay, SessionId, UnitId, Zone,
    words,
};
use xd_store::outbox::Event;
use xd_store::{Store, StoreError, Tx};

use crate::audit::{self, Entry};
use crate::ctx::{Ctx, Denied};
use crate::grants::{self, GrantView};
pub use crate::locale::Locale;
use crate::password::{self, HashError, Password, Verdict, Weakness};
use crate::policy::{Action, Role};
use crate::reach::Place;
use crate::rows::account::{self as rows, AccountRow, Change};
use crate::rows::{grant, session};
use crate::sessions::{self, SignInError};

pub mod recipients;
mod unopened;

pub(crate) use recipients::place_of;
pub use unopened::create_unopened;

/// Whether an account can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// It can.
    Active,
    /// It no longer can.
    Closed,
}

words!(AccountState, "account state", { Active => "active", Closed => "closed" });

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The name to sign in with; made lower case.
    pub username: String,
    /// The person behind it.
    pub person: Option<PersonId>,
    /// The unit it belongs to: whoever manages accounts there manages this one.
    pub place: Place,
    /// Its language.
    pub locale: Locale,
}

/// An account as its managers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// The account.
    pub account: AccountId,
    /// The name to sign in with.
    pub username: String,
    /// The person behind it.
    pub person: Option<PersonId>,
    /// The institution it belongs to.
    pub institution: UnitId,
    /// Its language.
    pub locale: Locale,
    /// Whether it can sign in.
    pub state: AccountState,
    /// When it was made.
    pub created_at: Instant,
    /// The roles given to it that count today; those that follow from posts are not among them.
    pub grants: Vec<GrantView>,
}

/// A change of one's own password.
#[derive(Debug)]
pub struct PasswordChange {
    /// The password so far.
    pub current: Password,
    /// The password from now on.
    pub new: Password,
    /// The session that goes on; all others of the account end.
    pub keep: Option<SessionId>,
}

/// Why an account could not be made or changed.
#[derive(Debug, Error)]
pub enum AccountError {
    /// Not for this actor.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name is not 3 to 64 letters a–z, digits, dots, hyphens, underscores, with a letter or digit first.
    #[error("a username is 3 to 64 of a-z, 0-9, dot, hyphen, underscore, and begins with a letter or digit")]
    Username,
    /// Another account has the name.
    #[error("another account has this username")]
    UsernameTaken,
    /// The chosen password is too weak.
    #[error("password refused: {0}")]
    Weak(Weakness),
    /// The current password is not right.
    #[error("the current password is not right")]
    WrongPassword,
    /// Too many wrong passwords; the instant from when on another attempt is admitted.
    #[error("too many wrong passwords; try again after {0}")]
    Throttled(Instant),
    /// A first account exists already.
    #[error("there is a {0} already; sign in with that account")]
    NotFirst(Role),
    /// Not a cursor of this list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Username => "account.username_invalid",
            Self::UsernameTaken => "account.username_taken",
            Self::Weak(_) => "account.password_weak",
            Self::WrongPassword => "account.wrong_password",
            Self::Throttled(_) => "auth.throttled",
            Self::NotFirst(_) => "account.not_first",
            Self::Cursor(_) => "request.cursor",
            Self::Hash(_) | Self::Store(_) => "store.unavailable",
        }
    }
}

/// A username as it is stored and compared; none if it cannot be one.
pub(crate) fn normalised(username: &str) -> Option<String> {
    let name = username.trim().to_ascii_lowercase();
    let whole = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    let begins = name.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    (whole && begins && (3..=64).contains(&name.len())).then_some(name)
}

/// Makes an account with a generated password, which is known to nobody but the caller from now on.
///
/// # Errors
/// [`AccountError`]: without [`Action::AccountManage`] at the place, with a name that is none or taken.
pub async fn create(ctx: &Ctx, new: NewAccount) -> Result<(AccountId, Password), AccountError> {
    ctx.demand(Action::AccountManage, &new.place)?;
    let prepared = prepare(new, ctx.now()).await?;
    let tx = ctx.begin().await?;
    let made = insert(&tx, ctx, prepared).await?;
    tx.commit().await?;
    Ok(made)
}

impl NewAccount {
    fn to_row(&self, password_hash: String, now: Instant) -> Result<AccountRow, AccountError> {
        Ok(AccountRow {
            account_id: AccountId::mint().0,
            username: normalised(&self.username).ok_or(AccountError::Username)?,
            institution_id: self.place.institution.0,
            path: self.place.path.to_string(),
            person_id: self.person.map(Uuid::from),
            locale: self.locale.tag().to_owned(),
            state: AccountState::Active.word().to_owned(),
            password_hash,
            created_at: now.0,
            password_at: now.0,
        })
    }
}

struct Prepared {
    row: AccountRow,
    place: Place,
    password: Password,
}

/// Hashes before the transaction begins: a hash takes longer than a transaction should.
async fn prepare(new: NewAccount, now: Instant) -> Result<Prepared, AccountError> {
    let password = Password::generate()?;
    let row = new.to_row(password::hash(password.clone()).await?, now)?;
    Ok(Prepared { row, place: new.place, password })
}

async fn insert(tx: &Tx, ctx: &Ctx, new: Prepared) -> Result<(AccountId, Password), AccountError> {
    let id = AccountId(new.row.account_id);
    match rows::insert(tx, new.row).await {
        Err(StoreError::Duplicate(_)) => return Err(AccountError::UsernameTaken),
        other => other?,
    }
    audit::record(tx, ctx, Entry::new("account.create", &new.place).on("account", id)).await?;
    Ok((id, new.password))
}

/// Makes the first account of a role, as long as no account has it: the only account nobody had to be asked for.
///
/// # Errors
/// [`AccountError::NotFirst`] if the role has been given to anybody; otherwise as [`create`].
pub async fn bootstrap(
    store: &Store,
    new: NewAccount,
    role: Role,
    now: Instant,
) -> Result<(AccountId, Password), AccountError> {
    let ctx = Ctx::program(store.clone(), "bootstrap", now);
    let place = new.place.clone();
    let prepared = prepare(new, now).await?;
    let tx = ctx.begin().await?;
    if grant::count_of(tx.conn(), role).await? > 0 {
        return Err(AccountError::NotFirst(role));
    }
    let (account, password) = insert(&tx, &ctx, prepared).await?;
    grants::insert(&tx, &ctx, grants::NewGrant { account, role, place, until: None }).await?;
    tx.commit().await?;
    Ok((account, password))
}

/// Gives an account a new generated password and ends its sessions.
///
/// # Errors
/// [`AccountError::Denied`] unless the actor manages the account's unit and every unit at which it has a role:
/// whoever could reset a password further up could sign in further up.
pub async fn reset_password(ctx: &Ctx, account: AccountId) -> Result<Password, AccountError> {
    let row = managed(ctx, account).await?;
    refuse_beyond_reach(ctx, account).await?;
    let password = Password::generate()?;
    let hash = password::hash(password.clone()).await?;
    let tx = ctx.begin().await?;
    rows::change(&tx, account, Change::Password { hash, at: ctx.now() }).await?;
    session::remove_of(&tx, account, None).await?;
    record(&tx, ctx, &row, "account.reset_password").await?;
    tx.commit().await?;
    Ok(password)
}

/// Closes an account: it can no longer sign in, and its sessions end. Its entries in the log remain.
///
/// # Errors
/// As [`reset_password`].
pub async fn close(ctx: &Ctx, account: AccountId) -> Result<(), AccountError> {
    let row = managed(ctx, account).await?;
    refuse_beyond_reach(ctx, account).await?;
    let tx = ctx.begin().await?;
    rows::change(&tx, account, Change::State(AccountState::Closed.word().to_owned())).await?;
    session::remove_of(&tx, account, None).await?;
    record(&tx, ctx, &row, "account.close").await?;
    Ok(tx.commit().await?)
}

/// Changes one's own password and ends one's other sessions.
///
/// # Errors
/// [`AccountError`]: with a wrong current password, too many of them, or a new one that is too weak.
pub async fn change_password(ctx: &Ctx, change: PasswordChange) -> Result<(), AccountError> {
    let row = own(ctx).await?;
    password::judge(&change.new, &row.username).map_err(AccountError::Weak)?;
    let attempt = sessions::attempt(ctx.store(), &row.username, ctx.now()).await.map_err(|e| match e {
        SignInError::Throttled(at) => AccountError::Throttled(at),
        SignInError::Hash(error) => AccountError::Hash(error),
        SignInError::Store(error) => AccountError::Store(error),
        SignInError::WrongCredentials => AccountError::WrongPassword,
    })?;
    if password::verify(change.current, Some(row.password_hash.clone())).await? == Verdict::Wrong {
        return Err(AccountError::WrongPassword);
    }
    let account = AccountId(row.account_id);
    let hash = password::hash(change.new).await?;
    let tx = ctx.begin().await?;
    attempt.succeeded(&tx).await?;
    rows::change(&tx, account, Change::Password { hash, at: ctx.now() }).await?;
    session::remove_of(&tx, account, change.keep).await?;
    record(&tx, ctx, &row, "account.change_password").await?;
    Ok(tx.commit().await?)
}

/// Sets one's own language.
///
/// # Errors
/// [`AccountError::Denied`] if no account acts.
pub async fn set_locale(ctx: &Ctx, locale: Locale) -> Result<(), AccountError> {
    let row = own(ctx).await?;
    let tx = ctx.begin().await?;
    rows::change(&tx, AccountId(row.account_id), Change::Locale(locale.tag().to_owned())).await?;
    Ok(tx.commit().await?)
}

/// The accounts that belong to a unit or to one below it, by name.
///
/// # Errors
/// [`AccountError`]: without [`Action::AccountManage`] there, or with a foreign cursor.
pub async fn list(ctx: &Ctx, place: &Place, page: &PageRequest) -> Result<Page<AccountView>, AccountError> {
    ctx.demand(Action::AccountManage, place)?;
    let after = page.after.as_ref().map(Cursor::open::<1>).transpose()?.map(|[name]| name);
    let conn = ctx.store().reader();
    let found = rows::page(conn, &place.path, after, u64::from(page.limit()) + 1).await?;
    let today = today(ctx);
    let mut given = grant::live(conn, found.iter().map(|row| row.account_id), today).await?;
    let page = Page::of(found, page, |row| Cursor::seal([row.username.clone()]));
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        let theirs = given.extract_if(.., |grant| grant.account_id == row.account_id);
        let grants = theirs.map(GrantView::try_from).collect::<Result<_, _>>()?;
        items.push(view(row, grants)?);
    }
    Ok(Page { items, next: page.next })
}

fn view(row: AccountRow, grants: Vec<GrantView>) -> Result<AccountView, StoreError> {
    Ok(AccountView {
        account: AccountId(row.account_id),
        username: row.username,
        person: row.person_id.map(PersonId),
        institution: UnitId(row.institution_id),
        locale: row.locale.parse().map_err(|e| StoreError::invalid("account.locale", e))?,
        state: row.state.parse().map_err(|e| StoreError::invalid("account.state", e))?,
        created_at: Instant(row.created_at),
        grants,
    })
}

/// The day on which grants are judged: authorities and their officers share one zone.
pub(crate) fn today(ctx: &Ctx) -> SchoolDay {
    ctx.today(&Zone::shanghai())
}

async fn managed(ctx: &Ctx, account: AccountId) -> Result<AccountRow, AccountError> {
    let row = rows::by_id(ctx.store().reader(), account).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::AccountManage, &place_of(&row)?)?;
    Ok(row)
}

async fn own(ctx: &Ctx) -> Result<AccountRow, AccountError> {
    let account = ctx.actor().account().ok_or(Denied::Unknown)?;
    Ok(rows::by_id(ctx.store().reader(), account).await?.ok_or(Denied::Unknown)?)
}

async fn refuse_beyond_reach(ctx: &Ctx, account: AccountId) -> Result<(), AccountError> {
    let scope = ctx.scope(Action::AccountManage);
    for row in grant::live(ctx.store().reader(), [account.0], today(ctx)).await? {
        let path = row.path.parse().map_err(|e| StoreError::invalid("role_grant.path", e))?;
        if !scope.covers(&path) {
            return Err(Denied::Forbidden(Action::AccountManage).into());
        }
    }
    Ok(())
}

async fn record(tx: &Tx, ctx: &Ctx, row: &AccountRow, action: &str) -> Result<(), AccountError> {
    let account = AccountId(row.account_id);
    let place = place_of(row)?;
    audit::record(tx, ctx, Entry::new(action, &place).on("account", account)).await?;
    tx.emit(changed(account, &place, ctx.now())).await?;
    Ok(())
}

/// Says that what an account may do has changed: whoever remembers it forgets it.
pub(crate) fn changed(account: AccountId, place: &Place, at: Instant) -> Event {
    Event {
        institution: place.institution,
        kind: "account.changed",
        version: 1,
        payload: json!({ "v": 1, "account": account }),
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn usernames_are_compared_in_one_form() {
        for (given, expected) in [
            (" Zhang.San ", Some("zhang.san")),
            ("13800138000", Some("13800138000")),
            ("a_b-c", Some("a_b-c")),
            ("ab", None),
            (".abc", None),
            ("zhang san", None),
            ("张三老师", None),
            ("ａｂｃ", None),
            ("", None),
        ] {
            assert_eq!(normalised(given).as_deref(), expected, "{given:?}");
        }
        assert!(normalised(&"a".repeat(65)).is_none());
    }
}
