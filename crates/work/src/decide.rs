//! What becomes of a task when somebody does something about it: pure.

use xd_kernel::{AccountId, Instant};

use crate::model::{Marks, Task};
use crate::{Step, TaskState, WorkError};

/// What is done about a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It comes to a device.
    Deliver,
    /// It is opened.
    Read,
    /// It is taken on.
    Acknowledge,
    /// It is begun.
    Start,
    /// It moves to another state.
    Step(Step),
}

impl Act {
    /// The verb, as problems name it.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Deliver => "deliver",
            Self::Read => "read",
            Self::Acknowledge => "acknowledge",
            Self::Start => "start",
            Self::Step(step) => step.word(),
        }
    }
}

/// When, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// Now.
    pub now: Instant,
    /// The account that acts.
    pub account: Option<AccountId>,
}

/// The task after an act. A later point implies the earlier ones, and each mark is set once: what is done again changes
/// nothing. A task that is closed keeps its marks as they are.
///
/// # Errors
/// [`WorkError::WrongState`] if a step cannot be taken from where the task stands.
pub fn after(task: &Task, act: Act, by: By) -> Result<Task, WorkError> {
    let mut next = task.clone();
    if let Act::Step(step) = act {
        next.state =
            step.from(task.state).ok_or(WorkError::WrongState { verb: step.word(), state: task.state })?;
    } else if task.state.is_closed() {
        return Ok(next);
    }
    let reached = match act {
        Act::Deliver => 1,
        Act::Read => 2,
        Act::Acknowledge => 3,
        Act::Start => 4,
        Act::Step(Step::Submit | Step::Finish) => 5,
        Act::Step(Step::Accept | Step::Return | Step::Withdraw) => 0,
    };
    let Marks { delivered, read, acknowledged, started, submitted, .. } = &mut next.marks;
    for mark in [delivered, read, acknowledged, started, submitted].into_iter().take(reached) {
        mark.get_or_insert(by.now);
    }
    if reached >= 3 && task.marks.acknowledged.is_none() {
        next.acknowledged_by = by.account;
    }
    if next.state.is_closed() {
        next.marks.closed.get_or_insert(by.now);
    }
    Ok(next)
}

/// Whether a state waits for whoever owns the task.
#[must_use]
pub const fn waits_for_owner(state: TaskState) -> bool {
    matches!(state, TaskState::Open | TaskState::Returned)
}
