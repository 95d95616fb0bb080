//! How long a name waits after wrong passwords. Pure.
//!
//! The count is raised before a password is verified and dropped when it was right: many attempts at once all count.
//! It is kept by name, known or not, so that the answer does not tell which names exist. The wait is capped, so that
//! nobody is shut out for long by somebody else's guessing.

use xd_kernel::Instant;

/// As many attempts may fail before the first wait.
pub(crate) const FREE: i64 = 5;
/// The longest wait, in seconds.
pub(crate) const LONGEST: i64 = 300;
/// After as many seconds without an attempt all is forgotten.
pub(crate) const FORGET: i64 = 3_600;

/// Attempts on a name that have not succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failures {
    pub count: i64,
    pub last: Instant,
}

/// Admits an attempt, counting it; or says from when on the next is admitted.
pub(crate) fn admit(past: Failures, now: Instant) -> Result<Failures, Instant> {
    // A clock set back must not lock anybody out until it has caught up.
    let age = now.micros_since(past.last);
    if !(0..=FORGET * 1_000_000).contains(&age) {
        return Ok(Failures { count: 1, last: now });
    }
    let opens = past.last.plus_seconds(wait(past.count));
    if past.count >= FREE && now < opens {
        Err(opens)
    } else {
        Ok(Failures { count: past.count + 1, last: now })
    }
}

fn wait(count: i64) -> i64 {
    let doublings = u32::try_from(count - FREE).unwrap_or(0).min(16);
    (1_i64 << doublings).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(count: i64, seconds_later: i64, expected: Result<i64, i64>) {
        let past = Failures { count, last: Instant(0) };
        let found = admit(past, Instant(0).plus_seconds(seconds_later));
        assert_eq!(found.map(|f| f.count).map_err(|at| at.0 / 1_000_000), expected);
    }

    #[test]
    fn the_first_attempts_are_free_then_waits_double_up_to_a_cap() {
        check(0, 0, Ok(1));
        check(4, 0, Ok(5));
        check(5, 0, Err(1));
        check(5, 1, Ok(6));
        check(8, 7, Err(8));
        check(8, 8, Ok(9));
        check(14, 299, Err(300));
        check(1_000_000, 299, Err(300));
        check(1_000_000, 300, Ok(1_000_001));
    }

    #[test]
    fn an_hour_of_quiet_or_a_clock_set_back_forgets() {
        check(1_000, 3_601, Ok(1));
        check(1_000, -86_400, Ok(1));
    }
}
