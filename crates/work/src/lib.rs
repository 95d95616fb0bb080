//! What must be done: somebody does something about some subject by some time, proves it, and the level above sees it.
//!
//! **Owns** the states of a task ([`TaskState`]) and who may move it from one to another ([`Step::from`]).

mod words;

pub use words::{Step, TaskState};
