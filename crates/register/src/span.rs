//! From one school day to another, both included.

use xd_kernel::SchoolDay;

/// The days from `from` to `to`, both included; without `to`, until further notice.
///
/// Both ends are included because that is how schools speak ("he stands in from Monday to Friday") and how a grant's
/// last day counts. A span whose `to` is the day before its `from` holds no day: that is what becomes of an enrolment
/// made by mistake, which stays as history and counts on no day. Nothing ends earlier than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first day.
    pub from: SchoolDay,
    /// The last day, if there is one.
    pub to: Option<SchoolDay>,
}

impl Span {
    /// From a day until further notice.
    #[must_use]
    pub const fn since(from: SchoolDay) -> Self {
        Self { from, to: None }
    }

    /// From one day to another, both included.
    #[must_use]
    pub const fn between(from: SchoolDay, to: SchoolDay) -> Self {
        Self { from, to: Some(to) }
    }

    /// Whether a day lies in the span.
    #[must_use]
    pub fn holds(self, day: SchoolDay) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether no day lies in the span.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.to.is_some_and(|to| to < self.from)
    }

    /// Whether any day lies in both spans.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let first = self.from.max(other.from);
        self.holds(first) && other.holds(first)
    }

    /// The first day after the span, if it ends.
    #[must_use]
    pub fn after(self) -> Option<SchoolDay> {
        self.to.map(|to| to + 1)
    }
}

/// How many of `spans` hold each day, as steps: from each day named (until the next) that many. The first step stands
/// at the first day of any span; before it there is none.
#[must_use]
pub fn counts(spans: &[Span]) -> Vec<(SchoolDay, i64)> {
    let mut changes: Vec<(SchoolDay, i64)> = Vec::with_capacity(spans.len() * 2);
    for span in spans.iter().filter(|span| !span.is_empty()) {
        changes.push((span.from, 1));
        changes.extend(span.after().map(|after| (after, -1)));
    }
    changes.sort_unstable();
    let mut steps: Vec<(SchoolDay, i64)> = Vec::new();
    let mut count = 0;
    for (day, change) in changes {
        count += change;
        match steps.last_mut() {
            Some(last) if last.0 == day => last.1 = count,
            _ => steps.push((day, count)),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_span() -> impl Strategy<Value = Span> {
        (0..40_i32, proptest::option::of(-1..20_i32)).prop_map(|(from, length)| Span {
            from: SchoolDay(from),
            to: length.map(|n| SchoolDay(from + n)),
        })
    }

    proptest! {
        #[test]
        fn overlapping_means_a_day_in_common(a in any_span(), b in any_span()) {
            let common = (-5..100).map(SchoolDay).any(|day| a.holds(day) && b.holds(day));
            prop_assert_eq!(a.overlaps(b), common);
            prop_assert_eq!(b.overlaps(a), common);
        }

        #[test]
        fn empty_means_no_day(a in any_span()) {
            prop_assert_eq!(a.is_empty(), !(-5..100).map(SchoolDay).any(|day| a.holds(day)));
        }

        #[test]
        fn steps_count_what_a_look_at_every_day_counts(spans in proptest::collection::vec(any_span(), 0..20)) {
            let steps = counts(&spans);
            for day in (-5..100).map(SchoolDay) {
                let looked = spans.iter().filter(|span| span.holds(day)).count() as i64;
                let stepped = steps.iter().rev().find(|step| step.0 <= day).map_or(0, |step| step.1);
                prop_assert_eq!(stepped, looked, "{}", day);
            }
        }
    }
}
