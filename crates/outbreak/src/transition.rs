//! The state machine of handling: pure.
//!
//! | | open | acknowledged | handed_on | closed | withdrawn |
//! |---|---|---|---|---|---|
//! | acknowledge | acknowledged | – | acknowledged | – | – |
//! | comment | stays | stays | stays | stays | stays |
//! | hand on | handed_on | handed_on | handed_on | – | – |
//! | close | closed | closed | closed | – | – |
//!
//! A person never reopens a signal: it opens again by itself when facts say so (see [`crate::decide`]).

use crate::words::SignalState;

/// What a person does with a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Takes it on.
    Acknowledge,
    /// Writes something.
    Comment,
    /// Gives it to another unit.
    HandOn,
    /// Ends it.
    Close,
}

impl Act {
    /// Every act, in order.
    pub const ALL: &'static [Self] = &[Self::Acknowledge, Self::Comment, Self::HandOn, Self::Close];

    /// The verb's name, also that of the audit action.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Comment => "comment",
            Self::HandOn => "hand_on",
            Self::Close => "close",
        }
    }
}

/// Where a signal stands after an act; `None` if a signal that stands there does not take it.
#[must_use]
pub const fn after(state: SignalState, act: Act) -> Option<SignalState> {
    use SignalState::{Acknowledged, Closed, HandedOn, Open, Withdrawn};
    match (act, state) {
        (Act::Comment, _) => Some(state),
        (_, Closed | Withdrawn) | (Act::Acknowledge, Acknowledged) => None,
        (Act::Acknowledge, Open | HandedOn) => Some(Acknowledged),
        (Act::HandOn, _) => Some(HandedOn),
        (Act::Close, _) => Some(Closed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_the_documentation_is_what_happens() {
        let source = include_str!("transition.rs");
        let rows: Vec<Vec<&str>> = source
            .lines()
            .filter_map(|line| line.strip_prefix("//! | "))
            .map(|line| line.trim_end_matches('|').split('|').map(str::trim).collect())
            .collect();
        let states = &rows[0][1..];
        assert_eq!(states.len(), SignalState::ALL.len());
        let mut seen = 0;
        for row in &rows[1..] {
            let act = Act::ALL.iter().find(|act| act.verb().replace('_', " ") == row[0]).copied().unwrap();
            for (state, wanted) in states.iter().zip(&row[1..]) {
                let state: SignalState = state.parse().unwrap();
                let wanted = match *wanted {
                    "–" => None,
                    "stays" => Some(state),
                    word => Some(word.parse().unwrap()),
                };
                assert_eq!(after(state, act), wanted, "{act:?} when {state}");
                seen += 1;
            }
        }
        assert_eq!(seen, Act::ALL.len() * SignalState::ALL.len());
    }
}
