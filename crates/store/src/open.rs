//! Opening a store: which engine, how many connections, and the promises checked before anything is served.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::sync::watch;

use crate::beside::Beside;
use crate::error::OpenError;
use crate::{StoreError, Tx, sqlite};

/// Which database engine serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded; one process.
    Sqlite,
    /// A server; many processes.
    Postgres,
}

impl Engine {
    /// The engine's name in messages and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Where the data are.
#[derive(Debug, Clone)]
pub enum StoreConfig {
    /// An SQLite file, made if absent.
    Sqlite {
        /// The database file; its lock file and log stand beside it.
        file: PathBuf,
        /// Reading connections.
        readers: u32,
    },
    /// A PostgreSQL server.
    Postgres {
        /// `postgres://user:password@host/database`.
        url: String,
        /// Connections for reading, and as many again for writing.
        connections: u32,
    },
}

/// An open store: cheap to clone, shared by everybody.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    engine: Engine,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    committed: watch::Sender<u64>,
    beside: Beside,
    /// Held for as long as the store lives; released by the operating system even on `kill -9`.
    _lock: Option<std::fs::File>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.0.engine.name())
    }
}

impl Store {
    /// Opens the store and checks its promises: one process, sound file, durable commits.
    ///
    /// # Errors
    /// [`OpenError`], whose text says what the operator can do.
    pub async fn open(config: &StoreConfig) -> Result<Self, OpenError> {
        let inner = match config {
            StoreConfig::Sqlite { file, readers } => {
                let opened = sqlite::open(file, *readers).await?;
                Inner {
                    engine: Engine::Sqlite,
                    writer: opened.writer,
                    reader: opened.reader,
                    committed: watch::Sender::new(0),
                    beside: Beside::default(),
                    _lock: Some(opened.lock),
                }
            }
            StoreConfig::Postgres { url, connections } => Inner {
                engine: Engine::Postgres,
                writer: postgres(url, *connections, "off").await?,
                reader: postgres(url, *connections, "on").await?,
                committed: watch::Sender::new(0),
                beside: Beside::default(),
                _lock: None,
            },
        };
        Ok(Self(Arc::new(inner)))
    }

    /// Which engine serves.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// The connections for reading outside a transaction.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.reader
    }

    /// The connection that migrations run on.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    /// Begins a writing transaction. On SQLite it waits for the one writer.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if no connection can be had.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Tx::begin(self.clone()).await
    }

    /// Changes whenever this process has committed something: a reason to look at the outbox.
    #[must_use]
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.0.committed.subscribe()
    }

    pub(crate) fn kept_beside(&self) -> &Beside {
        &self.0.beside
    }

    pub(crate) fn note_commit(&self) {
        self.0.committed.send_modify(|n| *n = n.wrapping_add(1));
    }

    /// Whether the engine answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] and the reason if it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader().ping().await.map_err(|e| StoreError::Unavailable(e.to_string()))
    }

    /// Closes all connections; on SQLite the log is folded into the database file.
    pub async fn close(&self) {
        sqlite::fold_log(self).await;
        let _ = self.0.reader.close_by_ref().await;
        let _ = self.0.writer.close_by_ref().await;
    }
}

/// `read_only` is `on` for readers: the transaction is the only way to write.
async fn postgres(
    url: &str,
    connections: u32,
    read_only: &'static str,
) -> Result<DatabaseConnection, OpenError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(0)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .record_stmt_in_spans(false)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |postgres| {
            // Every query of the program is served by an index. Without statistics, as on the first mornings of a new
            // installation, the planner takes a list of ids for a third of the table and reads all of it.
            postgres.options([("default_transaction_read_only", read_only), ("enable_seqscan", "off")])
        });
    let connection = Database::connect(options).await?;
    let row = connection
        .query_one_raw(Statement::from_string(connection.get_database_backend(), "SHOW synchronous_commit"))
        .await?;
    let found: String = row.map(|r| r.try_get_by_index(0)).transpose()?.unwrap_or_default();
    // `local` and the stronger settings all wait for this server's own disk.
    if found == "off" {
        return Err(OpenError::NotDurable { setting: "synchronous_commit", wanted: "on", found });
    }
    Ok(connection)
}
