//! Why a command has no result.

use std::io;

use thiserror::Error;

use crate::table::FileError;

/// An input file that cannot be used.
#[derive(Debug, Error)]
pub enum FilesError {
    /// It is wrong somewhere.
    #[error(transparent)]
    Wrong(#[from] FileError),
    /// It cannot be read at all.
    #[error("{file}: line 1, column 1: cannot be read: {source}")]
    Unreadable {
        /// The file as given.
        file: String,
        /// What the system says.
        source: io::Error,
    },
}

/// Why an analyst's command has no result.
#[derive(Debug, Error)]
pub enum AnalystError {
    /// An input file is wrong or cannot be read.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// An option is wrong; the text begins with its name.
    #[error("{0}")]
    Option(String),
    /// The method cannot answer for these data.
    #[error("{0}")]
    Data(String),
    /// The output cannot be written; the text begins with the file as given.
    #[error("{0}")]
    Unwritable(#[from] io::Error),
}

impl AnalystError {
    /// 2 where what was asked or given is wrong, 1 where the machine is in the way.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Files(_) | Self::Option(_) | Self::Data(_) => 2,
            Self::Unwritable(_) => 1,
        }
    }

    /// The same, about one of many series: `name` stands before what is wrong.
    pub(crate) fn of(self, name: &str) -> Self {
        match self {
            Self::Option(text) => Self::Option(format!("{name}{text}")),
            Self::Data(text) => Self::Data(format!("{name}{text}")),
            other => other,
        }
    }

    pub(crate) fn option(name: &str, what: impl std::fmt::Display) -> Self {
        Self::Option(format!("--{name}: {what}"))
    }
}

impl From<FileError> for AnalystError {
    fn from(error: FileError) -> Self {
        Self::Files(error.into())
    }
}
