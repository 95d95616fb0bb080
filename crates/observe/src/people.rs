//! Persons and units as lists show them.

use std::collections::HashMap;

use xd_kernel::{PersonId, UnitId};
use xd_register::{UnitRef, lookup};
use xd_store::{Store, StoreError};

/// A person, with the name if the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPerson {
    /// The person.
    pub id: PersonId,
    /// The name; none if the reader may not see it or the register no longer has it.
    pub name: Option<String>,
}

/// Names and units for one answer, looked up together.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    names: HashMap<PersonId, String>,
    units: HashMap<UnitId, UnitRef>,
}

impl Directory {
    pub async fn of(
        store: &Store,
        persons: impl Iterator<Item = PersonId>,
        units: impl Iterator<Item = UnitId>,
    ) -> Result<Self, StoreError> {
        let persons: Vec<PersonId> = persons.collect();
        let units: Vec<UnitId> = units.collect();
        let names = if persons.is_empty() { HashMap::new() } else { lookup::names(store, &persons).await? };
        let units = if units.is_empty() { HashMap::new() } else { lookup::unit_refs(store, &units).await? };
        Ok(Self { names, units })
    }

    pub fn person(&self, id: PersonId) -> NamedPerson {
        NamedPerson { id, name: self.names.get(&id).cloned() }
    }

    /// A unit that rows of ours name; units are never removed.
    pub fn unit(&self, id: UnitId) -> Result<UnitRef, StoreError> {
        self.units.get(&id).cloned().ok_or_else(|| StoreError::invalid("unit_id", format!("no unit {id}")))
    }
}
