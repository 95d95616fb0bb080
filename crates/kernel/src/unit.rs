//! The kinds of organisation units.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

/// A word that is none of those an enumeration knows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown {what}: {word:?}")]
pub struct UnknownWord {
    /// What was asked for, such as `unit kind`.
    pub what: &'static str,
    /// The word given.
    pub word: String,
}

/// Gives an enumeration of unit variants its stable words: the same in code, database, API and audit.
#[macro_export]
macro_rules! words {
    ($name:ident, $what:literal, {$($variant:ident => $word:literal),+ $(,)?}) => {
        impl $name {
            /// Every value, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word of this value in code, database, API and audit.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownWord { what: $what, word: word.to_owned() }),
                }
            }
        }
    };
}

/// What an organisation unit is. The tree may have any depth and skip levels; party organisations form a parallel
/// tree with the same machinery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 省
    Province,
    /// 市
    City,
    /// 县(区)
    County,
    /// 中心校
    CentralSchool,
    /// 教学点
    TeachingPoint,
    /// 学校
    School,
    /// 校区
    Campus,
    /// 学段
    Stage,
    /// 年级
    Grade,
    /// 班级
    Class,
    /// 宿舍楼
    DormitoryBuilding,
    /// 寝室
    DormitoryRoom,
    /// 教职工班组
    StaffTeam,
    /// 党委
    PartyCommittee,
    /// 党支部
    PartyBranch,
    /// 党小组
    PartyGroup,
}

words!(UnitKind, "unit kind", {
    Province => "province",
    City => "city",
    County => "county",
    CentralSchool => "central_school",
    TeachingPoint => "teaching_point",
    School => "school",
    Campus => "campus",
    Stage => "stage",
    Grade => "grade",
    Class => "class",
    DormitoryBuilding => "dormitory_building",
    DormitoryRoom => "dormitory_room",
    StaffTeam => "staff_team",
    PartyCommittee => "party_committee",
    PartyBranch => "party_branch",
    PartyGroup => "party_group",
});

impl UnitKind {
    /// Whether a unit of this kind owns rows: the custody key of everything below it, up to the next such unit.
    #[must_use]
    pub const fn is_institution(self) -> bool {
        matches!(
            self,
            Self::Province
                | Self::City
                | Self::County
                | Self::CentralSchool
                | Self::TeachingPoint
                | Self::School
                | Self::PartyCommittee
        )
    }

    /// Whether pupils or staff of a unit of this kind are checked together.
    #[must_use]
    pub const fn is_checked_group(self) -> bool {
        matches!(self, Self::Class | Self::DormitoryRoom | Self::StaffTeam)
    }

    /// Whether the unit teaches: a school, a teaching point, a central school.
    #[must_use]
    pub const fn is_school(self) -> bool {
        matches!(self, Self::School | Self::TeachingPoint | Self::CentralSchool)
    }

    /// Whether the unit belongs to the tree of party organisations.
    #[must_use]
    pub const fn is_party(self) -> bool {
        matches!(self, Self::PartyCommittee | Self::PartyBranch | Self::PartyGroup)
    }

    /// Whether a unit of this kind may stand directly below `parent`. Levels may be skipped, never reversed.
    #[must_use]
    pub const fn may_stand_below(self, parent: Self) -> bool {
        if self.is_party() || parent.is_party() {
            return self.is_party() && parent.is_party() && self.rank() >= parent.rank();
        }
        match self {
            // A central school leads schools and teaching points, and teaches itself.
            Self::School | Self::TeachingPoint => parent.rank() <= Self::CentralSchool.rank(),
            Self::DormitoryRoom => matches!(parent, Self::DormitoryBuilding),
            Self::StaffTeam | Self::DormitoryBuilding => parent.rank() <= Self::Campus.rank(),
            Self::Class => parent.rank() >= Self::CentralSchool.rank() && parent.rank() < Self::Class.rank(),
            _ => self.rank() > parent.rank(),
        }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Province | Self::PartyCommittee => 0,
            Self::City | Self::PartyBranch => 1,
            Self::County | Self::PartyGroup => 2,
            Self::CentralSchool => 3,
            Self::School | Self::TeachingPoint => 4,
            Self::Campus => 5,
            Self::Stage => 6,
            Self::Grade => 7,
            Self::Class | Self::DormitoryBuilding | Self::StaffTeam => 8,
            Self::DormitoryRoom => 9,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use super::*;

    #[test]
    fn words_round_trip() {
        for kind in UnitKind::ALL {
            assert_eq!(kind.word().parse(), Ok(*kind));
            assert_eq!(serde_plain(kind), kind.word());
        }
        assert!(UnitKind::from_str("faculty").is_err());
    }

    fn serde_plain(kind: &UnitKind) -> String {
        format!("{kind:?}").chars().fold(String::new(), |mut out, c| {
            if c.is_uppercase() && !out.is_empty() {
                out.push('_');
            }
            out.extend(c.to_lowercase());
            out
        })
    }

    #[test]
    fn levels_may_be_skipped_never_reversed() {
        use UnitKind::*;
        for (child, parent, expected) in [
            (School, County, true),
            (School, Province, true),
            (TeachingPoint, CentralSchool, true),
            (School, School, false),
            (Class, School, true),
            (Class, Grade, true),
            (Class, County, false),
            (Grade, Class, false),
            (DormitoryRoom, DormitoryBuilding, true),
            (DormitoryRoom, School, false),
            (StaffTeam, School, true),
            (StaffTeam, County, true),
            (PartyBranch, PartyCommittee, true),
            (PartyBranch, School, false),
            (School, PartyCommittee, false),
        ] {
            assert_eq!(child.may_stand_below(parent), expected, "{child} below {parent}");
        }
    }
}
