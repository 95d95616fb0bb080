//! Why a command of the simulator has no result.

use std::io;

use thiserror::Error;
use xd_analyst::FilesError;
use xd_analyst::table::FileError;

/// Why a command of the simulator has no result.
#[derive(Debug, Error)]
pub enum SimulateError {
    /// A scenario is wrong in these places.
    #[error("{}", lines(.0))]
    Wrong(Vec<FileError>),
    /// A file is wrong or cannot be read.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// An option is wrong; the text begins with its name.
    #[error("{0}")]
    Option(String),
    /// The output cannot be written; the text begins with the file as given.
    #[error("{0}")]
    Unwritable(#[from] io::Error),
    /// Figures of the validation miss their tolerance; with the whole table.
    #[error("{missed} figures miss their tolerance 项未通过")]
    Missed {
        /// The table, to be shown all the same.
        table: String,
        /// How many do.
        missed: usize,
    },
    /// What was asked would overwrite other data.
    #[error("{0}")]
    Overwrites(String),
}

fn lines(wrong: &[FileError]) -> String {
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    lines.join("\nxiaodun: ")
}

impl SimulateError {
    /// 2 where what was asked or given is wrong, 5 where data would be overwritten, 1 where the machine is in the way or the validation fails.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Wrong(_) | Self::Files(_) | Self::Option(_) => 2,
            Self::Unwritable(_) | Self::Missed { .. } => 1,
            Self::Overwrites(_) => 5,
        }
    }

    /// An option that is wrong.
    pub fn option(name: &str, what: impl std::fmt::Display) -> Self {
        Self::Option(format!("--{name}: {what}"))
    }
}

impl From<FileError> for SimulateError {
    fn from(error: FileError) -> Self {
        Self::Wrong(vec![error])
    }
}
