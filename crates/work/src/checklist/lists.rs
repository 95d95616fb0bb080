//! Lists of a place's own, and what answers to lists came to over time.

use std::collections::BTreeMap;

use xd_kernel::{Instant, SchoolDay, UnitId};
use xd_register::import::{Faults, ImportError, ImportMode};
use xd_register::{UnitRef, lookup};
use xd_store::{Store, StoreError};
use xd_trust::{Action, Ctx, Denied, audit};

use super::{Checklist, read_items, shipped};
use crate::model::ListResult;
use crate::rows::lists;
use crate::template::WorkKind;
use crate::{Bilingual, WorkError};

/// The most days of a trend.
const TREND_DAYS: i32 = 731;

/// A list of an institution's own, in the place of the shipped one of the same id, there and below.
#[derive(Debug, Clone)]
pub struct ImportChecklist<'a> {
    /// The institution.
    pub unit: UnitId,
    /// The id of a list that is shipped.
    pub list: String,
    /// What it is called.
    pub title: Bilingual,
    /// CSV or XLSX.
    pub file: &'a [u8],
    /// Whether it is only checked.
    pub mode: ImportMode,
}

/// A list, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListInForce {
    /// The list.
    pub list: Checklist,
    /// The institution that imported it; none for what is shipped.
    pub from: Option<UnitId>,
}

/// Imports a version of a list. Tasks issued before keep the version that was in force then. Needs `work.plan`.
///
/// # Errors
/// [`ImportError`]: denied, or every fault with its row and column.
pub async fn import_checklist(ctx: &Ctx, command: ImportChecklist<'_>) -> Result<ListInForce, ImportError> {
    let place = lookup::place(ctx.store(), command.unit).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::WorkPlan, &place)?;
    let base = shipped().iter().find(|list| list.id == command.list).ok_or(Denied::Unknown)?;
    let mut faults = Faults::default();
    if place.unit != place.institution {
        faults.add((1, ""), "checklist.not_an_institution", "");
    }
    if !command.title.is_complete(100) {
        faults.add((1, "title"), "text.empty", "");
    }
    faults.none()?;
    let items = read_items(command.file)?;
    let own = lists::versions(ctx.store(), &[place.institution], &command.list).await?;
    let latest = own.iter().map(|row| row.list.version).chain([base.version]).max().unwrap_or(1);
    let list = Checklist { id: command.list, version: latest + 1, title: command.title, items };
    if let Err(fault) = list.form() {
        let mut faults = Faults::default();
        faults.add((1, ""), "checklist.no_form", &fault.pointer);
        faults.none()?;
    }
    if command.mode == ImportMode::Apply {
        let tx = ctx.begin().await?;
        let by = ctx.actor().account();
        lists::insert(&tx, (place.institution, &list), (ctx.now(), by)).await?;
        let entry = audit::Entry::new("work.import_checklist", &place).with("list", list.id.as_str());
        audit::record(&tx, ctx, entry.with("version", list.version)).await?;
        tx.commit().await?;
    }
    Ok(ListInForce { list, from: Some(place.institution) })
}

/// The list of an id that is in force at a unit at an instant: the latest of the nearest institution, else as shipped.
pub(crate) async fn in_force(
    store: &Store,
    (unit, list): (UnitId, &str),
    at: Instant,
) -> Result<Option<ListInForce>, StoreError> {
    let Some(base) = shipped().iter().find(|known| known.id == list) else { return Ok(None) };
    let lineage = lookup::lineage(store, unit).await?;
    let institutions: Vec<UnitId> =
        lineage.iter().rev().filter(|one| one.kind.is_institution()).map(|one| one.id).collect();
    let found = lists::versions(store, &institutions, list).await?;
    let nearest = |institution: &UnitId| {
        let own = found.iter().filter(|row| row.institution == *institution && row.imported_at <= at);
        own.max_by_key(|row| row.list.version)
    };
    let own = institutions.iter().find_map(nearest);
    Ok(Some(match own {
        Some(row) => ListInForce { list: row.list.clone(), from: Some(row.institution) },
        None => ListInForce { list: base.clone(), from: None },
    }))
}

/// The lists in force at a unit. Needs `work.read`.
///
/// # Errors
/// [`WorkError::Denied`].
pub async fn checklists(ctx: &Ctx, unit: UnitId) -> Result<Vec<ListInForce>, WorkError> {
    let mut found = Vec::new();
    for list in shipped() {
        found.push(checklist(ctx, unit, &list.id).await?);
    }
    Ok(found)
}

/// One list as it is in force at a unit. Needs `work.read`.
///
/// # Errors
/// [`WorkError::Denied`].
pub async fn checklist(ctx: &Ctx, unit: UnitId, list: &str) -> Result<ListInForce, WorkError> {
    let place = lookup::place(ctx.store(), unit).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::WorkRead, &place)?;
    let found = in_force(ctx.store(), (unit, list), ctx.now()).await?;
    Ok(found.ok_or(Denied::Unknown)?)
}

/// How often an item was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemTrend {
    /// The item's code.
    pub code: String,
    /// For each month of the trend: how often it held.
    pub yes: Vec<u32>,
    /// For each month: how often it did not.
    pub no: Vec<u32>,
}

/// What a list came to below a unit, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The months, such as `2026-11`, in order; those without a record are left out.
    pub months: Vec<String>,
    /// Each item of the list in force now.
    pub items: Vec<ItemTrend>,
    /// Each unit with a record: of its latest, how many items held, how many did not, and the day.
    pub units: Vec<(UnitRef, u32, u32, SchoolDay)>,
}

/// What a list came to at and below a unit over days, for self-checks or for inspections. Needs `work.read`.
///
/// # Errors
/// [`WorkError::Denied`]; [`WorkError::Invalid`] for more than two years.
pub async fn trend(
    ctx: &Ctx,
    (unit, list, kind): (UnitId, &str, WorkKind),
    (from, to): (SchoolDay, SchoolDay),
) -> Result<Trend, WorkError> {
    if to < from || to - from > TREND_DAYS {
        return Err(WorkError::field("to", "days.too_many", "from one day to another, two years at most"));
    }
    let items = checklist(ctx, unit, list).await?.list.items;
    let place = lookup::place(ctx.store(), unit).await?.ok_or(Denied::Unknown)?;
    let results = lists::results(ctx.store(), &place.path, (list, kind.word()), (from, to)).await?;
    let units: Vec<UnitId> = results.iter().map(|result| result.unit).collect();
    let names = lookup::unit_refs(ctx.store(), &units).await?;
    let month = |result: &ListResult| result.day.to_string().chars().take(7).collect::<String>();
    let mut months: Vec<String> = results.iter().map(month).collect();
    months.sort();
    months.dedup();
    let count = |code: &str, of: fn(&ListResult) -> &[String]| -> Vec<u32> {
        let held = |at: &String| {
            let there = results.iter().filter(|result| month(result) == *at);
            there.filter(|result| of(result).iter().any(|one| one == code)).count()
        };
        months.iter().map(|at| u32::try_from(held(at)).unwrap_or(u32::MAX)).collect()
    };
    let item = |code: &String| ItemTrend {
        code: code.clone(),
        yes: count(code, |result| &result.outcome.yes),
        no: count(code, |result| &result.outcome.no),
    };
    let codes: Vec<String> = items.into_iter().map(|item| item.code).collect();
    let items = codes.iter().map(item).collect();
    let mut latest: BTreeMap<UnitId, &ListResult> = BTreeMap::new();
    for result in &results {
        latest.insert(result.unit, result);
    }
    let size = |codes: &[String]| u32::try_from(codes.len()).unwrap_or(u32::MAX);
    let row = |(unit, result): (UnitId, &ListResult)| {
        let outcome = &result.outcome;
        Some((names.get(&unit)?.clone(), size(&outcome.yes), size(&outcome.no), result.day))
    };
    let units = latest.into_iter().filter_map(row).collect();
    Ok(Trend { months, items, units })
}
