//! Lookups for the crates above: no authorisation, that is the caller's.
//!
//! What is asked for on the path of every request (a group's roster, a place, a lineage, the kind of a day, the posts
//! a person holds) is remembered in this process: bounded, forgotten when this process commits a change of it, and on
//! PostgreSQL, where another process may change it, after ten seconds.

pub(crate) mod calendar;
pub(crate) mod groups;
mod people;
mod posts;
pub(crate) mod tree;

use std::collections::HashMap;
use std::sync::Arc;

use xd_kernel::{OrgPath, PersonId, SchoolDay, UnitId, UnitKind, Zone};
use xd_store::{Store, StoreError};
use xd_trust::{Grant, Place};

use crate::model::{GroupRoster, GroupTotals, HeldPost, Holder, Keeper, PersonPlace, UnitRef, Ward};
use crate::rows::{self, members};
use crate::{DayKind, PostKind};
pub use calendar::Calendar;
pub use people::Memberships;

/// Where a unit is; none if there is no such unit.
///
/// # Errors
/// [`StoreError`] of the read, as in every function here.
pub async fn place(store: &Store, unit: UnitId) -> Result<Option<Place>, StoreError> {
    Ok(tree::branch(store, unit).await?.map(|branch| branch.unit.place()))
}

/// The units of these ids, those that exist.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn unit_refs(store: &Store, units: &[UnitId]) -> Result<HashMap<UnitId, UnitRef>, StoreError> {
    let found = tree::branches(store, units).await?;
    Ok(found.into_iter().map(|(id, branch)| (id, branch.unit.clone())).collect())
}

/// The zones in which the days of these units begin, of those that exist.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn zones(store: &Store, units: &[UnitId]) -> Result<HashMap<UnitId, Zone>, StoreError> {
    let found = tree::branches(store, units).await?;
    Ok(found.into_iter().map(|(id, branch)| (id, branch.zone.clone())).collect())
}

/// The units from the root down to this one, both included; empty if there is no such unit.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn lineage(store: &Store, unit: UnitId) -> Result<Arc<[UnitRef]>, StoreError> {
    Ok(tree::branch(store, unit).await?.map(|branch| Arc::clone(&branch.lineage)).unwrap_or_default())
}

/// Whose local rules count at a unit, such as `CN-Zhejiang-Huzhou`: its own or that of the nearest unit above, in the
/// end `CN`.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn jurisdiction(store: &Store, unit: UnitId) -> Result<Arc<str>, StoreError> {
    Ok(tree::branch(store, unit)
        .await?
        .map_or_else(|| tree::COUNTRY.into(), |branch| Arc::clone(&branch.jurisdiction)))
}

/// A group on a day; none if there is no such unit, if it is no class, room or team, or if it is not open that day.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn group(
    store: &Store,
    unit: UnitId,
    day: SchoolDay,
) -> Result<Option<Arc<GroupRoster>>, StoreError> {
    groups::group(store, unit, day).await
}

/// As [`group`], read from the store whatever is remembered: for whoever has seen a newer roster than this process.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn group_anew(
    store: &Store,
    unit: UnitId,
    day: SchoolDay,
) -> Result<Option<Arc<GroupRoster>>, StoreError> {
    groups::group_anew(store, unit, day).await
}

/// The open groups of these kinds at or below a path on a day, in the order of the tree.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn groups_below(
    store: &Store,
    under: &OrgPath,
    kinds: &[UnitKind],
    day: SchoolDay,
) -> Result<Vec<GroupRoster>, StoreError> {
    groups::below(store, under, kinds, day).await
}

/// For each institution at or below a path: its open groups of one kind with members, and their members, on a day.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn group_totals(
    store: &Store,
    under: &OrgPath,
    kind: UnitKind,
    day: SchoolDay,
) -> Result<Vec<GroupTotals>, StoreError> {
    members::totals_below(store.reader(), under, kind, day).await
}

/// Where each of these persons belongs, over all days and whatever institutions they are in.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn memberships(store: &Store, persons: &[PersonId]) -> Result<Memberships, StoreError> {
    people::memberships(store, persons).await
}

/// The class, room, team and campus of each of these persons in an institution on a day.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn person_places(
    store: &Store,
    institution: UnitId,
    persons: &[PersonId],
    day: SchoolDay,
) -> Result<HashMap<PersonId, PersonPlace>, StoreError> {
    people::places(store, institution, persons, day).await
}

/// The names of these persons, of those that exist.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn names(store: &Store, persons: &[PersonId]) -> Result<HashMap<PersonId, String>, StoreError> {
    rows::people::names(store.reader(), persons.iter().copied()).await
}

/// The institutions that keep these persons' rows, of those that exist.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn keepers(store: &Store, persons: &[PersonId]) -> Result<HashMap<PersonId, UnitId>, StoreError> {
    let found = rows::people::find_many(store.reader(), persons.iter().copied()).await?;
    Ok(found.into_iter().map(|row| (PersonId(row.person_id), UnitId(row.institution_id))).collect())
}

/// The children a guardian answers for who have a class on the day, by name.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn guardian_of(store: &Store, guardian: PersonId, day: SchoolDay) -> Result<Vec<Ward>, StoreError> {
    people::wards(store, guardian, day).await
}

/// The posts a person holds on a day.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn held_posts(
    store: &Store,
    person: PersonId,
    day: SchoolDay,
) -> Result<Arc<[HeldPost]>, StoreError> {
    posts::held(store, person, day).await
}

/// The grants that follow from the posts a person holds on a day. A holder for whom somebody stands in keeps them.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn post_reach(store: &Store, person: PersonId, day: SchoolDay) -> Result<Vec<Grant>, StoreError> {
    Ok(held_posts(store, person, day).await?.iter().map(HeldPost::grant).collect())
}

/// The posts of these kinds that count at each of these units of one institution on a day: of each kind the post at the
/// unit itself, else at the nearest unit above. A post without a holder is there all the same: a vacancy. Where no unit
/// has the post, the pair is absent.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn posts_for(
    store: &Store,
    institution: UnitId,
    wanted: (&[UnitId], &[PostKind]),
    day: SchoolDay,
) -> Result<HashMap<(UnitId, PostKind), Keeper>, StoreError> {
    posts::keepers(store, institution, wanted, day).await
}

/// The open units of these kinds at or below a path on a day whose paths come after `after`, in the order of the tree,
/// at most `most`: for whoever walks a whole province in portions.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn units_after(store: &Store, walk: &Walk<'_>) -> Result<Vec<UnitRef>, StoreError> {
    rows::units::page_below(store.reader(), walk).await?.iter().map(rows::units::Row::to_ref).collect()
}

/// How many open units [`units_after`] would tell in all.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn count_units(store: &Store, walk: &Walk<'_>) -> Result<i64, StoreError> {
    rows::units::count_below(store.reader(), walk).await
}

/// Which units [`units_after`] tells.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    /// At or below this path.
    pub under: &'a OrgPath,
    /// Of these kinds.
    pub kinds: &'a [UnitKind],
    /// Open on this day.
    pub day: SchoolDay,
    /// After this path; from the beginning if empty.
    pub after: &'a str,
    /// At most so many.
    pub most: u64,
}

/// Who is expected to check each of these groups of one institution on a day: the substitute if there is one, else the
/// holder; of the posts at the group itself, else at the nearest unit above. Groups without a checker are absent.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn checkers(
    store: &Store,
    institution: UnitId,
    groups: &[UnitId],
    day: SchoolDay,
) -> Result<HashMap<UnitId, Holder>, StoreError> {
    posts::checkers(store, institution, groups, day).await
}

/// What a day is at an institution: the nearest calendar that says something about it decides, from the institution's
/// own upward; without any calendar, Monday to Friday are school days.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn day_kind(store: &Store, institution: UnitId, day: SchoolDay) -> Result<DayKind, StoreError> {
    Ok(calendar::layers(store, institution).await?.kind(day))
}

/// What days are at a unit, by the calendars that count there: [`day_kind`] for many days at once.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn calendar(store: &Store, unit: UnitId) -> Result<Calendar, StoreError> {
    calendar::layers(store, unit).await
}
