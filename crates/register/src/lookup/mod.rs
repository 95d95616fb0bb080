//! Lookups for the crates above: no authorisation, that is the caller's.
//!
//! What is asked for on the path of every request (a group's roster, a place, a lineage, the kind of a day, the posts
//! a person holds) is remembered in this process: bounded, forgotten when this process commits a change of it, and on
//! PostgreSQL, where another process may change it, after ten seconds.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use xd_kernel::{OrgPath, PersonId, SchoolDay, UnitId, UnitKind};
use xd_store::{Store, StoreError};
use xd_trust::{Grant, Place};

use crate::model::{GroupRoster, GroupTotals, HeldPost, Holder, PersonPlace, UnitRef, Ward};
use crate::DayKind;

fn not_yet<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable("the register's lookups are not there yet".to_owned()))
}

/// Where a unit is; none if there is no such unit.
///
/// # Errors
/// [`StoreError`] of the read, as in every function here.
pub async fn place(_store: &Store, _unit: UnitId) -> Result<Option<Place>, StoreError> {
    not_yet()
}

/// The units of these ids, those that exist.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn unit_refs(_store: &Store, _units: &[UnitId]) -> Result<HashMap<UnitId, UnitRef>, StoreError> {
    not_yet()
}

/// The units from the root down to this one, both included; empty if there is no such unit.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn lineage(_store: &Store, _unit: UnitId) -> Result<Arc<[UnitRef]>, StoreError> {
    not_yet()
}

/// Whose local rules count at a unit, such as `CN-Zhejiang-Huzhou`: its own or that of the nearest unit above, in the
/// end `CN`.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn jurisdiction(_store: &Store, _unit: UnitId) -> Result<Arc<str>, StoreError> {
    not_yet()
}

/// A group on a day; none if there is no such unit, if it is no class, room or team, or if it is not open that day.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn group(
    _store: &Store,
    _unit: UnitId,
    _day: SchoolDay,
) -> Result<Option<Arc<GroupRoster>>, StoreError> {
    not_yet()
}

/// The open groups of these kinds at or below a path on a day, in the order of the tree.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn groups_below(
    _store: &Store,
    _under: &OrgPath,
    _kinds: &[UnitKind],
    _day: SchoolDay,
) -> Result<Vec<GroupRoster>, StoreError> {
    not_yet()
}

/// For each institution at or below a path: its open groups of one kind with members, and their members, on a day.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn group_totals(
    _store: &Store,
    _under: &OrgPath,
    _kind: UnitKind,
    _day: SchoolDay,
) -> Result<Vec<GroupTotals>, StoreError> {
    not_yet()
}

/// Those of the pairs in which the person is a member of the unit on the day.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn members_among(
    _store: &Store,
    _day: SchoolDay,
    _pairs: &[(UnitId, PersonId)],
) -> Result<HashSet<(UnitId, PersonId)>, StoreError> {
    not_yet()
}

/// The class, room, team and campus of each of these persons in an institution on a day.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn person_places(
    _store: &Store,
    _institution: UnitId,
    _persons: &[PersonId],
    _day: SchoolDay,
) -> Result<HashMap<PersonId, PersonPlace>, StoreError> {
    not_yet()
}

/// The names of these persons, of those that exist.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn names(_store: &Store, _persons: &[PersonId]) -> Result<HashMap<PersonId, String>, StoreError> {
    not_yet()
}

/// The children a guardian answers for who have a class on the day, by name.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn guardian_of(
    _store: &Store,
    _guardian: PersonId,
    _day: SchoolDay,
) -> Result<Vec<Ward>, StoreError> {
    not_yet()
}

/// The posts a person holds on a day.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn held_posts(
    _store: &Store,
    _person: PersonId,
    _day: SchoolDay,
) -> Result<Arc<[HeldPost]>, StoreError> {
    not_yet()
}

/// The grants that follow from the posts a person holds on a day. A holder for whom somebody stands in keeps them.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn post_reach(store: &Store, person: PersonId, day: SchoolDay) -> Result<Vec<Grant>, StoreError> {
    Ok(held_posts(store, person, day).await?.iter().map(HeldPost::grant).collect())
}

/// Who is expected to check each of these groups of one institution on a day: the substitute if there is one, else the
/// holder; of the posts at the group itself, else at the nearest unit above. Groups without a checker are absent.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn checkers(
    _store: &Store,
    _institution: UnitId,
    _groups: &[UnitId],
    _day: SchoolDay,
) -> Result<HashMap<UnitId, Holder>, StoreError> {
    not_yet()
}

/// What a day is at an institution: the nearest calendar that says something about it decides, from the institution's
/// own upward; without any calendar, Monday to Friday are school days.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn day_kind(_store: &Store, _institution: UnitId, _day: SchoolDay) -> Result<DayKind, StoreError> {
    not_yet()
}
