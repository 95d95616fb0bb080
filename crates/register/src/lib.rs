//! Who there is: organisations of any depth, people, who belongs where from when to when, who holds which post, and
//! on which days there is school.
//!
//! **Owns** the organisation tree ([`units`]), people and their memberships ([`people`], [`memberships`]), posts and
//! those who hold them or stand in ([`posts`]), calendars ([`calendar`]), their import from files ([`import`]), what
//! an actor may see of all this ([`query`]), and the lookups on which the crates above stand ([`lookup`]).
//!
//! **Does not own** checks, absences or signals; nor accounts and roles. A post held today gives a role by
//! [`lookup::post_reach`], which whoever makes a context adds to the roles granted.
//!
//! **Verbs** `create_unit(s)`, `rename_unit`, `close_unit`; `add_people`, `look_up_phone`; `enrol`, `end_membership`,
//! `transfer`, `add_guardianship`, `end_guardianship`; `create_post(s)`, `appoint`, `end_holding`; `set_calendar`,
//! `mark_days`; `import_units`, `import_people`.
//!
//! **Tables** `unit`, `unit_counter`, `person`, `identity_directory`, `membership`, `guardianship`, `post`,
//! `post_holding`, `term`, `calendar_day`.
//!
//! **Invariants.**
//! * Days run from the first to the last, both included ([`Span`]).
//! * A unit never moves: its path and its institution stay as they are. The institution is the unit itself if its kind
//!   is one, else the nearest such unit above.
//! * A person belongs to one class and to one dormitory room at a time, in the whole register.
//! * A unit's roster version grows in the transaction of every change of its membership.
//! * A post has at most one holder and at most one substitute on a day; who stands in is expected to act, whom they
//!   stand in for may.
//! * Rows keep their institution; who changes school gets a new membership.
//! * What is remembered in memory is never older than the last change that this process has acknowledged; on
//!   PostgreSQL, where others write too, never older than ten seconds.
//! * Identity numbers and telephones are stored sealed only; a telephone is shown once the look has been recorded.

pub mod calendar;
mod decide;
mod directory;
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
    CalendarDay, GroupRoster, GroupTotals, HeldPost, Holder, Holding, Keeper, Member, PersonPlace, Post,
    Roster, Unit, UnitRef, Ward,
};
pub use schema::{DIRECTORIES, migrations, tables};
pub use span::Span;
pub use words::{DayKind, PostKind, Sex};
