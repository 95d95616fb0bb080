//! Fixtures, fake clock and the both-engines harness, for tests only.
//!
//! Every test of what is stored runs on both engines by construction. Write plain async functions that take a
//! [`Store`](xd_store::Store), and list them once; an unlisted one is dead code, which the compiler reports:
//!
//! ```no_run
//! use xd_store::Store;
//!
//! async fn a_fresh_store_answers(store: Store) {
//!     store.ping().await.unwrap();
//! }
//!
//! xd_testkit::both_engines!(xd_store::migrations; a_fresh_store_answers);
//! ```
//!
//! This makes the tests `a_fresh_store_answers::sqlite` and `a_fresh_store_answers::postgres`, each on a fresh database
//! with the migrations applied. The first argument is a path, seen from the crate's root, to a
//! `fn() -> Vec<xd_store::Migration>` that lists the migrations of all the crates below as well.
//! [`on_empty_databases!`] does the same for tests that open the store themselves, from a
//! [`StoreConfig`](xd_store::StoreConfig).
//!
//! PostgreSQL is a cluster of the harness's own, shared by all test processes of a machine, started at first use and
//! stopped when none has used it for a minute; no server of yours is touched. Where PostgreSQL is not installed the
//! tests fail and say what to install; nothing is left out silently.
//!
//! [`ctx`] builds contexts and fixed instants; [`privacy`] checks that every column is classified.

mod cluster;
pub mod ctx;
mod database;
mod engines;
pub mod privacy;

pub use engines::{on_empty_database, on_migrated_database};
pub use xd_store::Engine;

/// Makes two tests, `sqlite` and `postgres`, of each function listed: `async fn(Store)`, on a fresh migrated database.
#[macro_export]
macro_rules! both_engines {
    ($migrations:path; $($test:ident),+ $(,)?) => {$(
        mod $test {
            #[test]
            fn sqlite() {
                $crate::on_migrated_database($crate::Engine::Sqlite, $migrations, super::$test);
            }

            #[test]
            fn postgres() {
                $crate::on_migrated_database($crate::Engine::Postgres, $migrations, super::$test);
            }
        }
    )+};
}

/// Makes two tests, `sqlite` and `postgres`, of each function listed: `async fn(StoreConfig)`, on an empty database
/// that the test opens itself.
#[macro_export]
macro_rules! on_empty_databases {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            #[test]
            fn sqlite() {
                $crate::on_empty_database($crate::Engine::Sqlite, super::$test);
            }

            #[test]
            fn postgres() {
                $crate::on_empty_database($crate::Engine::Postgres, super::$test);
            }
        }
    )+};
}
