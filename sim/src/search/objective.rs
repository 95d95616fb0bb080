//! What is to be kept small.

use serde::{Deserialize, Serialize};

use super::bounds::Kind;
use crate::outcome::{Cause, Outcome};

/// A figure of a replicate that is to be kept small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Objective {
    /// The cluster rule of the search held somewhere: its share of replicates is the probability of a cluster.
    Cluster,
    /// School days lost by pupils, days made up for left out.
    PupilDays,
    /// School days lost by staff, days made up for left out.
    StaffDays,
    /// Tests run: tubes and singles.
    Tests,
    /// Swabs taken.
    Swabs,
    /// Infections of pupils and staff.
    Infections,
    /// Admissions to hospital.
    Admissions,
    /// Minutes of staff.
    StaffMinutes,
    /// Money in hundredths.
    Cents,
}

impl Objective {
    /// Every objective.
    pub const ALL: [Self; 9] = [
        Self::Cluster,
        Self::PupilDays,
        Self::StaffDays,
        Self::Tests,
        Self::Swabs,
        Self::Infections,
        Self::Admissions,
        Self::StaffMinutes,
        Self::Cents,
    ];

    /// Its name in a scenario file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::PupilDays => "pupil_days",
            Self::StaffDays => "staff_days",
            Self::Tests => "tests",
            Self::Swabs => "swabs",
            Self::Infections => "infections",
            Self::Admissions => "admissions",
            Self::StaffMinutes => "staff_minutes",
            Self::Cents => "cents",
        }
    }

    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Cluster => Kind::Share,
            _ => Kind::Mean,
        }
    }

    /// The value of a replicate; `rule` is the number of the cluster rule.
    #[must_use]
    pub fn of(self, outcome: &Outcome, rule: usize) -> f64 {
        match self {
            Self::Cluster => f64::from(u8::from(outcome.clusters.get(rule).is_some_and(|times| *times > 0))),
            Self::PupilDays => outcome.pupil_days_lost() as f64,
            Self::StaffDays => outcome.staff_days[..Cause::MadeUp as usize].iter().sum::<u64>() as f64,
            Self::Tests => outcome.tests as f64,
            Self::Swabs => outcome.swabs as f64,
            Self::Infections => outcome.school_infections() as f64,
            Self::Admissions => outcome.admissions as f64,
            Self::StaffMinutes => outcome.staff_minutes as f64,
            Self::Cents => outcome.cents as f64,
        }
    }
}
