//! What can go wrong with work.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;
use xd_store::StoreError;
use xd_trust::Denied;

use crate::TaskState;

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFault {
    /// The way to the field, such as `answers.clean`.
    pub field: String,
    /// A stable code.
    pub code: Cow<'static, str>,
    /// What is wrong, in English.
    pub detail: String,
    /// What the text of the code is filled with, such as `limit`.
    pub args: BTreeMap<String, String>,
}

impl WorkFault {
    /// A fault of a field.
    #[must_use]
    pub fn new(field: impl Into<String>, code: impl Into<Cow<'static, str>>, detail: impl ToString) -> Self {
        Self { field: field.into(), code: code.into(), detail: detail.to_string(), args: BTreeMap::new() }
    }
}

/// Why something about work was not done, or not shown.
#[derive(Debug, Clone, Error)]
pub enum WorkError {
    /// Not found, or not allowed.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// These fields are not acceptable.
    #[error("{} fields are not acceptable", .0.len())]
    Invalid(Vec<WorkFault>),
    /// A task in this state does not take this verb.
    #[error("a task that is {state} cannot take this: {verb}")]
    WrongState {
        /// The verb.
        verb: &'static str,
        /// Where the task stands.
        state: TaskState,
    },
    /// Whoever handed in a record does not review it.
    #[error("whoever handed in a record does not review it")]
    OwnRecord,
    /// The key names something else that was sent before.
    #[error("this key was used for something else")]
    KeyReused,
    /// The wave was recalled.
    #[error("the wave was recalled")]
    Recalled,
    /// Too many requests wait.
    #[error("too many requests wait; send the same again")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(Arc<StoreError>),
}

impl From<StoreError> for WorkError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl WorkError {
    /// One field that is not acceptable.
    pub fn field(field: &str, code: &'static str, detail: impl ToString) -> Self {
        Self::Invalid(vec![WorkFault::new(field, code, detail)])
    }

    /// The stable code of the problem.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Invalid(_) => "request.invalid",
            Self::WrongState { .. } => "work.wrong_state",
            Self::OwnRecord => "work.own_record",
            Self::KeyReused => "work.key_reused",
            Self::Recalled => "work.recalled",
            Self::Busy => "store.unavailable",
            Self::Store(error) => match error.as_ref() {
                StoreError::Unavailable(_) => "store.unavailable",
                _ => "internal",
            },
        }
    }
}
