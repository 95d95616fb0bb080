//! Who the persons in a batch of checks are: members of the group they were reported in, with a home.

use std::collections::HashSet;

use xd_kernel::{PersonId, SchoolDay, UnitId, UnitKind};
use xd_register::UnitRef;
use xd_register::lookup::{self, Memberships};
use xd_store::{Store, StoreError};

use crate::error::FieldError;
use crate::record::{Arrival, Home};

/// Where the persons named in a batch belong.
#[derive(Debug, Default)]
pub(super) struct Belonging(pub(super) Memberships);

impl Belonging {
    /// Looks up everybody named in these checks, with one read.
    pub async fn of(store: &Store, arrivals: &[Arrival]) -> Result<Self, StoreError> {
        let named = arrivals.iter().flat_map(|arrival| {
            let excepted = arrival.exceptions.iter().map(|seen| seen.person);
            excepted.chain(arrival.temperatures.iter().map(|taken| taken.0))
        });
        let persons: Vec<PersonId> = named.collect::<HashSet<_>>().into_iter().collect();
        if persons.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self(lookup::memberships(store, &persons).await?))
    }

    fn is_member(&self, arrival: &Arrival, person: PersonId) -> bool {
        let slot = arrival.record.slot;
        self.0.is_member(slot.group, person, slot.day)
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
        let units: Vec<&UnitRef> = self.0.units_on(person, day).collect();
        home(person, &units, reported_in)
    }
}

/// The group whose checks show that a person is back is the class, else the team, else the room. Of several classes it
/// is the one that reported.
pub(super) fn home(person: PersonId, units: &[&UnitRef], reported_in: UnitId) -> Option<Home> {
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
