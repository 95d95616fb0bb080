//! Checklists, rounds and the chain of responsibility.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use xd_kernel::{SchoolDay, TaskId, UnitId};
use xd_register::PostKind;
use xd_work::PlaceKind;
use xd_work::chain::Gap;
use xd_work::checklist::{EvidenceKind, Frequency, Weight};
use xd_work::round::{Regime, RoundAction};
use xd_work::template::{Standing, WorkKind};

use super::register::ImportRun;
use super::rule::SourceView;
use super::{PersonRef, UnitRef};

/// Which unit is asked about.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AtUnit {
    /// The unit.
    pub unit: UnitId,
}

/// A list as it is in force at a unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChecklistHead {
    /// Its id, such as `school-prevention`.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// What it is called, in Chinese.
    pub title_zh: String,
    /// What it is called, in English.
    pub title_en: String,
    /// How many items it has.
    pub items: usize,
    /// The institution that imported it; absent for the list that is shipped.
    pub from_unit: Option<UnitId>,
}

/// One item of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChecklistItem {
    /// Its code, such as `CK08`.
    pub code: String,
    /// The chapter, in Chinese.
    pub category_zh: String,
    /// The chapter, in English.
    pub category_en: String,
    /// What must hold, in Chinese.
    pub text_zh: String,
    /// What must hold, in English.
    pub text_en: String,
    /// Where one looks.
    pub evidence: EvidenceKind,
    /// How often.
    pub frequency: Frequency,
    /// Whether a "no" opens a rectification.
    pub weight: Weight,
    /// How sure it is.
    pub status: Standing,
    /// Where it comes from; empty for general knowledge.
    pub source: String,
}

/// A list with its items and its form.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChecklistDetail {
    /// The list.
    #[serde(flatten)]
    pub head: ChecklistHead,
    /// The items, in order.
    pub entries: Vec<ChecklistItem>,
    /// The form that is made of them, as JSON Schema; its questions are in order.
    #[schema(value_type = Object)]
    pub form: Box<RawValue>,
}

/// How a list is imported.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChecklistImport {
    /// Whether it is only checked.
    pub run: ImportRun,
    /// What it is called, in Chinese.
    pub title_zh: String,
    /// What it is called, in English; the Chinese if absent.
    pub title_en: Option<String>,
}

/// What is asked of the results of a list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TrendParams {
    /// At and below this unit.
    pub unit: UnitId,
    /// Self-checks or inspections.
    #[param(inline)]
    pub kind: ChecklistUse,
    /// The first day.
    pub from: SchoolDay,
    /// The last day, at most two years later.
    pub to: SchoolDay,
}

/// Who goes through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChecklistUse {
    /// The unit itself.
    SelfCheck,
    /// Somebody from outside.
    Inspection,
}

impl From<ChecklistUse> for WorkKind {
    fn from(given: ChecklistUse) -> Self {
        match given {
            ChecklistUse::SelfCheck => Self::SelfCheck,
            ChecklistUse::Inspection => Self::Inspection,
        }
    }
}

/// How often an item held, month by month.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemTrend {
    /// The item's code.
    pub code: String,
    /// How often it held, for each month.
    pub yes: Vec<u32>,
    /// How often it did not, for each month.
    pub no: Vec<u32>,
}

/// What the latest record of a unit came to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitOutcome {
    /// The unit.
    pub unit: UnitRef,
    /// How many items held.
    pub yes: u32,
    /// How many did not.
    pub no: u32,
    /// The day of the record.
    pub day: SchoolDay,
}

/// What a list came to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChecklistTrend {
    /// The months with a record, such as `2026-11`.
    pub months: Vec<String>,
    /// Each item.
    pub items: Vec<ItemTrend>,
    /// Each unit with a record.
    pub units: Vec<UnitOutcome>,
}

/// Which schools an inspector is to be sent to.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SampleParams {
    /// Below this unit.
    pub unit: UnitId,
    /// With the same seed the same sample is drawn again. 1 to 60 characters.
    pub seed: String,
    /// The share of schools with a fault that is to be found, above 0 to 1.
    pub faulty: f64,
    /// How surely one of them is to be met, above 0 and below 1.
    pub confidence: f64,
}

/// The schools to visit in one area.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SampleStratum {
    /// The institution right above the schools.
    pub above: UnitRef,
    /// How many schools there are.
    pub all: usize,
    /// Those drawn.
    pub drawn: Vec<UnitRef>,
}

/// A sample of schools, stratified by the institution above them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InspectionSample {
    /// The seed it was drawn with.
    pub seed: String,
    /// How many schools there are.
    pub all: u64,
    /// How many would have the fault.
    pub faulty: u64,
    /// How many are drawn.
    pub drawn: u64,
    /// The confidence that this number gives, by the hypergeometric distribution.
    pub confidence: f64,
    /// The areas.
    pub strata: Vec<SampleStratum>,
}

/// Why a task was opened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskOrigin {
    /// The task whose record found it.
    pub source_task_id: TaskId,
    /// Its template.
    pub template: String,
    /// Its kind of work.
    pub kind: WorkKind,
    /// The item of the list, if one was gone through.
    pub item: Option<ChecklistItem>,
    /// What was noted there.
    pub note: String,
}

/// What is mixed.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DilutionParams {
    /// Available chlorine of a liquid stock in percent, above 0 and at most 20; or else `mg_each`.
    pub percent: Option<f64>,
    /// Available chlorine of one tablet in mg, 1 to 10,000.
    pub mg_each: Option<f64>,
    /// The aim, 1 to 100,000 mg/L.
    pub mg_per_l: f64,
    /// How much is made, 0.1 to 1,000 litres.
    pub litres: f64,
}

/// Which rules of rounds are asked for.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RoundParams {
    /// The unit whose jurisdiction and day count.
    pub unit: UnitId,
    /// Only of this kind of place.
    pub place: Option<PlaceKind>,
}

/// What is asked of a kind of place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundRule {
    /// Its id.
    pub id: String,
    /// The kind of place.
    pub place: PlaceKind,
    /// Under which circumstances.
    pub regime: Regime,
    /// What is done.
    pub action: RoundAction,
    /// With what; empty where nothing is needed.
    pub agent: String,
    /// Available chlorine.
    pub mg_per_l: Option<u32>,
    /// How long the agent acts.
    pub contact_minutes: Option<u32>,
    /// How often on a day of school.
    pub times_per_day: u32,
    /// How long each time.
    pub minutes_each: Option<u32>,
    /// What to mind, in Chinese.
    pub note_zh: String,
    /// What to mind, in English.
    pub note_en: String,
    /// How sure it is.
    pub status: Standing,
    /// Where it comes from.
    pub sources: Vec<SourceView>,
}

/// Which day the chain is asked for.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChainParams {
    /// The day; today if absent.
    pub day: Option<SchoolDay>,
}

/// One seat of a duty.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutySeat {
    /// The post.
    pub post: PostKind,
    /// The unit that has the post; absent if none on the way up has it.
    pub at_unit: Option<UnitId>,
    /// Who is expected to act; absent if it is vacant.
    pub person: Option<PersonRef>,
}

/// A duty at a unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyLine {
    /// The template's id.
    pub template: String,
    /// What the duty is called, in Chinese.
    pub title_zh: String,
    /// What the duty is called, in English.
    pub title_en: String,
    /// The unit.
    pub unit_id: UnitId,
    /// Who does it.
    pub owner: DutySeat,
    /// Who does it in their stead.
    pub deputy: Option<DutySeat>,
    /// Who sees to it.
    pub supervisor: Option<DutySeat>,
    /// Vacancies and doubles.
    pub gaps: Vec<Gap>,
}

/// The chain of responsibility at a unit and below it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResponsibilityChain {
    /// The units, in the order of the tree, at most 200.
    pub units: Vec<UnitRef>,
    /// The duties at them.
    pub lines: Vec<DutyLine>,
}

/// A duty of a post.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CharterDuty {
    /// The template's id.
    pub template: String,
    /// What it is called, in Chinese.
    pub title_zh: String,
    /// What it is called, in English.
    pub title_en: String,
    /// What to do, in Chinese.
    pub guide_zh: Option<String>,
    /// What to do, in English.
    pub guide_en: Option<String>,
    /// On which days it comes back.
    pub recurrence: Option<String>,
    /// Minutes that one task asks for.
    pub minutes: u16,
    /// Where it comes from.
    pub source: Option<String>,
}

/// What a post has to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PostCharter {
    /// The post.
    pub post: PostKind,
    /// Duties that it does.
    pub does: Vec<CharterDuty>,
    /// Duties that it does in somebody's stead.
    pub stands_in: Vec<CharterDuty>,
    /// Duties that it sees to.
    pub supervises: Vec<CharterDuty>,
}
