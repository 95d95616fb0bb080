//! On which days work comes back: a recurrence rule of RFC 5545, laid on the school's calendar.

use std::collections::BTreeSet;

use rrule::{Frequency, RRule, RRuleSet, Tz, Unvalidated};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;
use xd_kernel::SchoolDay;
use xd_kernel::words;
use xd_register::lookup::Calendar;

/// No gap between two days of school of one term is longer.
const LONGEST_GAP: i32 = 60;

/// Why a text is no recurrence rule here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RuleFault {
    /// Not a rule of RFC 5545.
    #[error("not a rule such as FREQ=WEEKLY;BYDAY=MO: {0}")]
    NotARule(String),
    /// Work comes back on days; the time of day is the deadline's.
    #[error(
        "a rule names days: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, without BYHOUR, BYMINUTE, BYSECOND"
    )]
    FinerThanADay,
    /// The rule has no day at all, such as 30 February.
    #[error("the rule has no day")]
    NoDay,
}

/// What becomes of a day of the rule on which there is no school.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OnHoliday {
    /// 不做: it falls out.
    #[default]
    Skip,
    /// 提前: the last day of school before it counts.
    Before,
    /// 顺延: the next day of school after it counts.
    After,
    /// 照做: it stays, whatever day it is.
    Keep,
}

words!(OnHoliday, "holiday rule", {
    Skip => "skip",
    Before => "before",
    After => "after",
    Keep => "keep",
});

/// A recurrence rule, read and found to name days.
#[derive(Debug, Clone)]
pub struct Recurrence {
    text: String,
    rule: RRule<Unvalidated>,
}

impl PartialEq for Recurrence {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Recurrence {
    /// Reads a rule, such as `FREQ=WEEKLY;BYDAY=MO`.
    ///
    /// # Errors
    /// [`RuleFault`].
    pub fn read(text: &str) -> Result<Self, RuleFault> {
        let rule: RRule<Unvalidated> =
            text.parse().map_err(|error: rrule::RRuleError| RuleFault::NotARule(error.to_string()))?;
        let days = [Frequency::Daily, Frequency::Weekly, Frequency::Monthly, Frequency::Yearly];
        let finer = [rule.get_by_hour(), rule.get_by_minute(), rule.get_by_second()];
        if !days.contains(&rule.get_freq()) || finer.iter().any(|by| !by.is_empty()) {
            return Err(RuleFault::FinerThanADay);
        }
        let read = Self { text: text.to_owned(), rule };
        let sample: SchoolDay = "2026-09-01".parse().unwrap_or(SchoolDay(20_697));
        let occurrences = read.occurrences(sample, sample, sample + 5 * 366)?;
        if occurrences.is_empty() && read.rule.get_until().is_none() {
            return Err(RuleFault::NoDay);
        }
        Ok(read)
    }

    /// The rule as it was read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The days of the rule before any calendar. `start` is the day from which it counts (its DTSTART).
    fn occurrences(
        &self,
        start: SchoolDay,
        from: SchoolDay,
        to: SchoolDay,
    ) -> Result<Vec<SchoolDay>, RuleFault> {
        let (Some(begin), Some(after), Some(before)) = (midnight(start), midnight(from), midnight(to)) else {
            return Ok(Vec::new());
        };
        let fault = |error: rrule::RRuleError| RuleFault::NotARule(error.to_string());
        let rule = self.rule.clone().validate(begin).map_err(fault)?;
        let set = RRuleSet::new(begin).rrule(rule).after(after).before(before).limit();
        let day =
            |at: chrono::DateTime<Tz>| i32::try_from(at.timestamp().div_euclid(86_400)).ok().map(SchoolDay);
        Ok(set.all(u16::MAX).dates.into_iter().filter_map(day).collect())
    }
}

/// Days have no zone: a rule is laid on whole days, and the deadline turns a day into an instant.
fn midnight(day: SchoolDay) -> Option<chrono::DateTime<Tz>> {
    let utc = chrono::DateTime::from_timestamp(i64::from(day.0) * 86_400, 0)?;
    Some(utc.with_timezone(&Tz::UTC))
}

/// A recurrence as a plan has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rhythm {
    /// The rule.
    pub rule: Recurrence,
    /// The day from which it counts.
    pub start: SchoolDay,
    /// What becomes of days without school.
    pub on_holiday: OnHoliday,
}

impl Rhythm {
    /// The days from `from` to `to`, both included, on which the work is due, each once, in order.
    ///
    /// A day of the rule inside a term on which there is no school moves as [`OnHoliday`] says, within its term: where the
    /// term ends in that direction, to the nearest day of school in the other. A day outside the terms falls out, except
    /// with [`OnHoliday::Keep`]: what is weekly at school is not owed for the summer. Two days that move to the same day
    /// are one.
    #[must_use]
    pub fn days(&self, calendar: &Calendar, from: SchoolDay, to: SchoolDay) -> Vec<SchoolDay> {
        if to < from {
            return Vec::new();
        }
        let (first, last) = (from - LONGEST_GAP, to + LONGEST_GAP);
        let raw = self.rule.occurrences(self.start, first.max(self.start), last).unwrap_or_default();
        let days: BTreeSet<SchoolDay> =
            raw.into_iter().filter_map(|day| self.on_holiday.place(day, calendar)).collect();
        days.into_iter().filter(|day| (from..=to).contains(day)).collect()
    }
}

impl OnHoliday {
    fn place(self, day: SchoolDay, calendar: &Calendar) -> Option<SchoolDay> {
        let kind = calendar.kind(day);
        if kind.is_taught() || self == Self::Keep {
            return Some(day);
        }
        if self == Self::Skip || kind == xd_register::DayKind::OutsideTerm {
            return None;
        }
        let wanted = if self == Self::Before { -1 } else { 1 };
        taught(day, wanted, calendar).or_else(|| taught(day, -wanted, calendar))
    }
}

/// The nearest day of school in one direction, within the term.
fn taught(day: SchoolDay, step: i32, calendar: &Calendar) -> Option<SchoolDay> {
    let days = (1..=LONGEST_GAP).map(|n| day + n * step);
    let mut within = days.take_while(|day| calendar.kind(*day) != xd_register::DayKind::OutsideTerm);
    within.find(|day| calendar.kind(*day).is_taught())
}
