//! What can go wrong with a store, sorted by what the caller can do about it.

use std::path::PathBuf;

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use thiserror::Error;

/// A store could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Another process has the database open.
    #[error(
        "{path} is in use by another process. One process serves an SQLite database; stop the other one, \
         or set DATABASE_URL to a PostgreSQL server to run several."
    )]
    InUse {
        /// The lock file.
        path: PathBuf,
    },
    /// The file is not a sound database.
    #[error(
        "{path} is damaged: {what}. Nothing was changed. Keep a copy of the file, then put back the newest backup \
         with `xiaodun restore`; if there is none, `sqlite3 {path} .recover` saves what can be read."
    )]
    Corrupt {
        /// The database file.
        path: PathBuf,
        /// What the check found.
        what: String,
    },
    /// The database was written by a newer program.
    #[error("the database has migration {name}, which this program does not know: run the newer program")]
    Newer {
        /// The unknown migration.
        name: String,
    },
    /// Durability is not what this program promises.
    #[error("the database connection does not keep {setting}={wanted} (found {found}): refusing to start")]
    NotDurable {
        /// The setting.
        setting: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// The data directory cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// The URL is neither `sqlite:` nor `postgres:`.
    #[error("not a database this program knows: {scheme}: (use sqlite: or postgres:)")]
    Scheme {
        /// The part before the colon.
        scheme: String,
    },
    /// The engine refused.
    #[error("the database could not be opened: {0}")]
    Engine(#[from] DbErr),
}

/// A read or write failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The engine cannot serve now: disk full, server gone, too busy. Trying again later may succeed.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A unique key is taken.
    #[error("already present: {0}")]
    Duplicate(String),
    /// A stored value is not what this program writes.
    #[error("stored value of {column} is not valid: {what}")]
    Invalid {
        /// Table and column.
        column: &'static str,
        /// What is wrong.
        what: String,
    },
    /// A transaction was to be committed though a statement in it had failed: a fault of this program. Nothing of it
    /// was written.
    #[error("a statement of this transaction had failed, so nothing of it was written")]
    Aborted,
    /// Anything else: a fault of this program or of the database.
    #[error("database error: {0}")]
    Engine(DbErr),
}

impl StoreError {
    /// A stored value that cannot be read back.
    pub fn invalid(column: &'static str, what: impl ToString) -> Self {
        Self::Invalid { column, what: what.to_string() }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(what)) = error.sql_err() {
            return Self::Duplicate(what);
        }
        if is_unavailable(&error) { Self::Unavailable(error.to_string()) } else { Self::Engine(error) }
    }
}

fn is_unavailable(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner) => match inner {
            RuntimeErr::SqlxError(inner) => sqlx_unavailable(inner),
            RuntimeErr::Internal(_) => false,
        },
        _ => false,
    }
}

fn sqlx_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Tls(_) => true,
        sqlx::Error::Database(inner) => inner.code().is_some_and(|code| code_unavailable(&code)),
        _ => false,
    }
}

/// SQLite: busy (5), I/O error (10), full (13), cannot open (14), with their extended codes in the upper bits.
/// PostgreSQL: connection (08), resources (53), operator intervention (57), system error (58).
fn code_unavailable(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 10 | 13 | 14),
        _ => ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)),
    }
}

#[cfg(test)]
mod tests {
    use super::code_unavailable;

    #[test]
    fn sorts_engine_codes() {
        for (code, unavailable) in
            [("13", true), ("5", true), ("778", true), ("1555", false), ("2067", false), ("53100", true)]
        {
            assert_eq!(code_unavailable(code), unavailable, "{code}");
        }
        assert!(!code_unavailable("23505"));
        assert!(code_unavailable("57P01"));
        assert!(code_unavailable("08006"));
    }
}
