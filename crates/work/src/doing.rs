//! The verbs of those who do and those who review: read, acknowledge, start, submit, accept, return, withdraw.

use std::collections::HashMap;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use xd_kernel::{RecordId, ReviewId, TaskId, WaveId};
use xd_trust::{Action, Ctx, Denied, audit};

use crate::aftermath;
use crate::answerable::demand_within;
use crate::decide::{Act, By};
use crate::desk::{Change, Desk, apply};
use crate::error::WorkFault;
use crate::files::MediaType;
use crate::form::{FileKind, Form};
use crate::model::{Aftermath, Record, Review, Task, Wave};
use crate::rows;
use crate::rows::records::NewRecord;
use crate::schema::{ANSWERS_MOST, TEXT_MOST};
use crate::template::{Library, ReviewBy};
use crate::{AnswerFault, Step, TaskState, Template, Verdict, WorkError};

/// How far somebody says that they are with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// They opened it.
    Read,
    /// They take it on.
    Acknowledge,
    /// They begin.
    Start,
}

/// Hands in what was done.
#[derive(Debug, Clone)]
pub struct Submit {
    /// The client's key: sent again, it happens once.
    pub record: RecordId,
    /// The task.
    pub task: TaskId,
    /// Coded answers by question; an empty object where the template has no form.
    pub answers: Value,
}

/// Looks at what was handed in.
#[derive(Debug, Clone)]
pub struct ReviewTask {
    /// The task.
    pub task: TaskId,
    /// What comes of it.
    pub verdict: Verdict,
    /// Why, up to 2,000 characters; may be empty only if accepted.
    pub reason: String,
}

/// Says how far one is with a task. Said again, it changes nothing.
///
/// # Errors
/// [`WorkError::Denied`] without `work.do` within the institution that has the task.
pub async fn mark(ctx: &Ctx, desk: &Desk, id: TaskId, mark: Mark) -> Result<Task, WorkError> {
    let task = to_do(ctx, id).await?;
    let act = match mark {
        Mark::Read => Act::Read,
        Mark::Acknowledge => Act::Acknowledge,
        Mark::Start => Act::Start,
    };
    desk.settle(
        task.place.institution,
        Change { task: id, act, by: by(ctx), record: None, aftermath: Aftermath::default() },
    )
    .await
}

/// Hands in what was done. When this returns it is durable; sent again, it changes nothing.
///
/// # Errors
/// [`WorkError::Denied`]; [`WorkError::Invalid`] with what the form says of the answers (`answers.` and the question),
/// `file.unknown`, `file.wrong_type`; [`WorkError::WrongState`]; [`WorkError::KeyReused`].
pub async fn submit(ctx: &Ctx, desk: &Desk, command: Submit) -> Result<Task, WorkError> {
    let task = to_do(ctx, command.task).await?;
    let wave = wave_of(ctx, task.wave).await?;
    let template = template_of(&wave)?;
    let list = aftermath::list_of(ctx, &task, (template, &wave)).await?;
    let form = aftermath::form_of(template, list.as_ref())?;
    let files = sound(ctx, (&task, form.as_deref()), &command.answers).await?;
    let step = if template.review == ReviewBy::None { Step::Finish } else { Step::Submit };
    let hash = hash(&command);
    let record = Record {
        id: command.record,
        task: task.id,
        at: ctx.now(),
        account: ctx.actor().account(),
        person: ctx.actor().person(),
        answers: command.answers,
        files,
    };
    let institution = task.place.institution;
    let aftermath = aftermath::of(ctx, (&task, template), list.as_ref(), &record).await?;
    let record = Some(NewRecord { institution, record, hash });
    let change = Change { task: task.id, act: Act::Step(step), by: by(ctx), record, aftermath };
    desk.settle(institution, change).await
}

/// Accepts what was handed in, or returns it with a reason. Whoever handed it in does not review it.
///
/// # Errors
/// [`WorkError::Denied`] without `work.review`; [`WorkError::WrongState`] unless a record waits;
/// [`WorkError::OwnRecord`]; [`WorkError::Invalid`] without a reason for returning, or with one that is too long.
pub async fn review_task(ctx: &Ctx, command: ReviewTask) -> Result<Task, WorkError> {
    let task = rows::tasks::find(ctx.store(), command.task).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::WorkReview, &task.place)?;
    let reason = reason(&command)?;
    let step = match command.verdict {
        Verdict::Accepted => Step::Accept,
        Verdict::Returned => Step::Return,
    };
    if task.state != TaskState::Submitted {
        return Err(WorkError::WrongState { verb: step.word(), state: task.state });
    }
    let institution = task.place.institution;
    let records = rows::records::of_task(ctx.store(), institution, task.id).await?;
    let record = records.last().ok_or(Denied::Unknown)?;
    let (account, person) = (ctx.actor().account(), ctx.actor().person());
    if (account.is_some() && record.account == account) || (person.is_some() && record.person == person) {
        return Err(WorkError::OwnRecord);
    }
    let review = Review {
        id: ReviewId::mint(),
        task: task.id,
        record: record.id,
        verdict: command.verdict,
        reason,
        at: ctx.now(),
        account,
        person,
    };
    let tx = ctx.begin().await?;
    let change = Change {
        task: task.id,
        act: Act::Step(step),
        by: by(ctx),
        record: None,
        aftermath: Aftermath::default(),
    };
    let reviewed = only(apply(&tx, &[change]).await?)?;
    rows::records::insert_review(&tx, institution, &review).await?;
    let action = format!("work.{}", step.word());
    audit::record(&tx, ctx, audit::Entry::new(&action, &task.place).on("task", task.id)).await?;
    tx.commit().await?;
    Ok(reviewed)
}

/// Takes one task back. Only whoever may issue at the unit that issued it.
///
/// # Errors
/// [`WorkError::Denied`]; [`WorkError::WrongState`] if it is closed.
pub async fn withdraw_task(ctx: &Ctx, id: TaskId) -> Result<Task, WorkError> {
    let task = rows::tasks::find(ctx.store(), id).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::WorkRead, &task.place)?;
    let wave = wave_of(ctx, task.wave).await?;
    if ctx.demand(Action::WorkIssue, &wave.from).is_err() {
        return Err(Denied::Forbidden(Action::WorkIssue).into());
    }
    let tx = ctx.begin().await?;
    let change = Change {
        task: id,
        act: Act::Step(Step::Withdraw),
        by: by(ctx),
        record: None,
        aftermath: Aftermath::default(),
    };
    let withdrawn = only(apply(&tx, &[change]).await?)?;
    audit::record(&tx, ctx, audit::Entry::new("work.withdraw", &task.place).on("task", id)).await?;
    tx.commit().await?;
    Ok(withdrawn)
}

fn only(mut answers: Vec<Result<Task, WorkError>>) -> Result<Task, WorkError> {
    answers.pop().unwrap_or(Err(WorkError::Busy))
}

fn by(ctx: &Ctx) -> By {
    By { now: ctx.now(), account: ctx.actor().account() }
}

async fn to_do(ctx: &Ctx, id: TaskId) -> Result<Task, WorkError> {
    let task = rows::tasks::find(ctx.store(), id).await?.ok_or(Denied::Unknown)?;
    demand_within(ctx, Action::WorkDo, &task.place).await?;
    Ok(task)
}

async fn wave_of(ctx: &Ctx, id: WaveId) -> Result<Wave, WorkError> {
    Ok(rows::waves::find(ctx.store(), id).await?.ok_or(Denied::Unknown)?)
}

fn template_of(wave: &Wave) -> Result<&'static Template, WorkError> {
    let found = Library::shipped().template(&wave.template).map(AsRef::as_ref);
    found.ok_or_else(|| WorkError::from(xd_store::StoreError::invalid("wave.template", &wave.template)))
}

fn reason(command: &ReviewTask) -> Result<String, WorkError> {
    let reason = command.reason.trim().to_owned();
    if reason.is_empty() && command.verdict == Verdict::Returned {
        return Err(WorkError::field("reason", "work.reason_missing", "what is returned says why"));
    }
    if reason.chars().count() > TEXT_MOST as usize || reason.contains('\0') {
        return Err(WorkError::field("reason", "work.reason_too_long", "at most 2000 characters"));
    }
    Ok(reason)
}

/// The files of answers that keep the rules of the task's form.
async fn sound(
    ctx: &Ctx,
    (task, form): (&Task, Option<&Form>),
    answers: &Value,
) -> Result<Vec<[u8; 32]>, WorkError> {
    let Some(object) = answers.as_object() else {
        return Err(WorkError::field("answers", "form.type", "an object of answers by question"));
    };
    if answers.to_string().len() > ANSWERS_MOST as usize {
        return Err(WorkError::field("answers", "form.too_large", "the answers are too long"));
    }
    let Some(form) = form else {
        let extra = object.keys().next();
        return extra.map_or(Ok(Vec::new()), |name| {
            Err(WorkError::field(&format!("answers.{name}"), "form.unknown", "this task has no questions"))
        });
    };
    let dotted = |pointer: &str| format!("answers{}", pointer.replace('/', "."));
    let fault = |fault: AnswerFault| {
        let detail = format!("the answer breaks {}", fault.code);
        WorkFault { args: fault.args, ..WorkFault::new(dotted(&fault.field), fault.code, detail) }
    };
    let faults: Vec<WorkFault> = form.faults(answers).into_iter().map(fault).collect();
    if !faults.is_empty() {
        return Err(WorkError::Invalid(faults));
    }
    let mut wanted: Vec<(String, FileKind, [u8; 32])> = Vec::new();
    for question in &form.questions {
        let crate::form::Answer::Files { kind, .. } = &question.answer else { continue };
        for (at, given) in
            answers.get(&question.name).and_then(Value::as_array).into_iter().flatten().enumerate()
        {
            let field = format!("answers.{}.{at}", question.name);
            let hash = given.as_str().and_then(from_hex);
            let hash =
                hash.ok_or_else(|| WorkError::field(&field, "file.unknown", "not the hash of a file"))?;
            wanted.push((field, *kind, hash));
        }
    }
    demand_files(ctx, task, &wanted).await
}

async fn demand_files(
    ctx: &Ctx,
    task: &Task,
    wanted: &[(String, FileKind, [u8; 32])],
) -> Result<Vec<[u8; 32]>, WorkError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut hashes: Vec<[u8; 32]> = wanted.iter().map(|(_, _, hash)| *hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    let kept = rows::files::kept(ctx.store(), task.place.institution, &hashes).await?;
    let kept: HashMap<[u8; 32], MediaType> = kept.into_iter().collect();
    let fault = |(field, kind, hash): &(String, FileKind, [u8; 32])| match kept.get(hash) {
        None => Some(WorkFault::new(field.clone(), "file.unknown", "send the file first")),
        Some(media) if *kind == FileKind::Photo && !media.is_picture() => {
            Some(WorkFault::new(field.clone(), "file.wrong_type", "a picture is asked for"))
        }
        Some(_) => None,
    };
    let faults: Vec<WorkFault> = wanted.iter().filter_map(fault).collect();
    if faults.is_empty() { Ok(hashes) } else { Err(WorkError::Invalid(faults)) }
}

/// The bytes of a hash written in lower-case hexadecimal.
#[must_use]
pub fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return None;
    }
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}

/// A hash in lower-case hexadecimal.
#[must_use]
pub fn to_hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What makes two submissions the same.
fn hash(command: &Submit) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(command.task.0.as_bytes());
    hash.update(command.answers.to_string().as_bytes());
    hash.finalize().into()
}
