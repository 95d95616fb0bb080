//! What must be done: somebody does something about some subject by some time, proves it, and the level above sees it.
//!
//! **Owns** the states of a task ([`TaskState`]) and who may move it from one to another ([`Step::from`]); kinds of work
//! as data ([`Library`], [`Template`]), their forms ([`Form`]), the days on which they come back ([`Rhythm`]), their
//! deadlines ([`Due`]), and who is told when they are not done ([`escalation`]); issuing ([`issue_wave`]), doing
//! ([`mark`], [`submit`]), reviewing ([`review_task`]), and files as evidence ([`store_file`]).
//!
//! **Does not own** units, posts and calendars (the register), nor the channels by which people are told.
//!
//! **Verbs** [`issue_wave`], [`mark`], [`submit`], [`review_task`], [`withdraw_task`], [`store_file`]. **Queries**
//! [`today`], [`tasks`], [`task`], [`wave`], [`waves`], [`file`].
//!
//! **Tables** `wave`, `task`, `record`, `review`, `attachment`, `attachment_use`, `record_file`, `wave_tally`, `coverage`,
//! `checklist_version`, `checklist_result`, `finding`.
//!
//! **Events** `tasks.changed`, one for each transaction that changed tasks; `coverage.changed`; `work.escalated`; ids only.
//!
//! **Jobs** `wave.fan_out` makes the tasks of a large wave in portions; `wave.escalate`, one for each institution, wave and
//! step.
//!
//! **Invariants.**
//! * One row a task; who owns it is not written but follows from the posts when one looks, so that a vacancy shows.
//! * What was acknowledged is durable; sent again, it changes nothing.
//! * Records and reviews are only ever added. Each point of a task's way is set once.
//! * The tallies of a wave are the counts of its tasks, changed in the same transaction.
//! * No step of an escalation is taken twice; quiet hours never hold up a path that has none (the law's clock).
//! * The summaries of the levels above follow the tallies, and agree with them once every event is seen.
//! * Whoever hands in a record does not review it; whoever stands above an institution does not do its work.

mod aftermath;
mod answerable;
pub mod chain;
pub mod checklist;
mod coverage;
pub mod decide;
mod desk;
mod doing;
pub mod due;
mod error;
mod escalate;
pub mod escalation;
mod files;
pub mod form;
mod issue;
mod model;
pub mod opening;
mod place;
mod query;
pub mod recur;
pub mod round;
mod rows;
mod schema;
pub mod template;
mod text;
mod words;

pub use aftermath::{Origin, origin};
pub use checklist::Checklist;
pub use coverage::{
    COVERAGE_CHANGED, Coverage, Covered, LEVELS_MOST, Rollup, coverage, plan_rollup, save_rollup,
    tallies_changed,
};
pub use desk::{Desk, TASKS_CHANGED};
pub use doing::{Mark, ReviewTask, Submit, from_hex, mark, review_task, submit, to_hex, withdraw_task};
pub use due::{Due, Local};
pub use error::{WorkError, WorkFault};
pub use escalate::{ESCALATE, ESCALATED, Escalation, escalation, save_escalation};
pub use files::{FILE_MOST, MediaType, StoredFile, file, store_file};
pub use form::{AnswerFault, Form};
pub use issue::{FAN_OUT, IssueWave, Portion, issue_wave, next_portion, save_portion, wave_of};
pub use model::{Counts, Finding, Marks, Record, Review, Task, Wave};
pub use place::PlaceKind;
pub use query::{
    PostView, TaskDetail, TaskFilter, TaskQuery, TaskView, WaveView, Whose, task, tasks, today, view_of,
    wave, waves,
};
pub use recur::{OnHoliday, Recurrence, Rhythm};
pub use schema::{migrations, tables};
pub use template::{Library, Template};
pub use text::Bilingual;
pub use words::{Step, TaskState, Verdict, WaveState};
pub use xd_store::lanes::LaneConfig as DeskConfig;
