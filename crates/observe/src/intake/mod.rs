//! Group commit of checks ([`xd_store::lanes`]): many checks, one transaction, one wait for the disk.
//!
//! All checks of a group are of one institution, so each queue sees the whole of every slot that it writes.

mod flush;
mod persons;

use tokio::sync::oneshot;
use xd_store::Store;
use xd_store::lanes::Lanes;

use crate::error::ReportError;
pub use flush::CHECKS_REPORTED;
pub use xd_store::lanes::LaneConfig as IntakeConfig;

use crate::record::{Arrival, CheckReceipt};

/// The way in for checks: cheap to clone, shared by all requests of a process.
#[derive(Clone, Debug)]
pub struct Intake(Lanes<Arrival, Answer>);

type Answer = Result<CheckReceipt, ReportError>;

impl Intake {
    /// Starts the tasks that write. They end when the last clone is dropped and the queues are empty.
    #[must_use]
    pub fn start(store: Store, config: IntakeConfig) -> Self {
        Self(Lanes::start(store, config, flush::flush))
    }

    /// Queues a check, and returns where its answer will come.
    pub(crate) fn hand_in(&self, arrival: Arrival) -> Result<oneshot::Receiver<Answer>, ReportError> {
        self.0.hand_in(arrival.record.institution, arrival).ok_or(ReportError::Busy)
    }

    /// Queues a check of a batch, waiting for room: a batch is one request and may be longer than the queue is free.
    pub(crate) async fn hand_in_patiently(
        &self,
        arrival: Arrival,
    ) -> Result<oneshot::Receiver<Answer>, ReportError> {
        self.0.hand_in_patiently(arrival.record.institution, arrival).await.ok_or(ReportError::Busy)
    }
}
