//! Who may do what, where: accounts, sessions, grants, the policy, the audit log, and the sealing of private columns.
//!
//! **Owns** the [`Ctx`] every verb takes, the [`policy`] table every verb asks, who an account is ([`accounts`],
//! [`sessions`], [`grants`]), the [`audit`] log, and the keys under which private columns are sealed ([`vault`]).
//!
//! **Does not own** units or posts. A grant names a unit by id and path; a role that comes from a post held today is
//! handed in by whoever knows posts ([`Reach::with`]).
//!
//! **Verbs** `accounts::{create, reset_password, change_password, set_locale, close, bootstrap}`,
//! `sessions::{sign_in, sign_out}`, `grants::{give, revoke}`, `audit::record`.
//!
//! **Tables** `account`, `sign_in_failure`, `session`, `role_grant`, `audit`.
//!
//! **Events** `account.changed` `{"v":1,"account":id}`: what an account may do, or whether it may sign in, has changed.
//!
//! **Invariants.**
//! * Deny by default: what the policy table does not list may not be done.
//! * What lies outside an actor's reach does not exist for them: [`Denied::Unknown`], never a hint.
//! * No default passwords; a password is stored as argon2id only; a session token as its hash only.
//! * Nobody changes their own roles, and nobody gives a role, or resets the password of one who has a role, beyond
//!   their own reach.
//! * The audit log is appended to and never changed; it holds codes and ids, no names and no findings.

pub mod accounts;
pub mod audit;
mod ctx;
pub mod grants;
mod locale;
mod password;
pub mod policy;
mod reach;
mod rows;
mod schema;
pub mod sessions;
mod throttle;
pub mod vault;

pub use ctx::{Actor, Ctx, Denied, Frame};
pub use password::{HashError, Password, Weakness};
pub use policy::{Action, Role};
pub use reach::{Grant, GrantSource, Place, Reach, Scope};
pub use schema::{DIRECTORIES, migrations, tables};
