//! Organisations, people, memberships, posts and the school calendar.

pub mod calendar;
mod decide;
mod error;
pub mod fixtures;
pub mod import;
pub mod lookup;
pub mod memberships;
mod memory;
mod model;
pub mod people;
pub mod posts;
pub mod query;
mod rows;
mod schema;
pub mod seal;
pub mod span;
pub mod units;
mod words;

pub use error::{CalendarError, FieldFault, PeopleError, PostError, ReadError, UnitError};
pub use model::{
    CalendarDay, GroupRoster, GroupTotals, HeldPost, Holder, Holding, Member, PersonPlace, Post, Roster,
    Unit, UnitRef, Ward,
};
pub use schema::{DIRECTORIES, migrations, tables};
pub use span::Span;
pub use words::{DayKind, PostKind, Sex};
