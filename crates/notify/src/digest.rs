//! Digests: what is told to a person within a few minutes is one message. Pure.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use xd_kernel::{Instant, Zone};

use crate::quiet::{Quiet, send_at};

/// How long what can wait is gathered, in seconds.
const WINDOW: i64 = 300;
/// The most lines of one digest; a further one begins another part.
pub(crate) const LINES_MOST: usize = 60;

/// One line of a digest: no person, no place, no finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The event that told it, by its number in the outbox: told twice, it counts once.
    #[serde(rename = "e")]
    pub event: i64,
    /// The wave of work.
    #[serde(rename = "w")]
    pub wave: Uuid,
    /// The template's title in Chinese.
    pub zh: String,
    /// The template's title in English.
    pub en: String,
    /// How many tasks.
    #[serde(rename = "n")]
    pub count: u32,
    /// Minutes from the deadline to the step: negative before it.
    #[serde(rename = "m")]
    pub minutes: i64,
}

/// When something told at `at` goes out, before anything else is known about the person: urgent things at once, others
/// at the end of the window in which they fall, and not in quiet hours.
#[must_use]
pub fn due(at: Instant, quiet: Quiet, zone: &Zone) -> Instant {
    if quiet == Quiet::Never {
        return at;
    }
    let window = WINDOW * 1_000_000;
    send_at(Instant((at.0.div_euclid(window) + 1) * window), quiet, zone)
}

/// A message that still gathers, or has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gathering {
    pub part: u32,
    pub open: bool,
    pub lines: Vec<Line>,
}

/// Where a line goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Goes {
    /// It has been told already.
    Nowhere,
    /// Into the part with this number.
    Into(u32),
    /// Into a new part with this number.
    Anew(u32),
}

/// Where a line goes among the person's messages that are due at the same time.
pub(crate) fn place(line: &Line, parts: &[Gathering]) -> Goes {
    if parts
        .iter()
        .any(|part| part.lines.iter().any(|known| known.event == line.event && known.wave == line.wave))
    {
        return Goes::Nowhere;
    }
    match parts.iter().find(|part| part.open && part.lines.len() < LINES_MOST) {
        Some(part) => Goes::Into(part.part),
        None => Goes::Anew(parts.iter().map(|part| part.part + 1).max().unwrap_or(0)),
    }
}

/// The key of a part: of an account, one message for each.
pub(crate) fn key(due: Instant, part: u32) -> String {
    format!("work.{}.{part}", due.0)
}

/// The part that a key names.
pub(crate) fn part_of(key: &str) -> Option<u32> {
    key.rsplit_once('.')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(event: i64) -> Line {
        Line {
            event, wave: Uuid::nil(), zh: "消毒".into(), en: "Disinfection".into(), count: 1, minutes: 0
        }
    }

    #[test]
    fn what_can_wait_waits_for_its_window_and_the_morning() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let night = Quiet::Between { from: 22 * 60, to: 390 };
        let zone = Zone::shanghai();
        for (told, quiet, sent) in [
            ("2026-11-23T17:00:00+08:00", night, "2026-11-23T17:05:00+08:00"),
            ("2026-11-23T17:04:59.999+08:00", night, "2026-11-23T17:05:00+08:00"),
            ("2026-11-23T21:56:00+08:00", night, "2026-11-24T06:30:00+08:00"),
            ("2026-11-24T03:00:00+08:00", night, "2026-11-24T06:30:00+08:00"),
            ("2026-11-24T03:00:01+08:00", Quiet::Never, "2026-11-24T03:00:01+08:00"),
        ] {
            assert_eq!(due(at(told), quiet, &zone), at(sent), "{told}");
        }
    }

    #[test]
    fn a_line_is_told_once() {
        let part = |part, open, events: &[i64]| Gathering {
            part,
            open,
            lines: events.iter().copied().map(line).collect(),
        };
        for (parts, expected) in [
            (vec![], Goes::Anew(0)),
            (vec![part(0, true, &[1])], Goes::Into(0)),
            (vec![part(0, false, &[1])], Goes::Anew(1)),
            (vec![part(0, false, &[7])], Goes::Nowhere),
            (vec![part(0, false, &[1]), part(1, true, &[2])], Goes::Into(1)),
            (vec![part(0, true, &(10..70).collect::<Vec<_>>())], Goes::Anew(1)),
        ] {
            assert_eq!(place(&line(7), &parts), expected, "{parts:?}");
        }
    }

    proptest! {
        #[test]
        fn however_often_events_come_each_stands_once(events in prop::collection::vec(0_i64..100, 0..300)) {
            let mut parts: Vec<Gathering> = Vec::new();
            for event in &events {
                match place(&line(*event), &parts) {
                    Goes::Nowhere => {}
                    Goes::Into(part) => parts[part as usize].lines.push(line(*event)),
                    Goes::Anew(part) => {
                        prop_assert_eq!(part as usize, parts.len());
                        parts.push(Gathering { part, open: true, lines: vec![line(*event)] });
                    }
                }
            }
            let mut told: Vec<i64> = parts.iter().flat_map(|part| &part.lines).map(|line| line.event).collect();
            let mut expected = events;
            told.sort_unstable();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(told, expected);
            prop_assert!(parts.iter().all(|part| part.lines.len() <= LINES_MOST));
        }
    }
}
