//! Queries for whoever keeps the register: an institution's own calendar, its people by name.

use std::collections::HashMap;

use xd_kernel::{PersonId, SchoolDay, UnitId};
use xd_trust::{Action, Ctx, Denied};

use crate::DayKind;
use crate::calendar::NewTerm;
use crate::error::ReadError;
use crate::lookup::tree;
use crate::model::{CalendarDay, UnitRef};
use crate::query::nameable;
use crate::rows::{self, calendar, members, people};

/// What an institution's own calendar says, before those above it are asked.
#[derive(Debug, Clone, Default)]
pub struct OwnCalendar {
    /// Its terms, by their first day; with none, those of the nearest institution above count.
    pub terms: Vec<NewTerm>,
    /// Its marks, by day.
    pub marks: Vec<CalendarDay>,
}

/// An institution's own calendar. Needs `unit.read` at it, or at something below it.
///
/// # Errors
/// [`ReadError`].
pub async fn own_calendar(ctx: &Ctx, unit: UnitId) -> Result<OwnCalendar, ReadError> {
    nameable(ctx, &ctx.scope(Action::UnitRead), unit).await?;
    let conn = ctx.store().reader();
    let mut own = OwnCalendar::default();
    for term in calendar::terms(conn, unit).await? {
        let (from, to) = (rows::day(term.from_day)?, rows::day(term.to_day)?);
        own.terms.push(NewTerm { name: term.name, from, to });
    }
    for row in calendar::days(conn, unit).await? {
        let kind: DayKind =
            row.kind.parse().map_err(|e| xd_store::StoreError::invalid("calendar_day.kind", e))?;
        own.marks.push(CalendarDay { day: rows::day(row.day)?, kind });
    }
    Ok(own)
}

/// A person found by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// Where the person belongs on the day asked for: what tells two people of one name apart.
    pub units: Vec<UnitRef>,
}

/// Which people are asked for.
#[derive(Debug, Clone)]
pub struct PeopleQuery {
    /// A unit of the institution that keeps them.
    pub unit: UnitId,
    /// What the name holds, at least one character; without it, whoever comes first.
    pub name: String,
    /// The day of the memberships shown.
    pub day: SchoolDay,
    /// How many at the most.
    pub most: u32,
}

/// The people whom a unit's institution keeps, by a part of the name. Needs `roster.read` at the institution.
///
/// # Errors
/// [`ReadError`].
pub async fn people_named(ctx: &Ctx, query: &PeopleQuery) -> Result<Vec<Found>, ReadError> {
    let asked = tree::branch(ctx.store(), query.unit).await?.ok_or(Denied::Unknown)?;
    let keeper = asked.unit.institution;
    let keeper = tree::branch(ctx.store(), keeper).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::RosterRead, &keeper.unit.place())?;
    let conn = ctx.store().reader();
    let found = people::named(conn, keeper.unit.id, &query.name, u64::from(query.most)).await?;
    let ids = found.iter().map(|row| PersonId(row.person_id));
    let memberships = members::of_persons(conn, ids, Some(query.day)).await?;
    let wanted: Vec<UnitId> = memberships.iter().map(|row| UnitId(row.unit_id)).collect();
    let branches = tree::branches(ctx.store(), &wanted).await?;
    let mut units: HashMap<PersonId, Vec<UnitRef>> = HashMap::new();
    for row in &memberships {
        if let Some(branch) = branches.get(&UnitId(row.unit_id)) {
            units.entry(PersonId(row.person_id)).or_default().push(branch.unit.clone());
        }
    }
    let told = |row: people::Row| {
        let person = PersonId(row.person_id);
        Found { person, name: row.name, units: units.remove(&person).unwrap_or_default() }
    };
    Ok(found.into_iter().map(told).collect())
}
