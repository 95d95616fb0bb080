//! Class checks, completeness, guardians' messages.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xd_kernel::{CheckId, ClientKey, Instant, MessageId, PersonId, SchoolDay, UnitId};
use xd_observe::{CheckType, ExceptionKind};

use super::{PersonRef, UnitRef};
use crate::problem::ProblemView;

/// Somebody who is not "here and well".
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Exception {
    /// Who.
    pub person_id: PersonId,
    /// How.
    pub kind: ExceptionKind,
    /// What is seen, as codes of `/api/v1/rules/symptoms`.
    #[serde(default)]
    #[schema(required)]
    pub symptoms: Vec<String>,
    /// Body temperature in degrees Celsius, 34.0 to 43.0.
    #[schema(minimum = 34, maximum = 43, example = 38.4)]
    pub celsius: Option<f64>,
    /// What else the reader should know.
    #[schema(max_length = 200)]
    pub note: Option<String>,
}

/// A temperature of somebody, ill or not.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Temperature {
    /// Who.
    pub person_id: PersonId,
    /// Degrees Celsius, 34.0 to 43.0.
    #[schema(minimum = 34, maximum = 43, example = 36.4)]
    pub celsius: f64,
}

/// A check of one group. No exceptions: everybody is here and well (零报告).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckReport {
    /// Made by the client for this one check: however often it is sent, it is stored once.
    pub client_key: ClientKey,
    /// The class, dormitory room or staff team.
    pub group_id: UnitId,
    /// Which check of the day.
    pub check_type: CheckType,
    /// When it was done, by the device's clock.
    pub occurred_at: Instant,
    /// When it is sent, by the same clock: tells a wrong clock from a late report.
    pub sent_at: Option<Instant>,
    /// The roster the checker had before them: the check is kept under it. Absent: the one in force.
    pub roster_version: Option<i64>,
    /// Who is not "here and well".
    #[schema(max_items = 500)]
    pub exceptions: Vec<Exception>,
    /// Temperatures of all, where they are taken.
    #[serde(default)]
    #[schema(required = false, max_items = 500)]
    pub temperatures: Vec<Temperature>,
    /// Whether it is entered from paper.
    #[serde(default)]
    #[schema(required = false)]
    pub on_paper: bool,
}

/// A check is stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CheckReceipt)]
pub struct CheckReceiptView {
    /// The check: the client's key.
    pub check_id: CheckId,
    /// The group.
    pub group_id: UnitId,
    /// The day it counts for, in the school's zone.
    pub school_day: SchoolDay,
    /// Which check of the day.
    pub check_type: CheckType,
    /// Members of the group.
    pub expected: i64,
    /// Of them, here.
    pub present: i64,
    /// Of them, not here, ill.
    pub absent_ill: i64,
    /// Of them, not here for another reason.
    pub absent_other: i64,
    /// Of them, late.
    pub late: i64,
    /// Of them, here with symptoms.
    pub ill_in_class: i64,
    /// The roster the checker had before them.
    pub roster_version: i64,
    /// The roster that counts now. If it is another one, the list of the group has changed since: read it again.
    pub roster_in_force: i64,
    /// When it was done, corrected where the device's clock was wrong.
    pub occurred_at: Instant,
    /// When it reached the server.
    pub received_at: Instant,
    /// Whether it is the one that counts for its group, day and type.
    pub current: bool,
    /// Whether the device's clock was corrected.
    pub clock_adjusted: bool,
    /// Whether the same check had been received before.
    pub already_received: bool,
}

/// Many checks at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckBatch {
    /// At most 500.
    #[schema(max_items = 500)]
    pub checks: Vec<CheckReport>,
}

/// What became of the checks, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchResults {
    /// One result per check.
    pub results: Vec<BatchResult>,
}

/// What became of one check: a receipt or a problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchResult {
    /// The check's key.
    pub client_key: ClientKey,
    /// It is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<CheckReceiptView>,
    /// It is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<ProblemView>,
}

/// An exception, and who it is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExceptionView {
    /// What was reported.
    #[serde(flatten)]
    pub exception: Exception,
    /// Who it is about.
    pub person: PersonRef,
}

/// A stored check.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckView {
    /// Its numbers.
    #[serde(flatten)]
    pub receipt: CheckReceiptView,
    /// Who did it; absent if the program did.
    pub checker: Option<PersonRef>,
    /// Whether it was entered from paper.
    pub on_paper: bool,
    /// Who was not "here and well"; empty for readers who may not see persons.
    pub exceptions: Vec<ExceptionView>,
}

/// Which checks are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CheckFilter {
    /// The group.
    pub group: UnitId,
    /// The day; today if absent.
    pub day: Option<SchoolDay>,
    /// Only this check of the day.
    pub check_type: Option<CheckType>,
}

/// Checks of a group on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckList {
    /// The newest first.
    pub items: Vec<CheckView>,
}

/// An exception that is likely: a guardian has announced it, or the person was ill before.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrefilledException {
    /// What is known.
    #[serde(flatten)]
    pub exception: Exception,
    /// Who it is about.
    pub person: PersonRef,
    /// The guardian's message; absent if the person was ill before.
    pub message_id: Option<MessageId>,
    /// When it was said.
    pub said_at: Option<Instant>,
}

/// Whether a check is still to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueState {
    /// To be done.
    Due,
    /// To be done, and the deadline has passed.
    Overdue,
    /// Done.
    Done,
}

/// A check that the caller does today.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueCheck {
    /// The group.
    pub group: UnitRef,
    /// Its school.
    pub school: UnitRef,
    /// Which check of the day.
    pub check_type: CheckType,
    /// Until when.
    pub deadline: Instant,
    /// Whether it is done.
    pub state: DueState,
    /// The roster that counts now.
    pub roster_version: i64,
    /// How many members it has.
    pub expected: i64,
    /// What guardians have announced, for the checker to confirm.
    pub prefilled: Vec<PrefilledException>,
    /// The check that counts, if there is one.
    pub latest: Option<CheckView>,
    /// Whether the caller stands in for the usual checker.
    pub substitute: bool,
}

/// The checks that the caller does on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueList {
    /// The server's time.
    pub now: Instant,
    /// The day.
    pub day: SchoolDay,
    /// The checks.
    pub items: Vec<DueCheck>,
}

/// Which completeness is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompletenessFilter {
    /// The unit.
    pub unit: UnitId,
    /// The day; today if absent.
    pub day: Option<SchoolDay>,
    /// Which check of the day; the morning's if absent.
    pub check_type: Option<CheckType>,
}

/// How much of what is expected has been reported.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct CompletenessTotals {
    /// Groups that are checked.
    pub groups_expected: i64,
    /// Of them, reported.
    pub groups_reported: i64,
    /// Members of all these groups.
    pub pupils_expected: i64,
    /// Reported present.
    pub present: i64,
    /// Reported absent and ill.
    pub absent_ill: i64,
    /// Reported absent for another reason.
    pub absent_other: i64,
    /// Reported late.
    pub late: i64,
    /// Reported here with symptoms.
    pub ill_in_class: i64,
    /// Groups not reported though the deadline has passed.
    pub overdue: i64,
}

/// Where a unit's checks stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompletenessState {
    /// All is reported.
    Done,
    /// Something is missing, and there is still time.
    Due,
    /// Something is missing, and the deadline has passed.
    Overdue,
    /// Nothing is expected that day.
    NotExpected,
}

/// How far one unit below is.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompletenessItem {
    /// The unit.
    pub unit: UnitRef,
    /// Its groups that are checked.
    pub groups_expected: i64,
    /// Of them, reported.
    pub groups_reported: i64,
    /// Not reported though the deadline has passed.
    pub overdue: i64,
    /// Members of all these groups.
    pub expected: i64,
    /// Reported present.
    pub present: i64,
    /// Reported absent and ill.
    pub absent_ill: i64,
    /// Reported absent for another reason.
    pub absent_other: i64,
    /// Reported late.
    pub late: i64,
    /// Reported here with symptoms.
    pub ill_in_class: i64,
    /// Where it stands.
    pub state: CompletenessState,
    /// When the last report arrived.
    pub latest_at: Option<Instant>,
    /// Who checks it; only for groups.
    pub checker: Option<PersonRef>,
    /// Until when; only for groups.
    pub deadline: Option<Instant>,
}

/// Completeness of a unit and of what lies directly below it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Completeness)]
pub struct CompletenessView {
    /// The unit.
    pub unit: UnitRef,
    /// The day.
    pub day: SchoolDay,
    /// Whether school is held that day.
    pub school_day: bool,
    /// All together.
    pub totals: CompletenessTotals,
    /// Of an authority its schools, of a school its groups.
    pub items: Vec<CompletenessItem>,
}

/// What a guardian says before school.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardianMessage {
    /// Made by the client for this one message.
    pub client_key: ClientKey,
    /// The child.
    pub person_id: PersonId,
    /// For which day.
    pub day: SchoolDay,
    /// How the child is not "here and well".
    pub kind: ExceptionKind,
    /// What is seen.
    #[serde(default)]
    pub symptoms: Vec<String>,
    /// Body temperature in degrees Celsius, 34.0 to 43.0.
    #[schema(minimum = 34, maximum = 43)]
    pub celsius: Option<f64>,
    /// What else the teacher should know.
    #[schema(max_length = 200)]
    pub note: Option<String>,
}

/// A guardian's message is stored.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageReceipt {
    /// The message: the client's key.
    pub message_id: MessageId,
}

/// A child of the calling guardian.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ward)]
pub struct WardView {
    /// The child.
    pub person: PersonRef,
    /// The child's class.
    pub class: UnitRef,
}

/// The children of the calling guardian.
#[derive(Debug, Serialize, ToSchema)]
pub struct WardList {
    /// The children.
    pub items: Vec<WardView>,
}
