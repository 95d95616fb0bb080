//! What must be done: somebody does something about some subject by some time, proves it, and the level above sees it.
//!
//! **Owns** the states of a task ([`TaskState`]) and who may move it from one to another ([`Step::from`]); kinds of work
//! as data ([`Library`], [`Template`]), their forms ([`Form`]), the days on which they come back ([`Rhythm`]), their
//! deadlines ([`Due`]), and who is told when they are not done ([`escalation`]).

pub mod checklist;
pub mod due;
pub mod escalation;
pub mod form;
mod place;
pub mod recur;
pub mod round;
pub mod template;
mod text;
mod words;

pub use checklist::Checklist;
pub use due::{Due, Local};
pub use form::{AnswerFault, Form};
pub use place::PlaceKind;
pub use recur::{OnHoliday, Recurrence, Rhythm};
pub use template::{Library, Template};
pub use text::Bilingual;
pub use words::{Step, TaskState};
