//! The consumer `coverage`: what changes about tasks is passed on to the summaries of the levels above.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant as Tick;
use xd_kernel::Clock;
use xd_store::outbox::{self, Position};
use xd_store::{Store, StoreError};
use xd_trust::Ctx;
use xd_work::{plan_rollup, save_rollup, tallies_changed};

/// The name under which the position is stored.
const CONSUMER: &str = "coverage";
/// How many events are read at once.
const BATCH: u64 = 200;
/// How long it takes at the most to see what another process committed.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// The rest between two batches, so that the work of many commits is done once.
const PACE: Duration = Duration::from_millis(100);
/// The rest after a failure.
const REST: Duration = Duration::from_secs(2);
/// How often a position reached without an effect is stored.
const STORE_EVERY: Duration = Duration::from_secs(5);

pub(crate) struct Coverage {
    store: Store,
    clock: Arc<dyn Clock>,
    stored: Position,
    cursor: Position,
    stored_at: Tick,
    reached: watch::Sender<Position>,
}

impl Coverage {
    pub async fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        reached: watch::Sender<Position>,
    ) -> Result<Self, StoreError> {
        let stored = outbox::position(&store, CONSUMER).await?;
        Ok(Self { store, clock, stored, cursor: stored, stored_at: Tick::now(), reached })
    }

    /// Works until told to stop.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut committed = self.store.committed();
        while !*stop.borrow() {
            let wait = match self.step().await {
                Ok(true) => PACE,
                Ok(false) => Duration::ZERO,
                Err(error) => {
                    tracing::warn!(%error, "coverage could not be passed on; trying again");
                    REST
                }
            };
            let rest = async {
                if wait.is_zero() {
                    tokio::select! {
                        _ = committed.changed() => {}
                        () = tokio::time::sleep(LOOK_EVERY) => {}
                    }
                }
                tokio::time::sleep(wait).await;
            };
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {}
                () = rest => {}
            }
        }
        if self.cursor > self.stored
            && let Err(error) = self.write(BTreeSet::new(), self.cursor).await
        {
            tracing::warn!(%error, "the position was not stored; the next start reads a little further back");
        }
    }

    /// Passes on one batch; says whether there may be more.
    async fn step(&mut self) -> Result<bool, StoreError> {
        let events = outbox::read_after(&self.store, self.cursor, BATCH).await?;
        let Some(last) = events.last().map(|event| event.position) else {
            self.reached.send_replace(self.cursor);
            if self.stored_at.elapsed() >= STORE_EVERY && self.cursor > self.stored {
                self.write(BTreeSet::new(), self.cursor).await?;
            }
            return Ok(false);
        };
        let mut changed = BTreeSet::new();
        for event in &events {
            match tallies_changed(event) {
                Ok(tallies) => changed.extend(tallies),
                // The tallies themselves are sound, and the next event of the same ones makes up for this one.
                Err(error) => tracing::error!(%error, seq = event.position.seq, "an event could not be read"),
            }
        }
        if changed.is_empty() {
            self.cursor = last;
        } else {
            self.write(changed, last).await?;
        }
        Ok(true)
    }

    /// Writes the summaries and the position together, if nobody else has done it meanwhile.
    async fn write(
        &mut self,
        changed: BTreeSet<(xd_kernel::UnitId, xd_kernel::WaveId)>,
        last: Position,
    ) -> Result<(), StoreError> {
        let ctx = Ctx::program(self.store.clone(), CONSUMER, self.clock.now());
        let rollup = plan_rollup(&ctx, changed).await?;
        let tx = self.store.begin().await?;
        let claimed = outbox::claim(&tx, CONSUMER).await?;
        if claimed != self.stored {
            self.stored = claimed;
            self.cursor = self.cursor.max(claimed);
            return Ok(());
        }
        if !rollup.is_empty() {
            save_rollup(&tx, &rollup, ctx.now()).await?;
        }
        outbox::advance(&tx, CONSUMER, last).await?;
        tx.commit().await?;
        (self.stored, self.cursor, self.stored_at) = (last, last, Tick::now());
        Ok(())
    }
}
