//! What is seen: class checks, sick absences, guardians' messages.

pub mod facts;
mod rows;
mod schema;
pub mod symptoms;
mod words;

pub use facts::CaseFact;
pub use schema::{migrations, tables};
pub use symptoms::Symptoms;
pub use words::{AbsenceState, CheckType, ExceptionKind, TraceStage, TraceState};
