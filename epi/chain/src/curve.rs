//! Epidemic curves: counts by day or week, and by class or another group.

use std::collections::BTreeMap;

/// Length of one step of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// Seven days, of which the first is `first` or any day a multiple of seven away from it.
    Week {
        /// A day on which weeks begin.
        first: i32,
    },
}

impl Step {
    /// The first day of the step that holds `day`.
    fn start(self, day: i32) -> i64 {
        let day = i64::from(day);
        match self {
            Self::Day => day,
            Self::Week { first } => day - (day - i64::from(first)).rem_euclid(7),
        }
    }

    fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week { .. } => 7,
        }
    }
}

/// Counts of one group; each begins on the first day of its step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve<G> {
    /// The group.
    pub group: G,
    /// First day of the first step; the same for all groups.
    pub start: i64,
    /// Days in a step.
    pub step_days: i64,
    /// Cases in each step, zeros included; the same length for all groups.
    pub counts: Vec<u64>,
}

/// Longest curve, in steps, that is made: about 270 years of days. What lies further from the first onset is a wrong date.
pub const MAX_STEPS: i64 = 100_000;

/// Epidemic curve of each group, groups in order. All begin with the first onset's step and end with the last's, so that they
/// can be stacked.
///
/// Onsets further than [`MAX_STEPS`] steps after the first are left out of the counts.
///
/// ```
/// use epi_chain::{Step, epidemic_curve};
/// let curves = epidemic_curve(&[(3, "1A"), (3, "1B"), (5, "1A")], Step::Day);
/// assert_eq!((curves[0].start, &curves[0].counts), (3, &vec![1, 0, 1]));
/// assert_eq!(curves[1].counts, [1, 0, 0]);
/// ```
#[must_use]
pub fn epidemic_curve<G: Clone + Ord>(onsets: &[(i32, G)], step: Step) -> Vec<Curve<G>> {
    let starts = || onsets.iter().map(|(day, _)| step.start(*day));
    let (Some(first), Some(last)) = (starts().min(), starts().max()) else { return Vec::new() };
    let steps = usize::try_from(((last - first) / step.days() + 1).min(MAX_STEPS)).unwrap_or(0);
    let mut curves: BTreeMap<&G, Vec<u64>> = BTreeMap::new();
    for (day, group) in onsets {
        let counts = curves.entry(group).or_insert_with(|| vec![0; steps]);
        let position = usize::try_from((step.start(*day) - first) / step.days()).unwrap_or(usize::MAX);
        if let Some(count) = counts.get_mut(position) {
            *count += 1;
        }
    }
    let curve = |(group, counts): (&G, Vec<u64>)| Curve {
        group: group.clone(),
        start: first,
        step_days: step.days(),
        counts,
    };
    curves.into_iter().map(curve).collect()
}
