//! Checks as they are shown.

use std::collections::HashMap;

use xd_kernel::{CheckId, PersonId, SchoolDay, UnitId};
use xd_register::lookup;
use xd_store::StoreError;
use xd_trust::{Action, Ctx, Denied, Place};

use crate::error::QueryError;
use crate::people::{Directory, NamedPerson};
use crate::record::{CheckReceipt, CheckRecord};
use crate::rows::{self, symptoms_from, word_from};
use crate::{CheckType, ExceptionKind, Symptoms};

/// A check with the persons in it, as far as the reader may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckView {
    /// What it says of the group.
    pub receipt: CheckReceipt,
    /// Who reported it; none if a part of the program did.
    pub checker: Option<NamedPerson>,
    /// Typed in from a paper form.
    pub on_paper: bool,
    /// Those not here and well; empty for readers who may not see persons.
    pub exceptions: Vec<ExceptionView>,
}

/// A person in a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionView {
    /// Who.
    pub person: NamedPerson,
    /// How.
    pub kind: ExceptionKind,
    /// Symptoms.
    pub symptoms: Symptoms,
    /// Body temperature in tenths of a degree Celsius.
    pub celsius_tenths: Option<i64>,
    /// A few words.
    pub note: Option<String>,
}

/// Which checks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckQuery {
    /// The group.
    pub group: UnitId,
    /// The day.
    pub day: SchoolDay,
    /// The time of day; without one, all.
    pub check_type: Option<CheckType>,
}

/// The checks of a group on a day, corrected ones too, newest first.
///
/// # Errors
/// [`QueryError`].
pub async fn checks(ctx: &Ctx, query: CheckQuery) -> Result<Vec<CheckView>, QueryError> {
    let place = lookup::place(ctx.store(), query.group).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::CheckRead, &place)?;
    let mut records = rows::checks::of_group(ctx.store().reader(), query.group, query.day).await?;
    records.retain(|record| query.check_type.is_none_or(|wanted| record.slot.check_type == wanted));
    Ok(views(ctx, &[(place, records)]).await?)
}

/// Views of checks, group by group.
pub(crate) async fn views(
    ctx: &Ctx,
    groups: &[(Place, Vec<CheckRecord>)],
) -> Result<Vec<CheckView>, StoreError> {
    let mut seen: HashMap<CheckId, Vec<rows::views::ExceptionRow>> = HashMap::new();
    let mut by_school: HashMap<UnitId, Vec<CheckId>> = HashMap::new();
    for (place, records) in groups {
        if ctx.reach().may(Action::CheckPersons, &place.path) {
            let excepting = records.iter().filter(|record| record.has_exceptions());
            by_school.entry(place.institution).or_default().extend(excepting.map(|record| record.check));
        }
    }
    for (school, checks) in by_school {
        for row in rows::views::exceptions(ctx.store().reader(), school, checks.into_iter()).await? {
            seen.entry(CheckId(row.check_id)).or_default().push(row);
        }
    }
    let records = || groups.iter().flat_map(|(_, records)| records);
    let persons = seen.values().flatten().map(|row| PersonId(row.person_id));
    let persons = persons.chain(records().filter_map(|record| record.person));
    let directory = Directory::of(ctx.store(), persons, std::iter::empty()).await?;
    let rosters = rosters(ctx, groups).await?;
    let receipt = |record: &CheckRecord| {
        let in_force = rosters.get(&record.slot.group).copied().unwrap_or(record.roster_version);
        CheckReceipt::of(record, in_force)
    };
    let view = |record: &CheckRecord| {
        view((record, receipt(record)), seen.remove(&record.check).unwrap_or_default(), &directory)
    };
    records().map(view).collect()
}

/// The rosters in force of the groups, of those that are open on the days of their checks.
async fn rosters(
    ctx: &Ctx,
    groups: &[(Place, Vec<CheckRecord>)],
) -> Result<HashMap<UnitId, i64>, StoreError> {
    let mut found = HashMap::with_capacity(groups.len());
    for slot in groups.iter().filter_map(|(_, records)| Some(records.first()?.slot)) {
        if let Some(group) = lookup::group(ctx.store(), slot.group, slot.day).await? {
            found.insert(slot.group, group.roster_version);
        }
    }
    Ok(found)
}

fn view(
    (record, receipt): (&CheckRecord, CheckReceipt),
    seen: Vec<rows::views::ExceptionRow>,
    directory: &Directory,
) -> Result<CheckView, StoreError> {
    let exception = |row: rows::views::ExceptionRow| {
        Ok(ExceptionView {
            person: directory.person(PersonId(row.person_id)),
            kind: word_from("check_exception.kind", &row.kind)?,
            symptoms: symptoms_from("check_exception.symptoms", &row.symptoms)?,
            celsius_tenths: row.celsius_tenths,
            note: row.note,
        })
    };
    Ok(CheckView {
        receipt,
        checker: record.person.map(|person| directory.person(person)),
        on_paper: record.on_paper,
        exceptions: seen.into_iter().map(exception).collect::<Result<_, StoreError>>()?,
    })
}
