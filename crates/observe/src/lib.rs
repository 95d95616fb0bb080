//! What is seen: class checks, sick absences, guardians' messages.
//!
//! **Owns** checks of groups by exception ([`report_check`]), the sick absences that follow from them ([`absences`]),
//! their tracing and the return ([`trace_absence`], [`check_return_certificate`], [`return_from_absence`]), guardians'
//! messages ([`send_guardian_message`]), deadlines and completeness ([`due`], [`completeness`]), and the coded
//! [`symptoms`] and [`diseases`] that these name.
//!
//! **Does not own** people, rosters and posts (the register), nor what many sick absences together mean: outbreak
//! detection reads [`facts`].
//!
//! **Tables** `group_check`, `check_exception`, `check_temperature`, `check_plan`, `guardian_message`, `sick_absence`,
//! `absence_trace`, `return_certificate`.
//!
//! **Events** `checks.reported` (one for each batch, of no institution) and `absence.changed`; ids only.
//!
//! **Invariants.**
//! * A check that was acknowledged is durable; sent again, it changes nothing.
//! * What is reported is never overwritten. Of the checks of a slot (group, day, time of day) the one that occurred
//!   last is `current`; a correction is a later check.
//! * A check is kept under the roster that its checker saw; how many are expected goes by the one in force.
//! * Absences follow from the evidence of all current checks, whatever the order in which they arrived. At one moment
//!   illness outweighs health. The class (or team) shows that a person is back; the dormitory room does not.
//! * A correction voids an absence, it does not remove it. What the health officer has traced is kept, marked as
//!   disputed when no check supports it any more.
//! * The teacher sees when a pupil is expected back, never the diagnosis.

mod absence_views;
mod check_views;
mod checks;
mod completeness;
mod decide;
mod device_clock;
pub mod diseases;
mod due;
mod error;
mod evidence;
pub mod facts;
mod intake;
mod messages;
mod people;
mod plan;
mod record;
mod report;
mod returning;
mod rows;
mod ruling;
mod schema;
pub mod symptoms;
mod trace;
mod words;

pub use absence_views::{Absence, AbsenceDetail, AbsenceQuery, Certificate, Trace, absence, absences};
pub use check_views::{CheckQuery, CheckView, ExceptionView, checks};
pub use checks::{BATCH_MOST, report_check, report_checks};
pub use completeness::{Completeness, CompletenessItem, CompletenessQuery, Tally, completeness};
pub use device_clock::{OLDEST_DAYS, SKEW_SECONDS};
pub use due::{DueCheck, DueList, DueState, Prefilled, due};
pub use epi_rules::exclusion::ReturnRule;
pub use error::{AbsenceError, FieldError, MessageError, PlanError, QueryError, ReportError};
pub use facts::CaseFact;
pub use intake::{CHECKS_REPORTED, Intake, IntakeConfig};
pub use messages::{AHEAD_DAYS, GuardianMessage, send_guardian_message, wards};
pub use people::NamedPerson;
pub use plan::{CheckPlan, Deadline, SetCheckPlan, check_plan, set_check_plan};
pub use record::CheckReceipt;
pub use report::{CheckReport, Counts, Entry, ReportedException, RosterSeen, TakenTemperature};
pub use returning::{
    CheckReturnCertificate, CheckedCertificate, ReturnFromAbsence, check_return_certificate,
    return_from_absence,
};
pub use ruling::{ReturnFacts, ReturnRuling, RuledClause};
pub use schema::{migrations, tables};
pub use symptoms::Symptoms;
pub use trace::{ABSENCE_CHANGED, ONSET_BEFORE_DAYS, RETURN_WITHIN_DAYS, TraceAbsence, trace_absence};
pub use words::{AbsenceState, CheckType, ExceptionKind, TraceStage, TraceState};
