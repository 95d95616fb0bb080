//! Words of Xiaodun, without IO.
//!
//! **Owns** the vocabulary that every crate above shares: identifiers ([`id`]), time as schools live it
//! ([`Instant`], [`SchoolDay`]), the organisation tree as paths ([`OrgPath`], [`UnitKind`]), pages of a list
//! ([`Page`], [`Cursor`]), and the clock as a thing handed in ([`Clock`]).
//!
//! **Does not own** any table, any rule of a domain, or any text shown to a person.
//!
//! **Invariants.** Nothing here reads a clock, a file or the environment, except that minting an id draws from the
//! operating system's random source. Every type round-trips through its JSON and database form.

pub mod id;
mod page;
mod path;
mod time;
mod unit;

pub use id::*;
pub use page::{Cursor, CursorError, Page, PageRequest};
pub use path::{OrgPath, OrgPathError};
pub use time::{Clock, Instant, ManualClock, SchoolDay, TimeError, Zone};
pub use unit::{UnitKind, UnknownWord};
