//! Duty rosters: who is on duty when, found by a solver of integer programs from what is demanded. Pure.
//!
//! **Owns** the making of a roster ([`roster`]) and the judging of one ([`faults`]): of a swap, or of one made by hand.
//!
//! **Does not own** posts, calendars or people: a demand names candidates and posts by numbers, times by minutes.
//!
//! **Invariants.**
//! * Nobody is on duty twice at once or before their rest is over, nor while they are away, nor on a post they do not hold.
//! * Shares are equal as far as the rules allow, by load (day of school, night, weekend, holiday), counted over the term:
//!   who did more before does less now. No counts of persons leave this crate: there is nothing to rank.
//! * What is called impossible is so: the answer names the first shift that cannot be filled and the rule against it.
//! * The same demand gives the same roster.

mod judge;
mod model;
mod why;

use std::collections::BTreeMap;

pub use judge::{Fault, faults};
pub use why::{Impossible, Limit};

/// A time in which one person is on duty at a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The post, by number.
    pub post: u16,
    /// When it begins, in minutes of one clock that never jumps.
    pub begins: i64,
    /// When it ends, in the same minutes; after it began.
    pub ends: i64,
    /// How it counts.
    pub load: Load,
}

/// How a shift counts towards equal shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Load {
    /// A day of school.
    Weekday,
    /// A night before a day of school.
    Night,
    /// A day or night of a weekend.
    Weekend,
    /// A day or night of a holiday.
    Holiday,
}

impl Load {
    /// Every load.
    pub const ALL: [Self; 4] = [Self::Weekday, Self::Night, Self::Weekend, Self::Holiday];
}

/// Who can be on duty.
#[derive(Debug, Clone, Default)]
pub struct Candidate {
    /// The posts that they can take.
    pub posts: Vec<u16>,
    /// When they are not available: from, to, in minutes.
    pub away: Vec<(i64, i64)>,
    /// How many shifts of each load they have had this term.
    pub had: BTreeMap<Load, u32>,
    /// When the shift that they had last before this roster ended, in minutes.
    pub last_ended: Option<i64>,
}

/// What is demanded.
#[derive(Debug, Clone)]
pub struct Demand {
    /// The shifts, in the order in which they begin.
    pub shifts: Vec<Shift>,
    /// Those who can be on duty.
    pub candidates: Vec<Candidate>,
    /// Minutes between the end of a shift and the beginning of the same person's next.
    pub rest: i64,
}

/// The shifts that are decided together, in minutes: those of a week.
const TOGETHER: i64 = 7 * 1_440;

/// Who takes which shift: the number of a candidate for each shift, in the order of the shifts.
///
/// Weeks are decided one after the other, each by its own program. Where a week cannot be filled after what the weeks before
/// it decided, it is decided together with the one before, and so on back to the beginning.
///
/// # Errors
/// [`Impossible`]: the first shift that cannot be filled, and what stands against it.
pub fn roster(demand: &Demand) -> Result<Vec<usize>, Impossible> {
    let mut taken: Vec<usize> = Vec::with_capacity(demand.shifts.len());
    let mut weeks: Vec<usize> = Vec::new();
    let mut next = 0;
    while next < demand.shifts.len() {
        let end = week_after(demand, next);
        let mut from = next;
        loop {
            taken.truncate(from);
            if let Some(found) = model::fill(demand, &taken, from..end, model::Rules::ALL) {
                taken.extend(found);
                break;
            }
            match weeks.iter().rev().find(|week| **week < from) {
                Some(earlier) => from = *earlier,
                None => return Err(why::explain(demand, end)),
            }
        }
        weeks.push(next);
        next = end;
    }
    Ok(taken)
}

fn week_after(demand: &Demand, first: usize) -> usize {
    let until = demand.shifts[first].begins + TOGETHER;
    let next = demand.shifts.iter().position(|shift| shift.begins >= until);
    next.unwrap_or(demand.shifts.len()).max(first + 1)
}
