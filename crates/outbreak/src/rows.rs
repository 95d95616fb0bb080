//! All reads and writes of the tables of signals.

mod entry;
mod signal;

pub(crate) use entry::{append, history};
pub(crate) use signal::{ListQuery, find, find_locked, insert, list, replace, under_review, with_days};

/// At most this many ids in one statement: below the least number of bind parameters of either engine.
const CHUNK: usize = 1_000;
