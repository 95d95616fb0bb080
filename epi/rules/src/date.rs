//! Validity dates: a day, a month or a year, as the sources give them.

/// The first day a partial ISO date covers, in days since 1970-01-01: `2012` is 1 January 2012.
///
/// # Errors
/// Says what is wrong when `text` is none of `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or no such day exists.
pub fn first_day(text: &str) -> Result<i32, String> {
    let (year, month, day) = parts(text)?;
    Ok(days_from_civil(year, month.unwrap_or(1), day.unwrap_or(1)))
}

/// The last day a partial ISO date covers, in days since 1970-01-01: `2018` is 31 December 2018.
///
/// # Errors
/// As [`first_day`].
pub fn last_day(text: &str) -> Result<i32, String> {
    let (year, month, day) = parts(text)?;
    let month = month.unwrap_or(12);
    Ok(days_from_civil(year, month, day.unwrap_or_else(|| month_length(year, month))))
}

type Parts = (i32, Option<i32>, Option<i32>);

fn parts(text: &str) -> Result<Parts, String> {
    let wrong = || format!("`{text}` is no date: write YYYY, YYYY-MM or YYYY-MM-DD");
    let mut pieces = text.split('-');
    let year = digits(pieces.next(), 4).ok_or_else(wrong)?;
    let (month, day) = match (pieces.next(), pieces.next(), pieces.next()) {
        (None, ..) => (None, None),
        (month, None, None) => (Some(digits(month, 2).ok_or_else(wrong)?), None),
        (month, day, None) => {
            (Some(digits(month, 2).ok_or_else(wrong)?), Some(digits(day, 2).ok_or_else(wrong)?))
        }
        _ => return Err(wrong()),
    };
    let real = month.is_none_or(|m| (1..=12).contains(&m))
        && day.is_none_or(|d| (1..=month_length(year, month.unwrap_or(1))).contains(&d));
    if real { Ok((year, month, day)) } else { Err(format!("`{text}` is no day of the calendar")) }
}

fn digits(piece: Option<&str>, width: usize) -> Option<i32> {
    let piece = piece.filter(|p| p.len() == width && p.bytes().all(|b| b.is_ascii_digit()))?;
    piece.parse().ok()
}

fn month_length(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Proleptic Gregorian calendar, years counted from March so that the leap day comes last (H. Hinnant's algorithm).
fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month (1–12) and day (1–31) of a day number; the inverse of [`first_day`] for full dates.
#[must_use]
pub fn civil(day: i32) -> (i64, u8, u8) {
    let day = i64::from(day) + 719_468;
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let small = |number| u8::try_from(number).unwrap_or_default();
    (year, small(month), small(of_year - (153 * from_march + 2) / 5 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_cover_their_whole_span() {
        let cases = [
            ("1970-01-01", 0, 0),
            ("1970", 0, 364),
            ("2000-02", 10_988, 11_016),
            ("2024-02-29", 19_782, 19_782),
            ("2018", 17_532, 17_896),
        ];
        for (text, first, last) in cases {
            assert_eq!((first_day(text), last_day(text)), (Ok(first), Ok(last)), "{text}");
        }
        for text in
            ["", "20", "2018-13", "2018-02-29", "2018-2-1", "2018-02-01-01", "+018", "2018-", "2018-00"]
        {
            assert!(first_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn civil_dates_follow_each_other_without_gap() {
        let start = first_day("0000-01-01").unwrap();
        let end = first_day("9999-12-31").unwrap();
        for day in start..=end {
            let (year, month, of_month) = civil(day);
            let (year, month, of_month) = (year.try_into().unwrap(), month.into(), of_month.into());
            assert_eq!(days_from_civil(year, month, of_month), day);
            assert!((1..=12).contains(&month) && (1..=month_length(year, month)).contains(&of_month));
        }
    }
}
