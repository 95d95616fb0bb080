//! How far apart the steps of a series are.

use std::fmt;

use epi_rules::date;

use crate::days::Calendar;

/// The distance from one step to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// So many days, or so many numbers of an index.
    Days(i32),
    /// So many months, always on the same day of the month.
    Months(i32),
}

impl Spacing {
    /// The spacing of steps in rising order: months where all dates fall on one day of the month and are 28 days or more
    /// apart, otherwise the smallest difference. A single step counts as one of daily steps.
    #[must_use]
    pub fn of(steps: &[i32], calendar: Calendar) -> Self {
        let differences = || steps.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
        let least = differences().min().unwrap_or(1);
        if calendar == Calendar::Numbers || least < 28 {
            return Self::Days(least);
        }
        let of_month = |step: i32| date::civil(step).2;
        if !steps.windows(2).all(|pair| of_month(pair[0]) == of_month(pair[1])) {
            return Self::Days(least);
        }
        let months = steps.windows(2).map(|pair| month_number(pair[1]) - month_number(pair[0])).min();
        Self::Months(months.unwrap_or(1))
    }

    /// How many steps lead from one to the other; `None` where no whole number does.
    #[must_use]
    pub fn between(self, from: i32, to: i32) -> Option<i32> {
        let (distance, unit) = match self {
            Self::Days(days) => (to.checked_sub(from)?, days),
            Self::Months(months) => (month_number(to) - month_number(from), months),
        };
        (distance % unit == 0).then_some(distance / unit)
    }

    /// The step after this one.
    #[must_use]
    pub fn after(self, step: i32) -> i32 {
        match self {
            Self::Days(days) => step.saturating_add(days),
            Self::Months(months) => {
                let (_, _, day) = date::civil(step);
                let month = month_number(step) + months;
                let text = format!("{:04}-{:02}-{day:02}", month.div_euclid(12), month.rem_euclid(12) + 1);
                // On a day that not every month has there is no spacing of months.
                date::first_day(&text).unwrap_or(step.saturating_add(30))
            }
        }
    }

    /// Steps per year that go with dates of this spacing: 365, 52, 12, or as many as fit.
    #[must_use]
    pub fn per_year(self) -> usize {
        let fit = |year: i32, unit: i32| usize::try_from(year / unit.max(1)).unwrap_or(1).max(1);
        match self {
            Self::Days(days) => fit(365, days),
            Self::Months(months) => fit(12, months),
        }
    }
}

fn month_number(step: i32) -> i32 {
    let (year, month, _) = date::civil(step);
    i32::try_from(year).unwrap_or(0) * 12 + i32::from(month) - 1
}

impl fmt::Display for Spacing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match self {
            Self::Days(number) => (number, "step"),
            Self::Months(number) => (number, "month"),
        };
        write!(f, "{number} {unit}{}", if *number == 1 { "" } else { "s" })
    }
}
