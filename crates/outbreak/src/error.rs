//! What can go wrong with the verbs and queries of signals.

use thiserror::Error;
use xd_store::StoreError;
use xd_trust::Denied;

use crate::words::SignalState;

/// Why a signal was not handled, or not shown.
#[derive(Debug, Error)]
pub enum SignalError {
    /// Not found, or not allowed.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A signal in this state does not take this verb.
    #[error("a signal that is {state} cannot be handled so: {verb}")]
    WrongState {
        /// The verb.
        verb: &'static str,
        /// Where the signal stands.
        state: SignalState,
    },
    /// A comment, or the text of a hand-on, is empty.
    #[error("the text is empty")]
    TextMissing,
    /// The text is longer than 2,000 characters.
    #[error("the text is longer than 2000 characters")]
    TextTooLong,
    /// A signal is handed to a unit above or beside its scope within the same school, or to the county, city or
    /// province it belongs to.
    #[error("a signal cannot be handed to this unit")]
    NotARecipient,
    /// The days asked for are in the wrong order, or more than a year.
    #[error("a span of days runs from the first to the last and is no longer than 366 days")]
    BadSpan,
    /// The cursor belongs to another list.
    #[error("not a cursor of this list")]
    BadCursor,
    /// The program's facts changed the signal at the same moment; the same request works when sent again.
    #[error("the signal changed meanwhile")]
    Changed,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SignalError {
    /// The stable code of the problem.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(Denied::Unknown) => "not_found",
            Self::Denied(Denied::Forbidden(_)) => "auth.forbidden",
            Self::WrongState { .. } => "signal.wrong_state",
            Self::TextMissing => "signal.text_missing",
            Self::TextTooLong => "signal.text_too_long",
            Self::NotARecipient => "signal.not_a_recipient",
            Self::BadSpan => "signal.bad_span",
            Self::BadCursor => "request.bad_cursor",
            Self::Changed => "signal.changed",
            Self::Store(StoreError::Unavailable(_)) => "store.unavailable",
            Self::Store(_) => "internal",
        }
    }

    /// The field of the request that is wrong, where one is.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::TextMissing | Self::TextTooLong => Some("text"),
            Self::NotARecipient => Some("to_unit"),
            Self::BadSpan => Some("to"),
            Self::BadCursor => Some("cursor"),
            _ => None,
        }
    }
}
