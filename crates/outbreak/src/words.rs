//! The enumerations of signals: the same words in code, database, API and audit.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::words;

/// Where a signal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignalState {
    /// Nobody has taken it on yet.
    Open,
    /// Somebody has seen it and takes it on.
    Acknowledged,
    /// Given to another unit, which has not acknowledged it yet.
    HandedOn,
    /// Ended by a person with a reason.
    Closed,
    /// The facts as they are now do not support it.
    Withdrawn,
}

words!(SignalState, "signal state", {
    Open => "open",
    Acknowledged => "acknowledged",
    HandedOn => "handed_on",
    Closed => "closed",
    Withdrawn => "withdrawn",
});

impl SignalState {
    /// Whether somebody still has to do something about it.
    #[must_use]
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Open | Self::Acknowledged | Self::HandedOn)
    }
}

/// What an entry of a signal's history tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// The rule began to hold.
    Raised,
    /// First day, last day or highest count are others than before.
    CountChanged,
    /// A person took it on.
    Acknowledged,
    /// A person wrote something.
    Commented,
    /// A person gave it to another unit.
    HandedOn,
    /// A person ended it.
    Closed,
    /// Corrected facts no longer support it.
    Withdrawn,
    /// It holds again, or more than when it was closed.
    Reopened,
    /// Late facts joined another signal's run to this one.
    Merged,
}

words!(EntryKind, "kind of history entry", {
    Raised => "raised",
    CountChanged => "count_changed",
    Acknowledged => "acknowledged",
    Commented => "commented",
    HandedOn => "handed_on",
    Closed => "closed",
    Withdrawn => "withdrawn",
    Reopened => "reopened",
    Merged => "merged",
});

/// Why a signal was ended by a person, or withdrawn by the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryReason {
    /// Closed: no further cases are expected.
    Contained,
    /// Closed: the cases have nothing to do with each other.
    FalseAlarm,
    /// Closed: reported, and followed up elsewhere.
    Reported,
    /// Closed: another signal is about the same.
    Duplicate,
    /// Closed: see the text.
    Other,
    /// Withdrawn: the facts were corrected.
    Corrected,
    /// Withdrawn: its run became part of another signal's.
    Absorbed,
}

words!(EntryReason, "reason", {
    Contained => "contained",
    FalseAlarm => "false_alarm",
    Reported => "reported",
    Duplicate => "duplicate",
    Other => "other",
    Corrected => "corrected",
    Absorbed => "absorbed",
});

/// Why a person ends a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// No further cases are expected.
    Contained,
    /// The cases have nothing to do with each other.
    FalseAlarm,
    /// Reported, and followed up elsewhere.
    Reported,
    /// Another signal is about the same.
    Duplicate,
    /// See the text.
    Other,
}

impl From<CloseReason> for EntryReason {
    fn from(reason: CloseReason) -> Self {
        match reason {
            CloseReason::Contained => Self::Contained,
            CloseReason::FalseAlarm => Self::FalseAlarm,
            CloseReason::Reported => Self::Reported,
            CloseReason::Duplicate => Self::Duplicate,
            CloseReason::Other => Self::Other,
        }
    }
}

/// Who is counted together in a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// One syndrome group.
    Syndrome,
    /// The diseases the rule names.
    Disease,
    /// Those of whom neither symptoms nor diagnosis are known.
    Unspecified,
}

words!(GroupKind, "kind of group", {
    Syndrome => "syndrome",
    Disease => "disease",
    Unspecified => "unspecified",
});
