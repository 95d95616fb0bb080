//! The register's own enumerations, each with one word for code, database, API and audit.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::{UnitKind, words};
use xd_trust::Role;

/// The sex entered in the school roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub enum Sex {
    /// 男
    #[serde(rename = "m")]
    Male,
    /// 女
    #[serde(rename = "f")]
    Female,
}

words!(Sex, "sex", { Male => "m", Female => "f" });

/// A duty at a unit that somebody holds, or nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// 班主任, at a class
    ClassTeacher,
    /// 宿管, at a dormitory building or room
    DormitoryKeeper,
    /// 班组长, at a staff team
    TeamLead,
    /// 校医、疫情报告人, at a school or campus
    HealthOfficer,
    /// 校长, at a school
    Principal,
    /// 书记, at a school, a party committee or a branch
    Secretary,
    /// 代录员, at a school
    Clerk,
    /// 县级值班员, at a county
    CountyDuty,
}

words!(PostKind, "post kind", {
    ClassTeacher => "class_teacher",
    DormitoryKeeper => "dormitory_keeper",
    TeamLead => "team_lead",
    HealthOfficer => "health_officer",
    Principal => "principal",
    Secretary => "secretary",
    Clerk => "clerk",
    CountyDuty => "county_duty",
});

impl PostKind {
    /// The role that whoever holds the post has at its unit, for as long as they hold it.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::ClassTeacher => Role::ClassTeacher,
            Self::DormitoryKeeper => Role::DormitoryKeeper,
            Self::TeamLead => Role::TeamLead,
            Self::HealthOfficer => Role::HealthOfficer,
            Self::Principal | Self::Secretary => Role::Principal,
            Self::Clerk => Role::SchoolClerk,
            Self::CountyDuty => Role::CountyOfficer,
        }
    }

    /// Whether a unit of this kind may have the post.
    #[must_use]
    pub const fn belongs_to(self, unit: UnitKind) -> bool {
        match self {
            Self::ClassTeacher => matches!(unit, UnitKind::Class),
            Self::DormitoryKeeper => matches!(unit, UnitKind::DormitoryBuilding | UnitKind::DormitoryRoom),
            Self::TeamLead => matches!(unit, UnitKind::StaffTeam),
            Self::HealthOfficer | Self::Clerk => {
                unit.is_school() || matches!(unit, UnitKind::Campus | UnitKind::Stage)
            }
            Self::Principal => unit.is_school() || matches!(unit, UnitKind::Campus),
            Self::Secretary => {
                let party = matches!(unit, UnitKind::PartyCommittee | UnitKind::PartyBranch);
                party || unit.is_school() || matches!(unit, UnitKind::Campus)
            }
            Self::CountyDuty => matches!(unit, UnitKind::County),
        }
    }

    /// Whether the holder checks the groups at or below the post's unit as a matter of course. A health officer or a
    /// clerk may report for any group, but is nobody's daily checker.
    #[must_use]
    pub const fn checks(self) -> bool {
        matches!(self, Self::ClassTeacher | Self::DormitoryKeeper | Self::TeamLead)
    }
}

/// What a day is at a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// An ordinary day of school.
    SchoolDay,
    /// 调课: a weekend day on which school is held.
    MakeUpDay,
    /// Saturday or Sunday.
    Weekend,
    /// A public or school holiday.
    Holiday,
    /// 停课: the school is closed on a day on which it would have been open.
    Closure,
    /// Before, between or after the terms.
    OutsideTerm,
}

words!(DayKind, "day kind", {
    SchoolDay => "school_day",
    MakeUpDay => "make_up_day",
    Weekend => "weekend",
    Holiday => "holiday",
    Closure => "closure",
    OutsideTerm => "outside_term",
});

impl DayKind {
    /// Whether school is held, so that checks are due.
    #[must_use]
    pub const fn is_taught(self) -> bool {
        matches!(self, Self::SchoolDay | Self::MakeUpDay)
    }

    /// Whether a calendar may name a single day so; weekends and days outside the terms follow by themselves.
    #[must_use]
    pub const fn can_be_marked(self) -> bool {
        !matches!(self, Self::Weekend | Self::OutsideTerm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_json_agree() {
        for (json, word) in Sex::ALL
            .iter()
            .map(|v| (serde_json::to_value(v), v.word()))
            .chain(PostKind::ALL.iter().map(|v| (serde_json::to_value(v), v.word())))
            .chain(DayKind::ALL.iter().map(|v| (serde_json::to_value(v), v.word())))
        {
            assert_eq!(json.unwrap(), word);
        }
    }

    #[test]
    fn every_post_has_a_unit_it_belongs_to() {
        for post in PostKind::ALL {
            assert!(UnitKind::ALL.iter().any(|unit| post.belongs_to(*unit)), "{post}");
        }
    }
}
