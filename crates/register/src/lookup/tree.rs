//! Units with those above them.

use std::collections::HashMap;
use std::sync::Arc;

use xd_kernel::{OrgPath, UnitId, UnitKind, Zone};
use xd_store::{Store, StoreError};

use crate::Span;
use crate::memory::Memory;
use crate::model::UnitRef;
use crate::rows::units::{self, Row};

/// Whose rules count where no unit says otherwise.
pub(crate) const COUNTRY: &str = "CN";

/// A unit and the way to it.
#[derive(Debug)]
pub(crate) struct Branch {
    pub unit: UnitRef,
    /// The root first, the unit itself last.
    pub lineage: Arc<[UnitRef]>,
    pub days: Span,
    pub zone: Zone,
    pub jurisdiction: Arc<str>,
}

impl Branch {
    /// The nearest unit of a kind, this one included, upward.
    pub fn nearest(&self, kind: UnitKind) -> Option<UnitId> {
        self.lineage.iter().rev().find(|unit| unit.kind == kind).map(|unit| unit.id)
    }

    /// The institutions from this unit's own upward, nearest first.
    pub fn institutions(&self) -> impl Iterator<Item = UnitId> + '_ {
        self.lineage.iter().rev().filter(|unit| unit.kind.is_institution()).map(|unit| unit.id)
    }
}

pub(crate) async fn branch(store: &Store, unit: UnitId) -> Result<Option<Arc<Branch>>, StoreError> {
    let memory = Memory::of(store);
    if let Some(known) = memory.branches.get(&unit) {
        return Ok(Some(known));
    }
    memory.branches.get_or(unit, || async move { Ok(read(store, &[unit]).await?.remove(&unit)) }).await
}

/// The branches of many units, read with two statements where they are not remembered.
pub(crate) async fn branches(
    store: &Store,
    wanted: &[UnitId],
) -> Result<HashMap<UnitId, Arc<Branch>>, StoreError> {
    let memory = Memory::of(store);
    let age = memory.branches.age();
    let mut found = HashMap::with_capacity(wanted.len());
    let mut missing = Vec::new();
    for unit in wanted {
        match memory.branches.get(unit) {
            Some(known) => drop(found.insert(*unit, known)),
            None => missing.push(*unit),
        }
    }
    if !missing.is_empty() {
        for (unit, branch) in read(store, &missing).await? {
            memory.branches.put(age, unit, Arc::clone(&branch));
            found.insert(unit, branch);
        }
    }
    Ok(found)
}

async fn read(store: &Store, wanted: &[UnitId]) -> Result<HashMap<UnitId, Arc<Branch>>, StoreError> {
    let rows = units::find_many(store.reader(), wanted).await?;
    let mut paths = Vec::new();
    for row in &rows {
        paths.extend(row.path()?.lineage().filter(|path| path.as_str() != row.path));
    }
    paths.sort_unstable();
    paths.dedup();
    let above = units::at_paths(store.reader(), &paths).await?;
    let above: HashMap<&str, &Row> = above.iter().map(|row| (row.path.as_str(), row)).collect();
    rows.iter().map(|row| Ok((row.id(), Arc::new(join(row, &above)?)))).collect()
}

fn join(row: &Row, above: &HashMap<&str, &Row>) -> Result<Branch, StoreError> {
    let path: OrgPath = row.path()?;
    let way: Vec<&Row> = path
        .lineage()
        .filter_map(|step| if step == path { Some(row) } else { above.get(step.as_str()).copied() })
        .collect();
    let lineage = way.iter().map(|row| row.to_ref()).collect::<Result<Arc<[UnitRef]>, _>>()?;
    let zone = way.iter().rev().find_map(|row| row.zone.as_deref()).map(Zone::named).transpose();
    let jurisdiction = way.iter().rev().find_map(|row| row.jurisdiction.as_deref()).unwrap_or(COUNTRY);
    Ok(Branch {
        unit: row.to_ref()?,
        lineage,
        days: row.days()?,
        zone: zone.map_err(|e| StoreError::invalid("unit.zone", e))?.unwrap_or_default(),
        jurisdiction: jurisdiction.into(),
    })
}
