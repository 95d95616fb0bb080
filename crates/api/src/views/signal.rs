//! Signals, and the epidemic curve they stand on.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xd_kernel::{AbsenceId, Instant, SchoolDay, SignalId, UnitId};
use xd_outbreak::{CloseReason, EntryKind, EntryReason, GroupKind, SignalState};
use xd_trust::audit::Reason;

use super::rule::ThresholdRule;
use super::{PersonRef, UnitRef};

/// Who is counted together in a signal.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignalGroup {
    /// Which kind of group.
    pub kind: GroupKind,
    /// Its code; absent where nothing is known of the illness.
    pub code: Option<String>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A signal: one run of consecutive days on which a rule holds in a scope for one group of cases.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Signal)]
pub struct SignalView {
    /// The signal.
    pub id: SignalId,
    /// The rule.
    pub rule_id: String,
    /// The rule's level, such as `early-warning`.
    pub level: String,
    /// The rule in a few words, in Chinese.
    pub rule_label_zh: String,
    /// The rule in a few words, in English.
    pub rule_label_en: String,
    /// What the rule counts in, such as `class`.
    pub scope_kind: String,
    /// The unit in which it holds; of a rule about one person, their school.
    pub scope: UnitRef,
    /// The school; absent for what a county counts.
    pub school: Option<UnitRef>,
    /// Who is counted together.
    pub group: SignalGroup,
    /// The first day on which the rule holds.
    pub first_day: SchoolDay,
    /// The last day on which it holds with the facts now known.
    pub holds_through: SchoolDay,
    /// The highest count of the run.
    pub peak_count: u32,
    /// The count of today.
    pub count_today: u32,
    /// The days that the rule looks back, the day itself included.
    pub window_days: u32,
    /// From how many on it holds.
    pub threshold: u32,
    /// When the fact that decided it became known.
    pub discovered_at: Instant,
    /// Within how many hours it is to be reported.
    pub report_within_h: Option<u32>,
    /// Until when it is to be reported.
    pub report_due: Option<Instant>,
    /// To whom, in Chinese.
    pub report_to_zh: String,
    /// To whom, in English.
    pub report_to_en: String,
    /// Where it stands.
    pub state: SignalState,
    /// Raised for a day that was already past.
    pub raised_late: bool,
    /// Grows with every change.
    pub version: u32,
}

/// Which signals, by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignalFilterState {
    /// Somebody still has to do something: open, acknowledged or handed on.
    #[default]
    Active,
    /// Not yet taken on.
    Open,
    /// Taken on.
    Acknowledged,
    /// Given to another unit.
    HandedOn,
    /// Ended by a person.
    Closed,
    /// No longer supported by the facts.
    Withdrawn,
    /// All.
    All,
}

/// Which signals are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SignalFilter {
    /// At or below this unit; everywhere the caller reaches if absent.
    pub unit: Option<UnitId>,
    /// In this state; active ones if absent.
    #[serde(default)]
    #[param(required = false, inline)]
    pub state: SignalFilterState,
    /// Of this rule, such as `EW-01`.
    pub rule: Option<String>,
    /// Holding on this day or later.
    pub from: Option<SchoolDay>,
    /// Holding on this day or earlier.
    pub to: Option<SchoolDay>,
    /// How many rows at the most, 1 to 500; 100 if absent.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "super::limit_within")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// As of which day, and why.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SignalLook {
    /// The day whose window and persons are shown; the last day of the run if absent.
    pub day: Option<SchoolDay>,
    /// Why the persons are looked at; logged where they are shown.
    pub reason: Option<Reason>,
}

/// Days, both included.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Window {
    /// The first.
    pub from: SchoolDay,
    /// The last.
    pub to: SchoolDay,
}

/// A person who counts in a signal.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignalPerson {
    /// Who; without a name for readers who may not see it.
    pub person: PersonRef,
    /// The day the illness began.
    pub onset: SchoolDay,
    /// Whether nobody has asked yet.
    pub onset_assumed: bool,
    /// The class.
    pub class: Option<UnitRef>,
    /// What was seen.
    pub symptoms: Vec<String>,
    /// The absence behind it; absent for readers who may not see persons.
    pub absence_id: Option<AbsenceId>,
}

/// The count of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignalDay {
    /// The day.
    pub day: SchoolDay,
    /// How many persons count.
    pub count: u32,
    /// Whether the rule holds.
    pub holds: bool,
}

/// One entry of a signal's history.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignalEvent {
    /// When.
    pub at: Instant,
    /// By whom; absent if the program did.
    pub by: Option<PersonRef>,
    /// What happened.
    pub kind: EntryKind,
    /// Why it was closed or withdrawn.
    pub reason: Option<EntryReason>,
    /// What the person wrote.
    pub text: Option<String>,
    /// The highest count after it.
    pub count: Option<u32>,
    /// The unit it was handed to.
    pub to: Option<UnitRef>,
}

/// A signal that explains itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignalDetail {
    /// The signal.
    #[serde(flatten)]
    pub signal: SignalView,
    /// The rule it stands on.
    pub rule: ThresholdRule,
    /// The day shown.
    pub day: SchoolDay,
    /// The days that count for it.
    pub window: Window,
    /// The persons who count for it.
    pub persons: Vec<SignalPerson>,
    /// The counts around the run.
    pub days: Vec<SignalDay>,
    /// What happened to it, the oldest first.
    pub history: Vec<SignalEvent>,
}

/// A comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// What is said.
    #[schema(min_length = 1, max_length = 2000)]
    pub text: String,
}

/// Whom a signal is given to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOn {
    /// The unit.
    pub to_unit: UnitId,
    /// What is said with it.
    #[schema(max_length = 2000)]
    pub text: String,
}

/// Why a signal is ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// The reason.
    pub reason: CloseReason,
    /// What is said with it.
    #[schema(max_length = 2000)]
    pub text: String,
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// By what the curve is split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CurveBy {
    /// By class, or above a school by school.
    Class,
    /// By syndrome group.
    #[default]
    Syndrome,
}

/// Which curve is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CurveFilter {
    /// At or below this unit.
    pub unit: UnitId,
    /// The first day; 27 days before the last if absent.
    pub from: Option<SchoolDay>,
    /// The last day; today if absent.
    pub to: Option<SchoolDay>,
    /// By what it is split.
    #[serde(default)]
    #[param(required = false, inline)]
    pub by: CurveBy,
}

/// One series of the curve.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurveSeries {
    /// A unit's id, a syndrome's code, or `unspecified`.
    pub key: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Persons by day of onset.
    pub counts: Vec<u32>,
}

/// A signal to be drawn beside the curve.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurveSignal {
    /// The signal.
    pub id: SignalId,
    /// Its rule.
    pub rule_id: String,
    /// The first day on which it holds.
    pub first_day: SchoolDay,
    /// The last day on which it holds.
    pub holds_through: SchoolDay,
}

/// Persons by day of onset.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EpidemicCurve)]
pub struct EpidemicCurveView {
    /// The unit.
    pub unit: UnitRef,
    /// The days.
    pub days: Vec<SchoolDay>,
    /// One count per day and series. A person of two syndromes stands in both.
    pub series: Vec<CurveSeries>,
    /// The signals of these days.
    pub signals: Vec<CurveSignal>,
}
