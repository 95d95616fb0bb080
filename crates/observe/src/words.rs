//! The enumerations of what is seen: the same words in code, database, API and audit.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::words;

/// When in the day a group is checked (晨检、午检、晚检).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckType {
    /// 晨检: before the first lesson.
    Morning,
    /// 午检: before the first lesson of the afternoon.
    Noon,
    /// 晚检: in the dormitory, before lights out.
    Evening,
}

words!(CheckType, "check type", { Morning => "morning", Noon => "noon", Evening => "evening" });

/// How a person is not "here and well".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// 因病缺席: not here, ill.
    AbsentIll,
    /// 其他缺席: not here for another reason, or for none that is known.
    AbsentOther,
    /// 迟到: came after the check, well.
    Late,
    /// 带病在班: here, with symptoms.
    IllInClass,
}

words!(ExceptionKind, "exception kind", {
    AbsentIll => "absent_ill",
    AbsentOther => "absent_other",
    Late => "late",
    IllInClass => "ill_in_class",
});

impl ExceptionKind {
    /// Whether the person is ill.
    #[must_use]
    pub const fn is_ill(self) -> bool {
        matches!(self, Self::AbsentIll | Self::IllInClass)
    }

    /// Whether the person is not here.
    #[must_use]
    pub const fn is_absent(self) -> bool {
        matches!(self, Self::AbsentIll | Self::AbsentOther)
    }
}

/// Who traces a sick absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TraceStage {
    /// The class teacher asks the family.
    Teacher,
    /// The health officer follows up, with diagnosis and hospital.
    HealthOfficer,
}

words!(TraceStage, "trace stage", { Teacher => "teacher", HealthOfficer => "health_officer" });

/// How far a sick absence has been traced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TraceState {
    /// Nobody has asked yet.
    Untraced,
    /// The teacher has asked.
    TracedByTeacher,
    /// The health officer has followed up.
    TracedByHealthOfficer,
}

words!(TraceState, "trace state", {
    Untraced => "untraced",
    TracedByTeacher => "traced_by_teacher",
    TracedByHealthOfficer => "traced_by_health_officer",
});

impl From<TraceStage> for TraceState {
    fn from(stage: TraceStage) -> Self {
        match stage {
            TraceStage::Teacher => Self::TracedByTeacher,
            TraceStage::HealthOfficer => Self::TracedByHealthOfficer,
        }
    }
}

/// Where a sick absence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceState {
    /// The person is still ill.
    Open,
    /// The person is back.
    Returned,
    /// A correction showed that there was no illness.
    Voided,
}

words!(AbsenceState, "absence state", { Open => "open", Returned => "returned", Voided => "voided" });
