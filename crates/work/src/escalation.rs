//! Who is told when work is not done: paths as data (`content/work/escalation.toml`), and when their steps fall.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::{Instant, SchoolDay, Zone, words};

use crate::due::{Local, TimeOfDay, school_days_after};

const MINUTE: i64 = 60_000_000;

/// Who is told at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// 责任人
    Owner,
    /// 代理人
    Deputy,
    /// 监督人
    Supervisor,
    /// 上一级: the same duty one level up
    LevelAbove,
}

words!(Told, "person told", {
    Owner => "owner",
    Deputy => "deputy",
    Supervisor => "supervisor",
    LevelAbove => "level_above",
});

/// How far from the deadline: `-2h` running hours, `2d` days of school at the same time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Offset {
    /// Running hours.
    Hours(i16),
    /// Days of school.
    Days(i16),
}

impl TryFrom<String> for Offset {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong = || format!("not an offset such as -2h or 1d: {text:?}");
        let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
        let number: i16 = number.parse().map_err(|_| wrong())?;
        match unit {
            "h" if number.abs() <= 8_760 => Ok(Self::Hours(number)),
            "d" if number.abs() <= 365 => Ok(Self::Days(number)),
            _ => Err(wrong()),
        }
    }
}

impl From<Offset> for String {
    fn from(offset: Offset) -> Self {
        match offset {
            Offset::Hours(hours) => format!("{hours}h"),
            Offset::Days(days) => format!("{days}d"),
        }
    }
}

impl Offset {
    /// Hours at least: days of school are never closer together than running days.
    pub(crate) fn least_hours(self) -> i32 {
        match self {
            Self::Hours(hours) => i32::from(hours),
            Self::Days(days) => i32::from(days) * 24,
        }
    }

    fn after(self, due: Instant, local: Local<'_>) -> Instant {
        let Local { calendar, zone } = local;
        match self {
            Self::Hours(hours) => due.plus_hours(i64::from(hours)),
            Self::Days(days) => {
                let day = SchoolDay::of(due, zone);
                let past_midnight = due.micros_since(day.at_minute(0, zone));
                let to = school_days_after(day, i32::from(days), calendar);
                Instant(to.at_minute(0, zone).0.saturating_add(past_midnight))
            }
        }
    }
}

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationStep {
    /// How far from the deadline.
    pub at: Offset,
    /// Who is told.
    pub to: Told,
}

/// A path: steps in order, and the hours in which nobody is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// The steps; their numbers in the database begin at 1.
    pub steps: Vec<EscalationStep>,
    /// From when to when, over midnight too. Absent where the law's clock runs.
    #[serde(default)]
    pub quiet: Option<[TimeOfDay; 2]>,
}

/// When a step falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// The number of the step, from 1.
    pub step: u16,
    /// Who is told.
    pub to: Told,
    /// From when on.
    pub at: Instant,
}

impl Path {
    /// The first step that does not come after the one before it.
    pub(crate) fn out_of_order(&self) -> Option<usize> {
        let wrong = |pair: &[EscalationStep]| {
            let [one, next] = pair else { return false };
            // Days of school before the deadline may be many running days before it: only days are surely earlier.
            let unsure = matches!((one.at, next.at), (Offset::Hours(_), Offset::Days(days)) if days < 0);
            unsure || one.at.least_hours() >= next.at.least_hours()
        };
        self.steps.windows(2).position(wrong).map(|before| before + 1)
    }

    /// When each step falls for work due at `due`. A step inside the quiet hours waits for their end; none falls before
    /// the one ahead of it.
    #[must_use]
    pub fn calls(&self, due: Instant, local: Local<'_>) -> Vec<Call> {
        let mut latest = Instant(i64::MIN);
        let call = |(index, step): (usize, &EscalationStep)| {
            latest = latest.max(self.after_quiet(step.at.after(due, local), local.zone));
            Call { step: u16::try_from(index + 1).unwrap_or(u16::MAX), to: step.to, at: latest }
        };
        self.steps.iter().enumerate().map(call).collect()
    }

    /// The last step that has fallen at `now`; 0 if none has.
    #[must_use]
    pub fn step_at(&self, now: Instant, due: Instant, local: Local<'_>) -> u16 {
        let calls = self.calls(due, local);
        calls.iter().filter(|call| call.at <= now).map(|call| call.step).max().unwrap_or(0)
    }

    fn after_quiet(&self, at: Instant, zone: &Zone) -> Instant {
        let Some([from, to]) = self.quiet else { return at };
        let day = SchoolDay::of(at, zone);
        let minute = at.micros_since(day.at_minute(0, zone)) / MINUTE;
        let (from, until) = (i64::from(from.minute()), i64::from(to.minute()));
        let quiet =
            if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until };
        match quiet {
            false => at,
            true if minute >= until => (day + 1).at_minute(to.minute(), zone),
            true => day.at_minute(to.minute(), zone),
        }
    }
}
