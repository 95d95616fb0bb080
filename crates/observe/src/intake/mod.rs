//! Group commit: many checks, one transaction, one wait for the disk.
//!
//! A request hands its check to a queue and waits. One task takes what is queued, writes it in one transaction, and
//! answers everybody after the commit; meanwhile the next batch queues. The busier it is, the larger the batches.

mod flush;
mod persons;

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use xd_store::Store;

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
}

impl Default for IntakeConfig {
    fn default() -> Self {
        Self { flush_max: 512, queue: 8_192 }
    }
}

/// The way in for checks: cheap to clone, shared by all requests of a process.
#[derive(Clone)]
pub struct Intake {
    queue: mpsc::Sender<Waiting>,
}

impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Intake({} free)", self.queue.capacity())
    }
}

/// A check and whoever waits for it.
struct Waiting {
    arrival: Arrival,
    answer: oneshot::Sender<Answer>,
}

type Answer = Result<CheckReceipt, ReportError>;

impl Intake {
    /// Starts the task that writes. It ends when the last clone is dropped and the queue is empty.
    #[must_use]
    pub fn start(store: Store, config: IntakeConfig) -> Self {
        let (queue, waiting) = mpsc::channel(config.queue.max(1));
        tokio::spawn(write_batches(store, waiting, config.flush_max.clamp(1, 2_000)));
        Self { queue }
    }

    /// Queues a check, and returns where its answer will come.
    pub(crate) fn hand_in(&self, arrival: Arrival) -> Result<oneshot::Receiver<Answer>, ReportError> {
        let (answer, receiver) = oneshot::channel();
        self.queue.try_send(Waiting { arrival, answer }).map_err(|_| ReportError::Busy)?;
        Ok(receiver)
    }

    /// Queues a check of a batch, waiting for room: a batch is one request and may be longer than the queue is free.
    pub(crate) async fn hand_in_patiently(
        &self,
        arrival: Arrival,
    ) -> Result<oneshot::Receiver<Answer>, ReportError> {
        let (answer, receiver) = oneshot::channel();
        self.queue.send(Waiting { arrival, answer }).await.map_err(|_| ReportError::Busy)?;
        Ok(receiver)
    }
}

async fn write_batches(store: Store, mut waiting: mpsc::Receiver<Waiting>, most: usize) {
    let store = Arc::new(store);
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
