//! Verbs: import units and people from files. All or nothing; every fault with its row and field.
//!
//! Files are CSV (UTF-8, with or without a byte order mark, separated by commas, semicolons or tabs) or XLSX, of which the
//! first sheet is read. Headers are English or
//! Chinese, in any order; case, spaces, a star and a remark in brackets do not matter; an unknown header is a fault,
//! since a mistyped one would lose its column.
//!
//! | units.csv | | |
//! |---|---|---|
//! | `name` | 名称 | required |
//! | `kind` | 类型 | required: a word such as `class`, or 班级 |
//! | `parent` | 上级 | a unit that is there, or stands in an earlier row; without it, the root of the import |
//! | `code` | 编码 | official code, unique in the register |
//! | `opened` | 启用日期 | 2026-09-01, 2026/9/1, 20260901 or 2026年9月1日 |
//! | `zone` | 时区 | of an institution |
//! | `jurisdiction` | 适用地区 | whose local rules count |
//!
//! | people.csv | | |
//! |---|---|---|
//! | `name` | 姓名 | required |
//! | `sex` | 性别 | m, f, 男, 女 |
//! | `birth_day` | 出生日期 | |
//! | `student_no` | 学籍号 | unique in the school |
//! | `identity_no` | 身份证号 | stored sealed |
//! | `phone` | 手机号 | stored sealed |
//! | `school` | 学校 | without it, the root of the import |
//! | `class`, `seat_no` | 班级, 座号 | |
//! | `room`, `bed_no` | 寝室, 床号 | a building for a dormitory keeper |
//! | `team` | 班组 | |
//! | `post` | 岗位 | a word such as `class_teacher`, or 班主任 |
//! | `from` | 起始日期 | first day of memberships and post |
//!
//! A unit is named by its code, or by as much of its path of names as makes it the only one: `七(1)班`,
//! `七年级/七(1)班`, `2141000009/七年级/七(1)班`. Full-width brackets and spaces do not matter.

mod people;
mod resolve;
mod sheet;
pub mod table;
mod units;
mod values;

use thiserror::Error;
use xd_store::StoreError;
use xd_trust::Denied;

pub use people::{ImportPeople, import_people};
pub use units::{ImportUnits, import_units};

use crate::error::{PeopleError, PostError, UnitError};

/// At most so many faults are told of one file.
const MOST_FAULTS: usize = 1_000;

/// Whether a file is only checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportMode {
    /// Everything is checked, nothing written.
    DryRun,
    /// Everything is checked, then written.
    Apply,
}

/// What was, or in a dry run would have been, written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Rows of the file, without its header.
    pub rows: usize,
    /// Units made.
    pub units: usize,
    /// People added.
    pub people: usize,
    /// Memberships begun.
    pub memberships: usize,
    /// Posts made and filled.
    pub posts: usize,
}

/// A value of a file that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the file, the header being line 1.
    pub row: u64,
    /// The column, by its English header; the header as given if it is unknown; empty for the row as a whole.
    pub field: String,
    /// What is wrong, as a stable code.
    pub code: &'static str,
    /// What stands there, shortened. For whoever brought the file; never for a log.
    pub value: String,
}

/// A file could not be imported; nothing of it was written.
#[derive(Debug, Error)]
pub enum ImportError {
    /// Not allowed, or not known to the actor.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file is not UTF-8 text.
    #[error("line {line}: not UTF-8 text{}", guess.map(|guess| format!(", perhaps {guess}")).unwrap_or_default())]
    NotUtf8 {
        /// The first line that is not.
        line: usize,
        /// What it looks like, such as `GBK`.
        guess: Option<&'static str>,
    },
    /// The file is packed like a workbook, but is none that can be read.
    #[error("not a workbook that can be read: {detail}")]
    NotASheet {
        /// Why not.
        detail: String,
    },
    /// Rows, or the header, with faults.
    #[error("{} rows cannot be taken", faults.len())]
    Rows {
        /// Which, where and why: at most a thousand.
        faults: Vec<RowFault>,
    },
    /// Something that the rows alone do not show, such as a school closed while the file was read.
    #[error(transparent)]
    Unit(UnitError),
    /// As for units, of people.
    #[error(transparent)]
    People(PeopleError),
    /// As for units, of posts.
    #[error(transparent)]
    Post(PostError),
}

impl ImportError {
    /// The stable code of this error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => crate::error::denied_code(denied),
            Self::Store(error) => crate::error::store_code(error),
            Self::NotUtf8 { .. } => "import.not_utf8",
            Self::NotASheet { .. } => "import.not_a_sheet",
            Self::Rows { .. } => "import.rows",
            Self::Unit(error) => error.code(),
            Self::People(error) => error.code(),
            Self::Post(error) => error.code(),
        }
    }
}

/// The verbs' own refusals keep their meaning, wherever they come from.
macro_rules! from_verb {
    ($($error:ident => $variant:ident),+) => {$(
        impl From<$error> for ImportError {
            fn from(error: $error) -> Self {
                match error {
                    $error::Denied(denied) => Self::Denied(denied),
                    $error::Store(error) => Self::Store(error),
                    other => Self::$variant(other),
                }
            }
        }
    )+};
}

from_verb!(UnitError => Unit, PeopleError => People, PostError => Post);

/// Faults found so far.
#[derive(Debug, Default)]
pub struct Faults(Vec<RowFault>);

impl Faults {
    /// Adds one, at a row and a column; of too many the first are kept.
    pub fn add(&mut self, (row, field): (u64, &str), code: &'static str, value: &str) {
        if self.0.len() < MOST_FAULTS {
            let value = value.chars().take(40).collect();
            self.0.push(RowFault { row, field: field.to_owned(), code, value });
        }
    }

    /// Nothing, if there is none.
    ///
    /// # Errors
    /// [`ImportError::Rows`] with all of them.
    pub fn none(self) -> Result<(), ImportError> {
        if self.0.is_empty() { Ok(()) } else { Err(ImportError::Rows { faults: self.0 }) }
    }
}
