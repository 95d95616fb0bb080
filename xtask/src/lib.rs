//! Tidy checks: the rules of this repository that no compiler knows, as ordinary tests.
//!
//! Each check is a pure function over text that returns [`Finding`]s; `tests/main.rs` runs every one of them
//! over the tree as it stands, and the unit tests beside each check prove that it can fail. The binary runs the
//! same checks at once (`cargo run -p xtask -- tidy`) and rewrites the generated files (`-- graph`).

pub mod bans;
pub mod capabilities;
pub mod content;
pub mod glossary;
pub mod headings;
pub mod links;
pub mod markdown;
pub mod paths;
pub mod sizes;
pub mod sql;
pub mod tree;
pub mod walls;

use std::fmt;

use tree::Tree;

/// One broken rule at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Path from the repository root, with `/`.
    pub path: String,
    /// Line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    /// A finding at `path:line`.
    pub fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// A named check over the whole tree.
pub type Check = (&'static str, fn(&Tree) -> Vec<Finding>);

/// Every check, in the order in which they are reported.
pub const CHECKS: &[Check] = &[
    ("sizes", sizes::check),
    ("bans", bans::check),
    ("walls", walls::check),
    ("crate graph", walls::check_snapshot),
    ("sql", sql::check),
    ("named paths", paths::check),
    ("links", links::check),
    ("glossary", glossary::check),
    ("capabilities", capabilities::check),
    ("readme headings", headings::check),
    ("content", content::check),
];
