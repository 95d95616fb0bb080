//! Events passed on to those who watch in this process, as they are committed anywhere.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{broadcast, watch};
use xd_store::outbox::{self, Position, Recorded};
use xd_store::{Store, StoreError};

/// How many events a watcher may fall behind before it has to catch up by [`Tail::since`].
const KEPT: usize = 4_096;
/// How many events are read at once.
const BATCH: u64 = 500;
/// How long it takes at the most to see what another process committed.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A rest between two reads, so that a busy outbox is read in batches.
const PACE: Duration = Duration::from_millis(20);

/// The end of the outbox, followed.
#[derive(Clone)]
pub struct Tail {
    store: Store,
    sender: broadcast::Sender<Arc<Recorded>>,
}

impl Tail {
    pub(crate) fn new(store: Store) -> Self {
        Self { store, sender: broadcast::Sender::new(KEPT) }
    }

    /// Every event from now on, of all institutions: whoever passes them on filters by reach. A receiver that falls
    /// behind is told so, and goes on with [`Tail::since`] from the last position it saw.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Recorded>> {
        self.sender.subscribe()
    }

    /// The events after a position, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] of the read.
    pub async fn since(&self, position: Position, limit: u64) -> Result<Vec<Recorded>, StoreError> {
        outbox::read_after(&self.store, position, limit).await
    }

    pub(crate) async fn follow(self, mut at: Position, mut stop: watch::Receiver<bool>) {
        let mut committed = self.store.committed();
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                _ = committed.changed() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            match self.pass_on(at).await {
                Ok(reached) => at = reached,
                Err(error) => tracing::warn!(%error, "the outbox could not be read for those who watch"),
            }
            tokio::time::sleep(PACE).await;
        }
    }

    async fn pass_on(&self, mut at: Position) -> Result<Position, StoreError> {
        loop {
            let events = outbox::read_after(&self.store, at, BATCH).await?;
            let Some(last) = events.last() else { return Ok(at) };
            at = last.position;
            for event in events {
                // Nobody watching is no error.
                let _ = self.sender.send(Arc::new(event));
            }
        }
    }
}
