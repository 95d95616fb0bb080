//! Persons: where they belong, whose children they are.

use std::collections::{HashMap, HashSet};

use xd_kernel::{PersonId, SchoolDay, UnitId, UnitKind};
use xd_store::{Store, StoreError};

use super::tree;
use crate::model::{PersonPlace, UnitRef, Ward};
use crate::rows::{members, people};

pub(crate) async fn members_among(
    store: &Store,
    day: SchoolDay,
    pairs: &[(UnitId, PersonId)],
) -> Result<HashSet<(UnitId, PersonId)>, StoreError> {
    let wanted: HashSet<_> = pairs.iter().copied().collect();
    let persons = wanted.iter().map(|(_, person)| *person);
    let rows = members::of_persons(store.reader(), persons, Some(day)).await?;
    let held = rows.iter().map(|row| (UnitId(row.unit_id), PersonId(row.person_id)));
    Ok(held.filter(|pair| wanted.contains(pair)).collect())
}

pub(crate) async fn units_of(
    store: &Store,
    persons: &[PersonId],
    day: SchoolDay,
) -> Result<HashMap<PersonId, Vec<UnitRef>>, StoreError> {
    let rows = members::of_persons(store.reader(), persons.iter().copied(), Some(day)).await?;
    let units: HashSet<UnitId> = rows.iter().map(|row| UnitId(row.unit_id)).collect();
    let branches = tree::branches(store, &units.into_iter().collect::<Vec<_>>()).await?;
    let mut found: HashMap<PersonId, Vec<UnitRef>> = HashMap::with_capacity(persons.len());
    for row in &rows {
        if let Some(branch) = branches.get(&UnitId(row.unit_id)) {
            found.entry(PersonId(row.person_id)).or_default().push(branch.unit.clone());
        }
    }
    Ok(found)
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
