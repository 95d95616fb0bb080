//! What arriving checks do to their slots: which are new, which count, which stop counting.

use std::collections::{BTreeMap, HashMap, HashSet};

use xd_kernel::{CheckId, UnitId};

use crate::record::{Arrival, CheckRecord, Slot};

/// What becomes of one arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is written; `true` if it counts from now on.
    Taken { current: bool },
    /// It was written before, as this.
    Known(Box<CheckRecord>),
    /// It is the same as the arrival at this place in the batch.
    SameAs(usize),
    /// Its key belongs to a check with other content.
    KeyReused,
}

/// What a batch of arrivals does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SlotPlan {
    /// One for each arrival, in order.
    pub outcomes: Vec<Outcome>,
    /// Written checks that stop counting, and whether they name anybody.
    pub retired: Vec<(UnitId, CheckId, bool)>,
    /// Slots whose current check is one of the arrivals.
    pub changed: Vec<Slot>,
}

/// Settles a batch against the checks that count for its slots as written. A check that was superseded before does not
/// matter: what superseded it is greater still. One that arrives again is taken for new here, and its key is found taken.
pub(crate) fn settle(arrivals: &[Arrival], written: &[CheckRecord]) -> SlotPlan {
    let mut outcomes = known(arrivals, written);
    let mut greatest: BTreeMap<Slot, &CheckRecord> = BTreeMap::new();
    let taken =
        arrivals.iter().zip(&outcomes).filter(|(_, outcome)| matches!(outcome, Outcome::Taken { .. }));
    for record in written.iter().chain(taken.map(|(arrival, _)| &arrival.record)) {
        let best = greatest.entry(record.slot).or_insert(record);
        if record.rank() > best.rank() {
            *best = record;
        }
    }
    let counts =
        |record: &CheckRecord| greatest.get(&record.slot).is_some_and(|best| best.key() == record.key());
    let mut changed = HashSet::new();
    for (arrival, outcome) in arrivals.iter().zip(&mut outcomes) {
        match outcome {
            Outcome::Taken { current } => {
                *current = counts(&arrival.record);
                if *current {
                    changed.insert(arrival.record.slot);
                }
            }
            Outcome::Known(record) => record.current = counts(record),
            Outcome::SameAs(_) | Outcome::KeyReused => {}
        }
    }
    let retired = written.iter().filter(|record| record.current && !counts(record));
    let mut changed: Vec<Slot> = changed.into_iter().collect();
    changed.sort_unstable();
    let retired = retired.map(|record| (record.institution, record.check, record.has_exceptions()));
    SlotPlan { retired: retired.collect(), outcomes, changed }
}

fn known(arrivals: &[Arrival], written: &[CheckRecord]) -> Vec<Outcome> {
    let written: HashMap<_, _> = written.iter().map(|record| (record.key(), record)).collect();
    let mut here: HashMap<(UnitId, CheckId), usize> = HashMap::with_capacity(arrivals.len());
    let outcome = |(at, arrival): (usize, &Arrival)| {
        let key = arrival.record.key();
        if let Some(record) = written.get(&key) {
            return again(record, &arrival.record, || Outcome::Known(Box::new((*record).clone())));
        }
        match here.get(&key) {
            Some(first) => again(&arrivals[*first].record, &arrival.record, || Outcome::SameAs(*first)),
            None => {
                here.insert(key, at);
                Outcome::Taken { current: false }
            }
        }
    };
    arrivals.iter().enumerate().map(outcome).collect()
}

fn again(first: &CheckRecord, second: &CheckRecord, same: impl FnOnce() -> Outcome) -> Outcome {
    if first.hash == second.hash { same() } else { Outcome::KeyReused }
}

#[cfg(test)]
mod tests {
    use xd_kernel::{Instant, SchoolDay};

    use super::*;
    use crate::CheckType;
    use crate::report::Counts;

    struct World {
        school: UnitId,
        group: UnitId,
        ids: [CheckId; 4],
    }

    impl World {
        fn new() -> Self {
            let ids = std::array::from_fn(|_| CheckId::mint());
            Self { school: UnitId::mint(), group: UnitId::mint(), ids }
        }

        /// The check with the `n`-th id, which occurred at `minute` and says `content`.
        fn record(&self, n: usize, minute: i64, content: u8) -> CheckRecord {
            CheckRecord {
                institution: self.school,
                check: self.ids[n],
                slot: Slot { group: self.group, day: SchoolDay(1), check_type: CheckType::Morning },
                occurred_at: Instant(minute),
                received_at: Instant(100),
                account: None,
                person: None,
                roster_version: 1,
                counts: Counts::default(),
                current: true,
                clock_adjusted: false,
                on_paper: false,
                hash: [content; 32],
            }
        }

        fn arrival(&self, n: usize, minute: i64, content: u8) -> Arrival {
            let record = CheckRecord { current: false, ..self.record(n, minute, content) };
            Arrival { record, exceptions: vec![], temperatures: vec![], roster_in_force: 1 }
        }
    }

    fn taken(outcomes: &[Outcome]) -> Vec<Option<bool>> {
        let current = |outcome: &Outcome| match outcome {
            Outcome::Taken { current } => Some(*current),
            _ => None,
        };
        outcomes.iter().map(current).collect()
    }

    #[test]
    fn the_check_that_occurred_last_counts_in_whatever_order_they_arrive() {
        let world = World::new();
        let plan = settle(&[world.arrival(0, 20, 0), world.arrival(1, 10, 1)], &[]);
        assert_eq!(taken(&plan.outcomes), [Some(true), Some(false)]);
        assert_eq!((plan.retired.len(), plan.changed.len()), (0, 1));
        let plan = settle(&[world.arrival(0, 10, 0)], &[world.record(1, 20, 1)]);
        assert_eq!(taken(&plan.outcomes), [Some(false)]);
        assert!(plan.retired.is_empty() && plan.changed.is_empty());
        let plan = settle(&[world.arrival(0, 30, 0)], &[world.record(1, 20, 1)]);
        assert_eq!(plan.retired, [(world.school, world.ids[1], false)]);
    }

    #[test]
    fn at_the_same_time_the_later_key_counts() {
        let world = World::new();
        let plan = settle(&[world.arrival(1, 10, 0), world.arrival(0, 10, 1)], &[]);
        assert_eq!(taken(&plan.outcomes), [Some(true), Some(false)]);
    }

    #[test]
    fn sent_again_is_known_and_a_key_used_twice_is_not_taken() {
        let world = World::new();
        let arrivals = [world.arrival(0, 10, 0), world.arrival(0, 10, 0), world.arrival(0, 10, 9)];
        let plan = settle(&arrivals, &[]);
        assert_eq!(plan.outcomes, [Outcome::Taken { current: true }, Outcome::SameAs(0), Outcome::KeyReused]);
        let written = world.record(0, 10, 0);
        let plan = settle(&arrivals, std::slice::from_ref(&written));
        let known = Outcome::Known(Box::new(written));
        assert_eq!(plan.outcomes, [known.clone(), known, Outcome::KeyReused]);
        assert!(plan.changed.is_empty() && plan.retired.is_empty());
    }
}
