//! Which days have school, and which nights boarders spend there.

use serde::{Deserialize, Serialize};

use crate::error::{Invalid, Path};

/// The longest run.
pub const MAX_DAYS: u16 = 1000;

/// A span of days, both ends included; day 0 is the first of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// First day.
    pub from: u16,
    /// Last day.
    pub to: u16,
}

impl Days {
    /// Is `day` in the span?
    #[must_use]
    pub const fn contains(self, day: u16) -> bool {
        self.from <= day && day <= self.to
    }

    pub(crate) fn check(self, path: &Path) -> Result<(), Invalid> {
        path.at("to").within(self.to.into(), self.from.into(), 65_535.0)
    }
}

/// The timetable of weeks, holidays and days made up for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Calendar {
    /// Weekday of day 0: 0 is Monday, 6 is Sunday.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 6)))]
    pub first_weekday: u8,
    /// Weekdays with school, 0 to 6, in any order.
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 0, max = 6))))]
    pub school_weekdays: Vec<u8>,
    /// Holidays; they take the school day away.
    pub holidays: Vec<Days>,
    /// Days with school whatever else is said (调休).
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 0, max = 999))))]
    pub makeup_days: Vec<u16>,
    /// Boarders go home on the days without school of every n-th week; 0: only in holidays.
    pub boarders_home_every_weeks: u8,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            first_weekday: 0,
            school_weekdays: vec![0, 1, 2, 3, 4],
            holidays: Vec::new(),
            makeup_days: Vec::new(),
            boarders_home_every_weeks: 1,
        }
    }
}

impl Calendar {
    /// School on every day of the week.
    #[must_use]
    pub fn every_day() -> Self {
        Self { school_weekdays: (0..7).collect(), boarders_home_every_weeks: 0, ..Self::default() }
    }

    pub(crate) fn check(&self, days: u16) -> Result<(), Invalid> {
        let path = Path::root("calendar");
        path.at("first_weekday").within(self.first_weekday.into(), 0.0, 6.0)?;
        for (index, weekday) in self.school_weekdays.iter().enumerate() {
            let path = path.at("school_weekdays").index(index);
            path.within((*weekday).into(), 0.0, 6.0)?;
            if self.school_weekdays[..index].contains(weekday) {
                return Err(path.refuse(weekday, "each weekday once"));
            }
        }
        for (index, holiday) in self.holidays.iter().enumerate() {
            let path = path.at("holidays").index(index);
            path.at("from").within(holiday.from.into(), 0.0, f64::from(days) - 1.0)?;
            holiday.check(&path)?;
        }
        for (index, day) in self.makeup_days.iter().enumerate() {
            path.at("makeup_days").index(index).within((*day).into(), 0.0, f64::from(days) - 1.0)?;
        }
        Ok(())
    }

    /// Is there school on `day`?
    #[must_use]
    pub fn is_school_day(&self, day: u16) -> bool {
        let weekday = ((u16::from(self.first_weekday) + day) % 7) as u8;
        let holiday = self.holidays.iter().any(|span| span.contains(day));
        self.makeup_days.contains(&day) || self.school_weekdays.contains(&weekday) && !holiday
    }

    /// Do boarders sleep at school in the night after `day`?
    #[must_use]
    pub fn is_boarding_night(&self, day: u16) -> bool {
        if self.is_school_day(day) {
            return true;
        }
        let holiday = self.holidays.iter().any(|span| span.contains(day));
        let week = (u16::from(self.first_weekday) + day) / 7;
        let home = match self.boarders_home_every_weeks {
            0 => false,
            weeks => week.is_multiple_of(u16::from(weeks)),
        };
        !holiday && !home
    }
}

/// A calendar looked up day by day.
#[derive(Debug, Clone)]
pub(crate) struct Timetable {
    school: Vec<bool>,
    boarding: Vec<bool>,
    /// School days before each day.
    before: Vec<u16>,
}

impl Timetable {
    pub(crate) fn new(calendar: &Calendar, days: u16) -> Self {
        let school: Vec<bool> = (0..days).map(|day| calendar.is_school_day(day)).collect();
        let mut before = vec![0; usize::from(days) + 1];
        for (day, open) in school.iter().enumerate() {
            before[day + 1] = before[day] + u16::from(*open);
        }
        let boarding = (0..days).map(|day| calendar.is_boarding_night(day)).collect();
        Self { school, boarding, before }
    }

    #[inline]
    pub(crate) fn is_school_day(&self, day: u16) -> bool {
        self.school.get(usize::from(day)).copied().unwrap_or(false)
    }

    #[inline]
    pub(crate) fn is_boarding_night(&self, day: u16) -> bool {
        self.boarding.get(usize::from(day)).copied().unwrap_or(false)
    }

    /// School days in `from .. to`, as far as the run goes.
    #[inline]
    pub(crate) fn school_days(&self, from: u16, to: u16) -> u16 {
        let last = self.before.len() - 1;
        let at = |day: u16| self.before[usize::from(day).min(last)];
        at(to).saturating_sub(at(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_holidays_and_days_made_up() {
        let calendar = Calendar {
            first_weekday: 2,
            holidays: vec![Days { from: 8, to: 9 }],
            makeup_days: vec![3],
            ..Calendar::default()
        };
        let open: Vec<u16> = (0..14).filter(|day| calendar.is_school_day(*day)).collect();
        // Day 0 is a Wednesday; days 3 and 4 are a weekend, 3 is made up; 8 and 9 are a holiday.
        assert_eq!(open, [0, 1, 2, 3, 5, 6, 7, 12, 13]);
        let timetable = Timetable::new(&calendar, 14);
        assert_eq!((timetable.school_days(0, 14), timetable.school_days(3, 8)), (9, 4));
        assert_eq!(timetable.school_days(13, 400), 1);
        assert!(!timetable.is_school_day(400));
    }

    #[test]
    fn boarding_weeks() {
        let nights = |weeks| {
            let calendar = Calendar { boarders_home_every_weeks: weeks, ..Calendar::default() };
            (0..21).filter(|day| calendar.is_boarding_night(*day)).count()
        };
        assert_eq!((nights(1), nights(2), nights(0)), (15, 17, 21));
    }
}
