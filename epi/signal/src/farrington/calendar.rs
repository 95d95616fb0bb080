//! Which step lies one, two, … years before a step.

use crate::Error;
use crate::error::at_least;

/// What a year is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// Steps without dates: a year is a whole number of steps (R's `epochAsDate = FALSE`).
    Steps {
        /// Steps in a year, at least 1: 52 for weeks, 12 for months.
        per_year: usize,
    },
    /// Equally spaced dates: a year is a year of the calendar (R's `epochAsDate = TRUE`). Of the dates of the series, the
    /// one nearest to the same day of an earlier year is taken (the earlier of two), so weeks keep their day of
    /// the week. The 29 February of other years is the 1 March.
    Dates {
        /// Date of the first step, in days since 1970-01-01.
        first_day: i32,
        /// Days from step to step, 1 to 365: 7 for weeks.
        step_days: u16,
    },
}

impl Calendar {
    pub(super) fn check(&self) -> Result<(), Error> {
        match *self {
            Self::Steps { per_year } => at_least("per_year", per_year, 1).map(|_| ()),
            Self::Dates { step_days, .. } if step_days > 365 => {
                Err(Error::Mismatch { rule: "step_days is above 365: a year must have a step" })
            }
            Self::Dates { step_days, .. } => at_least("step_days", usize::from(step_days), 1).map(|_| ()),
        }
    }

    /// Steps in a year of 365 days, rounded down.
    pub(super) fn per_year(&self) -> usize {
        match *self {
            Self::Steps { per_year } => per_year,
            Self::Dates { step_days, .. } => 365 / usize::from(step_days),
        }
    }

    /// An upper bound of the steps between a step and the one `years` before.
    pub(super) fn most_steps(&self, years: usize) -> usize {
        match *self {
            Self::Steps { per_year } => years.saturating_mul(per_year),
            Self::Dates { step_days, .. } => years.saturating_mul(366) / usize::from(step_days) + 1,
        }
    }

    /// How many steps before `step` the step `years` earlier lies.
    pub(super) fn steps_back(&self, step: usize, years: usize) -> usize {
        match *self {
            Self::Steps { per_year } => years.saturating_mul(per_year),
            Self::Dates { first_day, step_days } => {
                let (width, years) = (i64::from(step_days), years as i64);
                let day = i64::from(first_day) + width * step as i64;
                let (year, month, of_month) = civil(day);
                let back = day - days(year - years, month, of_month);
                // To the nearest, of two equally near ones the earlier, which is further back.
                ((back + width / 2).div_euclid(width)) as usize
            }
        }
    }
}

/// Days since 1970-01-01 of a day of the proleptic Gregorian calendar, in years that begin in March and so have their
/// leap day last (H. Hinnant's algorithms, here and below). A 29 February that does not exist is the day after the 28.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of days since 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    (year + era * 400, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_back() {
        for day in (-800_000..800_000).step_by(17) {
            let (year, month, of_month) = civil(day);
            assert_eq!(days(year, month, of_month), day);
        }
        assert_eq!((civil(0), civil(59), civil(11_016)), ((1970, 1, 1), (1970, 3, 1), (2000, 2, 29)));
    }

    #[test]
    fn years_of_weeks_keep_the_day_of_the_week() {
        // 2000-01-03 is a Monday; step 307 is 2005-11-21. From R 4.2.2, surveillance 1.20.3.
        let calendar = Calendar::Dates { first_day: 10_959, step_days: 7 };
        let back = |step| [1, 2, 3, 4].map(|years| calendar.steps_back(step, years));
        assert_eq!(back(307), [52, 104, 157, 209]);
        assert_eq!(back(339), [52, 104, 157, 209]);
    }

    #[test]
    fn the_leap_day_becomes_the_first_of_march() {
        let calendar = Calendar::Dates { first_day: 10_957, step_days: 1 };
        let back = |step| [1, 2, 3, 4].map(|years| calendar.steps_back(step, years));
        assert_eq!(back(1519), [365, 730, 1095, 1461], "2004-02-28");
        assert_eq!(back(1520), [365, 730, 1095, 1461], "2004-02-29");
        assert_eq!(back(1521), [366, 731, 1096, 1461], "2004-03-01");
    }
}
