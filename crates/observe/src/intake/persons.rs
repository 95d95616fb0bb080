//! Who the persons in a batch of checks are: members of the group they were reported in, with a home.

use std::collections::{BTreeMap, HashMap};

use xd_kernel::{PersonId, SchoolDay, UnitId, UnitKind};
use xd_register::{UnitRef, lookup};
use xd_store::{Store, StoreError};

use crate::error::FieldError;
use crate::record::{Arrival, Home};

/// The units of persons, by day.
#[derive(Debug, Default)]
pub(super) struct Belonging(HashMap<(SchoolDay, PersonId), Vec<UnitRef>>);

impl Belonging {
    /// Looks up everybody named in these checks: one read for each day, of which there is mostly one.
    pub async fn of(store: &Store, arrivals: &[Arrival]) -> Result<Self, StoreError> {
        let mut days: BTreeMap<SchoolDay, Vec<PersonId>> = BTreeMap::new();
        for arrival in arrivals.iter().filter(|arrival| arrival.names_persons()) {
            let persons = days.entry(arrival.record.slot.day).or_default();
            persons.extend(arrival.exceptions.iter().map(|seen| seen.person));
            persons.extend(arrival.temperatures.iter().map(|taken| taken.0));
        }
        let mut found = Self::default();
        for (day, persons) in days {
            let units = lookup::units_of(store, &persons, day).await?;
            found.0.extend(units.into_iter().map(|(person, units)| ((day, person), units)));
        }
        Ok(found)
    }

    fn units(&self, day: SchoolDay, person: PersonId) -> &[UnitRef] {
        self.0.get(&(day, person)).map_or(&[], Vec::as_slice)
    }

    fn is_member(&self, arrival: &Arrival, person: PersonId) -> bool {
        let slot = arrival.record.slot;
        self.units(slot.day, person).iter().any(|unit| unit.id == slot.group)
    }

    /// Refuses persons who were not in the group on that day.
    pub fn check(&self, arrival: &Arrival) -> Result<(), Vec<FieldError>> {
        let exceptions = arrival.exceptions.iter().map(|seen| seen.person).enumerate();
        let temperatures = arrival.temperatures.iter().map(|taken| taken.0).enumerate();
        let named = exceptions
            .map(|(at, person)| ("exceptions", at, person))
            .chain(temperatures.map(|(at, person)| ("temperatures", at, person)));
        let strangers = named.filter(|(_, _, person)| !self.is_member(arrival, *person));
        let errors: Vec<FieldError> = strangers
            .map(|(list, at, _)| {
                let detail = "this person is not in the group on that day";
                FieldError::new(format!("{list}.{at}.person_id"), "check.person_not_in_group", detail)
            })
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Where a person of a group belongs.
    pub fn home(&self, day: SchoolDay, person: PersonId, reported_in: UnitId) -> Option<Home> {
        home(person, self.units(day, person), reported_in)
    }
}

/// The group whose checks show that a person is back is the class, else the team, else the room. Of several classes it
/// is the one that reported.
pub(super) fn home(person: PersonId, units: &[UnitRef], reported_in: UnitId) -> Option<Home> {
    let of_kind = |kind: UnitKind| {
        let mut found = units.iter().filter(|unit| unit.kind == kind);
        found.clone().find(|unit| unit.id == reported_in).or_else(|| found.next())
    };
    let class = of_kind(UnitKind::Class);
    let room = of_kind(UnitKind::DormitoryRoom);
    let group = class.or_else(|| of_kind(UnitKind::StaffTeam)).or(room)?;
    Some(Home {
        institution: group.institution,
        person,
        group: group.id,
        class: class.map(|unit| unit.id),
        room: room.map(|unit| unit.id),
    })
}
