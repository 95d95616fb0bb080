//! What a guardian says before school. It prefills an exception; the checker confirms it or not.

use sha2::{Digest as _, Sha256};
use xd_kernel::{MessageId, PersonId, SchoolDay, Zone};
use xd_register::{Ward, lookup};
use xd_store::StoreError;
use xd_trust::{Ctx, Denied};

use crate::error::{FieldError, MessageError};
use crate::report::{ReportedException, SeenException, hash_exception, seen};
use crate::rows;
use crate::rows::day_to;
use crate::rows::messages::MessageRow;

/// How many days ahead a guardian can say that a child will be away.
pub const AHEAD_DAYS: i32 = 14;

/// A guardian's message about a child.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardianMessage {
    /// The client's key.
    pub message_id: MessageId,
    /// The day it is about: today, or one of the next [`AHEAD_DAYS`].
    pub day: SchoolDay,
    /// The child, and how it is.
    pub said: ReportedException,
}

/// Takes a guardian's message. Sending it again changes nothing.
///
/// # Errors
/// [`MessageError`]; then nothing was written.
pub async fn send_guardian_message(ctx: &Ctx, message: &GuardianMessage) -> Result<MessageId, MessageError> {
    let guardian = ctx.actor().person().ok_or(Denied::Unknown)?;
    let today = ctx.today(&Zone::shanghai());
    let ward = ward(ctx, guardian, message.said.person, today).await?;
    let known =
        async || rows::messages::find(ctx.store().reader(), ward.class.institution, message.message_id).await;
    if let Some(before) = known().await? {
        return again(message, guardian, &before);
    }
    let said = read(message, today).map_err(MessageError::Invalid)?;
    let content = content(message, &said);
    let tx = ctx.begin().await?;
    match rows::messages::add(&tx, row(ctx, (guardian, &ward, message), said, content)).await {
        Ok(()) => {}
        // The same message came twice at the same moment, and the other one was first.
        Err(StoreError::Duplicate(error)) => {
            drop(tx);
            let before = known().await?.ok_or(StoreError::Duplicate(error))?;
            return again(message, guardian, &before);
        }
        Err(error) => return Err(error.into()),
    }
    tx.commit().await?;
    Ok(message.message_id)
}

/// A message that has come before is acknowledged again, however late: its day was in time when it first came.
fn again(
    message: &GuardianMessage,
    guardian: PersonId,
    before: &MessageRow,
) -> Result<MessageId, MessageError> {
    let said = read(message, message.day).map_err(MessageError::Invalid)?;
    let same = before.content_hash == content(message, &said) && before.guardian_id == guardian.0;
    if same { Ok(message.message_id) } else { Err(MessageError::KeyReused) }
}

fn content(message: &GuardianMessage, said: &SeenException) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(message.day.0.to_le_bytes());
    hash_exception(&mut hash, said);
    hash.finalize().to_vec()
}

/// The children the caller answers for.
///
/// # Errors
/// [`MessageError`].
pub async fn wards(ctx: &Ctx) -> Result<Vec<Ward>, MessageError> {
    let Some(guardian) = ctx.actor().person() else { return Ok(Vec::new()) };
    Ok(lookup::guardian_of(ctx.store(), guardian, ctx.today(&Zone::shanghai())).await?)
}

/// A child that is not the caller's does not exist for them.
async fn ward(
    ctx: &Ctx,
    guardian: PersonId,
    child: PersonId,
    today: SchoolDay,
) -> Result<Ward, MessageError> {
    let wards = lookup::guardian_of(ctx.store(), guardian, today).await?;
    Ok(wards.into_iter().find(|ward| ward.person == child).ok_or(Denied::Unknown)?)
}

fn read(message: &GuardianMessage, today: SchoolDay) -> Result<SeenException, Vec<FieldError>> {
    let mut errors = Vec::new();
    if message.day < today || message.day > today + AHEAD_DAYS {
        let detail = format!("today or one of the next {AHEAD_DAYS} days");
        errors.push(FieldError::new("day", "message.day_out_of_range", detail));
    }
    let said = seen(&message.said, "", &mut errors);
    if errors.is_empty() { Ok(said) } else { Err(errors) }
}

fn row(
    ctx: &Ctx,
    (guardian, ward, message): (PersonId, &Ward, &GuardianMessage),
    said: SeenException,
    content_hash: Vec<u8>,
) -> MessageRow {
    MessageRow {
        institution_id: ward.class.institution.0,
        message_id: message.message_id.0,
        guardian_id: guardian.0,
        person_id: said.person.0,
        group_id: ward.class.id.0,
        school_day: day_to(message.day),
        kind: said.kind.word().to_owned(),
        symptoms: said.symptoms.to_string(),
        celsius_tenths: said.tenths.map(i64::from),
        note: said.note,
        said_at: ctx.now().0,
        content_hash,
    }
}
