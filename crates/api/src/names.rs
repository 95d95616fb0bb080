//! Units and people by name, looked up for a whole answer at once.
//!
//! Names are looked up for what a verb has already decided to show; nothing here authorises.

use std::collections::HashMap;

use xd_kernel::{PersonId, UnitId, UnitKind};
use xd_register::lookup;
use xd_store::{Store, StoreError};

use crate::views::{PersonRef, UnitRef};

/// What an answer needs to name.
#[derive(Debug, Default)]
pub struct Wanted {
    units: Vec<UnitId>,
    people: Vec<PersonId>,
}

impl Wanted {
    /// Also this unit.
    pub fn unit(&mut self, unit: impl IntoIterator<Item = UnitId>) -> &mut Self {
        self.units.extend(unit);
        self
    }

    /// Also this person.
    pub fn person(&mut self, person: impl IntoIterator<Item = PersonId>) -> &mut Self {
        self.people.extend(person);
        self
    }

    /// Looks everything up, with one query for units and one for people.
    ///
    /// # Errors
    /// [`StoreError`] of the reads.
    pub async fn find(mut self, store: &Store) -> Result<Names, StoreError> {
        self.units.sort_unstable();
        self.units.dedup();
        self.people.sort_unstable();
        self.people.dedup();
        let units = match self.units.as_slice() {
            [] => HashMap::new(),
            units => lookup::unit_refs(store, units).await?,
        };
        let people = match self.people.as_slice() {
            [] => HashMap::new(),
            people => lookup::names(store, people).await?,
        };
        Ok(Names { units, people })
    }
}

/// The names that were found.
#[derive(Debug)]
pub struct Names {
    units: HashMap<UnitId, xd_register::UnitRef>,
    people: HashMap<PersonId, String>,
}

impl Names {
    /// A unit. One that is gone from the register keeps its id and has no name.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> UnitRef {
        self.units.get(&id).map_or_else(
            || UnitRef { id, kind: UnitKind::School, name: String::new() },
            |unit| UnitRef { id, kind: unit.kind, name: unit.name.clone() },
        )
    }

    /// A person whose name may be seen.
    #[must_use]
    pub fn person(&self, id: PersonId) -> PersonRef {
        PersonRef::named(id, self.people.get(&id).cloned())
    }
}

impl From<&xd_register::UnitRef> for UnitRef {
    fn from(unit: &xd_register::UnitRef) -> Self {
        Self { id: unit.id, kind: unit.kind, name: unit.name.clone() }
    }
}
