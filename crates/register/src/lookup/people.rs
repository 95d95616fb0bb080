//! Persons: where they belong, whose children they are.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use xd_kernel::{PersonId, SchoolDay, UnitId, UnitKind};
use xd_store::{Store, StoreError};

use super::tree::{self, Branch};
use crate::Span;
use crate::model::{PersonPlace, UnitRef, Ward};
use crate::rows::{members, people};

/// Where persons belong, over all days: read once, asked for many days.
#[derive(Debug, Default)]
pub struct Memberships(HashMap<PersonId, Vec<(Arc<Branch>, Span)>>);

impl Memberships {
    /// Whether this person was asked about.
    #[must_use]
    pub fn covers(&self, person: PersonId) -> bool {
        self.0.contains_key(&person)
    }

    /// Every unit to which a person belongs on a day, whatever institutions they are in.
    pub fn units_on(&self, person: PersonId, day: SchoolDay) -> impl Iterator<Item = &UnitRef> {
        let all = self.0.get(&person).into_iter().flatten();
        all.filter(move |(_, days)| days.holds(day)).map(|(branch, _)| &branch.unit)
    }

    /// Whether a person belongs to a unit on a day.
    #[must_use]
    pub fn is_member(&self, unit: UnitId, person: PersonId, day: SchoolDay) -> bool {
        self.units_on(person, day).any(|one| one.id == unit)
    }
}

pub(crate) async fn memberships(store: &Store, persons: &[PersonId]) -> Result<Memberships, StoreError> {
    let rows = members::of_persons(store.reader(), persons.iter().copied(), None).await?;
    let units: HashSet<UnitId> = rows.iter().map(|row| UnitId(row.unit_id)).collect();
    let branches = tree::branches(store, &units.into_iter().collect::<Vec<_>>()).await?;
    let mut found: HashMap<PersonId, Vec<(Arc<Branch>, Span)>> =
        persons.iter().map(|person| (*person, Vec::new())).collect();
    for row in &rows {
        if let Some(branch) = branches.get(&UnitId(row.unit_id)) {
            let belongs = (Arc::clone(branch), row.days()?);
            found.entry(PersonId(row.person_id)).or_default().push(belongs);
        }
    }
    Ok(Memberships(found))
}

pub(crate) async fn places(
    store: &Store,
    institution: UnitId,
    persons: &[PersonId],
    day: SchoolDay,
) -> Result<HashMap<PersonId, PersonPlace>, StoreError> {
    let mut rows = members::of_persons(store.reader(), persons.iter().copied(), Some(day)).await?;
    rows.retain(|row| row.institution_id == institution.0);
    let units: HashSet<UnitId> = rows.iter().map(|row| UnitId(row.unit_id)).collect();
    let branches = tree::branches(store, &units.into_iter().collect::<Vec<_>>()).await?;
    let mut found: HashMap<PersonId, PersonPlace> = HashMap::with_capacity(persons.len());
    for row in &rows {
        let Some(branch) = branches.get(&UnitId(row.unit_id)) else { continue };
        let place = found.entry(PersonId(row.person_id)).or_default();
        let campus = branch.nearest(UnitKind::Campus);
        match branch.unit.kind {
            UnitKind::Class => {
                place.class = Some(branch.unit.id);
                place.campus = campus.or(place.campus);
            }
            UnitKind::DormitoryRoom => place.room = Some(branch.unit.id),
            UnitKind::StaffTeam => place.team = Some(branch.unit.id),
            _ => {}
        }
        place.campus = place.campus.or(campus);
    }
    Ok(found)
}

pub(crate) async fn wards(
    store: &Store,
    guardian: PersonId,
    day: SchoolDay,
) -> Result<Vec<Ward>, StoreError> {
    let wards = members::wards_of(store.reader(), guardian, day).await?;
    let ids: Vec<PersonId> = wards.iter().map(|row| PersonId(row.ward_id)).collect();
    let names = people::names(store.reader(), ids.iter().copied()).await?;
    let rows = members::of_persons(store.reader(), ids, Some(day)).await?;
    let units: Vec<UnitId> = rows.iter().map(|row| UnitId(row.unit_id)).collect();
    let branches = tree::branches(store, &units).await?;
    let mut found = Vec::new();
    for row in &rows {
        let person = PersonId(row.person_id);
        let class = branches.get(&UnitId(row.unit_id)).filter(|branch| branch.unit.kind == UnitKind::Class);
        if let (Some(class), Some(name)) = (class, names.get(&person)) {
            found.push(Ward { person, name: name.clone(), class: class.unit.clone() });
        }
    }
    found.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
    Ok(found)
}
