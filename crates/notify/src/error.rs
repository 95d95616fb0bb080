//! What can be wrong with a channel. Codes are stable; texts for people come from `content/locales` by code.

use thiserror::Error;
use xd_kernel::{CursorError, Instant};
use xd_store::StoreError;
use xd_trust::Denied;

use crate::words::ChannelKind;

/// A channel was not set, confirmed, tried or removed.
#[derive(Debug, Error)]
pub enum ChannelError {
    /// Only an account has channels.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The address is not one of the channel's, or reaches more than one person.
    #[error("the address cannot be used: {0}")]
    Address(&'static str),
    /// This installation has no such channel.
    #[error("{0} is not set up here")]
    NotOffered(ChannelKind),
    /// The account has no channel of this kind.
    #[error("there is no such channel")]
    Absent,
    /// A code or a test was sent a moment ago, or too many today.
    #[error("try again later")]
    TooSoon(Instant),
    /// Only a confirmed channel is tried.
    #[error("the channel is not confirmed")]
    Unconfirmed,
    /// The code is wrong.
    #[error("the code is wrong")]
    WrongCode,
    /// The code is too old, was tried too often, or has been used: ask for another.
    #[error("the code no longer counts")]
    CodeSpent,
    /// An address could not be sealed or opened.
    #[error("the vault fails")]
    Vault,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChannelError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Address(code) => code,
            Self::NotOffered(_) => "channel.not_offered",
            Self::Absent => "channel.absent",
            Self::TooSoon(_) => "channel.too_soon",
            Self::Unconfirmed => "channel.unconfirmed",
            Self::WrongCode => "channel.wrong_code",
            Self::CodeSpent => "channel.code_spent",
            Self::Vault => "internal",
            Self::Store(StoreError::Unavailable(_)) => "store.unavailable",
            Self::Store(_) => "internal",
        }
    }
}

/// The list of deliveries could not be given.
#[derive(Debug, Error)]
pub enum DeliveryError {
    /// Not for this actor.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Not a cursor of this list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
