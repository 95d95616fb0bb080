//! How far a device's clock is believed.

use xd_kernel::Instant;

use crate::error::FieldError;

/// A clock that is off by more than this is corrected.
pub const SKEW_SECONDS: i64 = 120;
/// A check that is older than this is not taken: nobody remembers so far back who sat where.
pub const OLDEST_DAYS: i64 = 14;

/// When something happened, as the server believes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Believed {
    pub occurred_at: Instant,
    pub adjusted: bool,
}

/// Corrects the device's clock by the time of sending, where that shows it to be off; never believes the future.
pub(crate) fn believe(
    occurred_at: Instant,
    sent_at: Option<Instant>,
    now: Instant,
) -> Result<Believed, FieldError> {
    let limit = SKEW_SECONDS * 1_000_000;
    let off = sent_at.map_or(0, |sent| now.micros_since(sent));
    let shifted =
        if off.saturating_abs() > limit { Instant(occurred_at.0.saturating_add(off)) } else { occurred_at };
    let believed = if shifted.micros_since(now) > limit { now } else { shifted };
    if now.micros_since(believed) > OLDEST_DAYS * 86_400_000_000 {
        let detail = format!("the check is more than {OLDEST_DAYS} days old");
        return Err(FieldError::new("occurred_at", "check.too_old", detail));
    }
    Ok(Believed { occurred_at: believed, adjusted: believed != occurred_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_800_000_000_000_000);

    #[track_caller]
    fn check(occurred: i64, sent: Option<i64>, expected: Result<(i64, bool), &str>) {
        let at = |seconds: i64| NOW.plus_seconds(seconds);
        let found = believe(at(occurred), sent.map(at), NOW)
            .map(|believed| (believed.occurred_at.micros_since(NOW) / 1_000_000, believed.adjusted))
            .map_err(|error| error.code);
        assert_eq!(found, expected);
    }

    #[test]
    fn a_clock_within_two_minutes_is_believed() {
        check(-30, None, Ok((-30, false)));
        check(-30, Some(-120), Ok((-30, false)));
        check(120, Some(120), Ok((120, false)));
    }

    #[test]
    fn a_clock_that_is_off_is_shifted() {
        check(-3_900, Some(-3_600), Ok((-300, true)));
        check(7_000, Some(7_200), Ok((-200, true)));
    }

    #[test]
    fn the_future_is_now() {
        check(121, None, Ok((0, true)));
        check(i64::MAX / 2_000_000, None, Ok((0, true)));
    }

    #[test]
    fn a_report_kept_too_long_is_refused() {
        check(-14 * 86_400, None, Ok((-14 * 86_400, false)));
        check(-14 * 86_400 - 1, None, Err("check.too_old"));
        check(i64::MIN / 2_000_000, Some(i64::MAX / 2_000_000), Err("check.too_old"));
        // An offline queue sent late: the clock is right, the check is a week old.
        check(-7 * 86_400, Some(0), Ok((-7 * 86_400, false)));
    }
}
