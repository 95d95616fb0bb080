//! One pass over the scopes of a batch. Its memory is used again from scope to scope, so that nothing is allocated
//! per scope or per day.

use std::ops::{Range, RangeInclusive};

use crate::evaluate::{Entry, SeriesKey};
use crate::picture::{Group, Known};
use crate::rulebook::{Plan, Rulebook, Task};
use crate::window::{Segment, Series, Threshold};

/// What a pass reads.
pub(crate) struct SweepInput<'e, K> {
    pub(crate) book: &'e Rulebook,
    pub(crate) pictures: &'e [Known],
    /// The person of each case; empty where nobody has two.
    pub(crate) persons: &'e [K],
}

pub(crate) struct Sweep<'e, K> {
    input: SweepInput<'e, K>,
    span: &'e RangeInclusive<i32>,
    series: Series,
    parts: Vec<(Group, Range<usize>)>,
    tagged: Vec<(Group, i32, u32)>,
    per_picture: Vec<u32>,
}

impl<'e, K: Copy + Ord> Sweep<'e, K> {
    pub(crate) fn new(input: SweepInput<'e, K>, span: &'e RangeInclusive<i32>) -> Self {
        let per_picture = vec![0; input.pictures.len()];
        Self { input, span, series: Series::default(), parts: Vec::new(), tagged: Vec::new(), per_picture }
    }

    /// Evaluates the rules of one scope kind on the cases of one scope.
    pub(crate) fn scope(
        &mut self,
        plan: &Plan,
        cases: &[Entry<K>],
        sink: &mut impl FnMut(SeriesKey<K>, Segment, u32),
    ) {
        for entry in cases {
            self.per_picture[entry.picture.0 as usize] += 1;
        }
        for task in &plan.tasks {
            if self.matching(task, cases) >= task.min_cases {
                self.fill(task, cases);
                self.report(task, &mut |rule, group, segment, case| {
                    sink(SeriesKey { rule, kind: plan.kind, scope: cases[0].scope, group }, segment, case);
                });
            }
        }
        for entry in cases {
            self.per_picture[entry.picture.0 as usize] = 0;
        }
    }

    /// How many of the cases a task counts: asked of each picture or of each case, whichever are fewer.
    fn matching(&self, task: &Task, cases: &[Entry<K>]) -> u32 {
        if self.input.pictures.len() < cases.len() {
            let pictures = self.input.pictures.iter().zip(&self.per_picture);
            return pictures.filter(|(known, _)| known.matched[task.matcher]).map(|(_, count)| count).sum();
        }
        u32::try_from(cases.iter().filter(|entry| self.counts(task, entry)).count()).unwrap_or(u32::MAX)
    }

    fn counts(&self, task: &Task, entry: &Entry<K>) -> bool {
        self.input.pictures[entry.picture.0 as usize].matched[task.matcher]
    }

    /// Lays out the cases a task counts, one part for each group.
    fn fill(&mut self, task: &Task, cases: &[Entry<K>]) {
        self.series.clear();
        self.parts.clear();
        if self.input.book.matchers[task.matcher].by_group {
            self.fill_by_group(cases);
        } else {
            for entry in cases {
                if self.counts(task, entry) {
                    self.series.push(entry.day, entry.case);
                }
            }
            self.parts.push((Group::Together, 0..self.series.len()));
        }
        if !self.input.persons.is_empty() {
            for (_, part) in &self.parts {
                self.series.link(part.clone(), |case| self.input.persons[case as usize]);
            }
        }
    }

    fn fill_by_group(&mut self, cases: &[Entry<K>]) {
        self.tagged.clear();
        for entry in cases {
            let groups = &self.input.pictures[entry.picture.0 as usize].groups;
            self.tagged.extend(groups.iter().map(|group| (*group, entry.day, entry.case)));
        }
        self.tagged.sort_unstable();
        for part in self.tagged.chunk_by(|a, b| a.0 == b.0) {
            let from = self.series.len();
            for &(_, day, case) in part {
                self.series.push(day, case);
            }
            self.parts.push((part[0].0, from..self.series.len()));
        }
    }

    fn report(&self, task: &Task, sink: &mut impl FnMut(usize, Group, Segment, u32)) {
        for &at in &task.rules {
            let rule = &self.input.book.rules()[at];
            let threshold = Threshold { window_days: rule.window_days, min_cases: rule.min_cases };
            let from = rule.validity.from.unwrap_or(i32::MIN).max(*self.span.start());
            let to = rule.validity.to.unwrap_or(i32::MAX).min(*self.span.end());
            for (group, part) in &self.parts {
                for (segment, case) in self.series.reached(part.clone(), threshold, from..=to) {
                    sink(at, *group, segment, case);
                }
            }
        }
    }
}
