//! What nobody waits for: events that everybody has passed, and sessions that are over, are removed now and then.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use xd_kernel::{Clock, Instant};
use xd_store::{Store, StoreError, outbox};
use xd_trust::sessions;

/// How often it is done.
const EVERY: Duration = Duration::from_secs(600);
/// How long an event is kept for those who follow from where they broke off.
const KEPT_HOURS: i64 = 7 * 24;
/// How many events go in one transaction: checks wait for the writer meanwhile.
const AT_ONCE: i64 = 2_000;
/// The rest between two transactions.
const REST: Duration = Duration::from_millis(200);

/// Keeps house until told to stop.
pub(crate) async fn run(store: Store, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            done = once(&store, clock.now()) => {
                if let Err(error) = done {
                    tracing::warn!(%error, "housekeeping was broken off; it is tried again later");
                }
            }
        }
    }
}

/// Removes what is over now, and says how many events and sessions that were.
///
/// # Errors
/// [`StoreError`] of the writes; what was removed before it stays removed.
pub async fn once(store: &Store, now: Instant) -> Result<(u64, u64), StoreError> {
    let sessions = sessions::sweep(store, now).await?;
    xd_notify::sweep(store, now).await?;
    let before = now.plus_hours(-KEPT_HOURS);
    let mut events = 0;
    loop {
        let tx = store.begin().await?;
        let gone = outbox::trim(&tx, before, AT_ONCE).await?;
        tx.commit().await?;
        events += gone;
        if gone == 0 {
            return Ok((events, sessions));
        }
        tokio::time::sleep(REST).await;
    }
}
