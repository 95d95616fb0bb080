//! The database engines of Xiaodun.
//!
//! **Owns** the connections ([`Store`]), the transaction as the only way to write ([`Tx`]), the shape of tables on both
//! engines ([`schema`]), migrations ([`migrate`]) and the outbox ([`outbox`]), through which one domain's change
//! reaches another, the table of [`jobs`] to be done at a time, the group commit ([`lanes`]), and writing [`many`]
//! rows at once.
//!
//! **Does not own** any table of a domain: those live in `schema.rs` and `rows.rs` of the domain's crate.
//!
//! **Tables** `outbox`, `consumer_position`, `job`, and the migration ledger.
//!
//! **Invariants.**
//! * SQLite has one writing connection and several readers; WAL; `synchronous=FULL` on each, checked when it opens.
//! * One process holds an SQLite database, by a lock file. Several processes mean PostgreSQL.
//! * What [`Tx::commit`] acknowledged survives `kill -9` and loss of power.
//! * A job's effect in the store happens exactly once, whoever does it and however often they are killed.
//! * An event stands in the outbox if and only if the change it tells of was committed.

mod beside;
mod error;
pub mod jobs;
pub mod lanes;
pub mod many;
mod migrate;
mod open;
pub mod outbox;
pub mod schema;
pub mod sets;
mod sqlite;
mod tx;

pub use error::{OpenError, StoreError};
pub use migrate::{Migration, migrate, pending};
pub use open::{Engine, Store, StoreConfig};
pub use sqlite::copy_sqlite;
pub use tx::Tx;

/// The store's own migrations; those of the domains follow.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration { name: "0001_store", up: outbox::tables },
        Migration { name: "0002_jobs", up: jobs::tables },
    ]
}
