//! One consumer of the outbox: reads events, decides what they lead to, writes that together with its position.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant as Tick;
use xd_kernel::Clock;
use xd_store::outbox::{self, Position, Recorded};
use xd_store::{Store, StoreError, Tx};
use xd_trust::Ctx;

use crate::parked::Parked;
use crate::rows;

/// What a consumer does.
pub(crate) trait Effect: Send + Sync + 'static {
    /// The name under which the position is stored, and the part of the program that acts.
    const CONSUMER: &'static str;
    /// What one event asks for.
    type Wish: Clone + Send + Sync;
    /// What is to be written.
    type Plan: Default + Send + Sync;

    /// What an event asks for; nothing if it is not for this consumer.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if the payload is not of a form that this program knows.
    fn wish(event: &Recorded) -> Result<Option<Self::Wish>, StoreError>;

    /// Decides, on the reading connections alone.
    fn plan(ctx: &Ctx, wishes: &[Self::Wish]) -> impl Future<Output = Result<Self::Plan, StoreError>> + Send;

    /// Whether there is nothing to write.
    fn is_empty(plan: &Self::Plan) -> bool;

    /// Writes.
    fn save(tx: &Tx, plan: &Self::Plan) -> impl Future<Output = Result<(), NotSaved>> + Send;

    /// Counts what has been written.
    fn count(_plan: &Self::Plan) {}
}

/// Why a plan was not written.
#[derive(Debug)]
pub(crate) enum NotSaved {
    /// What it was decided on has changed: decide again.
    Stale,
    /// The store failed.
    Store(StoreError),
}

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

pub(crate) struct Follower<E> {
    effect: PhantomData<E>,
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

impl<E: Effect> Follower<E> {
    pub async fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        reached: watch::Sender<Position>,
    ) -> Result<Self, StoreError> {
        let stored = outbox::position(&store, E::CONSUMER).await?;
        let now = Tick::now();
        Ok(Self {
            effect: PhantomData,
            store,
            clock,
            stored,
            cursor: stored,
            stored_at: now,
            retried_at: now,
            reached,
        })
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
                    tracing::warn!(%error, ?wait, consumer = E::CONSUMER, "events could not be handled; trying again");
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
        if E::is_empty(&work.plan) && work.parked.is_empty() {
            self.cursor = last;
        } else {
            self.write(&work, last).await?;
        }
        Ok(Step::Again)
    }

    /// Decides what a batch of events leads to, on the reading connections alone.
    async fn work_of(&self, events: Vec<Recorded>) -> Result<Work<E>, StoreError> {
        let ctx = self.ctx();
        let mut parked = Vec::new();
        let mut read = Vec::with_capacity(events.len());
        for event in events {
            match E::wish(&event) {
                Ok(Some(wish)) => read.push((event, wish)),
                Ok(None) => {}
                Err(problem) => parked.push(Parked::first(event, &problem, ctx.now())),
            }
        }
        let wishes: Vec<E::Wish> = read.iter().map(|(_, wish)| wish.clone()).collect();
        let plan = match plan::<E>(&ctx, &wishes).await {
            Err(problem) if !is_passing(&problem) => {
                let sound = self.isolate(&ctx, read, &mut parked).await?;
                plan::<E>(&ctx, &sound).await?
            }
            plan => plan?,
        };
        Ok(Work { plan, parked })
    }

    /// Tries each event by itself; parks those that fail and returns what the others ask for.
    async fn isolate(
        &self,
        ctx: &Ctx,
        events: Vec<(Recorded, E::Wish)>,
        parked: &mut Vec<Parked>,
    ) -> Result<Vec<E::Wish>, StoreError> {
        let mut sound = Vec::new();
        for (event, wish) in events {
            match plan::<E>(ctx, std::slice::from_ref(&wish)).await {
                Ok(_) => sound.push(wish),
                Err(problem) if is_passing(&problem) => return Err(problem),
                Err(problem) => parked.push(Parked::first(event, &problem, ctx.now())),
            }
        }
        Ok(sound)
    }

    /// Writes the work and the position together, if nobody else has done it meanwhile.
    async fn write(&mut self, work: &Work<E>, last: Position) -> Result<(), StoreError> {
        let tx = self.store.begin().await?;
        if !self.is_mine(outbox::claim(&tx, E::CONSUMER).await?) {
            return Ok(());
        }
        match E::save(&tx, &work.plan).await {
            // Somebody was at it in between: decide again, on what they left.
            Err(NotSaved::Stale) => return Ok(()),
            Err(NotSaved::Store(error)) => return Err(error),
            Ok(()) => {}
        }
        rows::park(&tx, E::CONSUMER, &work.parked).await?;
        outbox::advance(&tx, E::CONSUMER, last).await?;
        tx.commit().await?;
        E::count(&work.plan);
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
        if self.is_mine(outbox::claim(&tx, E::CONSUMER).await?) && self.cursor > self.stored {
            outbox::advance(&tx, E::CONSUMER, self.cursor).await?;
            tx.commit().await?;
            self.moved_to(self.cursor);
        }
        Ok(())
    }

    async fn retry_parked(&self) -> Result<(), StoreError> {
        for parked in rows::due(&self.store, E::CONSUMER, self.clock.now(), BATCH).await? {
            self.retry(parked).await?;
        }
        Ok(())
    }

    /// Tries a parked event once more. The claim keeps other processes from doing the same at the same moment.
    async fn retry(&self, parked: Parked) -> Result<(), StoreError> {
        let ctx = self.ctx();
        let planned = match E::wish(&parked.event) {
            Ok(wish) => plan::<E>(&ctx, wish.as_slice()).await,
            Err(problem) => Err(problem),
        };
        let tx = self.store.begin().await?;
        if outbox::claim(&tx, E::CONSUMER).await? != self.stored {
            return Ok(());
        }
        let still_there = match planned {
            Err(problem) if is_passing(&problem) => return Err(problem),
            Err(problem) => rows::put_off(&tx, E::CONSUMER, &parked.again(&problem, ctx.now())).await?,
            Ok(plan) => match E::save(&tx, &plan).await {
                Err(NotSaved::Stale) => return Ok(()),
                Err(NotSaved::Store(error)) => return Err(error),
                Ok(()) => rows::done(&tx, E::CONSUMER, &parked).await?,
            },
        };
        if still_there { tx.commit().await } else { Ok(()) }
    }

    fn ctx(&self) -> Ctx {
        Ctx::program(self.store.clone(), E::CONSUMER, self.clock.now())
    }
}

/// What a batch of events leads to.
struct Work<E: Effect> {
    plan: E::Plan,
    parked: Vec<Parked>,
}

async fn plan<E: Effect>(ctx: &Ctx, wishes: &[E::Wish]) -> Result<E::Plan, StoreError> {
    if wishes.is_empty() { Ok(E::Plan::default()) } else { E::plan(ctx, wishes).await }
}

/// Whether waiting may help.
fn is_passing(problem: &StoreError) -> bool {
    matches!(problem, StoreError::Unavailable(_))
}

#[cfg(test)]
mod tests;
