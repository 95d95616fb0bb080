use proptest::prelude::*;
use xd_kernel::{Instant, SchoolDay, Zone};
use xd_work::escalation::{Path, Told};
use xd_work::{Due, Local};

use crate::calendars::{day, year};

fn due(json: &str) -> Due {
    serde_json::from_str(json).unwrap()
}

fn instant(text: &str) -> Instant {
    format!("{text}:00+08:00").parse().unwrap()
}

#[test]
fn deadlines() {
    for (says, issued, of, expected, why) in [
        (r#"{"time":"17:00"}"#, "2026-11-23T07:00", "2026-11-23", "2026-11-23T17:00", "the day itself"),
        (
            r#"{"time":"17:00"}"#,
            "2026-11-23T17:00",
            "2026-11-23",
            "2026-11-24T17:00",
            "issued when it was too late",
        ),
        (r#"{"time":"17:00"}"#, "2026-11-20T19:00", "2026-11-20", "2026-11-23T17:00", "too late on a Friday"),
        (
            r#"{"time":"17:00"}"#,
            "2026-11-20T19:00",
            "2026-11-25",
            "2026-11-25T17:00",
            "issued ahead, whatever the day is",
        ),
        (
            r#"{"days":3}"#,
            "2026-11-23T09:00",
            "2026-11-23",
            "2026-11-27T18:00",
            "the closed Wednesday does not count",
        ),
        (
            r#"{"days":1,"time":"09:30"}"#,
            "2026-09-30T09:00",
            "2026-09-30",
            "2026-10-08T09:30",
            "over the holidays",
        ),
        (r#"{"days":2}"#, "2026-12-31T09:00", "2026-12-31", "2027-01-05T18:00", "over the year's end"),
        (r#"{"days":1}"#, "2027-01-22T09:00", "2027-01-22", "2027-02-22T18:00", "over the end of a term"),
        (
            r#"{"hours":2}"#,
            "2026-10-03T23:30",
            "2026-10-03",
            "2026-10-04T01:30",
            "the law's clock knows no holiday",
        ),
        (
            r#"{"days":1}"#,
            "2027-07-02T09:00",
            "2027-07-02",
            "2027-11-01T18:00",
            "no calendar any more: weekdays, in the end",
        ),
    ] {
        let found =
            due(says).instant(instant(issued), day(of), Local { calendar: &year(), zone: &Zone::shanghai() });
        assert_eq!(found, instant(expected), "{says} {issued}: {why}");
    }
}

#[test]
fn a_deadline_says_one_thing() {
    for (says, sound) in [
        (r#"{"time":"00:00"}"#, true),
        (r#"{"days":400,"time":"23:59"}"#, true),
        (r#"{"hours":8760}"#, true),
        ("{}", false),
        (r#"{"days":0}"#, false),
        (r#"{"hours":0}"#, false),
        (r#"{"days":1,"hours":2}"#, false),
        (r#"{"hours":2,"time":"08:00"}"#, false),
    ] {
        assert_eq!(due(says).is_sound(), sound, "{says}");
    }
    for wrong in [
        r#"{"time":"24:00"}"#,
        r#"{"time":"8:00"}"#,
        r#"{"time":"+8:00"}"#,
        r#"{"time":"08:60"}"#,
        r#"{"weeks":1}"#,
    ] {
        assert!(serde_json::from_str::<Due>(wrong).is_err(), "{wrong}");
    }
}

fn path(toml: &str) -> Path {
    toml::from_str(toml).unwrap()
}

const ORDINARY: &str = r#"
    steps = [{ at = "-2h", to = "owner" }, { at = "0h", to = "owner" }, { at = "2h", to = "deputy" },
        { at = "1d", to = "supervisor" }, { at = "2d", to = "level_above" }]
    quiet = ["22:00", "06:30"]"#;

#[test]
fn steps_fall_by_the_calendar_and_wait_for_the_morning() {
    let calls =
        |due| path(ORDINARY).calls(instant(due), Local { calendar: &year(), zone: &Zone::shanghai() });
    let at = |due| calls(due).iter().map(|call| call.at.to_string()).collect::<Vec<_>>();
    let texts = |all: [&str; 5]| all.map(|text| instant(text).to_string()).to_vec();
    let friday = texts([
        "2026-11-20T15:00",
        "2026-11-20T17:00",
        "2026-11-20T19:00",
        "2026-11-23T17:00",
        "2026-11-24T17:00",
    ]);
    assert_eq!(at("2026-11-20T17:00"), friday);
    let late = texts([
        "2026-11-23T20:30",
        "2026-11-24T06:30",
        "2026-11-24T06:30",
        "2026-11-25T06:30",
        "2026-11-27T06:30",
    ]);
    // Due at 22:30: silence from 22:00 to 06:30, also after midnight; the Wednesday is a closed day.
    assert_eq!(at("2026-11-23T22:30")[..3], late[..3]);
    assert_eq!(calls("2026-11-23T22:30").iter().map(|call| call.step).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(calls("2026-11-23T22:30")[4].to, Told::LevelAbove);
}

#[test]
fn the_laws_clock_is_never_muted() {
    let path = path(r#"steps = [{ at = "-2h", to = "owner" }, { at = "0h", to = "supervisor" }]"#);
    let calls = path.calls(instant("2026-10-03T03:00"), Local { calendar: &year(), zone: &Zone::shanghai() });
    assert_eq!(calls[0].at, instant("2026-10-03T01:00"));
    assert_eq!(calls[1].at, instant("2026-10-03T03:00"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// The step reached never falls while time goes on, and a call is never inside the quiet hours.
    #[test]
    fn steps_only_grow(due in 0..500_000_i64, first in 0..30_000_i64, later in 0..30_000_i64) {
        let (path, calendar, zone) = (path(ORDINARY), year(), Zone::shanghai());
        let local = Local { calendar: &calendar, zone: &zone };
        let due = instant("2026-08-25T00:00").plus_seconds(due * 60);
        let at = |minutes: i64| path.step_at(due.plus_seconds((minutes - 3_000) * 60), due, local);
        prop_assert!(at(first) <= at(first + later));
        for call in path.calls(due, local) {
            let day = SchoolDay::of(call.at, &zone);
            let minute = call.at.micros_since(day.at_minute(0, &zone)) / 60_000_000;
            prop_assert!((390..1_320).contains(&minute), "{}", call.at);
        }
    }
}
