//! Contexts, places and fixed instants.

use std::sync::Arc;

use xd_kernel::{AccountId, Instant, ManualClock, OrgPath, PersonId, RequestId, SchoolDay, UnitId};
use xd_store::Store;
use xd_trust::{Actor, Ctx, Frame, Grant, GrantSource, Place, Reach, Role};

/// An instant from text such as `2026-11-23T07:41:00+08:00`.
///
/// # Panics
/// If the text is not an instant.
#[must_use]
pub fn at(text: &str) -> Instant {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// A day from text such as `2026-11-23`.
///
/// # Panics
/// If the text is not a day.
#[must_use]
pub fn day(text: &str) -> SchoolDay {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// The usual "now" of a test: Monday 2026-11-23, 07:30 in Shanghai, when the morning checks begin.
#[must_use]
pub fn monday_morning() -> Instant {
    at("2026-11-23T07:30:00+08:00")
}

/// A clock standing at [`monday_morning`].
#[must_use]
pub fn clock() -> ManualClock {
    ManualClock::at(monday_morning())
}

/// A path from text such as `1.2.7`.
///
/// # Panics
/// If the text is not a path.
#[must_use]
pub fn path(text: &str) -> OrgPath {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// A unit at a path, which owns its own rows.
#[must_use]
pub fn place(text: &str) -> Place {
    let unit = UnitId::mint();
    Place { unit, path: path(text), institution: unit }
}

/// A role given at a place, without end.
#[must_use]
pub fn grant(role: Role, place: &Place) -> Grant {
    Grant { role, unit: place.unit, path: place.path.clone(), source: GrantSource::Given, until: None }
}

/// The context of some account with these grants at [`monday_morning`].
#[must_use]
pub fn ctx(store: &Store, grants: Vec<Grant>) -> Ctx {
    ctx_at(store, grants, monday_morning())
}

/// The context of some account with these grants at a given instant.
#[must_use]
pub fn ctx_at(store: &Store, grants: Vec<Grant>, now: Instant) -> Ctx {
    let actor = Actor::Account { account: AccountId::mint(), person: Some(PersonId::mint()) };
    ctx_of(store, actor, Reach::of(grants), now)
}

/// The context of a given actor.
#[must_use]
pub fn ctx_of(store: &Store, actor: Actor, reach: Reach, now: Instant) -> Ctx {
    let frame = Frame { actor, reach: Arc::new(reach), now, request: RequestId::mint() };
    Ctx::new(store.clone(), frame)
}
