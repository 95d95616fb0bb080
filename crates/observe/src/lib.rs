//! What is seen: class checks, sick absences, guardians' messages.

mod checks;
mod decide;
mod device_clock;
mod error;
mod evidence;
pub mod facts;
mod intake;
mod record;
mod report;
mod rows;
mod schema;
pub mod symptoms;
mod words;

pub use checks::{BATCH_MOST, report_check, report_checks};
pub use device_clock::{OLDEST_DAYS, SKEW_SECONDS};
pub use error::{AbsenceError, FieldError, MessageError, PlanError, QueryError, ReportError};
pub use facts::CaseFact;
pub use intake::{Intake, IntakeConfig};
pub use record::CheckReceipt;
pub use report::{CheckReport, Counts, Entry, ReportedException, TakenTemperature};
pub use schema::{migrations, tables};
pub use symptoms::Symptoms;
pub use words::{AbsenceState, CheckType, ExceptionKind, TraceStage, TraceState};
