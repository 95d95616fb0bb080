//! Sessions: a token of 256 random bits for the client, its hash for the store.
//!
//! A session ends when it has been idle too long, and in any case at a fixed time after sign-in; both by the clock in
//! the context, so that a story can be played in simulated days.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use thiserror::Error;
use xd_kernel::{AccountId, Instant, PersonId, RequestId, SessionId};
use xd_store::{Store, StoreError, Tx};
use zeroize::Zeroizing;

use crate::accounts::{self, AccountState, Locale};
use crate::audit::{self, Entry};
use crate::ctx::{Actor, Ctx, Frame};
use crate::password::{self, HashError, Password, Verdict};
use crate::reach::Reach;
use crate::rows::account::{self, AccountRow, Change, FailureRow};
use crate::rows::session::{self as rows, SessionRecord};
use crate::throttle::{self, Failures};

/// What a person signs in with.
#[derive(Debug)]
pub struct Credentials {
    /// The account's name, in any case.
    pub username: String,
    /// The password.
    pub password: Password,
}

/// How long a session lasts, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ttl {
    /// Without a request.
    pub idle: i64,
    /// In any case.
    pub most: i64,
}

impl Ttl {
    /// Twelve hours without a request, thirty days in any case.
    pub const USUAL: Self = Self { idle: 12 * 3_600, most: 30 * 86_400 };

    /// The same end whether used or not.
    #[must_use]
    pub const fn fixed(seconds: i64) -> Self {
        Self { idle: seconds, most: seconds }
    }
}

/// A session has begun.
pub struct SignedIn {
    /// The token, known to the client alone from now on.
    pub token: Zeroizing<String>,
    /// The session.
    pub session: SessionId,
    /// The account.
    pub account: AccountId,
    /// When it ends if it is not used.
    pub expires_at: Instant,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedIn({}, {})", self.session, self.account)
    }
}

/// A session in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The session.
    pub session: SessionId,
    /// The account.
    pub account: AccountId,
    /// The account's name.
    pub username: String,
    /// The person behind it.
    pub person: Option<PersonId>,
    /// The account's language.
    pub locale: Locale,
    /// When it ends if it is not used from now on.
    pub expires_at: Instant,
}

/// Why nobody was signed in.
#[derive(Debug, Error)]
pub enum SignInError {
    /// No account with this name and password can sign in: unknown name, wrong password or closed account alike.
    #[error("wrong username or password")]
    WrongCredentials,
    /// Too many wrong passwords; the instant from when on another attempt is admitted.
    #[error("too many wrong passwords; try again after {0}")]
    Throttled(Instant),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SignInError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongCredentials => "auth.wrong_credentials",
            Self::Throttled(_) => "auth.throttled",
            Self::Hash(_) | Self::Store(_) => "store.unavailable",
        }
    }
}

/// What is stored of a token.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// An attempt that has been counted and waits for its outcome.
pub(crate) struct Attempt {
    username_hash: [u8; 32],
    /// How many attempts on this name had failed before.
    failures: i64,
    now: Instant,
}

impl Attempt {
    /// The password was right: the name's failures are forgotten, and those of others that are long past.
    pub async fn succeeded(&self, tx: &Tx) -> Result<(), StoreError> {
        let long_past = self.now.plus_seconds(-throttle::FORGET);
        account::forget_failures(tx, self.username_hash, long_past).await
    }
}

/// Counts an attempt on a name before the password is looked at, and refuses it if there were too many.
pub(crate) async fn attempt(store: &Store, username: &str, now: Instant) -> Result<Attempt, SignInError> {
    let username_hash = Sha256::digest(username.as_bytes()).into();
    let tx = store.begin().await?;
    let row = account::failures(&tx, username_hash, now).await?;
    let past = Failures { count: row.failures, last: Instant(row.last_at) };
    let counted = throttle::admit(past, now).map_err(SignInError::Throttled)?;
    let row =
        FailureRow { username_hash: row.username_hash, failures: counted.count, last_at: counted.last.0 };
    account::set_failures(&tx, row).await?;
    tx.commit().await?;
    Ok(Attempt { username_hash, failures: counted.count - 1, now })
}

/// Begins a session. An unknown name gets the same answer after the same work as a wrong password.
///
/// # Errors
/// [`SignInError`].
pub async fn sign_in(
    store: &Store,
    credentials: Credentials,
    now: Instant,
    ttl: Ttl,
) -> Result<SignedIn, SignInError> {
    let username = accounts::normalised(&credentials.username);
    let counted_as = username.as_deref().unwrap_or(&credentials.username);
    let attempt = attempt(store, counted_as, now).await?;
    let row = match &username {
        Some(name) => account::by_username(store.reader(), name).await?,
        None => None,
    };
    let row = row.filter(|row| row.state == AccountState::Active.word());
    let stored = row.as_ref().map(|row| row.password_hash.clone());
    let verdict = password::verify(credentials.password, stored).await?;
    match (row, verdict) {
        (Some(row), Verdict::Right) => begin(store, Admitted { row, attempt, renewed: None }, ttl).await,
        (Some(row), Verdict::RightRenewed(hash)) => {
            begin(store, Admitted { row, attempt, renewed: Some(hash) }, ttl).await
        }
        _ => Err(SignInError::WrongCredentials),
    }
}

struct Admitted {
    row: AccountRow,
    attempt: Attempt,
    renewed: Option<String>,
}

async fn begin(store: &Store, admitted: Admitted, ttl: Ttl) -> Result<SignedIn, SignInError> {
    let Admitted { row, attempt, renewed } = admitted;
    let (account, now) = (AccountId(row.account_id), attempt.now);
    let token = new_token()?;
    let record = SessionRecord {
        token_hash: token_hash(&token).to_vec(),
        session_id: SessionId::mint().0,
        account_id: row.account_id,
        started_at: now.0,
        idle_until: now.plus_seconds(ttl.idle.min(ttl.most)).0,
        ends_at: now.plus_seconds(ttl.most).0,
        idle_seconds: ttl.idle,
    };
    let (session, expires_at) = (SessionId(record.session_id), Instant(record.idle_until));
    let tx = store.begin().await?;
    attempt.succeeded(&tx).await?;
    if let Some(hash) = renewed {
        account::change(&tx, account, Change::Rehash { hash }).await?;
    }
    rows::sweep(&tx, now).await?;
    rows::insert(&tx, record).await?;
    let place = accounts::place_of(&row)?;
    let entry = Entry::new("session.sign_in", &place).on("account", account);
    audit::record(&tx, &as_account(store, &row, now), entry.with("failures_before", attempt.failures))
        .await?;
    tx.commit().await?;
    Ok(SignedIn { token, session, account, expires_at })
}

fn as_account(store: &Store, row: &AccountRow, now: Instant) -> Ctx {
    let actor = Actor::Account { account: AccountId(row.account_id), person: row.person_id.map(PersonId) };
    let frame = Frame { actor, reach: Arc::new(Reach::default()), now, request: RequestId::mint() };
    Ctx::new(store.clone(), frame)
}

fn new_token() -> Result<Zeroizing<String>, HashError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| HashError::Random)?;
    let mut text = Zeroizing::new(String::with_capacity(64));
    for byte in bytes.iter() {
        text.extend([byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or('0')));
    }
    Ok(text)
}

/// The session of a token, if it has not ended and its account is active. Being found is being used: the idle time
/// starts anew, written down only once a quarter of it has passed.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn find(
    store: &Store,
    token_hash: [u8; 32],
    now: Instant,
) -> Result<Option<SessionRow>, StoreError> {
    let Some(record) = rows::find(store.reader(), token_hash).await? else { return Ok(None) };
    if now.0 >= record.idle_until {
        return Ok(None);
    }
    let found = account::by_id(store.reader(), AccountId(record.account_id)).await?;
    let Some(row) = found.filter(|row| row.state == AccountState::Active.word()) else { return Ok(None) };
    let expires_at = slide(store, &record, now).await;
    Ok(Some(SessionRow {
        session: SessionId(record.session_id),
        account: AccountId(row.account_id),
        username: row.username,
        person: row.person_id.map(PersonId),
        locale: row.locale.parse().map_err(|e| StoreError::invalid("account.locale", e))?,
        expires_at,
    }))
}

/// Moves the end of the idle time. A store that cannot write now must not sign everybody out.
async fn slide(store: &Store, record: &SessionRecord, now: Instant) -> Instant {
    let until = now.plus_seconds(record.idle_seconds).min(Instant(record.ends_at));
    let gained = until.micros_since(Instant(record.idle_until));
    if gained <= record.idle_seconds * 250_000 {
        return Instant(record.idle_until);
    }
    match write_slide(store, record, until).await {
        Ok(()) => until,
        Err(error) => {
            tracing::warn!(%error, session = %record.session_id, "the session's end was not moved");
            Instant(record.idle_until)
        }
    }
}

async fn write_slide(store: &Store, record: &SessionRecord, until: Instant) -> Result<(), StoreError> {
    let hash = record.token_hash.as_slice().try_into();
    let hash = hash.map_err(|e| StoreError::invalid("session.token_hash", e))?;
    let tx = store.begin().await?;
    rows::slide(&tx, hash, until).await?;
    tx.commit().await
}

/// Ends a session. Ending one that is not there is no error: the caller wanted it gone.
///
/// # Errors
/// [`StoreError`] of the write.
pub async fn sign_out(store: &Store, token_hash: [u8; 32], now: Instant) -> Result<(), StoreError> {
    let Some(record) = rows::find(store.reader(), token_hash).await? else { return Ok(()) };
    let account = AccountId(record.account_id);
    let tx = store.begin().await?;
    if rows::remove(&tx, token_hash).await? > 0
        && let Some(row) = account::by_id(tx.conn(), account).await?
    {
        let place = accounts::place_of(&row)?;
        let entry = Entry::new("session.sign_out", &place).on("account", account);
        audit::record(&tx, &as_account(store, &row, now), entry).await?;
    }
    tx.commit().await
}

/// Removes the sessions that have ended, and says how many.
///
/// # Errors
/// [`StoreError`] of the write.
pub async fn sweep(store: &Store, now: Instant) -> Result<u64, StoreError> {
    let tx = store.begin().await?;
    let gone = rows::sweep(&tx, now).await?;
    tx.commit().await?;
    Ok(gone)
}
