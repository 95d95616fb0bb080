//! A class, a norovirus week, and what the detector says of each day.
//!
//! `cargo run -p epi-signal --example school_week`

use std::error::Error;
use std::io::{Write as _, stdout};

use epi_signal::school::{Day, Params, School};

/// Monday, 1 September 2025, in days since 1970-01-01.
const SEPTEMBER: i32 = 20_332;
/// Seven weeks, Monday to Friday; the fifth week is a holiday and does not exist. The last week is the outbreak.
const WEEKS: [(i32, [u32; 5]); 6] = [
    (0, [1, 0, 0, 0, 0]),
    (1, [0, 0, 1, 0, 0]),
    (2, [1, 1, 0, 0, 0]),
    (3, [0, 0, 0, 0, 1]),
    (5, [2, 0, 0, 0, 0]),
    (6, [1, 2, 4, 3, 1]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut class = School::new(&Params::default())?;
    let mut out = stdout().lock();
    writeln!(out, "{:>4} {:>3} {:>6} {:>8} {:>6} {:>9}  ", "week", "day", "cases", "expected", "upper", "p")?;
    for (week, cases) in WEEKS {
        for (weekday, cases) in (0..).zip(cases) {
            let day = Day { day: SEPTEMBER + 7 * week + weekday, cases, exposure: 45.0 };
            let Some(found) = class.push(&day)? else { continue };
            let says =
                if found.outcome.alarm { format!("alarm: {} days", found.days) } else { String::new() };
            let (expected, upper, p) = (found.outcome.expected, found.outcome.upper, found.p_value);
            writeln!(
                out,
                "{:>4} {:>3} {cases:>6} {expected:>8.2} {upper:>6} {p:>9.2e}  {says}",
                week + 1,
                weekday + 1
            )?;
        }
    }
    Ok(())
}
