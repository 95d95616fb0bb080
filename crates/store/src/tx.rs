//! The transaction: the only way to write.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};

use crate::outbox::{self, Event};
use crate::{Engine, Store, StoreError};

/// A writing transaction. Dropped without [`Tx::commit`], it never happened. So it is when any statement in it has failed,
/// whatever the caller made of the failure.
pub struct Tx {
    store: Store,
    inner: Watched,
    /// Written last, when the transaction commits.
    events: Mutex<Vec<Event>>,
}

impl Tx {
    pub(crate) async fn begin(store: Store) -> Result<Self, StoreError> {
        // A deferred transaction that upgrades from read to write can fail as busy without waiting.
        let sqlite_transaction_mode =
            (store.engine() == Engine::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
        let inner = store.writer().begin_with_options(options).await?;
        let inner = Watched { inner, failed: AtomicBool::new(false) };
        Ok(Self { store, inner, events: Mutex::default() })
    }

    /// The connection inside the transaction.
    #[must_use]
    pub fn conn(&self) -> &impl ConnectionTrait {
        &self.inner
    }

    /// Which engine serves.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.store.engine()
    }

    /// Puts an event into the outbox, to be seen by others if this transaction commits.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if the event's kind is not a short word.
    pub async fn emit(&self, event: Event) -> Result<(), StoreError> {
        self.emit_all(&[event]).await
    }

    /// Puts several events into the outbox.
    ///
    /// # Errors
    /// As [`Tx::emit`].
    pub async fn emit_all(&self, events: &[Event]) -> Result<(), StoreError> {
        events.iter().try_for_each(outbox::check)?;
        self.events.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(events);
        Ok(())
    }

    /// Makes everything durable, then wakes those who follow the outbox.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of the transaction has happened. [`StoreError::Aborted`] if a statement in it had
    /// failed and the caller went on all the same.
    pub async fn commit(self) -> Result<(), StoreError> {
        let events = std::mem::take(&mut *self.events.lock().unwrap_or_else(PoisonError::into_inner));
        if !self.inner.has_failed() {
            outbox::append(&self, &events).await?;
        }
        self.inner.commit().await?;
        self.store.note_commit();
        Ok(())
    }
}

/// The connection of a transaction, which remembers whether a statement on it has failed.
///
/// PostgreSQL answers the `COMMIT` of such a transaction with `ROLLBACK` and no error, and the driver reports success:
/// the writes would be lost though acknowledged. SQLite would keep what came before and after the failure. Neither is
/// what a verb means, so neither engine is asked.
struct Watched {
    inner: DatabaseTransaction,
    failed: AtomicBool,
}

impl Watched {
    fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }

    fn seen<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if result.is_err() {
            self.failed.store(true, Ordering::Release);
        }
        result
    }

    async fn commit(self) -> Result<(), StoreError> {
        if self.has_failed() {
            // What rolling back comes to does not matter: nothing is committed.
            let _ = self.inner.rollback().await;
            return Err(StoreError::Aborted);
        }
        Ok(self.inner.commit().await?)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Watched {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.seen(self.inner.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.seen(self.inner.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.seen(self.inner.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.seen(self.inner.query_all_raw(statement).await)
    }
}
