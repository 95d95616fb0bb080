//! SQLite: one writer, several readers, one process, durable before acknowledged.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection as _};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};

use crate::error::OpenError;
use crate::{Engine, Store};

pub(crate) struct Opened {
    pub writer: DatabaseConnection,
    pub reader: DatabaseConnection,
    pub lock: File,
}

/// A file larger than this is not read through at every start; a backup reads all of it.
const CHECK_WHOLE_UP_TO: u64 = 256 << 20;

pub(crate) async fn open(file: &Path, readers: u32) -> Result<Opened, OpenError> {
    let lock = lock(file)?;
    refuse_foreign_header(file)?;
    let corrupt = |error: OpenError| as_corrupt(error, file);
    let writer = connect(file, 1, Duty::Write).await.map_err(corrupt)?;
    check_whole(&writer, file).await?;
    let reader = connect(file, readers, Duty::Read).await.map_err(corrupt)?;
    Ok(Opened { writer, reader, lock })
}

fn lock(file: &Path) -> Result<File, OpenError> {
    let path = file.with_extension("lock");
    let io = |source| OpenError::Io { path: path.clone(), source };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|source| OpenError::Io { path: folder.into(), source })?;
    }
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(io)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path }),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

/// SQLite would call any short or foreign file "not a database" only at the first read; say it at once, with the path.
fn refuse_foreign_header(file: &Path) -> Result<(), OpenError> {
    use std::io::Read as _;
    const MAGIC: &[u8; 16] = b"SQLite format 3\0";
    let io = |source| OpenError::Io { path: file.into(), source };
    let mut found = Vec::new();
    match File::open(file) {
        Ok(handle) => handle.take(16).read_to_end(&mut found).map_err(io)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io(error)),
    };
    if found.is_empty() || found == MAGIC {
        Ok(())
    } else {
        Err(OpenError::Corrupt { path: file.into(), what: "it does not begin as an SQLite database".into() })
    }
}

/// What a connection is for. A reader that could write would pass by the transaction, which is the only way to write.
#[derive(Clone, Copy)]
enum Duty {
    Read,
    Write,
}

async fn connect(file: &Path, connections: u32, duty: Duty) -> Result<DatabaseConnection, OpenError> {
    // The file name is set as such below, since a URL would need escaping that SQLite and sqlx read differently.
    let path = file.to_owned();
    let mut options = ConnectOptions::new("sqlite::memory:");
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .record_stmt_in_spans(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .in_memory(false)
                .shared_cache(false)
                .filename(&path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(256)
                .pragma("cache_size", "-8000")
                .pragma("journal_size_limit", "67108864")
                .pragma("trusted_schema", "OFF")
                .pragma("query_only", if matches!(duty, Duty::Read) { "ON" } else { "OFF" })
        })
        .map_sqlx_sqlite_pool_opts(|pool| {
            pool.after_release(|connection, _| Box::pin(is_at_rest(connection)))
        })
        .after_connect(|connection| {
            Box::pin(async move {
                expect_setting(&connection, "synchronous", "2").await?;
                expect_setting(&connection, "journal_mode", "wal").await
            })
        });
    Ok(Database::connect(options).await?)
}

/// Whether a connection that comes back has no transaction open. Where the engine has rolled back by itself (disk full,
/// I/O error), the driver's own rollback fails, and it goes on to count one transaction too many: every later one would
/// be a savepoint inside it, acknowledged without being committed. Such a connection is closed, and another one opened.
async fn is_at_rest(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // A rollback that was asked for waits in the queue before this.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

/// Asserted on every connection, since a build option or a URL can quietly weaken either.
async fn expect_setting(connection: &DatabaseConnection, setting: &str, wanted: &str) -> Result<(), DbErr> {
    let found = pragma(connection, setting).await?;
    if found == wanted {
        Ok(())
    } else {
        Err(DbErr::Custom(format!("{setting} is {found}, not {wanted}: commits would not be durable")))
    }
}

async fn pragma(connection: &DatabaseConnection, name: &str) -> Result<String, DbErr> {
    let statement = Statement::from_string(connection.get_database_backend(), format!("PRAGMA {name}"));
    let Some(row) = connection.query_one_raw(statement).await? else { return Ok(String::new()) };
    row.try_get_by_index::<String>(0)
        .or_else(|_| row.try_get_by_index::<i64>(0).map(|number| number.to_string()))
}

async fn check_whole(connection: &DatabaseConnection, file: &Path) -> Result<(), OpenError> {
    let size = std::fs::metadata(file).map_or(0, |meta| meta.len());
    let check = if size <= CHECK_WHOLE_UP_TO { "quick_check(1)" } else { "schema_version" };
    match pragma(connection, check).await {
        Ok(found) if check == "schema_version" || found == "ok" => Ok(()),
        Ok(what) => Err(OpenError::Corrupt { path: file.into(), what: what.replace('\n', " ") }),
        Err(error) => Err(as_corrupt(OpenError::Engine(error), file)),
    }
}

fn as_corrupt(error: OpenError, file: &Path) -> OpenError {
    let text = error.to_string();
    let damaged = ["malformed", "not a database", "corrupt"].iter().any(|sign| text.contains(sign));
    if damaged { OpenError::Corrupt { path: file.into(), what: text } } else { error }
}

/// Writes a sound copy of an SQLite database into a new file, while this or another process serves it: what has been
/// committed when it begins, whether it stands in the log or in the file.
///
/// # Errors
/// [`OpenError`] if there is no sound database, or the new file exists or cannot be written.
pub async fn copy_sqlite(from: &Path, to: &Path) -> Result<(), OpenError> {
    let io = |path: &Path, source| OpenError::Io { path: path.into(), source };
    File::open(from).map_err(|source| io(from, source))?;
    refuse_foreign_header(from)?;
    let connection = connect(from, 1, Duty::Write).await.map_err(|error| as_corrupt(error, from))?;
    let name = to.to_string_lossy().into_owned();
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, "VACUUM INTO ?", [name.into()]);
    let copied = connection.execute_raw(statement).await;
    let _ = connection.close().await;
    copied.map_err(|error| as_corrupt(OpenError::Engine(error), from))?;
    // VACUUM INTO leaves it to the caller to wait for the disk.
    File::open(to).and_then(|file| file.sync_all()).map_err(|source| io(to, source))
}

/// Folding the log is a courtesy to whoever copies the file; the database is as durable without it.
pub(crate) async fn fold_log(store: &Store) {
    if store.engine() == Engine::Sqlite
        && let Err(error) = pragma(store.writer(), "wal_checkpoint(TRUNCATE)").await
    {
        tracing::warn!(%error, "the write-ahead log was not folded into the database file");
    }
}
