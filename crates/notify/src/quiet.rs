//! Quiet hours: when a message that can wait is sent.

use xd_kernel::{Instant, SchoolDay, Zone};

/// The time of day in which nobody is disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quiet {
    /// Never: a statutory clock runs at night as well.
    Never,
    /// From one minute of the day (0 to 1439) to another, over midnight if the second is the smaller. Equal minutes
    /// are never.
    Between {
        /// The first quiet minute.
        from: u16,
        /// The first minute that is not.
        to: u16,
    },
}

/// When what is due at `at` is sent: then, or at the end of the quiet hours of the zone that `at` falls into.
#[must_use]
pub fn send_at(at: Instant, quiet: Quiet, zone: &Zone) -> Instant {
    let Quiet::Between { from, to } = quiet else { return at };
    let today = SchoolDay::of(at, zone);
    // The quiet time that began today, and the one that began yesterday and has not ended.
    for day in [today - 1, today] {
        let ends = if from < to { day } else { day + 1 };
        let (begin, end) = (day.at_minute(from, zone), ends.at_minute(to, zone));
        if from != to && begin <= at && at < end {
            return end;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NIGHT: Quiet = Quiet::Between { from: 22 * 60, to: 6 * 60 + 30 };

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn the_night_is_quiet_in_the_schools_zone() {
        let noon = Quiet::Between { from: 12 * 60, to: 14 * 60 };
        for (at, quiet, sent) in [
            ("2026-11-23T21:59:59+08:00", NIGHT, "2026-11-23T21:59:59+08:00"),
            ("2026-11-23T22:00:00+08:00", NIGHT, "2026-11-24T06:30:00+08:00"),
            ("2026-11-24T02:00:00+08:00", NIGHT, "2026-11-24T06:30:00+08:00"),
            ("2026-11-24T06:30:00+08:00", NIGHT, "2026-11-24T06:30:00+08:00"),
            ("2026-12-31T23:00:00+08:00", NIGHT, "2027-01-01T06:30:00+08:00"),
            ("2026-11-23T13:00:00+08:00", noon, "2026-11-23T14:00:00+08:00"),
            ("2026-11-24T02:00:00+08:00", Quiet::Never, "2026-11-24T02:00:00+08:00"),
            ("2026-11-24T02:00:00+08:00", Quiet::Between { from: 60, to: 60 }, "2026-11-24T02:00:00+08:00"),
        ] {
            assert_eq!(send_at(instant(at), quiet, &Zone::shanghai()), instant(sent), "{at} {quiet:?}");
        }
        let urumqi = Zone::named("Asia/Urumqi").unwrap();
        assert_eq!(
            send_at(instant("2026-11-23T22:00:00+08:00"), NIGHT, &urumqi),
            instant("2026-11-23T22:00:00+08:00"),
            "it is 20:00 there"
        );
    }

    proptest! {
        #[test]
        fn never_early_and_never_in_the_quiet(
            at in 0_i64..2_000_000_000_000_000,
            from in 0_u16..1_440,
            to in 0_u16..1_440,
        ) {
            let (at, quiet, zone) = (Instant(at), Quiet::Between { from, to }, Zone::shanghai());
            let sent = send_at(at, quiet, &zone);
            prop_assert!(sent >= at && sent.0 - at.0 < 26 * 3_600_000_000);
            prop_assert_eq!(send_at(sent, quiet, &zone), sent);
            prop_assert_eq!(send_at(at, Quiet::Never, &zone), at);
        }
    }
}
