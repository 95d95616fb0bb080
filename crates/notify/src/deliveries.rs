//! What became of messages, as an operator sees it: no text, and the address masked.

use std::collections::BTreeMap;

use uuid::Uuid;
use xd_kernel::{AccountId, Cursor, CursorError, Instant, Page, PageRequest, UnitId};
use xd_store::{Store, StoreError};
use xd_trust::vault::Vault;
use xd_trust::{Action, Ctx, Place};

use crate::address;
use crate::error::DeliveryError;
use crate::rows::channel::{self, ChannelRow};
use crate::rows::delivery::{self, DeliveryRow, ListQuery};
use crate::sealed::{Column, Seal};
use crate::words::{ChannelKind, DeliveryState, Purpose};

/// How long a delivery is kept once it is over, in days.
pub const KEPT_DAYS: i64 = 30;

/// A message to one account, as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryView {
    /// The delivery.
    pub id: Uuid,
    /// The institution to which the account belongs.
    pub institution: UnitId,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: DeliveryState,
    /// The channel that has it, or had it last.
    pub kind: Option<ChannelKind>,
    /// The address, masked; nothing if the channel is gone.
    pub address: Option<String>,
    /// How often it was tried on this channel.
    pub attempts: u32,
    /// What went wrong last, such as `smtp.550`.
    pub problem: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was or will be due first.
    pub due_at: Instant,
    /// When it was sent or given up.
    pub done_at: Option<Instant>,
}

/// Messages to accounts at a place and below it that stand in one of these states, newest first.
///
/// # Errors
/// [`DeliveryError`]: without [`Action::DeliveryRead`] there, with a foreign cursor, or if the store fails.
pub async fn deliveries(
    ctx: &Ctx,
    vault: &Vault,
    (place, states): (&Place, &[DeliveryState]),
    page: &PageRequest,
) -> Result<Page<DeliveryView>, DeliveryError> {
    ctx.demand(Action::DeliveryRead, place)?;
    let after = page.after.as_ref().map(open).transpose()?;
    let asked = ListQuery { under: &place.path, states, after, limit: u64::from(page.limit()) + 1 };
    let found = delivery::list(ctx.store().reader(), &asked).await?;
    let page =
        Page::of(found, page, |row| Cursor::seal([row.created_at.to_string(), row.delivery_id.to_string()]));
    let mut known: BTreeMap<AccountId, Vec<ChannelRow>> = BTreeMap::new();
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        let account = AccountId(row.account_id);
        if let std::collections::btree_map::Entry::Vacant(new) = known.entry(account) {
            let of = (UnitId(row.institution_id), account);
            new.insert(channel::of_account(ctx.store().reader(), of).await?);
        }
        items.push(view(vault, row, &known[&account])?);
    }
    Ok(Page { items, next: page.next })
}

fn open(cursor: &Cursor) -> Result<(Instant, Uuid), CursorError> {
    let [at, id] = cursor.open()?;
    let at = at.parse().map_err(|_| CursorError)?;
    Ok((Instant(at), Uuid::parse_str(&id).map_err(|_| CursorError)?))
}

fn view(vault: &Vault, row: DeliveryRow, channels: &[ChannelRow]) -> Result<DeliveryView, StoreError> {
    let kind = row.kind.as_deref().map(str::parse::<ChannelKind>).transpose();
    let kind = kind.map_err(|e| StoreError::invalid("delivery.kind", e))?;
    let masked = |kind: ChannelKind| {
        let channel = channels.iter().find(|channel| channel.kind == kind.word())?;
        let seal = Seal { vault, account: AccountId(row.account_id), kind };
        // An address that no longer opens is shown as none: the operator sees the problem's code.
        let address = seal.open(Column::Address, channel).ok()??;
        Some(address::masked(kind, address.expose()))
    };
    Ok(DeliveryView {
        id: row.delivery_id,
        institution: UnitId(row.institution_id),
        purpose: row.purpose.parse().map_err(|e| StoreError::invalid("delivery.purpose", e))?,
        state: row.state.parse().map_err(|e| StoreError::invalid("delivery.state", e))?,
        kind,
        address: kind.and_then(masked),
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        problem: row.problem,
        created_at: Instant(row.created_at),
        due_at: Instant(row.due_at),
        done_at: row.done_at.map(Instant),
    })
}

/// Removes messages that were over [`KEPT_DAYS`] ago; says how many.
///
/// # Errors
/// [`StoreError`] of the write.
pub async fn sweep(store: &Store, now: Instant) -> Result<u64, StoreError> {
    let tx = store.begin().await?;
    let gone = delivery::sweep(&tx, now.plus_hours(-24 * KEPT_DAYS)).await?;
    tx.commit().await?;
    Ok(gone)
}
