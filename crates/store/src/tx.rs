//! The transaction: the only way to write.

use std::sync::{Mutex, PoisonError};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::outbox::{self, Event};
use crate::{Engine, Store, StoreError};

/// A writing transaction. Dropped without [`Tx::commit`], it never happened.
pub struct Tx {
    store: Store,
    inner: DatabaseTransaction,
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
    /// [`StoreError`]; then nothing of the transaction has happened.
    pub async fn commit(self) -> Result<(), StoreError> {
        let events = std::mem::take(&mut *self.events.lock().unwrap_or_else(PoisonError::into_inner));
        outbox::append(&self, &events).await?;
        self.inner.commit().await?;
        self.store.note_commit();
        Ok(())
    }
}
