//! Who may do what, where: accounts, sessions, grants, the policy, the audit log, and the sealing of private columns.
//!
//! **Owns** the [`Ctx`] every verb takes, the [`policy`] table every verb asks, and who an account is.
//!
//! **Does not own** units or posts. A grant names a unit by id and path; a role that comes from a post held today is
//! handed in by whoever knows posts ([`Reach::with`]).
//!
//! **Invariants.**
//! * Deny by default: what the policy table does not list may not be done.
//! * What lies outside an actor's reach does not exist for them: [`Denied::Unknown`], never a hint.
//! * No default passwords; a password is stored as argon2id only; a session token as its hash only.

mod ctx;
pub mod policy;
mod reach;

pub use ctx::{Actor, Ctx, Denied, Frame};
pub use policy::{Action, Role};
pub use reach::{Grant, GrantSource, Place, Reach, Scope};
