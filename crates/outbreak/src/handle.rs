//! The verbs of handling: acknowledge, comment, hand on, close.

use xd_kernel::{SignalId, UnitId};
use xd_register::lookup;
use xd_store::Tx;
use xd_trust::{Action, Ctx, Denied, Place, audit};

use crate::error::SignalError;
use crate::query::{SignalView, views};
use crate::reevaluate::told;
use crate::rows;
use crate::schema::TEXT_MOST;
use crate::signal::{Entry, Settled, Signal};
use crate::transition::{Act, after};
use crate::words::{CloseReason, EntryKind, EntryReason};

/// Writes something about a signal.
#[derive(Debug, Clone)]
pub struct Comment {
    /// The signal.
    pub signal: SignalId,
    /// 1 to 2,000 characters.
    pub text: String,
}

/// Gives a signal to another unit.
#[derive(Debug, Clone)]
pub struct HandOn {
    /// The signal.
    pub signal: SignalId,
    /// A unit of the same school, or one that the school belongs to.
    pub to: UnitId,
    /// Up to 2,000 characters; may be empty.
    pub text: String,
}

/// Ends a signal.
#[derive(Debug, Clone)]
pub struct Close {
    /// The signal.
    pub signal: SignalId,
    /// Why.
    pub reason: CloseReason,
    /// Up to 2,000 characters; may be empty unless the reason is `other`.
    pub text: String,
}

/// Takes a signal on.
///
/// # Errors
/// [`SignalError::Denied`] without `signal.handle` there, [`SignalError::WrongState`] unless it is open or handed on.
pub async fn acknowledge(ctx: &Ctx, signal: SignalId) -> Result<SignalView, SignalError> {
    handle(ctx, signal, Handling { act: Act::Acknowledge, text: None, reason: None, to: None }).await
}

/// Adds a comment to a signal in any state.
///
/// # Errors
/// [`SignalError::Denied`] without `signal.handle` there; the text's errors.
pub async fn comment(ctx: &Ctx, command: Comment) -> Result<SignalView, SignalError> {
    let text = sound(command.text)?.ok_or(SignalError::TextMissing)?;
    handle(ctx, command.signal, Handling { act: Act::Comment, text: Some(text), reason: None, to: None })
        .await
}

/// Hands a signal to another unit, where it waits to be acknowledged.
///
/// # Errors
/// [`SignalError::Denied`] without `signal.handle` there, [`SignalError::WrongState`] if it is closed or withdrawn,
/// [`SignalError::NotARecipient`] for a unit that has nothing to do with the school.
pub async fn hand_on(ctx: &Ctx, command: HandOn) -> Result<SignalView, SignalError> {
    let text = sound(command.text)?;
    let to = Some(command.to);
    handle(ctx, command.signal, Handling { act: Act::HandOn, text, reason: None, to }).await
}

/// Ends a signal with a reason. It opens again by itself if its run goes further than now.
///
/// # Errors
/// [`SignalError::Denied`] without `signal.handle` there, [`SignalError::WrongState`] if it is closed or withdrawn,
/// [`SignalError::TextMissing`] if the reason is `other` and nothing explains it.
pub async fn close(ctx: &Ctx, command: Close) -> Result<SignalView, SignalError> {
    let text = sound(command.text)?;
    if command.reason == CloseReason::Other && text.is_none() {
        return Err(SignalError::TextMissing);
    }
    let reason = Some(command.reason.into());
    handle(ctx, command.signal, Handling { act: Act::Close, text, reason, to: None }).await
}

struct Handling {
    act: Act,
    text: Option<String>,
    reason: Option<EntryReason>,
    to: Option<UnitId>,
}

async fn handle(ctx: &Ctx, id: SignalId, handling: Handling) -> Result<SignalView, SignalError> {
    let known = rows::find(ctx.store(), id).await?.ok_or(Denied::Unknown)?;
    ctx.demand_at(Action::SignalHandle, &known.place.path)?;
    demand_recipient(ctx, &known, handling.to).await?;
    let tx = ctx.begin().await?;
    let before = rows::find_locked(&tx, &known).await?.ok_or(Denied::Unknown)?;
    let (signal, entry) = decide(ctx, &before, &handling)?;
    save(&tx, ctx, &Handled { before: &before, after: &signal, entry: &entry, act: handling.act }).await?;
    tx.commit().await?;
    views(ctx, vec![signal]).await?.pop().ok_or(SignalError::Denied(Denied::Unknown))
}

fn decide(ctx: &Ctx, before: &Signal, handling: &Handling) -> Result<(Signal, Entry), SignalError> {
    let wrong = SignalError::WrongState { verb: handling.act.verb(), state: before.state };
    let mut signal = before.clone();
    signal.state = after(before.state, handling.act).ok_or(wrong)?;
    signal.version += 1;
    if handling.act == Act::Close {
        let extent = signal.extent;
        signal.settled = Some(Settled { peak_count: extent.peak_count, through: extent.holds_through });
    }
    let kind = match handling.act {
        Act::Acknowledge => EntryKind::Acknowledged,
        Act::Comment => EntryKind::Commented,
        Act::HandOn => EntryKind::HandedOn,
        Act::Close => EntryKind::Closed,
    };
    let entry = Entry {
        account: ctx.actor().account(),
        person: ctx.actor().person(),
        reason: handling.reason,
        text: handling.text.clone(),
        to: handling.to,
        ..Entry::by_program(kind, ctx.now())
    };
    Ok((signal, entry))
}

struct Handled<'s> {
    before: &'s Signal,
    after: &'s Signal,
    entry: &'s Entry,
    act: Act,
}

async fn save(tx: &Tx, ctx: &Ctx, handled: &Handled<'_>) -> Result<(), SignalError> {
    let signal = handled.after;
    if !rows::replace(tx, signal, handled.before.version).await? {
        return Err(SignalError::Changed);
    }
    rows::append(tx, &[(signal, handled.entry)]).await?;
    let place = place_of(signal);
    let action = format!("signal.{}", handled.act.verb());
    let mut entry = audit::Entry::new(&action, &place).on("signal", signal.id);
    if let Some(to) = handled.entry.to {
        entry = entry.with("to_unit", to.to_string());
    }
    if let Some(reason) = handled.entry.reason {
        entry = entry.with("reason", reason.word());
    }
    audit::record(tx, ctx, entry).await?;
    tx.emit(told(signal, "signal.handled", ctx.now())).await?;
    Ok(())
}

/// Where a signal is, as audit and policy ask for it.
pub(crate) fn place_of(signal: &Signal) -> Place {
    Place { unit: signal.place.unit, path: signal.place.path.clone(), institution: signal.key.institution }
}

/// A recipient stands above the signal's place, or within the same institution.
async fn demand_recipient(ctx: &Ctx, signal: &Signal, to: Option<UnitId>) -> Result<(), SignalError> {
    let Some(to) = to else { return Ok(()) };
    let place = lookup::place(ctx.store(), to).await?.ok_or(SignalError::NotARecipient)?;
    let above = place.path.covers(&signal.place.path);
    let beside = place.institution == signal.key.institution;
    if above || beside { Ok(()) } else { Err(SignalError::NotARecipient) }
}

fn sound(text: String) -> Result<Option<String>, SignalError> {
    let text = text.trim().to_owned();
    match text.chars().count() {
        0 => Ok(None),
        n if n > TEXT_MOST as usize => Err(SignalError::TextTooLong),
        _ => Ok(Some(text)),
    }
}
