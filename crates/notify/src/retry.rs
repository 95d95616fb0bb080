//! What follows from an attempt: pure.

use xd_kernel::Instant;

/// What a channel made of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It took the message.
    Sent,
    /// Not now: the code says why, and the channel may have said after how many seconds to come again.
    Later {
        /// Why, such as `smtp.451`.
        code: String,
        /// Seconds to wait at the least.
        after: Option<u32>,
    },
    /// Never: trying again would come to the same.
    Refused {
        /// Why, such as `smtp.550`.
        code: String,
    },
}

impl Outcome {
    pub(crate) fn later(code: impl Into<String>) -> Self {
        Self::Later { code: code.into(), after: None }
    }

    pub(crate) fn refused(code: impl Into<String>) -> Self {
        Self::Refused { code: code.into() }
    }
}

/// What is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it was sent.
    Done,
    /// The same channel again, not before this.
    Again(Instant),
    /// The person's next channel, now; if there is none the message is dead.
    Onward,
}

/// Whether another channel of the person's is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// There is one: it is tried after a few attempts.
    Another,
    /// This is the last: it is tried long.
    Nothing,
}

/// The first wait, in seconds; each is twice the one before.
const FIRST: i64 = 30;
/// The longest wait by itself.
const LONGEST: i64 = 3_600;
/// The longest wait that a channel can ask for.
const ASKED_MOST: i64 = 6 * 3_600;
/// Attempts on a channel while another is left: about seven minutes.
const BEFORE_ANOTHER: u32 = 5;
/// Attempts on the last channel: about a day, so that greylisting and an evening's outage pass.
const AT_ALL: u32 = 30;

/// What follows from the outcome of attempt number `attempt` (from 1) on a channel.
#[must_use]
pub fn next(outcome: &Outcome, attempt: u32, left: Left, now: Instant) -> Next {
    let most = if left == Left::Another { BEFORE_ANOTHER } else { AT_ALL };
    match outcome {
        Outcome::Sent => Next::Done,
        Outcome::Refused { .. } => Next::Onward,
        Outcome::Later { .. } if attempt >= most => Next::Onward,
        Outcome::Later { after, .. } => {
            let wait = (FIRST << (attempt.max(1) - 1).min(16)).min(LONGEST);
            let asked = i64::from(after.unwrap_or(0)).min(ASKED_MOST);
            Next::Again(now.plus_seconds(wait.max(asked)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows() {
        let (now, minute) = (Instant(0), |seconds: i64| Instant(seconds * 1_000_000));
        let later = Outcome::later("smtp.451");
        let asked = Outcome::Later { code: "webhook.status_429".into(), after: Some(600) };
        let long = Outcome::Later { code: "x".into(), after: Some(u32::MAX) };
        let refused = Outcome::refused("smtp.550");
        for (outcome, attempt, left, expected) in [
            (&Outcome::Sent, 1, Left::Nothing, Next::Done),
            (&refused, 1, Left::Another, Next::Onward),
            (&refused, 1, Left::Nothing, Next::Onward),
            (&later, 1, Left::Nothing, Next::Again(minute(30))),
            (&later, 3, Left::Nothing, Next::Again(minute(120))),
            (&later, 20, Left::Nothing, Next::Again(minute(3_600))),
            (&later, 30, Left::Nothing, Next::Onward),
            (&later, 4, Left::Another, Next::Again(minute(240))),
            (&later, 5, Left::Another, Next::Onward),
            (&asked, 1, Left::Nothing, Next::Again(minute(600))),
            (&long, 1, Left::Nothing, Next::Again(minute(6 * 3_600))),
        ] {
            assert_eq!(next(outcome, attempt, left, now), expected, "{outcome:?} {attempt} {left:?}");
        }
    }

    #[test]
    fn the_last_channel_is_tried_for_about_a_day() {
        let mut now = Instant(0);
        let mut attempt = 1;
        while let Next::Again(at) = next(&Outcome::later("smtp.421"), attempt, Left::Nothing, now) {
            (now, attempt) = (at, attempt + 1);
        }
        let hours = now.0 / 3_600_000_000;
        assert!((20..30).contains(&hours), "{hours}");
    }
}
