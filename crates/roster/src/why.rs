//! Why a roster cannot be made: the first shift that cannot be filled, and the rule that, lifted, would let it.

use thiserror::Error;

use crate::Demand;
use crate::model::{Rules, fill};

/// A rule that stands against a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Too few hold the post.
    Posts,
    /// Too few of those who hold the post are available.
    Away,
    /// Too few of those who are available have had their rest.
    Rest,
    /// No rule alone: too few people for all rules together.
    Together,
}

impl Limit {
    /// The stable code; what a person reads is looked up by it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Posts => "roster.too_few_hold_the_post",
            Self::Away => "roster.too_few_available",
            Self::Rest => "roster.too_few_rested",
            Self::Together => "roster.too_few_people",
        }
    }
}

/// A roster cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("shift {shift} cannot be filled: {}", limit.code())]
pub struct Impossible {
    /// The number of the first shift that cannot be filled together with all before it.
    pub shift: usize,
    /// What stands against it.
    pub limit: Limit,
}

/// Explains why the shifts before `end` cannot all be filled.
pub(crate) fn explain(demand: &Demand, end: usize) -> Impossible {
    let possible = |end: usize, rules| fill(demand, &[], 0..end, rules).is_some();
    // All before `good` can be filled, all before `bad` cannot: halving finds where it begins.
    let (mut good, mut bad) = (0, end);
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        if possible(middle, Rules::ALL) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    let lifted = [
        (Limit::Rest, Rules { rest: false, ..Rules::ALL }),
        (Limit::Away, Rules { away: false, ..Rules::ALL }),
        (Limit::Posts, Rules { posts: false, ..Rules::ALL }),
    ];
    let limit = lifted.into_iter().find(|(_, rules)| possible(bad, *rules));
    Impossible { shift: bad - 1, limit: limit.map_or(Limit::Together, |(limit, _)| limit) }
}
