//! By when: from what a template says to an instant.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::{Instant, SchoolDay, Zone};
use xd_register::lookup::Calendar;

/// Minutes after midnight by which a day's work is due, where a template names only days.
const END_OF_DAY: u16 = 18 * 60;
/// Where a calendar knows of no more school, days are counted from Monday to Friday after so many.
const FORESEEN: i32 = 120;

/// The days and the clock of a unit.
#[derive(Debug, Clone, Copy)]
pub struct Local<'a> {
    /// What its days are.
    pub calendar: &'a Calendar,
    /// Its zone.
    pub zone: &'a Zone,
}

/// A time of day, `07:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "17:00")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// Minutes after midnight, 0 to 1439.
    #[must_use]
    pub const fn minute(self) -> u16 {
        self.0
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = xd_kernel::TimeError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let two = |text: &str| digits(text).then(|| text.parse::<u16>().ok()).flatten();
        let parts = text.split_once(':').and_then(|(hour, minute)| Some((two(hour)?, two(minute)?)));
        match parts {
            Some((hour @ 0..=23, minute @ 0..=59)) => Ok(Self(hour * 60 + minute)),
            _ => Err(xd_kernel::TimeError::TimeOfDay(text)),
        }
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        format!("{:02}:{:02}", time.0 / 60, time.0 % 60)
    }
}

/// By when work is due: exactly one of time, days, hours; days may name a time as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// At this time of the work's own day; with `days`, of the last of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeOfDay>,
    /// On the n-th day of school after the work's own day, 1 to 400.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// So many running hours after it was issued, 1 to 8760, whatever the calendar says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u16>,
}

impl Due {
    /// Whether it says one thing, within its bounds.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        match (self.time, self.days, self.hours) {
            (_, Some(days), None) => (1..=400).contains(&days),
            (None, None, Some(hours)) => (1..=8_760).contains(&hours),
            (time, None, None) => time.is_some(),
            _ => false,
        }
    }

    /// The instant by which work of `day`, issued at `issued`, is due.
    ///
    /// A time of day that had passed when the work was issued is that of the next day of school: nobody is late at once.
    #[must_use]
    pub fn instant(&self, issued: Instant, day: SchoolDay, local: Local<'_>) -> Instant {
        let Local { calendar, zone } = local;
        let minute = self.time.map_or(END_OF_DAY, TimeOfDay::minute);
        match (self.hours, self.days) {
            (Some(hours), _) => issued.plus_hours(i64::from(hours)),
            (None, Some(days)) => school_days_after(day, i32::from(days), calendar).at_minute(minute, zone),
            (None, None) => {
                let own = day.at_minute(minute, zone);
                if own > issued {
                    return own;
                }
                let today = SchoolDay::of(issued, zone).max(day);
                school_days_after(today, 1, calendar).at_minute(minute, zone)
            }
        }
    }
}

/// The `n`-th day of school after (or for a negative `n` before) a day. Beyond what a calendar foresees the days from
/// Monday to Friday count.
pub(crate) fn school_days_after(day: SchoolDay, n: i32, calendar: &Calendar) -> SchoolDay {
    let step = n.signum();
    let (mut at, mut left, mut idle) = (day, n.abs(), 0);
    while left > 0 {
        at = at + step;
        let counts = if idle < FORESEEN { calendar.kind(at).is_taught() } else { !at.is_weekend() };
        if counts {
            left -= 1;
            // Once the calendar has nothing to say it stays so.
            idle = if idle < FORESEEN { 0 } else { idle };
        } else {
            idle += i32::from(idle < FORESEEN);
        }
    }
    at
}
