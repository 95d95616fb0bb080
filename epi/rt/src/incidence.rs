//! Daily cases and the windows over which a reproduction number is taken as constant.

use crate::RtError;

/// Daily counts of new cases, by day of onset; day 1 is the first element.
///
/// Counts are whole numbers as a rule; fractions (counts corrected for reporting) are taken as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Incidence<'a> {
    local: &'a [f64],
    imported: &'a [f64],
}

impl<'a> Incidence<'a> {
    /// A series in which every case of day 1 came from elsewhere and every later one was infected here.
    ///
    /// # Errors
    /// [`RtError::TooShort`] below two days, [`RtError::Count`] for what is no count.
    pub fn new(cases: &'a [f64]) -> Result<Self, RtError> {
        if cases.len() < 2 {
            return Err(RtError::TooShort { days: cases.len(), needed: 2 });
        }
        check(cases)?;
        Ok(Self { local: cases, imported: &[] })
    }

    /// A series that tells imported cases from local ones. Imported cases infect but were infected elsewhere. The cases
    /// of day 1 count as imported, whatever column they stand in: nobody before them could have infected them.
    ///
    /// # Errors
    /// As [`Incidence::new`], and [`RtError::Length`] if the two do not cover the same days.
    pub fn with_imported(local: &'a [f64], imported: &'a [f64]) -> Result<Self, RtError> {
        if local.len() != imported.len() {
            return Err(RtError::Length { expected: local.len(), found: imported.len() });
        }
        check(imported)?;
        Ok(Self { imported, ..Self::new(local)? })
    }

    /// Days covered.
    #[must_use]
    pub fn days(&self) -> usize {
        self.local.len()
    }

    /// Cases of a day (from 1), local and imported.
    #[must_use]
    pub fn total(&self, day: usize) -> f64 {
        self.local[day - 1] + self.imported.get(day - 1).copied().unwrap_or(0.0)
    }

    /// Cases of every day, local and imported.
    #[must_use]
    pub fn totals(&self) -> Vec<f64> {
        (1..=self.days()).map(|day| self.total(day)).collect()
    }

    /// Cases in a window that were infected here.
    #[must_use]
    pub fn local_in(&self, window: Window) -> f64 {
        let first = window.start.max(2);
        self.local.get(first - 1..window.end).map_or(0.0, |days| days.iter().sum())
    }
}

fn is_count(value: &f64) -> bool {
    (0.0..f64::INFINITY).contains(value)
}

pub(crate) fn check(counts: &[f64]) -> Result<(), RtError> {
    // Branch-free first, so that large panels are checked at the speed of memory.
    if counts.iter().fold(true, |all, count| all & is_count(count)) {
        return Ok(());
    }
    let day = counts.iter().position(|c| !is_count(c)).unwrap_or(0);
    Err(RtError::Count { day: day + 1, value: counts[day] })
}

/// Consecutive days, both ends included, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// First day.
    pub start: usize,
    /// Last day.
    pub end: usize,
}

impl Window {
    /// Every window of `width` days that begins on day 2 or later: `2–(width + 1)`, …, up to the one that ends on the
    /// last day. Empty if there is none.
    #[must_use]
    pub fn sliding(days: usize, width: usize) -> Vec<Self> {
        let width = width.max(1);
        (2..).map(|start| Self { start, end: start + width - 1 }).take_while(|w| w.end <= days).collect()
    }

    /// Days in the window.
    #[must_use]
    pub fn width(self) -> usize {
        self.end + 1 - self.start
    }

    pub(crate) fn check(self, first: usize, last: usize) -> Result<Self, RtError> {
        if self.start < first || self.end > last || self.end < self.start {
            return Err(RtError::Window { start: self.start, end: self.end, first, last });
        }
        Ok(self)
    }
}
