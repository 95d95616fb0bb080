//! One's own channels: set, confirmed by a code, tried, removed. Nobody sets another's.

use serde_json::json;
use uuid::Uuid;
use xd_kernel::{AccountId, Instant, UnitId};
use xd_store::jobs::{self, Job};
use xd_store::{StoreError, Tx};
use xd_trust::accounts::recipients::{self, Recipient};
use xd_trust::audit::{self, Entry};
use xd_trust::vault::Vault;
use xd_trust::{Ctx, Denied};

use crate::address;
use crate::error::ChannelError;
use crate::rows::channel::{self, ChannelRow};
use crate::rows::delivery::{self, DeliveryRow};
use crate::sealed::{Column, Seal};
use crate::sender::SEND;
use crate::settings::Secret;
use crate::wire::{Carriers, new_secret};
use crate::words::{ChannelKind, ChannelState, DeliveryState, Purpose};

/// How long a code counts, in seconds.
pub const CODE_SECONDS: i64 = 15 * 60;
/// How often a code may be tried.
const TRIES: i64 = 5;
/// How long one waits for another code, in seconds.
const BETWEEN: i64 = 60;
/// How many codes an account is sent in a day, so that nobody floods somebody else's address.
const CODES_A_DAY: u64 = 10;
const DAY: i64 = 86_400;

/// What the verbs need of the program: the keys, and the ways that there are.
#[derive(Clone, Copy)]
pub struct Office<'a> {
    /// Seals addresses.
    pub vault: &'a Vault,
    /// The ways that this installation has.
    pub carriers: &'a Carriers,
}

/// A channel as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelView {
    /// The kind.
    pub kind: ChannelKind,
    /// Whether it may be used.
    pub state: ChannelState,
    /// Its place in the order in which channels are tried, from 0.
    pub rank: u8,
    /// The address, masked.
    pub address: String,
    /// When it was set.
    pub set_at: Instant,
    /// When it was confirmed.
    pub confirmed_at: Option<Instant>,
}

/// A channel to be set.
#[derive(Debug, Clone)]
pub struct SetChannel {
    /// The kind.
    pub kind: ChannelKind,
    /// The address as the person typed it.
    pub address: String,
    /// Its place in the order in which channels are tried, 0 to 9.
    pub rank: u8,
}

/// One's own channels, in the order in which they are tried.
///
/// # Errors
/// [`ChannelError`].
pub async fn channels(ctx: &Ctx, vault: &Vault) -> Result<Vec<ChannelView>, ChannelError> {
    let me = own(ctx).await?;
    let rows = channel::of_account(ctx.store().reader(), of(&me)).await?;
    rows.iter().map(|row| view(vault, row)).collect()
}

fn view(vault: &Vault, row: &ChannelRow) -> Result<ChannelView, ChannelError> {
    let kind: ChannelKind = row.kind.parse().map_err(|e| StoreError::invalid("channel.kind", e))?;
    let seal = Seal { vault, account: AccountId(row.account_id), kind };
    let address = seal.open(Column::Address, row)?.ok_or(ChannelError::Vault)?;
    Ok(ChannelView {
        kind,
        state: state(row)?,
        rank: u8::try_from(row.rank).unwrap_or(9),
        address: address::masked(kind, address.expose()),
        set_at: Instant(row.set_at),
        confirmed_at: row.confirmed_at.map(Instant),
    })
}

/// Sets one's own channel of a kind, in the place of the one before, and sends a code there. A webhook's signing secret
/// is given back, this once.
///
/// # Errors
/// [`ChannelError`]; then nothing has changed.
pub async fn set_channel(
    ctx: &Ctx,
    office: Office<'_>,
    new: SetChannel,
) -> Result<Option<Secret>, ChannelError> {
    let me = own(ctx).await?;
    let kind = new.kind;
    office.carriers.get(kind).ok_or(ChannelError::NotOffered(kind))?;
    let address = address::read(kind, &new.address).map_err(ChannelError::Address)?;
    not_too_often(ctx, &me, kind).await?;
    let signing = match kind {
        ChannelKind::Webhook => Some(new_secret().map_err(|_| ChannelError::Vault)?),
        _ => None,
    };
    let seal = Seal { vault: office.vault, account: me.account, kind };
    let sealed = signing.as_ref().map(|secret| seal.seal(Column::Signing, secret.expose()));
    let row = ChannelRow {
        institution_id: me.place.institution.0,
        account_id: me.account.0,
        kind: kind.word().to_owned(),
        state: ChannelState::Unconfirmed.word().to_owned(),
        rank: i64::from(new.rank.min(9)),
        address_sealed: seal.seal(Column::Address, &address)?,
        signing_sealed: sealed.transpose()?,
        code_sealed: Some(seal.seal(Column::Code, &new_code()?)?),
        code_tries: 0,
        code_at: ctx.now().0,
        set_at: ctx.now().0,
        confirmed_at: None,
    };
    let tx = ctx.begin().await?;
    channel::put(&tx, row).await?;
    let key = format!("code.{kind}.{}", ctx.now().0);
    post(&tx, ctx, (&me, kind), (Purpose::Code, key)).await?;
    record(&tx, ctx, &me, ("channel.set", kind)).await?;
    tx.commit().await?;
    Ok(signing)
}

async fn not_too_often(ctx: &Ctx, me: &Recipient, kind: ChannelKind) -> Result<(), ChannelError> {
    let conn = ctx.store().reader();
    let now = ctx.now();
    if let Some(before) = channel::find(conn, key(me, kind)).await? {
        let again = Instant(before.code_at).plus_seconds(BETWEEN);
        // A clock that was set back must not lock anybody out.
        if before.code_at <= now.0 && again > now {
            return Err(ChannelError::TooSoon(again));
        }
    }
    if delivery::codes_since(conn, of(me), now.plus_seconds(-DAY)).await? >= CODES_A_DAY {
        return Err(ChannelError::TooSoon(now.plus_seconds(DAY)));
    }
    Ok(())
}

/// Confirms one's own channel by the code that was sent there.
///
/// # Errors
/// [`ChannelError`]; a wrong code counts as a try.
pub async fn confirm_channel(
    ctx: &Ctx,
    vault: &Vault,
    (kind, code): (ChannelKind, &str),
) -> Result<(), ChannelError> {
    let me = own(ctx).await?;
    let row = channel::find(ctx.store().reader(), key(&me, kind)).await?.ok_or(ChannelError::Absent)?;
    let seal = Seal { vault, account: me.account, kind };
    let wanted = seal.open(Column::Code, &row)?.ok_or(ChannelError::CodeSpent)?;
    if ctx.now() > Instant(row.code_at).plus_seconds(CODE_SECONDS) {
        return Err(ChannelError::CodeSpent);
    }
    let tx = ctx.begin().await?;
    if !channel::try_code(&tx, key(&me, kind), TRIES).await? {
        return Err(ChannelError::CodeSpent);
    }
    if code.trim() != wanted.expose() {
        tx.commit().await?;
        return Err(ChannelError::WrongCode);
    }
    let confirmed = ChannelRow {
        state: ChannelState::Confirmed.word().to_owned(),
        code_sealed: None,
        confirmed_at: Some(ctx.now().0),
        ..row
    };
    channel::put(&tx, confirmed).await?;
    record(&tx, ctx, &me, ("channel.confirm", kind)).await?;
    Ok(tx.commit().await?)
}

/// Sends a test message over one's own confirmed channel, once a minute at the most.
///
/// # Errors
/// [`ChannelError`].
pub async fn test_channel(ctx: &Ctx, carriers: &Carriers, kind: ChannelKind) -> Result<(), ChannelError> {
    let me = own(ctx).await?;
    carriers.get(kind).ok_or(ChannelError::NotOffered(kind))?;
    let row = channel::find(ctx.store().reader(), key(&me, kind)).await?.ok_or(ChannelError::Absent)?;
    if state(&row)? != ChannelState::Confirmed {
        return Err(ChannelError::Unconfirmed);
    }
    let minute = ctx.now().0.div_euclid(BETWEEN * 1_000_000);
    let tx = ctx.begin().await?;
    match post(&tx, ctx, (&me, kind), (Purpose::Test, format!("test.{kind}.{minute}"))).await {
        Err(ChannelError::Store(StoreError::Duplicate(_))) => {
            Err(ChannelError::TooSoon(Instant((minute + 1) * BETWEEN * 1_000_000)))
        }
        other => {
            other?;
            Ok(tx.commit().await?)
        }
    }
}

/// Removes one's own channel and what stood in it.
///
/// # Errors
/// [`ChannelError`].
pub async fn remove_channel(ctx: &Ctx, kind: ChannelKind) -> Result<(), ChannelError> {
    let me = own(ctx).await?;
    let tx = ctx.begin().await?;
    if !channel::remove(&tx, key(&me, kind)).await? {
        return Err(ChannelError::Absent);
    }
    record(&tx, ctx, &me, ("channel.remove", kind)).await?;
    Ok(tx.commit().await?)
}

/// Puts a message of one channel on its way.
async fn post(
    tx: &Tx,
    ctx: &Ctx,
    (me, kind): (&Recipient, ChannelKind),
    (purpose, key): (Purpose, String),
) -> Result<(), ChannelError> {
    let row =
        DeliveryRow { kind: Some(kind.word().to_owned()), ..new_delivery(me, (purpose, key), ctx.now()) };
    let job = send_job(&row);
    delivery::add(tx, row).await?;
    Ok(jobs::enqueue(tx, &[job]).await?)
}

/// A delivery that is due now, over any channel.
pub(crate) fn new_delivery(to: &Recipient, (purpose, key): (Purpose, String), now: Instant) -> DeliveryRow {
    DeliveryRow {
        institution_id: to.place.institution.0,
        delivery_id: Uuid::now_v7(),
        account_id: to.account.0,
        path: to.place.path.to_string(),
        key,
        purpose: purpose.word().to_owned(),
        state: DeliveryState::Waiting.word().to_owned(),
        kind: None,
        lines: "[]".to_owned(),
        attempts: 0,
        problem: None,
        created_at: now.0,
        due_at: now.0,
        done_at: None,
    }
}

/// The job that sends a delivery when it is due.
pub(crate) fn send_job(row: &DeliveryRow) -> Job {
    Job {
        institution: UnitId(row.institution_id),
        kind: SEND,
        key: row.delivery_id.to_string(),
        version: 1,
        payload: json!({ "v": 1, "delivery": row.delivery_id }),
        run_at: Instant(row.due_at),
    }
}

async fn own(ctx: &Ctx) -> Result<Recipient, ChannelError> {
    let account = ctx.actor().account().ok_or(Denied::Unknown)?;
    Ok(recipients::one(ctx.store(), account).await?.ok_or(Denied::Unknown)?)
}

fn of(me: &Recipient) -> (UnitId, AccountId) {
    (me.place.institution, me.account)
}

fn key(me: &Recipient, kind: ChannelKind) -> channel::Key {
    (me.place.institution, me.account, kind)
}

pub(crate) fn state(row: &ChannelRow) -> Result<ChannelState, StoreError> {
    row.state.parse().map_err(|e| StoreError::invalid("channel.state", e))
}

/// Six digits.
fn new_code() -> Result<String, ChannelError> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|_| ChannelError::Vault)?;
    Ok(format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000))
}

async fn record(
    tx: &Tx,
    ctx: &Ctx,
    me: &Recipient,
    (action, kind): (&str, ChannelKind),
) -> Result<(), StoreError> {
    let entry = Entry::new(action, &me.place).on("account", me.account).with("kind", kind.word());
    audit::record(tx, ctx, entry).await.map(drop)
}
