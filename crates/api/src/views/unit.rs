//! Units, rosters, posts, calendar.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xd_kernel::{HoldingId, PersonId, PostId, SchoolDay, UnitId, UnitKind};
use xd_register::{DayKind, PostKind, Sex};

use super::{PersonRef, UnitRef};

/// A unit of the organisation tree.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Unit)]
pub struct UnitView {
    /// The unit.
    pub id: UnitId,
    /// What it is.
    pub kind: UnitKind,
    /// Its name.
    pub name: String,
    /// Its official code.
    pub code: Option<String>,
    /// The unit above, where the caller may know it.
    pub parent: Option<UnitId>,
    /// The school or authority that owns its rows.
    pub institution: UnitId,
    /// The names on the way from the root to it, its own last.
    pub path_names: Vec<String>,
    /// How many people belong to it today; absent where it has no roster.
    pub members: Option<i64>,
}

/// Which units are asked for. Without a filter: those where the caller's reach begins.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitFilter {
    /// Directly below this unit.
    pub parent: Option<UnitId>,
    /// Of this kind.
    pub kind: Option<UnitKind>,
    /// Anywhere below this unit.
    pub under: Option<UnitId>,
    /// How many rows at the most, 1 to 500; 100 if absent.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "super::limit_within")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// Who belongs to a group on a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Roster)]
pub struct RosterView {
    /// The group.
    pub unit: UnitRef,
    /// The day.
    pub day: SchoolDay,
    /// Changes with every change of the roster.
    pub roster_version: i64,
    /// Its members, by seat number.
    pub members: Vec<RosterMember>,
}

/// One member of a group.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterMember {
    /// The person.
    pub person: PersonRef,
    /// As the register has it.
    pub sex: Option<Sex>,
    /// The number in class.
    pub seat_no: Option<i64>,
    /// Ill since, if a sick absence is open.
    pub ill_since: Option<SchoolDay>,
    /// When the person is expected back.
    pub expected_return: Option<SchoolDay>,
}

/// Of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DayParam {
    /// The day; today if absent.
    pub day: Option<SchoolDay>,
}

/// Whose posts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostScope {
    /// Those of the unit itself.
    #[default]
    Itself,
    /// Also those of the units below it in the same institution.
    AndBelow,
}

/// Which posts are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PostFilter {
    /// Whose; the unit's own if absent.
    #[serde(default)]
    #[param(required = false, inline)]
    pub of: PostScope,
}

/// A post and who holds it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Post)]
pub struct PostView {
    /// The post.
    pub post_id: PostId,
    /// Its kind.
    pub kind: PostKind,
    /// Where it is.
    pub unit: UnitRef,
    /// The holding; absent if the post is vacant.
    pub holding_id: Option<HoldingId>,
    /// Who holds it; absent if it is vacant.
    pub holder: Option<PersonRef>,
    /// Whether the holder stands in for another.
    pub substitute: bool,
    /// The holding's first day.
    pub from: Option<SchoolDay>,
    /// The holding's last day.
    pub to: Option<SchoolDay>,
}

/// Posts of a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostList {
    /// One row per holding, substitutes first.
    pub items: Vec<PostView>,
}

/// An appointment to a post.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// Who.
    pub person_id: PersonId,
    /// From this day.
    pub from: SchoolDay,
    /// To this day inclusive; open if absent.
    pub to: Option<SchoolDay>,
    /// Whether the person stands in for the holder.
    #[serde(default)]
    pub substitute: bool,
}

/// An appointment was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Appointed {
    /// The holding.
    pub holding_id: HoldingId,
}

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DaySpan {
    /// The first day; today if absent.
    pub from: Option<SchoolDay>,
    /// The last day; 41 days after the first if absent.
    pub to: Option<SchoolDay>,
}

/// What kind of day a day is at a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDay {
    /// The day.
    pub day: SchoolDay,
    /// Its kind.
    pub kind: DayKind,
}

/// The days of a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarList {
    /// Every day asked for.
    pub items: Vec<CalendarDay>,
}
