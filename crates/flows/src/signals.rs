//! The consumer `signals`: events about cases lead to re-evaluation.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant as Tick;
use xd_kernel::{Clock, UnitId};
use xd_outbreak::{Plan, SaveError, reevaluate, save};
use xd_store::outbox::{self, Position, Recorded};
use xd_store::{Store, StoreError};
use xd_trust::Ctx;

use crate::parked::Parked;
use crate::rows;
use crate::touched::touched;

/// The name under which the position is stored, and the part of the program that acts.
pub(crate) const CONSUMER: &str = "signals";

/// How many events are read at once.
const BATCH: u64 = 500;
/// How long it takes at the most to see what another process committed.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// The shortest rest between two batches, so that the work of many commits is done once.
const PACE: Duration = Duration::from_millis(20);
/// The longest rest between two batches. A batch rests as long as it worked: the consumer takes at most half of a
/// core from the checks, and the busier it is, the more commits one batch covers.
const PACE_MOST: Duration = Duration::from_millis(300);
/// The longest wait while the store is unavailable.
const WAIT_MOST: Duration = Duration::from_secs(10);
/// How often a position reached without an effect is stored, so that a restart does not read far back.
const STORE_EVERY: Duration = Duration::from_secs(5);
/// How often parked events are looked for.
const RETRY_EVERY: Duration = Duration::from_secs(5);

/// What one step came to.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Nothing is waiting.
    Idle,
    /// There may be more.
    Again,
}

pub(crate) struct Signals {
    store: Store,
    clock: Arc<dyn Clock>,
    /// The position in the store as this process knows it: what its next write builds on.
    stored: Position,
    /// How far this process has read. Ahead of `stored` where events had no effect.
    cursor: Position,
    stored_at: Tick,
    retried_at: Tick,
    reached: watch::Sender<Position>,
}

impl Signals {
    pub async fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        reached: watch::Sender<Position>,
    ) -> Result<Self, StoreError> {
        let stored = outbox::position(&store, CONSUMER).await?;
        let now = Tick::now();
        Ok(Self { store, clock, stored, cursor: stored, stored_at: now, retried_at: now, reached })
    }

    /// Works until told to stop, then stores how far it came.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut committed = self.store.committed();
        let mut wait = Duration::ZERO;
        while !*stop.borrow() {
            let began = Tick::now();
            match self.step().await {
                Ok(Step::Again) => wait = began.elapsed().clamp(PACE, PACE_MOST),
                Ok(Step::Idle) => wait = Duration::ZERO,
                Err(error) => {
                    wait = (wait.max(PACE) * 2).min(WAIT_MOST);
                    tracing::warn!(%error, ?wait, "signals could not be re-evaluated; trying again");
                }
            }
            let rest = async {
                if wait.is_zero() {
                    tokio::select! {
                        _ = committed.changed() => {}
                        () = tokio::time::sleep(LOOK_EVERY) => {}
                    }
                }
                tokio::time::sleep(wait.max(PACE)).await;
            };
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {}
                () = rest => {}
            }
        }
        if let Err(error) = self.store_position().await {
            tracing::warn!(%error, "the position was not stored; the next start reads a little further back");
        }
    }

    async fn step(&mut self) -> Result<Step, StoreError> {
        if self.retried_at.elapsed() >= RETRY_EVERY {
            self.retry_parked().await?;
            self.retried_at = Tick::now();
        }
        let events = outbox::read_after(&self.store, self.cursor, BATCH).await?;
        let Some(last) = events.last().map(|event| event.position) else {
            self.reached.send_replace(self.cursor);
            if self.stored_at.elapsed() >= STORE_EVERY {
                self.store_position().await?;
            }
            return Ok(Step::Idle);
        };
        let work = self.work_of(events).await?;
        if work.plan.is_empty() && work.parked.is_empty() {
            self.cursor = last;
        } else {
            self.write(&work, last).await?;
        }
        Ok(Step::Again)
    }

    /// Decides what a batch of events leads to, on the reading connections alone.
    async fn work_of(&self, events: Vec<Recorded>) -> Result<Work, StoreError> {
        let ctx = self.ctx();
        let mut institutions = BTreeSet::new();
        let mut parked = Vec::new();
        let mut read = Vec::with_capacity(events.len());
        for event in events {
            match touched(&event) {
                Ok(found) if found.is_empty() => {}
                Ok(found) => {
                    institutions.extend(&found);
                    read.push((event, found));
                }
                Err(problem) => parked.push(Parked::first(event, &problem, ctx.now())),
            }
        }
        let began = Tick::now();
        let plan = match plan(&ctx, &institutions).await {
            Err(problem) if !is_passing(&problem) => {
                let sound = self.isolate(&ctx, read, &mut parked).await?;
                plan(&ctx, &sound).await?
            }
            plan => plan?,
        };
        if !institutions.is_empty() {
            metrics::histogram!("xd_signals_evaluation_seconds").record(began.elapsed().as_secs_f64());
        }
        Ok(Work { plan, parked })
    }

    /// Tries each event by itself; parks those that fail and returns the institutions of the others.
    async fn isolate(
        &self,
        ctx: &Ctx,
        events: Vec<(Recorded, BTreeSet<UnitId>)>,
        parked: &mut Vec<Parked>,
    ) -> Result<BTreeSet<UnitId>, StoreError> {
        let mut sound = BTreeSet::new();
        for (event, institutions) in events {
            match plan(ctx, &institutions).await {
                Ok(_) => sound.extend(institutions),
                Err(problem) if is_passing(&problem) => return Err(problem),
                Err(problem) => parked.push(Parked::first(event, &problem, ctx.now())),
            }
        }
        Ok(sound)
    }

    /// Writes the work and the position together, if nobody else has done it meanwhile.
    async fn write(&mut self, work: &Work, last: Position) -> Result<(), StoreError> {
        let tx = self.store.begin().await?;
        if !self.is_mine(outbox::claim(&tx, CONSUMER).await?) {
            return Ok(());
        }
        match save(&tx, &work.plan).await {
            // A person handled a signal in between: decide again, on what they left.
            Err(SaveError::Stale) => return Ok(()),
            Err(SaveError::Store(error)) => return Err(error),
            Ok(()) => {}
        }
        rows::park(&tx, CONSUMER, &work.parked).await?;
        outbox::advance(&tx, CONSUMER, last).await?;
        tx.commit().await?;
        metrics::counter!("xd_signals_changes_total").increment(work.plan.changes().len() as u64);
        self.moved_to(last);
        Ok(())
    }

    /// Whether the stored position is where this process's work began. If not, another process has gone on.
    fn is_mine(&mut self, claimed: Position) -> bool {
        let mine = claimed == self.stored;
        if !mine {
            self.stored = claimed;
            self.cursor = self.cursor.max(claimed);
        }
        mine
    }

    fn moved_to(&mut self, position: Position) {
        self.stored = position;
        self.cursor = position;
        self.stored_at = Tick::now();
    }

    async fn store_position(&mut self) -> Result<(), StoreError> {
        self.stored_at = Tick::now();
        if self.cursor == self.stored {
            return Ok(());
        }
        let tx = self.store.begin().await?;
        if self.is_mine(outbox::claim(&tx, CONSUMER).await?) && self.cursor > self.stored {
            outbox::advance(&tx, CONSUMER, self.cursor).await?;
            tx.commit().await?;
            self.moved_to(self.cursor);
        }
        Ok(())
    }

    async fn retry_parked(&self) -> Result<(), StoreError> {
        for parked in rows::due(&self.store, CONSUMER, self.clock.now(), BATCH).await? {
            self.retry(parked).await?;
        }
        Ok(())
    }

    /// Tries a parked event once more. The claim keeps other processes from doing the same at the same moment.
    async fn retry(&self, parked: Parked) -> Result<(), StoreError> {
        let ctx = self.ctx();
        let planned = match touched(&parked.event) {
            Ok(institutions) => plan(&ctx, &institutions).await,
            Err(problem) => Err(problem),
        };
        let tx = self.store.begin().await?;
        if outbox::claim(&tx, CONSUMER).await? != self.stored {
            return Ok(());
        }
        let still_there = match planned {
            Err(problem) if is_passing(&problem) => return Err(problem),
            Err(problem) => rows::put_off(&tx, CONSUMER, &parked.again(&problem, ctx.now())).await?,
            Ok(plan) => match save(&tx, &plan).await {
                Err(SaveError::Stale) => return Ok(()),
                Err(SaveError::Store(error)) => return Err(error),
                Ok(()) => rows::done(&tx, CONSUMER, &parked).await?,
            },
        };
        if still_there { tx.commit().await } else { Ok(()) }
    }

    fn ctx(&self) -> Ctx {
        Ctx::program(self.store.clone(), CONSUMER, self.clock.now())
    }
}

/// What a batch of events leads to.
struct Work {
    plan: Plan,
    parked: Vec<Parked>,
}

async fn plan(ctx: &Ctx, institutions: &BTreeSet<UnitId>) -> Result<Plan, StoreError> {
    if institutions.is_empty() {
        return Ok(Plan::default());
    }
    reevaluate(ctx, &institutions.iter().copied().collect::<Vec<_>>()).await
}

/// Whether waiting may help.
fn is_passing(problem: &StoreError) -> bool {
    matches!(problem, StoreError::Unavailable(_))
}

#[cfg(test)]
mod tests;
