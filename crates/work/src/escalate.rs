//! Telling those who answer for work that is not done: a job for each institution, wave and step, each step once.

use std::collections::BTreeMap;

use serde_json::json;
use xd_kernel::{Instant, PersonId, SchoolDay, UnitId, UnitKind, WaveId};
use xd_register::{Keeper, PostKind, lookup};
use xd_store::jobs::{Job, Leased};
use xd_store::outbox::{Event, id_of};
use xd_store::{StoreError, Tx};
use xd_trust::Ctx;

use crate::answerable::Posts;
use crate::escalation::{Call, Path, Told};
use crate::model::{Task, Wave};
use crate::rows;
use crate::template::{Library, Supervisor};
use crate::{Local, Template};

/// The kind of the job that tells those who answer for the open tasks of an institution and wave.
pub const ESCALATE: &str = "wave.escalate";
/// The kind of the event that names whom to tell: `{"v":1,"institution":id,"wave":id,"template":id,"step":n,
/// "to":[[person, tasks], …],"vacant":tasks that nobody answers for}`.
pub const ESCALATED: &str = "work.escalated";

/// The first step of the escalation of what an institution has of a wave.
pub(crate) fn first_job((institution, wave): (UnitId, WaveId), calls: &[Call]) -> Option<Job> {
    calls.first().map(|call| job(institution, wave, call))
}

fn job(institution: UnitId, wave: WaveId, call: &Call) -> Job {
    Job {
        institution,
        kind: ESCALATE,
        key: format!("{wave} {}", call.step),
        version: 1,
        payload: json!({"v": 1, "wave": wave, "step": call.step}),
        run_at: call.at,
    }
}

/// When each step falls for what is due at `due` in an institution.
pub(crate) fn calls(template: &Template, due: Instant, local: Local<'_>) -> Vec<Call> {
    let path = Library::shipped().path(&template.escalation);
    path.map(|path| Path::calls(path, due, local)).unwrap_or_default()
}

/// What a job of escalation comes to.
#[derive(Debug, Default)]
pub struct Escalation {
    institution: Option<UnitId>,
    wave: Option<WaveId>,
    step: u16,
    event: Option<Event>,
    next: Option<Job>,
}

impl Escalation {
    /// The job of the step after this one, to be enqueued with it.
    #[must_use]
    pub const fn next(&self) -> Option<&Job> {
        self.next.as_ref()
    }
}

/// Reads and decides what a job of escalation comes to; holds no writing connection. Where the clock has jumped over
/// several steps, those whom they name are told once, all of them, and the last step counts as taken.
///
/// # Errors
/// [`StoreError`] of the reads, or of a payload of another form.
pub async fn escalation(ctx: &Ctx, leased: &Leased) -> Result<Escalation, StoreError> {
    let (institution, wave) = (leased.institution, WaveId(id_of(&leased.payload, "wave")?));
    let step = leased.payload.get("step").and_then(serde_json::Value::as_u64).unwrap_or(1);
    let Some(wave) = rows::waves::find(ctx.store(), wave).await? else { return Ok(Escalation::default()) };
    let Some(template) = Library::shipped().template(&wave.template) else {
        return Ok(Escalation::default());
    };
    let late = rows::tasks::not_closed(ctx.store(), institution, wave.id).await?;
    let Some(due) = late.iter().map(|task| task.due).min() else { return Ok(Escalation::default()) };
    let calendar = lookup::calendar(ctx.store(), institution).await?;
    let zone = lookup::zones(ctx.store(), &[institution]).await?.remove(&institution).unwrap_or_default();
    let calls = calls(template, due, Local { calendar: &calendar, zone: &zone });
    let fallen = calls.iter().rposition(|call| call.at <= ctx.now()).map_or(0, |at| at + 1);
    let taken = fallen.max(usize::try_from(step).unwrap_or(1)).min(calls.len());
    let before = late.iter().map(|task| usize::from(task.step)).min().unwrap_or(0);
    let passed = calls.get(before.min(taken)..taken).unwrap_or_default();
    let day = SchoolDay::of(ctx.now(), &zone);
    let told = told(ctx, (template, &late, passed), day).await?;
    let event = passed.last().map(|call| event((institution, &wave), call, &told, ctx.now()));
    let next = calls.get(taken).map(|call| job(institution, wave.id, call));
    let step = u16::try_from(taken).unwrap_or(u16::MAX);
    Ok(Escalation { institution: Some(institution), wave: Some(wave.id), step, event, next })
}

struct Persons {
    tasks: BTreeMap<PersonId, u32>,
    vacant: u32,
}

fn event((institution, wave): (UnitId, &Wave), call: &Call, told: &Persons, at: Instant) -> Event {
    let persons: Vec<_> = told.tasks.iter().map(|(person, tasks)| json!([person, tasks])).collect();
    let payload = json!({
        "v": 1, "institution": institution, "wave": wave.id, "template": wave.template, "step": call.step,
        "to": persons, "vacant": told.vacant,
    });
    Event { institution, kind: ESCALATED, version: 1, payload, at }
}

/// Whom these steps name, for the tasks that have not come so far, and of how many tasks each.
async fn told(
    ctx: &Ctx,
    (template, late, passed): (&Template, &[Task], &[Call]),
    day: SchoolDay,
) -> Result<Persons, StoreError> {
    let mut persons = Persons { tasks: BTreeMap::new(), vacant: 0 };
    let Some(institution) = late.first().map(|task| task.place.institution) else { return Ok(persons) };
    let mut posts = Posts::of(ctx.store(), late, day).await?;
    if let Some(Supervisor::Post(kind)) = template.supervisor {
        posts.extend(ctx.store(), (late, kind), day).await?;
    }
    let above = level_above(ctx, institution, day).await?;
    for call in passed {
        for task in late.iter().filter(|task| task.step < call.step) {
            let post = |kind: PostKind| posts.at(task.place.unit, kind);
            let keeper = match (call.to, template.supervisor) {
                (Told::Owner, _) => post(task.owner),
                (Told::Deputy, _) => task.deputy.and_then(post),
                (Told::Supervisor, Some(Supervisor::Post(kind))) => post(kind),
                (Told::Supervisor | Told::LevelAbove, _) => above,
            };
            match keeper.and_then(|keeper| keeper.holder) {
                Some(holder) => *persons.tasks.entry(holder.person).or_default() += 1,
                None => persons.vacant += 1,
            }
        }
    }
    Ok(persons)
}

/// Who is on duty at the authority above: its post of duty, so far known at counties only.
async fn level_above(ctx: &Ctx, institution: UnitId, day: SchoolDay) -> Result<Option<Keeper>, StoreError> {
    let lineage = lookup::lineage(ctx.store(), institution).await?;
    let county = lineage.iter().rev().skip(1).find(|unit| unit.kind == UnitKind::County);
    let Some(county) = county else { return Ok(None) };
    let wanted = (&[county.id][..], &[PostKind::CountyDuty][..]);
    let found = lookup::posts_for(ctx.store(), county.id, wanted, day).await?;
    Ok(found.get(&(county.id, PostKind::CountyDuty)).copied())
}

/// Takes the step: every task of the institution and wave that is not closed and has not come so far, in one statement.
/// Whom to tell goes out only if there was one.
///
/// # Errors
/// [`StoreError`] of the writes.
pub async fn save_escalation(tx: &Tx, decided: &Escalation) -> Result<u64, StoreError> {
    let (Some(institution), Some(wave)) = (decided.institution, decided.wave) else { return Ok(0) };
    let taken = rows::tasks::take_step(tx, (institution, wave), decided.step).await?;
    if taken > 0
        && let Some(event) = &decided.event
    {
        tx.emit(event.clone()).await?;
    }
    if let Some(next) = &decided.next {
        xd_store::jobs::enqueue(tx, std::slice::from_ref(next)).await?;
    }
    Ok(taken)
}
