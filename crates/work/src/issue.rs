//! Issuing work: a wave, and one task for each unit it is addressed to.

use std::collections::HashMap;

use serde_json::json;
use xd_kernel::{Instant, OrgPath, SchoolDay, TaskId, UnitId, UnitKind, WaveId};
use xd_register::UnitRef;
use xd_register::lookup::{self, Walk};
use xd_store::jobs::{self, Job};
use xd_store::{StoreError, Tx};
use xd_trust::{Action, Ctx, Denied, Place, audit};

use crate::desk::changed;
use crate::escalate;
use crate::model::{Counts, Marks, Task, Wave};
use crate::rows;
use crate::rows::tallies::Growth;
use crate::template::{Library, SubjectKind};
use crate::{Local, TaskState, Template, WaveState, WorkError};

/// The kind of the job that makes the tasks of a large wave.
pub const FAN_OUT: &str = "wave.fan_out";
/// The most tasks that are made while the issuer waits.
const AT_ONCE: u64 = 500;
/// The most tasks made in one transaction: checks wait for the writer meanwhile.
const PORTION: u64 = 1_000;
/// The most places to which a wave is addressed.
const UNDER_MOST: usize = 50;

/// Issues work.
#[derive(Debug, Clone)]
pub struct IssueWave {
    /// The client's key.
    pub wave: WaveId,
    /// The unit that issues it.
    pub from: UnitId,
    /// The template's id.
    pub template: String,
    /// The units whose parts get it, at or below the issuer; the issuer itself if empty.
    pub under: Vec<UnitId>,
    /// The day it is for; today if none.
    pub day: Option<SchoolDay>,
    /// One deadline for all; else each unit's follows from the template and its own calendar.
    pub due: Option<Instant>,
}

/// Issues work. What addresses few units is there when this returns; a large wave is made by a job, and the wave shows
/// how far it is. Sent again, it changes nothing.
///
/// # Errors
/// [`WorkError::Denied`] without `work.issue` at the unit, or for a place that is not below it; [`WorkError::Invalid`].
pub async fn issue_wave(ctx: &Ctx, command: &IssueWave) -> Result<Wave, WorkError> {
    let (from, under) = authorise(ctx, command).await?;
    if let Some(known) = rows::waves::find(ctx.store(), command.wave).await? {
        let same = known.from.unit == from.unit && known.template == command.template;
        return if same { Ok(known) } else { Err(WorkError::KeyReused) };
    }
    let template = template(command)?;
    if command.due.is_some_and(|due| due <= ctx.now()) {
        return Err(WorkError::field("due", "work.due_past", "a deadline lies ahead"));
    }
    let mut wave = draft(ctx, command, (from, under), template).await?;
    wave.expected = expected(ctx, &wave, template).await?;
    if wave.expected == 0 {
        return Err(WorkError::field("under", "work.nobody", "no unit there gets this work"));
    }
    let small = wave.expected <= AT_ONCE as i64;
    let portion = if small { Some(portion(ctx, &wave, AT_ONCE).await?) } else { None };
    let tx = ctx.begin().await?;
    rows::waves::insert(&tx, &wave).await?;
    match &portion {
        Some(portion) => drop(save(&tx, &wave, portion, ctx.now()).await?),
        None => jobs::enqueue(&tx, &[fan_out_job(&wave)]).await?,
    }
    let entry = audit::Entry::new("work.issue_wave", &wave.from).on("wave", wave.id);
    audit::record(&tx, ctx, entry.with("template", wave.template.as_str())).await?;
    tx.commit().await?;
    Ok(rows::waves::find(ctx.store(), wave.id).await?.unwrap_or(wave))
}

async fn authorise(ctx: &Ctx, command: &IssueWave) -> Result<(Place, Vec<OrgPath>), WorkError> {
    let from = lookup::place(ctx.store(), command.from).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::WorkIssue, &from)?;
    if command.under.len() > UNDER_MOST {
        return Err(WorkError::field("under", "work.under_many", "at most 50 places"));
    }
    let found = lookup::unit_refs(ctx.store(), &command.under).await?;
    let mut under = Vec::with_capacity(command.under.len().max(1));
    for unit in &command.under {
        let place = found.get(unit).ok_or(Denied::Unknown)?;
        if !from.path.covers(&place.path) {
            return Err(Denied::Unknown.into());
        }
        under.push(place.path.clone());
    }
    if under.is_empty() {
        under.push(from.path.clone());
    }
    under.sort();
    let outermost: Vec<OrgPath> = under
        .iter()
        .filter(|path| !under.iter().any(|above| above != *path && above.covers(path)))
        .cloned()
        .collect();
    Ok((from, outermost))
}

fn template(command: &IssueWave) -> Result<&'static Template, WorkError> {
    let found = Library::shipped().template(&command.template);
    found.map(AsRef::as_ref).filter(|one| one.subject == SubjectKind::Unit).ok_or_else(|| {
        WorkError::field("template", "work.no_template", "no template of this id that can be issued to units")
    })
}

async fn draft(
    ctx: &Ctx,
    command: &IssueWave,
    (from, under): (Place, Vec<OrgPath>),
    template: &Template,
) -> Result<Wave, WorkError> {
    let zone = lookup::zones(ctx.store(), &[from.unit]).await?.remove(&from.unit).unwrap_or_default();
    Ok(Wave {
        id: command.wave,
        template: template.id.clone(),
        template_version: template.version,
        under,
        day: command.day.unwrap_or_else(|| ctx.today(&zone)),
        issued_at: ctx.now(),
        due: command.due,
        issued_by: ctx.actor().account(),
        state: WaveState::Preparing,
        cursor: String::new(),
        expected: 0,
        made: 0,
        from,
    })
}

async fn expected(ctx: &Ctx, wave: &Wave, template: &Template) -> Result<i64, StoreError> {
    let mut sum = 0;
    for under in &wave.under {
        sum += lookup::count_units(ctx.store(), &walk(wave, (under, &template.at), 0)).await?;
    }
    Ok(sum)
}

fn walk<'a>(wave: &'a Wave, (under, kinds): (&'a OrgPath, &'a [UnitKind]), most: u64) -> Walk<'a> {
    Walk { under, kinds, day: wave.day, after: &wave.cursor, most }
}

fn fan_out_job(wave: &Wave) -> Job {
    Job {
        institution: wave.from.institution,
        kind: FAN_OUT,
        key: wave.id.to_string(),
        version: 1,
        payload: json!({"v": 1, "wave": wave.id}),
        run_at: wave.issued_at,
    }
}

/// The next tasks of a wave, and where the ones after them begin.
#[derive(Debug)]
pub struct Portion {
    tasks: Vec<Task>,
    jobs: Vec<Job>,
    cursor: String,
    last: bool,
}

impl Portion {
    /// Whether no tasks come after these.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        self.last
    }
}

/// A wave by its id, for the job that makes its tasks.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn wave_of(ctx: &Ctx, wave: WaveId) -> Result<Option<Wave>, StoreError> {
    rows::waves::find(ctx.store(), wave).await
}

/// Reads and decides the next tasks of a wave, at most a thousand; holds no writing connection.
///
/// # Errors
/// [`StoreError`] of the reads.
pub async fn next_portion(ctx: &Ctx, wave: &Wave) -> Result<Portion, StoreError> {
    portion(ctx, wave, PORTION).await
}

async fn portion(ctx: &Ctx, wave: &Wave, most: u64) -> Result<Portion, StoreError> {
    let Some(template) = Library::shipped().template(&wave.template) else {
        return Err(StoreError::invalid("wave.template", &wave.template));
    };
    let mut units: Vec<UnitRef> = Vec::new();
    for under in wave.under.iter().filter(|under| under.below_to() > wave.cursor) {
        let left = most - units.len() as u64;
        if left == 0 {
            break;
        }
        units.extend(lookup::units_after(ctx.store(), &walk(wave, (under, &template.at), left)).await?);
    }
    let cursor = units.last().map_or_else(|| wave.cursor.clone(), |unit| unit.path.to_string());
    let last = (units.len() as u64) < most;
    let (due, jobs) = deadlines(ctx, wave, (template, &units)).await?;
    let task = |unit: UnitRef| Task {
        id: TaskId::mint(),
        wave: wave.id,
        subject: unit.id.0,
        owner: template.owner,
        deputy: template.deputy,
        due: due.get(&unit.institution).copied().unwrap_or(wave.issued_at),
        state: TaskState::Open,
        step: 0,
        marks: Marks::default(),
        acknowledged_by: None,
        place: unit.place(),
    };
    Ok(Portion { tasks: units.into_iter().map(task).collect(), jobs, cursor, last })
}

/// The deadline in each institution (by its own zone and calendar, unless the issuer named one for all), and the job by
/// which those who answer for it are told.
async fn deadlines(
    ctx: &Ctx,
    wave: &Wave,
    (template, units): (&Template, &[UnitRef]),
) -> Result<(HashMap<UnitId, Instant>, Vec<Job>), StoreError> {
    let mut institutions: Vec<UnitId> = units.iter().map(|unit| unit.institution).collect();
    institutions.sort_unstable();
    institutions.dedup();
    let zones = lookup::zones(ctx.store(), &institutions).await?;
    let (mut due, mut jobs) = (HashMap::with_capacity(institutions.len()), Vec::new());
    for institution in institutions {
        let calendar = lookup::calendar(ctx.store(), institution).await?;
        let zone = zones.get(&institution).cloned().unwrap_or_default();
        let local = Local { calendar: &calendar, zone: &zone };
        let at = wave.due.unwrap_or_else(|| template.due.instant(wave.issued_at, wave.day, local));
        jobs.extend(escalate::first_job((institution, wave.id), &escalate::calls(template, at, local)));
        due.insert(institution, at);
    }
    Ok((due, jobs))
}

/// Writes the tasks of a portion, their tallies and how far the wave is, if it still stands where the portion began.
/// `false`, and nothing written, if another worker has gone on or the wave was recalled.
///
/// # Errors
/// [`StoreError`] of the writes.
pub async fn save_portion(tx: &Tx, wave: &Wave, portion: &Portion, now: Instant) -> Result<bool, StoreError> {
    save(tx, wave, portion, now).await
}

async fn save(tx: &Tx, wave: &Wave, portion: &Portion, now: Instant) -> Result<bool, StoreError> {
    let state = if portion.last { WaveState::Issued } else { WaveState::Preparing };
    let made = i64::try_from(portion.tasks.len()).unwrap_or(0);
    if !rows::waves::advance(tx, wave, (&portion.cursor, state), made).await? {
        return Ok(false);
    }
    rows::tasks::insert(tx, &portion.tasks).await?;
    jobs::enqueue(tx, &portion.jobs).await?;
    let mut growth = Growth::new();
    for task in &portion.tasks {
        let tally = growth.entry((task.place.institution, wave.id)).or_default();
        *tally = tally.plus(&Counts::of(task));
    }
    rows::tallies::add(tx, &growth).await?;
    if !growth.is_empty() {
        tx.emit(changed(growth.into_keys(), [], now)).await?;
    }
    Ok(true)
}
