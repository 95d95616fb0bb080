//! How a command ends: the documented exit codes (docs/operations/exit-codes.md).

use std::process::ExitCode;

use xd_store::{OpenError, StoreError};

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It failed for a reason the message names.
    #[error("{0}")]
    Failed(String),
    /// The arguments, the configuration or a file given are wrong.
    #[error("{0}")]
    Input(String),
    /// The store cannot be opened, or is damaged.
    #[error("{0}")]
    Store(#[from] OpenError),
    /// The address is in use.
    #[error("{address} is in use by another program: stop it, or choose another with --port or --listen")]
    Address {
        /// Where the program wanted to listen.
        address: String,
    },
    /// What was asked would overwrite data.
    #[error("{0}")]
    WouldOverwrite(String),
}

impl Failure {
    /// The documented exit code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Failed(_) => 1,
            Self::Input(_) => 2,
            Self::Store(_) => 3,
            Self::Address { .. } => 4,
            Self::WouldOverwrite(_) => 5,
        }
    }

    /// A failure of this text.
    pub fn failed(text: impl ToString) -> Self {
        Self::Failed(text.to_string())
    }

    /// Wrong input, told by this text.
    pub fn input(text: impl ToString) -> Self {
        Self::Input(text.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::failed(error)
    }
}

impl From<Failure> for ExitCode {
    fn from(failure: Failure) -> Self {
        Self::from(failure.code())
    }
}
