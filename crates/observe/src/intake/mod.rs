//! Group commit: many checks, one transaction, one wait for the disk.
//!
//! A request hands its check to a queue and waits. One task takes what is queued, writes it in one transaction, and
//! answers everybody after the commit; meanwhile the next batch queues. The busier it is, the larger the batches.
//!
//! On PostgreSQL there are a few such queues, and an institution always uses the same one: while one transaction waits
//! for the server or its disk, another is prepared. All checks of a group are of one institution, so each queue sees
//! the whole of every slot that it writes.

mod flush;
mod persons;

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use xd_kernel::UnitId;
use xd_store::{Engine, Store};

use crate::error::ReportError;
pub use flush::CHECKS_REPORTED;

use crate::record::{Arrival, CheckReceipt};

/// How much waits, and how much is written at once.
#[derive(Debug, Clone, Copy)]
pub struct IntakeConfig {
    /// The most checks in one transaction, 1 to 2000.
    pub flush_max: usize,
    /// The most checks waiting; above it new ones are refused as [`ReportError::Busy`].
    pub queue: usize,
    /// How many transactions are under way at once on PostgreSQL, 1 to 16. SQLite has one writer.
    pub lanes: usize,
}

impl Default for IntakeConfig {
    fn default() -> Self {
        Self { flush_max: 512, queue: 8_192, lanes: 2 }
    }
}

/// The way in for checks: cheap to clone, shared by all requests of a process.
#[derive(Clone)]
pub struct Intake {
    lanes: Arc<[mpsc::Sender<Waiting>]>,
}

impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let free: Vec<usize> = self.lanes.iter().map(mpsc::Sender::capacity).collect();
        write!(f, "Intake({free:?} free)")
    }
}

/// A check and whoever waits for it.
struct Waiting {
    arrival: Arrival,
    answer: oneshot::Sender<Answer>,
}

type Answer = Result<CheckReceipt, ReportError>;

impl Intake {
    /// Starts the tasks that write. They end when the last clone is dropped and the queues are empty.
    #[must_use]
    pub fn start(store: Store, config: IntakeConfig) -> Self {
        let lanes = match store.engine() {
            Engine::Sqlite => 1,
            Engine::Postgres => config.lanes.clamp(1, 16),
        };
        let store = Arc::new(store);
        let lane = |_| {
            let (queue, waiting) = mpsc::channel((config.queue / lanes).max(1));
            tokio::spawn(write_batches(Arc::clone(&store), waiting, config.flush_max.clamp(1, 2_000)));
            queue
        };
        Self { lanes: (0..lanes).map(lane).collect() }
    }

    /// The queue of an institution: always the same one, so that its checks are written in turn.
    fn lane(&self, institution: UnitId) -> &mpsc::Sender<Waiting> {
        // The low half of an id is random.
        let at = institution.0.as_u64_pair().1 % self.lanes.len() as u64;
        &self.lanes[usize::try_from(at).unwrap_or(0)]
    }

    /// Queues a check, and returns where its answer will come.
    pub(crate) fn hand_in(&self, arrival: Arrival) -> Result<oneshot::Receiver<Answer>, ReportError> {
        let (answer, receiver) = oneshot::channel();
        let lane = self.lane(arrival.record.institution);
        lane.try_send(Waiting { arrival, answer }).map_err(|_| ReportError::Busy)?;
        Ok(receiver)
    }

    /// Queues a check of a batch, waiting for room: a batch is one request and may be longer than the queue is free.
    pub(crate) async fn hand_in_patiently(
        &self,
        arrival: Arrival,
    ) -> Result<oneshot::Receiver<Answer>, ReportError> {
        let (answer, receiver) = oneshot::channel();
        let lane = self.lane(arrival.record.institution);
        lane.send(Waiting { arrival, answer }).await.map_err(|_| ReportError::Busy)?;
        Ok(receiver)
    }
}

async fn write_batches(store: Arc<Store>, mut waiting: mpsc::Receiver<Waiting>, most: usize) {
    let mut batch = Vec::with_capacity(most);
    while waiting.recv_many(&mut batch, most).await > 0 {
        let (arrivals, answers): (Vec<Arrival>, Vec<_>) =
            batch.drain(..).map(|one| (one.arrival, one.answer)).unzip();
        // A task of its own: should it panic, its requests are told and the next batch is written.
        let written = tokio::spawn(flush::flush(Arc::clone(&store), arrivals)).await;
        let results = written.unwrap_or_else(|panic| {
            tracing::error!(%panic, "a batch of checks was given up");
            answers.iter().map(|_| Err(ReportError::Busy)).collect()
        });
        for (answer, result) in answers.into_iter().zip(results) {
            // Whoever has hung up meanwhile sends again and is told that the check was taken.
            let _ = answer.send(result);
        }
    }
}
