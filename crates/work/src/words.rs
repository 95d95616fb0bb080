//! The words of this crate: the same in code, database, API and audit.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::words;

/// Where a task stands. That it is overdue follows from the time and is no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// 待办
    Open,
    /// 已提交: a record waits for its review
    Submitted,
    /// 已完成
    Accepted,
    /// 退回: the review asks for more
    Returned,
    /// 撤回
    Withdrawn,
}

words!(TaskState, "task state", {
    Open => "open",
    Submitted => "submitted",
    Accepted => "accepted",
    Returned => "returned",
    Withdrawn => "withdrawn",
});

impl TaskState {
    /// Whether nothing more is to be done.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Accepted | Self::Withdrawn)
    }
}

/// What moves a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The owner hands in a record that somebody else reviews.
    Submit,
    /// The owner hands in a record that nobody needs to review.
    Finish,
    /// The reviewer is content.
    Accept,
    /// The reviewer asks for more.
    Return,
    /// Whoever issued the work takes it back.
    Withdraw,
}

words!(Step, "step", {
    Submit => "submit",
    Finish => "finish",
    Accept => "accept",
    Return => "return",
    Withdraw => "withdraw",
});

impl Step {
    /// The state after this step, or nothing if it cannot be taken from there.
    #[must_use]
    pub const fn from(self, state: TaskState) -> Option<TaskState> {
        use TaskState::{Accepted, Open, Returned, Submitted, Withdrawn};
        match (state, self) {
            (Open | Returned, Self::Submit) => Some(Submitted),
            (Open | Returned, Self::Finish) | (Submitted, Self::Accept) => Some(Accepted),
            (Submitted, Self::Return) => Some(Returned),
            (Open | Submitted | Returned, Self::Withdraw) => Some(Withdrawn),
            _ => None,
        }
    }
}

/// Where a wave stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaveState {
    /// 下发中: its tasks are being made
    Preparing,
    /// 已下发
    Issued,
    /// 已收回
    Recalled,
}

words!(WaveState, "wave state", {
    Preparing => "preparing",
    Issued => "issued",
    Recalled => "recalled",
});

/// What a review comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 通过
    Accepted,
    /// 退回
    Returned,
}

words!(Verdict, "verdict", {
    Accepted => "accepted",
    Returned => "returned",
});
