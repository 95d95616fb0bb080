//! Running the consumers, and bringing them to rest.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use xd_kernel::Clock;
use xd_store::outbox::{self, Position};
use xd_store::{Store, StoreError};

use crate::coverage::Coverage;
use crate::follower::{Effect, Follower};
use crate::messages::Messages;
use crate::signals::Signals;
use crate::tail::Tail;
use crate::{housekeeping, rows, work};

/// The running consumers of one process.
pub struct Flows {
    store: Store,
    tail: Tail,
    stop: watch::Sender<bool>,
    reached: Vec<watch::Receiver<Position>>,
    tasks: Vec<JoinHandle<()>>,
}

/// How long a consumer that broke off rests before it starts again.
const REST: Duration = Duration::from_secs(1);

impl Flows {
    /// Starts the consumers where they left off, and the tail at the end of the outbox.
    ///
    /// # Errors
    /// [`StoreError`] if the positions cannot be read.
    pub async fn start(store: Store, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let stop = watch::Sender::new(false);
        let tail = Tail::new(store.clone());
        let end = outbox::end(&store).await?;
        let (signals, signals_reached) = follow::<Signals>(&store, &clock, &stop).await?;
        let (messages, messages_reached) = follow::<Messages>(&store, &clock, &stop).await?;
        let (coverage, coverage_reached) = follow::<Coverage>(&store, &clock, &stop).await?;
        let tasks = vec![
            tokio::spawn(work::run(store.clone(), Arc::clone(&clock), stop.subscribe())),
            tokio::spawn(tail.clone().follow(end, stop.subscribe())),
            tokio::spawn(housekeeping::run(store.clone(), Arc::clone(&clock), stop.subscribe())),
            signals,
            messages,
            coverage,
        ];
        let reached = vec![signals_reached, messages_reached, coverage_reached];
        Ok(Self { store, tail, stop, reached, tasks })
    }

    /// Events as they are committed, for those who watch.
    #[must_use]
    pub fn tail(&self) -> Tail {
        self.tail.clone()
    }

    /// Waits until everything committed before this call has had its effect.
    ///
    /// # Errors
    /// [`StoreError`] if the end of the outbox cannot be read.
    pub async fn settled(&self) -> Result<(), StoreError> {
        let end = outbox::end(&self.store).await?;
        for reached in &self.reached {
            // An error means that the consumer has stopped: nothing more will happen.
            let _ = reached.clone().wait_for(|position| *position >= end).await;
        }
        Ok(())
    }

    /// How many events could not be handled and wait to be tried again: more than none needs an operator's eye.
    ///
    /// # Errors
    /// [`StoreError`] of the read.
    pub async fn parked(&self) -> Result<u64, StoreError> {
        rows::count(&self.store).await
    }

    /// Stops the consumers, letting each finish the batch it is at.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a consumer did not end in order");
            }
        }
    }
}

/// Starts one consumer where it left off, and sees how far it comes.
///
/// The first look is made here, so that a store that cannot be read stops the start.
async fn follow<E: Effect>(
    store: &Store,
    clock: &Arc<dyn Clock>,
    stop: &watch::Sender<bool>,
) -> Result<(JoinHandle<()>, watch::Receiver<Position>), StoreError> {
    let reached = watch::Sender::new(Position::default());
    let seen = reached.subscribe();
    let made_of = Restart { store: store.clone(), clock: Arc::clone(clock), reached };
    let first = made_of.consumer::<E>().await?;
    Ok((tokio::spawn(keep_running(first, made_of, stop.subscribe())), seen))
}

/// What a consumer is made of.
struct Restart {
    store: Store,
    clock: Arc<dyn Clock>,
    reached: watch::Sender<Position>,
}

impl Restart {
    async fn consumer<E: Effect>(&self) -> Result<Follower<E>, StoreError> {
        Follower::new(self.store.clone(), Arc::clone(&self.clock), self.reached.clone()).await
    }
}

/// Runs the consumer, and starts it again from its stored position should it break off.
async fn keep_running<E: Effect>(first: Follower<E>, made_of: Restart, mut stop: watch::Receiver<bool>) {
    let mut next = Some(first);
    loop {
        if let Some(consumer) = next.take() {
            match tokio::spawn(consumer.run(stop.clone())).await {
                Ok(()) => return,
                Err(error) => tracing::error!(%error, "a consumer broke off and is started again"),
            }
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(REST) => {}
        }
        match made_of.consumer().await {
            Ok(consumer) => next = Some(consumer),
            Err(error) => tracing::warn!(%error, "a consumer could not be started again yet"),
        }
    }
}
