//! The pure middle: what a report does to its slot, and what all evidence together says of a person.
//!
//! Nothing here depends on the order in which reports arrive. A slot's current check is the greatest by
//! `(occurred_at, check_id)`; sick absences are computed anew, for the persons a report touches, from the evidence of
//! all current checks.

mod absences;
mod slots;
mod timeline;

pub(crate) use absences::{PersonCase, reconcile};
pub(crate) use slots::{Outcome, SlotPlan, settle};
pub(crate) use timeline::{Evidence, Moment, Sign, Spell, spells};
