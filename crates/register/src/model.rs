//! What the register tells: units, rosters, posts, places, in memory.

use xd_kernel::{HoldingId, OrgPath, PersonId, PostId, SchoolDay, UnitId, UnitKind, Zone};
use xd_trust::{Grant, GrantSource, Place};

use crate::{DayKind, PostKind, Sex, Span};

/// A unit by what identifies it, cheap to pass on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRef {
    /// The unit.
    pub id: UnitId,
    /// What it is.
    pub kind: UnitKind,
    /// Its own name, without those of the units above.
    pub name: String,
    /// The custody key: the unit itself if its kind is an institution, else the nearest such unit above.
    pub institution: UnitId,
    /// Its path in the tree.
    pub path: OrgPath,
}

impl UnitRef {
    /// Where the unit is, as the policy asks for it.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { unit: self.id, path: self.path.clone(), institution: self.institution }
    }
}

/// A unit with all that is stored of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The unit.
    pub id: UnitId,
    /// The custody key.
    pub institution: UnitId,
    /// The unit above; none for a root.
    pub parent: Option<UnitId>,
    /// What it is.
    pub kind: UnitKind,
    /// Its own name.
    pub name: String,
    /// An official code, unique in the whole register.
    pub code: Option<String>,
    /// Its path in the tree.
    pub path: OrgPath,
    /// Its number among its siblings, in order of making.
    pub ordinal: u32,
    /// Its own time zone as an IANA name; without one, that of the nearest unit above, in the end `Asia/Shanghai`.
    pub zone: Option<String>,
    /// The first day on which it exists.
    pub opened: SchoolDay,
    /// The last day on which it exists.
    pub closed: Option<SchoolDay>,
    /// Whose local rules count, such as `CN-Zhejiang-Huzhou`: its own or that of the nearest unit above, in the end
    /// `CN`.
    pub jurisdiction: String,
    /// Counts the changes of its membership.
    pub roster_version: i64,
}

impl Unit {
    /// The same unit by what identifies it.
    #[must_use]
    pub fn to_ref(&self) -> UnitRef {
        UnitRef {
            id: self.id,
            kind: self.kind,
            name: self.name.clone(),
            institution: self.institution,
            path: self.path.clone(),
        }
    }

    /// The days on which it exists.
    #[must_use]
    pub const fn days(&self) -> Span {
        Span { from: self.opened, to: self.closed }
    }
}

/// A group as a check needs it: how many are expected on a day, and under which version of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRoster {
    /// Where the group is.
    pub place: Place,
    /// Class, dormitory room or staff team.
    pub kind: UnitKind,
    /// The group's own name.
    pub name: String,
    /// The version of its roster.
    pub roster_version: i64,
    /// How many members it has on the day.
    pub expected: i64,
    /// The zone in which its days begin.
    pub zone: Zone,
}

/// How many groups an institution has on a day, and how many members they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupTotals {
    /// The institution.
    pub institution: UnitId,
    /// Open groups with at least one member.
    pub groups: i64,
    /// Their members.
    pub expected: i64,
}

/// The members of a unit on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// The unit.
    pub unit: UnitRef,
    /// The day.
    pub day: SchoolDay,
    /// The version of the roster.
    pub roster_version: i64,
    /// The members, by seat number, then name.
    pub members: Vec<Member>,
}

/// A member of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The sex, if entered.
    pub sex: Option<Sex>,
    /// The seat or bed number, if given.
    pub seat_no: Option<u16>,
}

/// Where a person belongs on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersonPlace {
    /// The class.
    pub class: Option<UnitId>,
    /// The dormitory room.
    pub room: Option<UnitId>,
    /// The staff team.
    pub team: Option<UnitId>,
    /// The campus of the class, or else of the team or room.
    pub campus: Option<UnitId>,
}

/// A child that a guardian answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ward {
    /// The child.
    pub person: PersonId,
    /// The child's name.
    pub name: String,
    /// The class on the day asked for.
    pub class: UnitRef,
}

/// A post that a person holds on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPost {
    /// The post.
    pub post: PostId,
    /// What it is.
    pub kind: PostKind,
    /// Where it is.
    pub place: Place,
    /// Whether the person stands in for somebody.
    pub substitute: bool,
    /// Whether somebody stands in for the person on that day: both may act, the other one is expected to.
    pub relieved: bool,
    /// The last day, if there is one.
    pub until: Option<SchoolDay>,
}

impl HeldPost {
    /// The role and reach that follow from the post.
    #[must_use]
    pub fn grant(&self) -> Grant {
        Grant {
            role: self.kind.role(),
            unit: self.place.unit,
            path: self.place.path.clone(),
            source: GrantSource::Post,
            until: self.until,
        }
    }
}

/// Who is expected to act for a post on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person: PersonId,
    /// Whether they stand in for somebody.
    pub substitute: bool,
}

/// A post that counts for a unit, and who is expected to act for it on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeper {
    /// The unit that has the post: the one asked for, or the nearest above it.
    pub unit: UnitId,
    /// Who is expected to act; none where the post is vacant.
    pub holder: Option<Holder>,
}

/// A post and who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The post.
    pub id: PostId,
    /// What it is.
    pub kind: PostKind,
    /// The unit it belongs to.
    pub unit: UnitId,
    /// Who holds it on the day asked for, and who is appointed for later: substitutes first, then by first day.
    pub holdings: Vec<Holding>,
}

/// One holding of a post by one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The holding.
    pub id: HoldingId,
    /// Who holds it.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// From when to when.
    pub days: Span,
    /// Whether they stand in for somebody.
    pub substitute: bool,
}

/// One day of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarDay {
    /// The day.
    pub day: SchoolDay,
    /// What it is.
    pub kind: DayKind,
}
