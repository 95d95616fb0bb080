//! What a day is, from the calendars of a school and of those above it.

use std::collections::HashMap;
use std::str::FromStr as _;
use std::sync::Arc;

use xd_kernel::{SchoolDay, UnitId};
use xd_store::{Store, StoreError};

use super::tree;
use crate::memory::Memory;
use crate::rows::calendar;
use crate::{DayKind, Span};

/// What days are at a unit: for whoever asks about many days at once.
#[derive(Debug, Clone, Default)]
pub struct Calendar(Vec<Arc<Layer>>);

impl Calendar {
    /// One calendar of its own, with nothing above it.
    #[must_use]
    pub fn of(terms: Vec<Span>, marks: impl IntoIterator<Item = (SchoolDay, DayKind)>) -> Self {
        Self(vec![Arc::new(Layer { terms, marks: marks.into_iter().collect() })])
    }

    /// What a day is.
    #[must_use]
    pub fn kind(&self, day: SchoolDay) -> DayKind {
        kind_of(day, self.0.iter().map(AsRef::as_ref))
    }
}

/// One unit's own calendar; empty for most.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    pub terms: Vec<Span>,
    pub marks: HashMap<SchoolDay, DayKind>,
}

/// What a day is, by calendars from the school's own upward.
///
/// The nearest calendar that marks the day decides. Terms come from the nearest calendar that has any; outside them
/// what a farther calendar marks no longer counts, since it was meant for other terms. Without a mark, Saturdays and
/// Sundays are weekends and the other days of a term school days. Where nobody has terms, every day is inside.
pub(crate) fn kind_of<'a>(day: SchoolDay, nearest_first: impl IntoIterator<Item = &'a Layer>) -> DayKind {
    let mut in_term = None;
    for layer in nearest_first {
        if let Some(kind) = layer.marks.get(&day) {
            return *kind;
        }
        if in_term.is_none() && !layer.terms.is_empty() {
            if !layer.terms.iter().any(|term| term.holds(day)) {
                return DayKind::OutsideTerm;
            }
            in_term = Some(());
        }
    }
    if day.is_weekend() { DayKind::Weekend } else { DayKind::SchoolDay }
}

/// The calendars that count at a unit, nearest first.
pub(crate) async fn layers(store: &Store, unit: UnitId) -> Result<Calendar, StoreError> {
    let Some(branch) = tree::branch(store, unit).await? else { return Ok(Calendar::default()) };
    let mut layers = Vec::with_capacity(branch.lineage.len());
    for institution in branch.institutions() {
        layers.extend(layer(store, institution).await?);
    }
    Ok(Calendar(layers))
}

async fn layer(store: &Store, unit: UnitId) -> Result<Option<Arc<Layer>>, StoreError> {
    let memory = Memory::of(store);
    if let Some(known) = memory.layers.get(&unit) {
        return Ok(Some(known));
    }
    memory.layers.get_or(unit, || async move { Ok(Some(Arc::new(read(store, unit).await?))) }).await
}

async fn read(store: &Store, unit: UnitId) -> Result<Layer, StoreError> {
    let terms = calendar::terms(store.reader(), unit).await?;
    let terms = terms.iter().map(|term| crate::rows::span(term.from_day, Some(term.to_day)));
    let mut marks = HashMap::new();
    for row in calendar::days(store.reader(), unit).await? {
        let kind = DayKind::from_str(&row.kind).map_err(|e| StoreError::invalid("calendar_day.kind", e))?;
        marks.insert(crate::rows::day(row.day)?, kind);
    }
    Ok(Layer { terms: terms.collect::<Result<_, _>>()?, marks })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDay {
        text.parse().unwrap()
    }

    fn layer(terms: &[(&str, &str)], marks: &[(&str, DayKind)]) -> Layer {
        Layer {
            terms: terms.iter().map(|(from, to)| Span::between(day(from), day(to))).collect(),
            marks: marks.iter().map(|(at, kind)| (day(at), *kind)).collect(),
        }
    }

    #[test]
    fn the_nearest_word_counts() {
        use DayKind::*;
        let school = layer(
            &[("2026-09-07", "2027-01-15")],
            &[("2026-11-25", Closure), ("2026-10-05", SchoolDay), ("2026-08-29", MakeUpDay)],
        );
        let county = layer(
            &[("2026-09-01", "2027-01-22")],
            &[
                ("2026-10-05", Holiday),
                ("2026-10-10", MakeUpDay),
                ("2026-09-05", MakeUpDay),
                ("2026-10-01", Holiday),
            ],
        );
        let both = [&school, &county];
        for (at, expected, why) in [
            ("2026-11-23", SchoolDay, "a Monday in term"),
            ("2026-11-28", Weekend, "a Saturday in term"),
            ("2026-11-25", Closure, "the school's own mark"),
            ("2026-10-01", Holiday, "the county's mark, inherited"),
            ("2026-10-05", SchoolDay, "the school overrides the county"),
            ("2026-10-10", MakeUpDay, "a Saturday made up by order of the county"),
            ("2026-09-02", OutsideTerm, "the school's own terms count, not the county's"),
            ("2026-09-05", OutsideTerm, "the county's mark was for the county's terms"),
            ("2026-08-29", MakeUpDay, "the school's own mark counts outside its terms"),
            ("2027-01-20", OutsideTerm, "after the school's term"),
        ] {
            assert_eq!(kind_of(day(at), both), expected, "{at}: {why}");
        }
        assert_eq!(kind_of(day("2027-01-20"), [&Layer::default(), &county]), SchoolDay, "inherited terms");
        assert_eq!(kind_of(day("2026-07-27"), [&Layer::default()]), SchoolDay, "no calendar: weekdays");
        assert_eq!(kind_of(day("2026-07-26"), []), Weekend, "no calendar: weekends");
    }
}
