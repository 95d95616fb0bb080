//! The epidemic curve: new cases by day of onset, in stacks.

use std::collections::{BTreeMap, BTreeSet};

use epi_rules::Text;
use xd_kernel::{SchoolDay, SignalId, UnitId, UnitKind};
use xd_observe::facts::{self, CaseFact};
use xd_register::{UnitRef, lookup};
use xd_store::StoreError;
use xd_trust::{Action, Ctx, Denied, Place, Scope};

use crate::book::rules;
use crate::error::SignalError;
use crate::query::{syndrome_name, unspecified};
use crate::rows;

/// What the cases are stacked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurveBy {
    /// By class; above a school, by school.
    Class,
    /// By syndrome group. A case in several groups stands in the first of the table, so that the stack's height is
    /// the number of cases.
    Syndrome,
}

/// Which curve is asked for.
#[derive(Debug, Clone, Copy)]
pub struct CurveQuery {
    /// The cases at or below this unit.
    pub unit: UnitId,
    /// First day of onset.
    pub from: SchoolDay,
    /// Last day of onset, at most 366 days later.
    pub to: SchoolDay,
    /// What they are stacked by.
    pub by: CurveBy,
}

/// An epidemic curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The unit.
    pub unit: UnitRef,
    /// Every day from first to last.
    pub days: Vec<SchoolDay>,
    /// The stacks; each has a count for each day.
    pub series: Vec<CurveSeries>,
    /// The signals on these days in the reader's reach, those that began first first.
    pub signals: Vec<CurveSignal>,
}

/// One stack of a curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurveSeries {
    /// The unit's id, the group's code, `staff` for persons without a class or `unspecified`.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// New cases on each day.
    pub counts: Vec<u32>,
}

/// A signal as a mark on a curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurveSignal {
    /// The signal.
    pub id: SignalId,
    /// Its rule.
    pub rule_id: String,
    /// First day on which it holds.
    pub first_day: SchoolDay,
    /// Last day on which it holds.
    pub holds_through: SchoolDay,
}

const DAYS_MOST: i32 = 366;

/// The epidemic curve of a unit, from sick absences that were not voided.
///
/// # Errors
/// [`SignalError::Denied`] without `signal.read` at the unit, [`SignalError::BadSpan`].
pub async fn epidemic_curve(ctx: &Ctx, query: CurveQuery) -> Result<Curve, SignalError> {
    let refs = lookup::unit_refs(ctx.store(), &[query.unit]).await?;
    let unit = refs.get(&query.unit).cloned().ok_or(Denied::Unknown)?;
    ctx.demand(Action::SignalRead, &unit.place())?;
    if query.to < query.from || query.to - query.from >= DAYS_MOST {
        return Err(SignalError::BadSpan);
    }
    let cases = cases(ctx, &unit, &query).await?;
    let days: Vec<SchoolDay> = (query.from.0..=query.to.0).map(SchoolDay).collect();
    let series = match query.by {
        CurveBy::Class => by_unit(ctx, &unit, &cases, &days).await?,
        CurveBy::Syndrome => by_syndrome(&cases, &days),
    };
    let scope = Scope::Below(vec![unit.path.clone()]);
    let marks = rows::with_days(ctx.store(), &scope, query.from, query.to).await?;
    let signals = marks.into_iter().map(|signal| CurveSignal {
        id: signal.id,
        rule_id: signal.key.rule_id,
        first_day: signal.extent.first_day,
        holds_through: signal.extent.holds_through,
    });
    Ok(Curve { signals: signals.collect(), unit, days, series })
}

async fn cases(ctx: &Ctx, unit: &UnitRef, query: &CurveQuery) -> Result<Vec<CaseFact>, StoreError> {
    let store = ctx.store();
    let schools: Vec<UnitId> = if spans_schools(unit) {
        let totals = lookup::group_totals(store, &unit.path, UnitKind::Class, query.to).await?;
        totals.into_iter().map(|total| total.institution).collect()
    } else {
        vec![unit.institution]
    };
    let mut cases = facts::in_window(store, &schools, query.from).await?;
    cases.retain(|case| case.onset <= query.to);
    if unit.id != unit.institution {
        keep_below(ctx, &unit.place(), &mut cases).await?;
    }
    Ok(cases)
}

/// A province, city, county, or a central school, which leads others.
fn spans_schools(unit: &UnitRef) -> bool {
    unit.id == unit.institution && !matches!(unit.kind, UnitKind::School | UnitKind::TeachingPoint)
}

/// Keeps the cases whose class or room is at or below a unit of the school.
async fn keep_below(ctx: &Ctx, place: &Place, cases: &mut Vec<CaseFact>) -> Result<(), StoreError> {
    let units: BTreeSet<UnitId> = cases.iter().flat_map(|case| [case.class, case.room]).flatten().collect();
    let refs = lookup::unit_refs(ctx.store(), &units.into_iter().collect::<Vec<_>>()).await?;
    let below = |unit: Option<UnitId>| {
        unit.and_then(|unit| refs.get(&unit)).is_some_and(|unit| place.path.covers(&unit.path))
    };
    cases.retain(|case| below(case.class) || below(case.room));
    Ok(())
}

async fn by_unit(
    ctx: &Ctx,
    unit: &UnitRef,
    cases: &[CaseFact],
    days: &[SchoolDay],
) -> Result<Vec<CurveSeries>, StoreError> {
    let above = spans_schools(unit);
    let of = |case: &CaseFact| if above { Some(case.institution) } else { case.class };
    let units: BTreeSet<UnitId> = cases.iter().filter_map(of).collect();
    let refs = lookup::unit_refs(ctx.store(), &units.into_iter().collect::<Vec<_>>()).await?;
    // In the order of the tree, persons without a class last.
    let stack = |case: &CaseFact| {
        let unit = of(case).and_then(|unit| refs.get(&unit));
        unit.map_or_else(
            || Stack { last: true, order: String::new(), key: "staff".to_owned(), name: staff() },
            |unit| {
                let name = Text { zh: unit.name.clone(), en: unit.name.clone() };
                let order = sortable(unit.path.as_str());
                Stack { last: false, order, key: unit.id.to_string(), name }
            },
        )
    };
    Ok(stacked(cases, days, stack))
}

/// A path whose byte order is the order of the ordinals in it: segments are numbers in base 36 without leading zeros,
/// so a longer one is greater.
fn sortable(path: &str) -> String {
    path.split('.').map(|segment| format!("{segment:0>7}")).collect::<Vec<_>>().join(".")
}

fn staff() -> Text {
    Text { zh: "教职工等".to_owned(), en: "staff and others".to_owned() }
}

fn by_syndrome(cases: &[CaseFact], days: &[SchoolDay]) -> Vec<CurveSeries> {
    let lexicon = rules().lexicon();
    let order_of = |code: &str| lexicon.syndromes().iter().position(|group| group.code == code);
    let stack = |case: &CaseFact| {
        let symptoms: Vec<&str> = case.symptoms.codes().collect();
        let disease = || lexicon.disease(case.diagnosis.as_deref()?)?.groups.first().map(String::as_str);
        let group = lexicon.syndromes().of(&symptoms).first().copied().or_else(disease);
        match group.and_then(|code| Some((code, order_of(code)?, syndrome_name(code)?))) {
            Some((code, at, name)) => {
                Stack { last: false, order: format!("{at:03}"), key: code.to_owned(), name }
            }
            None => {
                let key = "unspecified".to_owned();
                Stack { last: true, order: String::new(), key, name: unspecified() }
            }
        }
    };
    stacked(cases, days, stack)
}

/// Where a case stands in the stack.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stack {
    last: bool,
    order: String,
    key: String,
    name: Text,
}

fn stacked(cases: &[CaseFact], days: &[SchoolDay], stack: impl Fn(&CaseFact) -> Stack) -> Vec<CurveSeries> {
    let mut found: BTreeMap<(bool, String, String), CurveSeries> = BTreeMap::new();
    for case in cases {
        let Stack { last, order, key, name } = stack(case);
        let Some(at) = days.iter().position(|day| *day == case.onset) else { continue };
        let empty = CurveSeries { key: key.clone(), name, counts: vec![0; days.len()] };
        found.entry((last, order, key)).or_insert(empty).counts[at] += 1;
    }
    found.into_values().collect()
}
