//! What one domain's event causes in another.
//!
//! **Owns** the consumers of the outbox: [`Flows`] runs them, [`Tail`] passes events on to whoever watches.
//!
//! **Does not own** what an event means to a domain: here is only which verb it leads to.
//!
//! **Consumer `signals`** follows `checks.reported` and `absence.changed`, and has `xd-outbreak` re-evaluate the
//! institutions they name.
//!
//! **Consumer `messages`** follows `work.escalated`, and has `xd-notify` gather what the persons named there are told.
//!
//! **Consumer `coverage`** follows `tasks.changed`, and passes the growth of tallies on to the levels above.
//!
//! **Worker** ([`work`]) does the jobs `wave.fan_out` and `wave.escalate`.
//!
//! **Housekeeping** ([`housekeeping`]) removes, every ten minutes, events older than a week that every consumer has
//! passed, sessions that are over, and messages that were over thirty days ago.
//!
//! **Tables** `parked_event`: events that could not be handled, waiting to be tried again.
//!
//! **Invariants.**
//! * The effect of an event in the store happens exactly once, across restarts and across processes: it is written in
//!   one transaction with the consumer's position, and only if that position is still where the work began.
//! * Loading and deciding hold no writing connection.
//! * An event is never skipped. While the store is unavailable the consumer waits, longer each time; an event that fails
//!   for any other reason is parked, logged, and tried again, so that it does not hold up those behind it.

mod coverage;
mod flows;
mod follower;
pub mod housekeeping;
mod messages;
mod parked;
mod rows;
mod schema;
mod signals;
mod tail;
mod touched;
pub mod work;

pub use flows::Flows;
pub use schema::{all_migrations, migrations, tables};
pub use tail::Tail;
