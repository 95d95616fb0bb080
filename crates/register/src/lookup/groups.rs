//! Groups and how many are expected in them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use xd_kernel::{OrgPath, SchoolDay, UnitId, UnitKind};
use xd_store::{Store, StoreError};

use super::tree::{self, Branch};
use crate::Span;
use crate::memory::Memory;
use crate::model::GroupRoster;
use crate::rows::{members, units};
use crate::span;

/// A group with its roster over time: one entry per stretch of days with the same number of members, so that late
/// reports of past days are answered from the same memory as today's.
#[derive(Debug)]
pub(crate) struct Timeline {
    days: Span,
    before: Arc<GroupRoster>,
    steps: Vec<(SchoolDay, Arc<GroupRoster>)>,
}

impl Timeline {
    fn of(branch: &Branch, roster_version: i64, spans: &[Span]) -> Self {
        let at = |expected| {
            Arc::new(GroupRoster {
                place: branch.unit.place(),
                kind: branch.unit.kind,
                name: branch.unit.name.clone(),
                roster_version,
                expected,
                zone: branch.zone.clone(),
            })
        };
        let steps = span::counts(spans).into_iter().map(|(day, expected)| (day, at(expected))).collect();
        Self { days: branch.days, before: at(0), steps }
    }

    fn on(&self, day: SchoolDay) -> Option<Arc<GroupRoster>> {
        let step = self.steps.iter().rev().find(|(from, _)| *from <= day).map_or(&self.before, |(_, at)| at);
        self.days.holds(day).then(|| Arc::clone(step))
    }
}

pub(crate) async fn group(
    store: &Store,
    unit: UnitId,
    day: SchoolDay,
) -> Result<Option<Arc<GroupRoster>>, StoreError> {
    let memory = Memory::of(store);
    if let Some(known) = memory.groups.get(&unit) {
        return Ok(known.on(day));
    }
    let found = memory.groups.get_or(unit, || read(store, unit)).await?;
    Ok(found.and_then(|timeline| timeline.on(day)))
}

pub(crate) async fn group_anew(
    store: &Store,
    unit: UnitId,
    day: SchoolDay,
) -> Result<Option<Arc<GroupRoster>>, StoreError> {
    Memory::of(store).groups.forget(&unit);
    group(store, unit, day).await
}

async fn read(store: &Store, unit: UnitId) -> Result<Option<Arc<Timeline>>, StoreError> {
    let Some(branch) = tree::branch(store, unit).await? else { return Ok(None) };
    if !branch.unit.kind.is_checked_group() {
        return Ok(None);
    }
    // The version before the members: a change in between shows an old version with new members, never the reverse,
    // and is forgotten by whoever made it.
    let Some(row) = units::find(store.reader(), unit).await? else { return Ok(None) };
    let spans = members::spans_of(store.reader(), branch.unit.institution, unit).await?;
    Ok(Some(Arc::new(Timeline::of(&branch, row.roster_version, &spans))))
}

pub(crate) async fn below(
    store: &Store,
    under: &OrgPath,
    kinds: &[UnitKind],
    day: SchoolDay,
) -> Result<Vec<GroupRoster>, StoreError> {
    let filter = units::Filter { kinds, under: Some(under), open_on: Some(day), ..units::Filter::default() };
    let rows = units::list(store.reader(), &filter).await?;
    let institutions: BTreeSet<UnitId> = rows.iter().map(|row| UnitId(row.institution_id)).collect();
    let counts = members::counts(store.reader(), institutions.iter().copied(), day).await?;
    // A group shares its school's zone: no unit below an institution has another (`unit.zone_not_here`).
    let schools = tree::branches(store, &institutions.into_iter().collect::<Vec<_>>()).await?;
    rows.iter().map(|row| roster(row, &counts, &schools)).collect()
}

fn roster(
    row: &units::Row,
    counts: &HashMap<UnitId, i64>,
    schools: &HashMap<UnitId, Arc<Branch>>,
) -> Result<GroupRoster, StoreError> {
    let unit = row.to_ref()?;
    Ok(GroupRoster {
        place: unit.place(),
        kind: unit.kind,
        roster_version: row.roster_version,
        expected: counts.get(&unit.id).copied().unwrap_or(0),
        zone: schools.get(&unit.institution).map(|school| school.zone.clone()).unwrap_or_default(),
        name: unit.name,
    })
}
