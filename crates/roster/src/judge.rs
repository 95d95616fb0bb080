//! Judging a roster, whoever made it: a swap is sound if the roster after it has no fault.

use crate::{Candidate, Demand, Shift};

/// What is wrong with one shift of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Nobody, or somebody who is not a candidate.
    Nobody,
    /// They do not hold the post.
    Post,
    /// They are away.
    Away,
    /// They are on duty elsewhere at that time, or their rest is not over.
    Rest,
}

/// Every fault, with the number of its shift, in the order of the shifts.
#[must_use]
pub fn faults(demand: &Demand, roster: &[usize]) -> Vec<(usize, Fault)> {
    let mut found = Vec::new();
    for (number, shift) in demand.shifts.iter().enumerate() {
        let Some((who, candidate)) =
            roster.get(number).and_then(|who| Some((*who, demand.candidates.get(*who)?)))
        else {
            found.push((number, Fault::Nobody));
            continue;
        };
        let others = demand
            .shifts
            .iter()
            .zip(roster)
            .enumerate()
            .filter(|(other, (_, by))| *other < number && **by == who);
        let rested = others
            .map(|(_, (before, _))| before.ends)
            .chain(candidate.last_ended)
            .all(|ended| ended + demand.rest <= shift.begins);
        let against = [
            (!holds(shift, candidate), Fault::Post),
            (is_away(shift, candidate), Fault::Away),
            (!rested, Fault::Rest),
        ];
        found.extend(against.into_iter().filter(|(wrong, _)| *wrong).map(|(_, fault)| (number, fault)));
    }
    found
}

pub(crate) fn holds(shift: &Shift, candidate: &Candidate) -> bool {
    candidate.posts.contains(&shift.post)
}

pub(crate) fn is_away(shift: &Shift, candidate: &Candidate) -> bool {
    candidate.away.iter().any(|(from, to)| shift.begins < *to && *from < shift.ends)
}
