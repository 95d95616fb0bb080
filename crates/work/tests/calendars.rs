//! A school year to try rules on.

use xd_kernel::SchoolDay;
use xd_register::lookup::Calendar;
use xd_register::{DayKind, Span};

pub fn day(text: &str) -> SchoolDay {
    text.parse().unwrap()
}

/// Two terms with the winter holidays between them, National Day with a Saturday made up, New Year, one closure.
pub fn year() -> Calendar {
    let span = |from, to| Span::between(day(from), day(to));
    let holidays = (1..=7).map(|n| (day("2026-09-30") + n, DayKind::Holiday));
    let marks = [
        ("2026-10-10", DayKind::MakeUpDay),
        ("2026-11-25", DayKind::Closure),
        ("2027-01-01", DayKind::Holiday),
        ("2027-05-03", DayKind::Holiday),
    ];
    let marks = marks.map(|(at, kind)| (day(at), kind));
    Calendar::of(
        vec![span("2026-09-01", "2027-01-22"), span("2027-02-22", "2027-07-02")],
        holidays.chain(marks),
    )
}
