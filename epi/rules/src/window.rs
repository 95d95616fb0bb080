//! The core: how many persons have their onset in the window that ends on a day.
//!
//! A person with several onsets counts once on a day, however many of them the window holds. So of two onsets of one
//! person less than a window apart, the later does not add a count when it enters and the earlier does not take one
//! away when it leaves: one condition on the gap between them, looked at from both ends. That is what lets a sweep
//! over onsets in order of day run in linear time, without a set of the persons seen.

use std::ops::{Range, RangeInclusive};

/// A gap longer than any window: there is no other onset of the same person on this side.
const NO_OTHER: u32 = u32::MAX;

/// A window and a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// Length of the window in days; the window that ends on day *d* covers *d* − `window_days` + 1 to *d*.
    pub window_days: u16,
    /// Persons needed.
    pub min_cases: u32,
}

/// Consecutive days with the same count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// First day.
    pub first_day: i32,
    /// Last day, inclusive.
    pub last_day: i32,
    /// Persons counted on each of these days.
    pub count: u32,
}

/// Consecutive days on which a threshold is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// First day on which it holds.
    pub first_day: i32,
    /// Last day on which it holds, with the facts known now.
    pub last_day: i32,
    /// Count on the first day.
    pub first_count: u32,
    /// Highest count of the run.
    pub peak_count: u32,
    /// The case with which the threshold was reached.
    pub deciding_case: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Onset {
    day: i32,
    case: u32,
    /// Days since the same person's onset before this one.
    gap_before: u32,
    /// Days until the same person's next onset.
    gap_after: u32,
}

/// The onsets of one scope (and one syndrome group) in order of day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    onsets: Vec<Onset>,
    order: Vec<u32>,
}

impl Series {
    /// A series of cases given as (day of onset, person), in any order. *O*(*n* log *n*).
    #[must_use]
    pub fn new<P: Ord + Copy>(cases: &[(i32, P)]) -> Self {
        let mut series = Self::default();
        let mut order: Vec<u32> = (0..).zip(cases).map(|(at, _)| at).collect();
        order.sort_by_key(|&at| cases[at as usize].0);
        for case in order {
            series.push(cases[case as usize].0, case);
        }
        series.link(0..cases.len(), |case| cases[case as usize].1);
        series
    }

    /// Counts on every day on which somebody counts, as stretches of equal counts, each as long as can be. *O*(*n*).
    #[must_use]
    pub fn counts(&self, window_days: u16) -> Vec<Segment> {
        let threshold = Threshold { window_days, min_cases: 1 };
        let mut stretches: Vec<Segment> = Vec::new();
        for (segment, _) in self.reached(0..self.len(), threshold, i32::MIN..=i32::MAX) {
            match stretches.last_mut().filter(|last| last.count == segment.count) {
                Some(last) if last.last_day.checked_add(1) == Some(segment.first_day) => {
                    last.last_day = segment.last_day;
                }
                _ => stretches.push(segment),
            }
        }
        stretches
    }

    /// The number of persons whose onset lies in the `window_days` days that end on `day`. *O*(*n*).
    #[must_use]
    pub fn count_on(&self, window_days: u16, day: i32) -> u32 {
        let segments = self.counts(window_days);
        let found = segments.iter().find(|s| (s.first_day..=s.last_day).contains(&day));
        found.map_or(0, |segment| segment.count)
    }

    /// The runs of days within `span` on which the threshold is reached. *O*(*n*).
    #[must_use]
    pub fn held(&self, threshold: Threshold, span: &RangeInclusive<i32>) -> Vec<Held> {
        let mut runs = Runs::default();
        for (segment, case) in self.reached(0..self.len(), threshold, span.clone()) {
            runs.add(segment, case);
        }
        runs.done
    }

    /// With the facts known now, the last day of the run that holds on `day`; `None` if it does not hold then.
    #[must_use]
    pub fn holds_through(&self, threshold: Threshold, day: i32) -> Option<i32> {
        let held = self.held(threshold, &(i32::MIN..=i32::MAX));
        held.iter().find(|run| (run.first_day..=run.last_day).contains(&day)).map(|run| run.last_day)
    }

    /// Number of onsets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.onsets.len()
    }

    /// Has it no onset?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.onsets.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.onsets.clear();
    }

    /// Adds an onset; within a part that is swept together, days must not go back.
    pub(crate) fn push(&mut self, day: i32, case: u32) {
        self.onsets.push(Onset { day, case, gap_before: NO_OTHER, gap_after: NO_OTHER });
    }

    /// Finds the onsets of the same person within `part`.
    pub(crate) fn link<P: Ord>(&mut self, part: Range<usize>, person: impl Fn(u32) -> P) {
        let onsets = &mut self.onsets[part];
        self.order.clear();
        self.order.extend((0..).zip(onsets.iter()).map(|(at, _)| at));
        self.order.sort_unstable_by_key(|&at| (person(onsets[at as usize].case), at));
        for pair in self.order.windows(2) {
            let (earlier, later) = (pair[0] as usize, pair[1] as usize);
            if person(onsets[earlier].case) == person(onsets[later].case) {
                let gap = onsets[later].day.abs_diff(onsets[earlier].day);
                onsets[earlier].gap_after = gap;
                onsets[later].gap_before = gap;
            }
        }
    }

    /// Every segment of `part` that reaches the threshold within `span`, in order of day, with the case by which the
    /// threshold was last reached.
    pub(crate) fn reached(
        &self,
        part: Range<usize>,
        threshold: Threshold,
        span: RangeInclusive<i32>,
    ) -> impl Iterator<Item = (Segment, u32)> + '_ {
        let enough = part.len() >= threshold.min_cases as usize;
        let steps = self.steps(if enough { part } else { 0..0 }, threshold);
        steps.filter(move |step| step.count >= threshold.min_cases).filter_map(move |step| {
            let segment = step.within(&span)?;
            Some((segment, step.deciding))
        })
    }

    fn steps(&self, part: Range<usize>, threshold: Threshold) -> Steps<'_> {
        Steps { onsets: &self.onsets[part], threshold, entered: 0, left: 0, count: 0, deciding: 0 }
    }
}

/// Gathers segments that follow each other without a day between into runs.
#[derive(Default)]
pub(crate) struct Runs {
    pub(crate) done: Vec<Held>,
}

impl Runs {
    pub(crate) fn add(&mut self, segment: Segment, case: u32) {
        let Segment { first_day, last_day, count } = segment;
        match self.done.last_mut() {
            Some(run) if run.last_day.checked_add(1) == Some(first_day) => {
                run.last_day = last_day;
                run.peak_count = run.peak_count.max(count);
            }
            _ => self.done.push(Held {
                first_day,
                last_day,
                first_count: count,
                peak_count: count,
                deciding_case: case as usize,
            }),
        }
    }
}

/// A segment before it is cut to days that an `i32` holds.
struct Step {
    first: i64,
    last: i64,
    count: u32,
    deciding: u32,
}

impl Step {
    fn within(&self, span: &RangeInclusive<i32>) -> Option<Segment> {
        let first = self.first.max(i64::from(*span.start()));
        let last = self.last.min(i64::from(*span.end()));
        if last < first {
            return None;
        }
        let (first_day, last_day) = (i32::try_from(first).ok()?, i32::try_from(last).ok()?);
        Some(Segment { first_day, last_day, count: self.count })
    }
}

/// The sweep: stops at each day on which an onset enters the window or leaves it. Skips days without anybody.
struct Steps<'s> {
    onsets: &'s [Onset],
    threshold: Threshold,
    entered: usize,
    left: usize,
    count: u32,
    deciding: u32,
}

impl Steps<'_> {
    fn next_stop(&self) -> Option<i64> {
        let leaves = self.leave_day(self.left)?;
        Some(self.onsets.get(self.entered).map_or(leaves, |onset| leaves.min(i64::from(onset.day))))
    }

    fn leave_day(&self, at: usize) -> Option<i64> {
        self.onsets.get(at).map(|onset| i64::from(onset.day) + i64::from(self.threshold.window_days))
    }

    fn let_leave(&mut self, day: i64) {
        while self.leave_day(self.left) == Some(day) {
            let onset = self.onsets[self.left];
            self.count -= u32::from(onset.gap_after >= u32::from(self.threshold.window_days));
            self.left += 1;
        }
    }

    fn let_enter(&mut self, day: i64) {
        while let Some(onset) = self.onsets.get(self.entered).filter(|onset| i64::from(onset.day) == day) {
            if onset.gap_before >= u32::from(self.threshold.window_days) {
                self.count += 1;
                if self.count == self.threshold.min_cases {
                    self.deciding = onset.case;
                }
            }
            self.entered += 1;
        }
    }
}

impl Iterator for Steps<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        loop {
            let first = self.next_stop()?;
            self.let_leave(first);
            self.let_enter(first);
            if self.count > 0 {
                let last = self.next_stop()? - 1;
                return Some(Step { first, last, count: self.count, deciding: self.deciding });
            }
        }
    }
}
