//! Group commit: many requests, one transaction, one wait for the disk.
//!
//! A request hands its change to a queue and waits. One task takes what is queued, writes it in one transaction, and
//! answers everybody after the commit; meanwhile the next batch queues. The busier it is, the larger the batches.
//!
//! On PostgreSQL there are a few such queues, and an institution always uses the same one: while one transaction waits
//! for the server or its disk, another is prepared.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use xd_kernel::UnitId;

use crate::{Engine, Store};

/// How much waits, and how much is written at once.
#[derive(Debug, Clone, Copy)]
pub struct LaneConfig {
    /// The most changes in one transaction, 1 to 2000.
    pub flush_max: usize,
    /// The most changes waiting; above it new ones are refused.
    pub queue: usize,
    /// How many transactions are under way at once on PostgreSQL, 1 to 16. SQLite has one writer.
    pub lanes: usize,
}

impl Default for LaneConfig {
    fn default() -> Self {
        Self { flush_max: 512, queue: 8_192, lanes: 2 }
    }
}

/// A change and whoever waits for it.
struct Waiting<I, O> {
    item: I,
    answer: oneshot::Sender<O>,
}

/// The way in for changes of one kind: cheap to clone, shared by all requests of a process.
pub struct Lanes<I, O> {
    lanes: Arc<[mpsc::Sender<Waiting<I, O>>]>,
}

impl<I, O> Clone for Lanes<I, O> {
    fn clone(&self) -> Self {
        Self { lanes: Arc::clone(&self.lanes) }
    }
}

impl<I, O> std::fmt::Debug for Lanes<I, O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let free: Vec<usize> = self.lanes.iter().map(mpsc::Sender::capacity).collect();
        write!(f, "Lanes({free:?} free)")
    }
}

impl<I: Send + 'static, O: Send + 'static> Lanes<I, O> {
    /// Starts the tasks that write. They end when the last clone is dropped and the queues are empty. `flush` writes a
    /// batch and says for each change, in order, what became of it; what it does not answer was not written.
    #[must_use]
    pub fn start<F, R>(store: Store, config: LaneConfig, flush: F) -> Self
    where
        F: Fn(Arc<Store>, Vec<I>) -> R + Clone + Send + 'static,
        R: Future<Output = Vec<O>> + Send + 'static,
    {
        let lanes = match store.engine() {
            Engine::Sqlite => 1,
            Engine::Postgres => config.lanes.clamp(1, 16),
        };
        let store = Arc::new(store);
        let lane = |_| {
            let (queue, waiting) = mpsc::channel((config.queue / lanes).max(1));
            let flush = flush.clone();
            let store = Arc::clone(&store);
            let write = move |items| flush(Arc::clone(&store), items);
            tokio::spawn(write_batches(write, waiting, config.flush_max.clamp(1, 2_000)));
            queue
        };
        Self { lanes: (0..lanes).map(lane).collect() }
    }

    /// The queue of an institution: always the same one, so that its changes are written in turn.
    fn lane(&self, institution: UnitId) -> &mpsc::Sender<Waiting<I, O>> {
        // The low half of an id is random.
        let at = institution.0.as_u64_pair().1 % self.lanes.len() as u64;
        &self.lanes[usize::try_from(at).unwrap_or(0)]
    }

    /// Queues a change of an institution, and returns where its answer will come; nothing if the queue is full.
    /// Without an answer the change may or may not have been written.
    #[must_use]
    pub fn hand_in(&self, institution: UnitId, item: I) -> Option<oneshot::Receiver<O>> {
        let (answer, receiver) = oneshot::channel();
        self.lane(institution).try_send(Waiting { item, answer }).ok()?;
        Some(receiver)
    }

    /// Queues a change, waiting for room: a batch is one request and may be longer than the queue is free.
    pub async fn hand_in_patiently(&self, institution: UnitId, item: I) -> Option<oneshot::Receiver<O>> {
        let (answer, receiver) = oneshot::channel();
        self.lane(institution).send(Waiting { item, answer }).await.ok()?;
        Some(receiver)
    }
}

async fn write_batches<I, O, R>(
    flush: impl Fn(Vec<I>) -> R,
    mut waiting: mpsc::Receiver<Waiting<I, O>>,
    most: usize,
) where
    I: Send + 'static,
    O: Send + 'static,
    R: Future<Output = Vec<O>> + Send + 'static,
{
    let mut batch = Vec::with_capacity(most);
    while waiting.recv_many(&mut batch, most).await > 0 {
        let (items, answers): (Vec<I>, Vec<_>) = batch.drain(..).map(|one| (one.item, one.answer)).unzip();
        // A task of its own: should it panic, its requests are told and the next batch is written.
        match tokio::spawn(flush(items)).await {
            Ok(results) => {
                for (answer, result) in answers.into_iter().zip(results) {
                    // Whoever has hung up meanwhile sends again.
                    let _ = answer.send(result);
                }
            }
            Err(panic) => tracing::error!(%panic, "a batch was given up"),
        }
    }
}
