use proptest::prelude::*;
use xd_register::DayKind;
use xd_work::recur::RuleFault;
use xd_work::{OnHoliday, Recurrence, Rhythm};

use crate::calendars::{day, year};

fn days(rule: &str, on_holiday: OnHoliday, from: &str, to: &str) -> Vec<String> {
    let rhythm = Rhythm { rule: Recurrence::read(rule).unwrap(), start: day("2026-09-01"), on_holiday };
    rhythm.days(&year(), day(from), day(to)).iter().map(|day| day.to_string()[5..].to_owned()).collect()
}

/// Rule, what holidays do to it, from, to: the days, and why.
const TABLE: &str = "
FREQ=DAILY | skip | 2026-09-28 | 2026-10-12 | 09-28 09-29 09-30 10-08 10-09 10-10 10-12 | a Saturday is made up
FREQ=WEEKLY;BYDAY=FR | skip | 2026-09-25 | 2026-10-16 | 09-25 10-09 10-16 | the Friday of the holidays falls out
FREQ=WEEKLY;BYDAY=FR | before | 2026-09-25 | 2026-10-16 | 09-25 09-30 10-09 10-16 | done before the holidays
FREQ=WEEKLY;BYDAY=FR | after | 2026-09-25 | 2026-10-16 | 09-25 10-08 10-09 10-16 | done after them
FREQ=WEEKLY;BYDAY=FR | keep | 2026-10-01 | 2026-10-08 | 10-02 | duty stays on the holiday
FREQ=WEEKLY;BYDAY=WE | skip | 2026-11-18 | 2026-12-02 | 11-18 12-02 | the closed day falls out
FREQ=WEEKLY;BYDAY=WE | after | 2026-11-18 | 2026-12-02 | 11-18 11-26 12-02 | the closed day is made up for
FREQ=MONTHLY;BYMONTHDAY=-1 | before | 2026-12-01 | 2027-03-31 | 12-31 02-26 03-31 | nothing in the winter holidays
FREQ=MONTHLY;BYMONTHDAY=1 | after | 2026-12-31 | 2027-01-31 | 01-04 | New Year's Day, then a weekend
FREQ=MONTHLY;BYMONTHDAY=1 | before | 2026-12-31 | 2027-01-31 | 12-31 | New Year's Day moves into the old year
FREQ=WEEKLY;BYDAY=MO | after | 2027-01-15 | 2027-03-02 | 01-18 02-22 03-01 | nothing is owed for the holidays
FREQ=WEEKLY;INTERVAL=2;BYDAY=TU | skip | 2026-09-01 | 2026-09-30 | 09-01 09-15 09-29 | counted from the start
FREQ=DAILY;COUNT=3 | skip | 2026-09-01 | 2026-12-31 | 09-01 09-02 09-03 | a rule that ends
FREQ=DAILY;UNTIL=20260902T000000Z | skip | 2026-09-01 | 2026-12-31 | 09-01 09-02 | a rule with a last day
";

#[test]
fn rules_on_the_calendar() {
    for row in TABLE.trim().lines() {
        let [rule, on_holiday, from, to, expected, why] = row.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let found = days(rule, on_holiday.parse().unwrap(), from, to).join(" ");
        assert_eq!(found, expected, "{rule} {on_holiday} {from}: {why}");
    }
}

#[test]
fn a_rule_names_days() {
    assert!(matches!(Recurrence::read("every day"), Err(RuleFault::NotARule(_))));
    assert!(matches!(Recurrence::read(""), Err(RuleFault::NotARule(_))));
    assert!(matches!(Recurrence::read("FREQ=FORTNIGHTLY"), Err(RuleFault::NotARule(_))));
    assert_eq!(Recurrence::read("FREQ=HOURLY"), Err(RuleFault::FinerThanADay));
    assert_eq!(Recurrence::read("FREQ=DAILY;BYHOUR=8,12"), Err(RuleFault::FinerThanADay));
    assert_eq!(Recurrence::read("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), Err(RuleFault::NoDay));
    assert_eq!(Recurrence::read("FREQ=DAILY").unwrap().text(), "FREQ=DAILY");
}

fn rhythm() -> impl Strategy<Value = Rhythm> {
    let rules = prop::sample::select(vec![
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
        "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
        "FREQ=MONTHLY;BYDAY=1FR",
        "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1",
    ]);
    (rules, prop::sample::select(OnHoliday::ALL), 0..400_i32).prop_map(|(rule, on_holiday, start)| Rhythm {
        rule: Recurrence::read(rule).unwrap(),
        start: day("2026-08-20") + start,
        on_holiday,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Days are in order, each once, inside what was asked for; and on days of school, unless they are kept.
    #[test]
    fn days_are_sound(rhythm in rhythm(), from in 0..320_i32, length in 0..90_i32) {
        let (calendar, from) = (year(), day("2026-08-20") + from);
        let found = rhythm.days(&calendar, from, from + length);
        prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(found.iter().all(|day| (from..=from + length).contains(day)));
        let taught = |day: &xd_kernel::SchoolDay| calendar.kind(*day).is_taught();
        prop_assert!(rhythm.on_holiday == OnHoliday::Keep || found.iter().all(taught));
    }

    /// What is asked for in two parts is what is asked for at once: a plan may be laid out month by month.
    #[test]
    fn parts_make_the_whole(rhythm in rhythm(), from in 0..320_i32, first in 0..60_i32, second in 0..60_i32) {
        let (calendar, from) = (year(), day("2026-08-20") + from);
        let whole = rhythm.days(&calendar, from, from + first + second + 1);
        let mut parts = rhythm.days(&calendar, from, from + first);
        parts.extend(rhythm.days(&calendar, from + first + 1, from + first + second + 1));
        prop_assert_eq!(whole, parts);
    }

    /// Moving owes a day of school for every day of the rule inside a term, and skipping never more than keeping.
    #[test]
    fn moving_loses_nothing_in_term(start in 0..300_i32) {
        let calendar = year();
        let rule = Recurrence::read("FREQ=WEEKLY").unwrap();
        let day = day("2026-08-20") + start;
        let at = |on_holiday| Rhythm { rule: rule.clone(), start: day, on_holiday }.days(&calendar, day - 60, day + 6).len();
        let inside = calendar.kind(day) != DayKind::OutsideTerm;
        for moved in [OnHoliday::Before, OnHoliday::After] {
            let far = Rhythm { rule: rule.clone(), start: day, on_holiday: moved }.days(&calendar, day - 60, day + 60);
            prop_assert!(!inside || !far.is_empty(), "{moved}");
        }
        prop_assert!(at(OnHoliday::Skip) <= at(OnHoliday::Keep));
    }
}
