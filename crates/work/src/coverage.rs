//! How far a wave is, level by level: summaries that follow the tallies, from the province down to the class that has not
//! answered.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};
use xd_kernel::{Instant, UnitId, WaveId};
use xd_register::{UnitRef, lookup};
use xd_store::outbox::{Event, Recorded};
use xd_store::{StoreError, Tx};
use xd_trust::{Action, Ctx, Denied};

use crate::WorkError;
use crate::desk::TASKS_CHANGED;
use crate::model::{Counts, Task};
use crate::rows;
use crate::rows::coverage::Rows;

/// The kind of the event that tells which summaries changed: `{"v":1,"changed":[[institution, wave], …]}`.
pub const COVERAGE_CHANGED: &str = "coverage.changed";
/// The most levels told at once.
pub const LEVELS_MOST: u8 = 3;

/// Tallies whose growth is to be passed on to the levels above.
#[derive(Debug)]
pub struct Rollup {
    /// The tallies, each with the institutions from its own upwards.
    ways: BTreeMap<(UnitId, WaveId), Vec<UnitId>>,
    at: Instant,
}

impl Default for Rollup {
    /// Nothing to pass on.
    fn default() -> Self {
        Self { ways: BTreeMap::new(), at: Instant(0) }
    }
}

impl Rollup {
    /// Whether nothing is to be passed on.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }
}

/// The tallies that an event tells of; none for other events.
///
/// # Errors
/// [`StoreError::Invalid`] if the payload is not of a form that this program knows.
pub fn tallies_changed(event: &Recorded) -> Result<Vec<(UnitId, WaveId)>, StoreError> {
    if event.kind != TASKS_CHANGED {
        return Ok(Vec::new());
    }
    let invalid = || StoreError::invalid("outbox.payload", "changed");
    let pairs = event.payload.get("changed").and_then(Value::as_array).filter(|_| event.version == 1);
    let id = |pair: &Value, at: usize| pair.get(at)?.as_str()?.parse::<uuid::Uuid>().ok();
    let pair = |pair: &Value| Some((UnitId(id(pair, 0)?), WaveId(id(pair, 1)?)));
    pairs.ok_or_else(invalid)?.iter().map(|one| pair(one).ok_or_else(invalid)).collect()
}

/// Finds the authorities above the institutions of these tallies; holds no writing connection.
///
/// # Errors
/// [`StoreError`] of the reads.
pub async fn plan_rollup(ctx: &Ctx, changed: BTreeSet<(UnitId, WaveId)>) -> Result<Rollup, StoreError> {
    let mut above: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    let mut ways = BTreeMap::new();
    for (institution, wave) in changed {
        let way = match above.get(&institution) {
            Some(way) => way.clone(),
            None => {
                let lineage = lookup::lineage(ctx.store(), institution).await?;
                let institutions = lineage.iter().rev().filter(|unit| unit.kind.is_institution());
                let way: Vec<UnitId> = institutions.map(|unit| unit.id).collect();
                above.insert(institution, way.clone());
                way
            }
        };
        ways.insert((institution, wave), way);
    }
    Ok(Rollup { ways, at: ctx.now() })
}

/// Passes on by how much each tally has grown since it was last passed on. The summaries say then exactly what the
/// tallies of this transaction say, however often an event is seen.
///
/// # Errors
/// [`StoreError`] of the reads and writes.
pub async fn save_rollup(tx: &Tx, rollup: &Rollup) -> Result<(), StoreError> {
    let keys: Vec<(UnitId, WaveId)> = rollup.ways.keys().copied().collect();
    let tallies = rows::tallies::of_keys(tx, &keys).await?;
    let passed = rows::coverage::own(tx, &keys).await?;
    let mut growth = Rows::new();
    for ((institution, wave), way) in &rollup.ways {
        let key = (*institution, *wave);
        let before = passed.get(&key).copied().unwrap_or_default();
        let grown = tallies.get(&key).copied().unwrap_or_default().minus(&before);
        let mut grow = |authority: UnitId, child: UnitId| {
            let row = growth.entry((authority, *wave, child)).or_default();
            *row = row.plus(&grown);
        };
        grow(*institution, *institution);
        way.windows(2).for_each(|pair| grow(pair[1], pair[0]));
    }
    rows::coverage::add(tx, &growth).await?;
    let changed: Vec<_> = keys.iter().map(|(institution, wave)| json!([institution, wave])).collect();
    let payload = json!({"v": 1, "changed": changed});
    let institution = UnitId(uuid::Uuid::nil());
    tx.emit(Event { institution, kind: COVERAGE_CHANGED, version: 1, payload, at: rollup.at }).await
}

/// How far a unit is with a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The unit.
    pub unit: UnitRef,
    /// The unit under which it is counted.
    pub above: UnitId,
    /// Its tasks and those of everything below it.
    pub counts: Counts,
}

/// How far a wave is under a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The unit.
    pub under: UnitRef,
    /// All that stands under it.
    pub counts: Counts,
    /// Its parts, by level, then in the order of the tree. A school's are those of its units that have a task.
    pub parts: Vec<Covered>,
}

/// How far a wave is under a unit (the issuer if none is named), with its parts and theirs down to `levels` (1 to 3).
///
/// # Errors
/// [`Denied::Unknown`] if the unit lies outside the reader's reach, or nothing of the wave stands there and its issuer
/// does not either.
pub async fn coverage(
    ctx: &Ctx,
    wave: WaveId,
    (under, levels): (Option<UnitId>, u8),
) -> Result<Coverage, WorkError> {
    let wave = rows::waves::find(ctx.store(), wave).await?.ok_or(Denied::Unknown)?;
    let under = under.unwrap_or(wave.from.unit);
    let unit = lookup::unit_refs(ctx.store(), &[under]).await?.remove(&under).ok_or(Denied::Unknown)?;
    ctx.demand(Action::WorkRead, &unit.place())?;
    let parts = if unit.kind.is_institution() {
        of_institution(ctx, (&unit, wave.id), levels.clamp(1, LEVELS_MOST)).await?
    } else {
        by_unit(ctx, (&unit, wave.id)).await?
    };
    let top = parts.iter().filter(|part| part.above == unit.id);
    let counts = top.fold(Counts::default(), |sum, part| sum.plus(&part.counts));
    if counts.total == 0 && ctx.demand(Action::WorkRead, &wave.from).is_err() {
        return Err(Denied::Unknown.into());
    }
    Ok(Coverage { under: unit, counts, parts })
}

async fn of_institution(
    ctx: &Ctx,
    (unit, wave): (&UnitRef, WaveId),
    levels: u8,
) -> Result<Vec<Covered>, StoreError> {
    let mut parts = by_unit(ctx, (unit, wave)).await?;
    let mut authorities = vec![unit.id];
    for _ in 0..levels {
        let rows = rows::coverage::below(ctx.store(), wave, &authorities).await?;
        let children: Vec<UnitId> = rows.iter().map(|(_, child, _)| *child).collect();
        let refs = lookup::unit_refs(ctx.store(), &children).await?;
        let mut level: Vec<Covered> = rows
            .into_iter()
            .filter_map(|(above, child, counts)| {
                Some(Covered { unit: refs.get(&child)?.clone(), above, counts })
            })
            .collect();
        level.sort_by(|a, b| a.unit.path.cmp(&b.unit.path));
        authorities = level.iter().filter(|p| !p.unit.kind.is_school()).map(|p| p.unit.id).collect();
        parts.extend(level);
        if authorities.is_empty() {
            break;
        }
    }
    Ok(parts)
}

/// The units of one institution that have a task themselves.
async fn by_unit(ctx: &Ctx, (unit, wave): (&UnitRef, WaveId)) -> Result<Vec<Covered>, StoreError> {
    let tasks = rows::tasks::in_wave(ctx.store(), (unit.institution, wave), &unit.path).await?;
    let mut counts: BTreeMap<UnitId, Counts> = BTreeMap::new();
    for task in &tasks {
        let sum = counts.entry(task.place.unit).or_default();
        *sum = sum.plus(&Counts::of(task));
    }
    let refs = lookup::unit_refs(ctx.store(), &counts.keys().copied().collect::<Vec<_>>()).await?;
    let in_order = |tasks: Vec<Task>| {
        let mut seen = BTreeSet::new();
        tasks.into_iter().map(|task| task.place.unit).filter(move |id| seen.insert(*id))
    };
    let covered = |id: UnitId| {
        Some(Covered { unit: refs.get(&id)?.clone(), above: unit.id, counts: *counts.get(&id)? })
    };
    Ok(in_order(tasks).filter_map(covered).collect())
}
