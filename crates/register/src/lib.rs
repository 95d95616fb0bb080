//! Organisations, people, memberships, posts and the school calendar.

pub mod lookup;
mod memory;
mod model;
mod rows;
mod schema;
pub mod span;
mod words;

pub use model::{
    CalendarDay, GroupRoster, GroupTotals, HeldPost, Holder, Holding, Member, PersonPlace, Post, Roster,
    Unit, UnitRef, Ward,
};
pub use schema::{DIRECTORIES, migrations, tables};
pub use span::Span;
pub use words::{DayKind, PostKind, Sex};
