//! Changes of the register: units, posts, the calendar, files.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xd_kernel::{PostId, SchoolDay, UnitId, UnitKind};
use xd_register::{DayKind, PostKind};

use super::{PersonRef, UnitRef};

/// A unit to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewUnit)]
pub struct NewUnitView {
    /// The unit above.
    pub parent: UnitId,
    /// What it is.
    pub kind: UnitKind,
    /// Its name, different from those of its open siblings.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// An official code, unique in the register.
    #[schema(max_length = 64)]
    pub code: Option<String>,
    /// The first day on which it exists; today if absent.
    pub opened: Option<SchoolDay>,
}

/// A unit's new name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Renaming {
    /// The name.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

/// A unit's last day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The last day on which it exists.
    pub last: SchoolDay,
}

/// A holding's last day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LastDay {
    /// The last day; the day before its first takes it back.
    pub last: SchoolDay,
}

/// Which people are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeopleFilter {
    /// What the name holds; whoever comes first if empty.
    #[serde(default)]
    #[param(required = false)]
    pub name: String,
}

/// A person found by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonFound {
    /// The person.
    pub person: PersonRef,
    /// Where the person belongs today: what tells two people of one name apart.
    pub units: Vec<UnitRef>,
}

/// People found by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleList {
    /// By name, at most 20.
    pub items: Vec<PersonFound>,
}

/// A post to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPost)]
pub struct NewPostView {
    /// Its kind.
    pub kind: PostKind,
}

/// A post was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostMade {
    /// The post.
    pub post_id: PostId,
}

/// A term of an institution.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Such as `2026-2027 学年第一学期`.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// The first day.
    pub from: SchoolDay,
    /// The last day.
    pub to: SchoolDay,
}

/// A day that is not what it would be by itself.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarMark {
    /// The day.
    pub day: SchoolDay,
    /// What it is: a school day, make-up day (weekends only), holiday or closure.
    pub kind: DayKind,
}

impl From<xd_register::CalendarDay> for CalendarMark {
    fn from(day: xd_register::CalendarDay) -> Self {
        Self { day: day.day, kind: day.kind }
    }
}

impl From<CalendarMark> for xd_register::CalendarDay {
    fn from(mark: CalendarMark) -> Self {
        Self { day: mark.day, kind: mark.kind }
    }
}

/// What an institution's own calendar says.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OwnCalendar)]
pub struct OwnCalendarView {
    /// Its terms; with none, those of the nearest institution above count.
    pub terms: Vec<Term>,
    /// The days it marks.
    pub marks: Vec<CalendarMark>,
}

/// Days to be marked, or whose marks are to be taken away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarChange {
    /// The marks; what the days were marked before gives way.
    #[serde(default)]
    #[schema(max_items = 800)]
    pub marks: Vec<CalendarMark>,
    /// The days that are again what they would be by themselves.
    #[serde(default)]
    #[schema(max_items = 800)]
    pub cleared: Vec<SchoolDay>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Units.
    Units,
    /// People with their classes, rooms, teams and posts.
    People,
}

/// Whether a file is only checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportRun {
    /// Everything is checked, nothing written.
    Dry,
    /// Everything is checked, then written.
    Apply,
}

/// How a file is to be taken.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportParams {
    /// What it holds.
    #[param(inline)]
    pub kind: ImportKind,
    /// Whether it is only checked.
    #[param(inline)]
    pub run: ImportRun,
    /// The first day of what the file gives none for; today if absent.
    pub from: Option<SchoolDay>,
}

/// What was, or in a dry run would have been, written.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportReport {
    /// Whether it was only checked.
    pub run: ImportRun,
    /// Rows of the file, without its header.
    pub rows: usize,
    /// Units made.
    pub units: usize,
    /// People added.
    pub people: usize,
    /// Memberships begun.
    pub memberships: usize,
    /// Posts made and filled.
    pub posts: usize,
}
