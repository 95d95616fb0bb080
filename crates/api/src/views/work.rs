//! Work: templates, waves, tasks, records, reviews, files.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use xd_kernel::{Instant, PersonId, RecordId, SchoolDay, TaskId, UnitId, UnitKind, WaveId};
use xd_register::PostKind;
use xd_work::template::{ReviewBy, WorkKind};
use xd_work::{MediaType, TaskState, Verdict, WaveState};

use super::{PersonRef, UnitRef};

/// A kind of work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkTemplate {
    /// Its id, such as `round.classroom`.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// What sort of work it is.
    pub kind: WorkKind,
    /// What it is called, in Chinese.
    pub title_zh: String,
    /// What it is called, in English.
    pub title_en: String,
    /// What to do, in Chinese.
    pub guide_zh: Option<String>,
    /// What to do, in English.
    pub guide_en: Option<String>,
    /// The kinds of units that get one task each.
    pub at: Vec<UnitKind>,
    /// The post that does it.
    pub owner: PostKind,
    /// The post that does it in the owner's stead.
    pub deputy: Option<PostKind>,
    /// Minutes of the owner's time that one task asks for.
    pub minutes: u16,
    /// On which days it comes back, as RFC 5545 has it.
    pub recurrence: Option<String>,
    /// Who looks at what was handed in.
    pub review: ReviewBy,
    /// The questions, as JSON Schema; absent where a tick is enough.
    #[schema(value_type = Option<Object>)]
    pub form: Option<Box<serde_json::value::RawValue>>,
    /// How many photos a record may have; absent where none are taken.
    pub photos_most: Option<u8>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// Issues work.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueWave {
    /// Made by the client: sent again, it happens once.
    pub client_key: WaveId,
    /// The unit that issues it.
    pub from_unit: UnitId,
    /// The template's id.
    pub template: String,
    /// The units whose parts get it, at or below the issuer; the issuer itself if empty.
    #[serde(default)]
    pub under: Vec<UnitId>,
    /// The day it is for; today if absent.
    pub day: Option<SchoolDay>,
    /// One deadline for all; else each unit's follows from the template and its own calendar.
    pub due: Option<Instant>,
}

/// How many tasks, and how many of them came how far.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskCounts {
    /// All of them.
    pub total: i64,
    /// Came to a device of somebody who answers for them.
    pub delivered: i64,
    /// Opened.
    pub read: i64,
    /// Taken on.
    pub acknowledged: i64,
    /// Begun.
    pub started: i64,
    /// Handed in at least once.
    pub submitted: i64,
    /// Done.
    pub done: i64,
    /// Taken back.
    pub withdrawn: i64,
}

/// One issuing of work.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Wave)]
pub struct WaveView {
    /// The wave.
    pub id: WaveId,
    /// The template's id.
    pub template: String,
    /// What it is called, in Chinese.
    pub title_zh: String,
    /// What it is called, in English.
    pub title_en: String,
    /// The unit that issued it.
    pub from_unit: UnitRef,
    /// The day it is for.
    pub day: SchoolDay,
    /// When it was issued.
    pub issued_at: Instant,
    /// One deadline for all, if there is one.
    pub due: Option<Instant>,
    /// Where it stands.
    pub state: WaveState,
    /// How many tasks it comes to.
    pub expected: i64,
    /// How many of them have been made.
    pub made: i64,
}

/// One issuing of work, with the counts of what the caller may see of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WaveDetail {
    /// The wave.
    pub wave: WaveView,
    /// Within the caller's reach.
    pub counts: TaskCounts,
}

/// A post, and who acts for it on the day one looks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Answerable {
    /// The post.
    pub post: PostKind,
    /// Who is expected to act; absent where the post is vacant, and for readers who may not see it.
    pub person: Option<PersonRef>,
}

/// Something that a unit must do.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Task)]
pub struct TaskView {
    /// The task.
    pub id: TaskId,
    /// The wave it belongs to.
    pub wave_id: WaveId,
    /// The template's id.
    pub template: String,
    /// What it is called, in Chinese.
    pub title_zh: String,
    /// What it is called, in English.
    pub title_en: String,
    /// The unit that must do it.
    pub unit: UnitRef,
    /// Who does it.
    pub owner: Answerable,
    /// Who does it in the owner's stead.
    pub deputy: Option<Answerable>,
    /// By when.
    pub due: Instant,
    /// Where it stands.
    pub state: TaskState,
    /// Whether it should be done by now and is not.
    pub overdue: bool,
    /// The last step of its escalation that has been taken; 0 before the first.
    pub step: u16,
    /// Whether a photo is wanted.
    pub photo_wanted: bool,
    /// When it came to a device.
    pub delivered_at: Option<Instant>,
    /// When it was opened.
    pub read_at: Option<Instant>,
    /// When it was taken on.
    pub acknowledged_at: Option<Instant>,
    /// When it was begun.
    pub started_at: Option<Instant>,
    /// When it was first handed in.
    pub submitted_at: Option<Instant>,
    /// When it was done or taken back.
    pub closed_at: Option<Instant>,
}

/// What was handed in for a task.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TaskRecord)]
pub struct RecordView {
    /// The record.
    pub id: RecordId,
    /// When.
    pub at: Instant,
    /// By whom.
    pub person_id: Option<PersonId>,
    /// Coded answers by question.
    #[schema(value_type = Object)]
    pub answers: Value,
    /// The hashes of its files.
    pub files: Vec<String>,
}

/// What somebody else said of a record.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TaskReview)]
pub struct ReviewView {
    /// The record.
    pub record_id: RecordId,
    /// What came of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// By whom.
    pub person_id: Option<PersonId>,
}

/// One task with its history.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskDetail {
    /// The task.
    pub task: TaskView,
    /// The wave's issuing unit.
    pub from_unit: UnitId,
    /// What was handed in, in order; empty for readers who neither do nor review.
    pub records: Vec<RecordView>,
    /// What others said of it, in order.
    pub reviews: Vec<ReviewView>,
}

/// What the caller has to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkToday {
    /// Now.
    pub now: Instant,
    /// By deadline.
    pub items: Vec<TaskView>,
}

/// Hands in what was done.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitTask {
    /// Made by the client: sent again, it happens once.
    pub client_key: RecordId,
    /// Coded answers by question; an empty object where there are none. Files are named by their hash.
    #[schema(value_type = Object)]
    pub answers: Value,
}

/// Why a record is accepted.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptTask {
    /// Up to 2,000 characters; may be empty.
    #[serde(default)]
    pub reason: String,
}

/// Why a record is returned.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnTask {
    /// 1 to 2,000 characters.
    pub reason: String,
}

/// In which states tasks are asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskFilterState {
    /// Waiting for whoever does it.
    #[default]
    ToDo,
    /// Waiting for a review.
    ToReview,
    /// Neither done nor withdrawn.
    NotClosed,
    /// In any state.
    All,
}

/// Which tasks are asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TaskFilterParams {
    /// At or below this unit, of its own institution; those that the caller's posts do if absent.
    pub unit: Option<UnitId>,
    /// Only of this wave.
    pub wave: Option<WaveId>,
    /// In which states; `to_do` if absent.
    #[serde(default)]
    #[param(inline)]
    pub state: TaskFilterState,
    /// How many rows at the most, 1 to 500; 100 if absent.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "super::limit_within")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// For which unit a file is.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FileParams {
    /// The unit whose work it shows.
    pub unit: UnitId,
}

/// A file as it is kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StoredFile)]
pub struct FileView {
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes.
    pub size: i64,
}

/// Where a wave's coverage is asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CoverageParams {
    /// The wave.
    pub wave: WaveId,
    /// Under this unit; under the issuer if absent.
    pub under: Option<UnitId>,
    /// How many levels of parts, 1 to 3; 1 if absent.
    #[param(minimum = 1, maximum = 3)]
    pub levels: Option<u8>,
}

/// How far a unit is, with everything below it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoveredUnit {
    /// The unit.
    pub unit: UnitRef,
    /// The unit under which it is counted.
    pub above: UnitId,
    /// Its tasks and those below it.
    pub counts: TaskCounts,
}

/// How far a wave is under a unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Coverage)]
pub struct CoverageView {
    /// The wave.
    pub wave_id: WaveId,
    /// The unit.
    pub under: UnitRef,
    /// All that stands under it.
    pub counts: TaskCounts,
    /// Its parts, by level, then in the order of the tree.
    pub parts: Vec<CoveredUnit>,
}
