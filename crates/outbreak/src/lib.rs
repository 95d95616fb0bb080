//! Signals: thresholds evaluated on facts, explained, handled.
//!
//! **Owns** the rule book ([`rules`]), what holds where ([`evaluate`]), the signals and their history ([`decide`]),
//! and what people do about them.
//!
//! **Does not own** the cases (`xd-observe` tells them as facts), the meaning of a rule (`epi-rules`, shared with
//! `xiaodun replay`), or the moment at which it looks again (`xd-flows`).
//!
//! **Verbs** [`reevaluate`] and [`save`] for the program; [`acknowledge`], [`comment`], [`hand_on`], [`close`] for
//! people. **Queries** [`signals`], [`signal`], [`epidemic_curve`].
//!
//! **Tables** `signal` (one run of days on which a rule holds in a scope for a group) and `signal_entry` (its history,
//! only ever added to).
//!
//! **Events** `signal.raised`, `signal.changed`, `signal.withdrawn`, `signal.handled`.
//!
//! **Invariants.**
//! * After a re-evaluation the signals that are not withdrawn are exactly the runs on which rules hold with the facts
//!   as they are, whatever the order in which the facts came, from [`REVIEW_DAYS`] before today on.
//! * A signal never vanishes. Withdrawn, absorbed or closed, it stays in the list with its reason.
//! * Who may not know a person's name learns neither name nor id; who may, leaves a line in the audit log.
//! * A rule about one person is shown at the level of the school, so that a teacher does not learn of a diagnosis.
//! * A rule's id never changes its meaning; a rule leaves the book by the end of its validity.
//!
//! **Conditions beyond the count** (laboratory confirmation, links, deaths) are shown with the rule for people to judge.
//! `EW-03` is raised by the diagnosis of a notifiable disease. `EW-04` (unexplained severe illness) and `EW-05` (group
//! disease of unknown cause) are not inferred from symptoms: no coded fact says "unexplained" or "violent". They are
//! raised when a health officer records them as what the person has (`unexplained-severe`, `unknown-group-disease`).
//! `EW-06` counts the diners of one canteen, of which nothing is recorded yet: it never holds.

mod book;
pub mod content;
mod curve;
pub mod decide;
mod error;
pub mod evaluate;
mod explain;
mod handle;
mod query;
mod reevaluate;
mod rows;
mod schema;
mod signal;
pub mod transition;
mod words;

pub use book::{NATIONAL, RuleBook, rules};
pub use curve::{Curve, CurveBy, CurveQuery, CurveSeries, CurveSignal, epidemic_curve};
pub use epi_rules::{Rule, Target};
pub use error::SignalError;
pub use explain::{CountedPerson, DayCount, HistoryView, SignalDetail, SignalLook, signal};
pub use handle::{Close, Comment, HandOn, acknowledge, close, comment, hand_on};
pub use query::{SignalQuery, SignalView, StateFilter, signals};
pub use reevaluate::{Plan, REVIEW_DAYS, SaveError, reevaluate, save};
pub use schema::{migrations, tables};
pub use signal::{CaseGroup, DayCounts, Entry, Extent, Settled, Signal, SignalKey, SignalPlace};
pub use words::{CloseReason, EntryKind, EntryReason, GroupKind, SignalState};
