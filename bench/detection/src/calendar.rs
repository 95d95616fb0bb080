//! A school year of 52 whole weeks, from 1 September: two terms, public holidays, make-up days.

/// Days of a year; whole weeks, so that weekdays and holidays fall together every year.
pub const YEAR: i32 = 364;

/// First and last day (from 1 September, a Monday, as day 0), inclusive, of what is closed beside weekends.
const CLOSED: [(i32, i32); 8] = [
    (30, 36),   // National Day, 1 to 7 October
    (122, 122), // New Year
    (138, 166), // winter holiday
    (215, 217), // Qingming
    (242, 246), // Labour Day
    (283, 283), // Dragon Boat
    (306, 363), // summer holiday
    (13, 14),   // a Sunday and a Monday: Mid-Autumn
];
/// Saturdays and Sundays on which school is held instead.
const MADE_UP: [i32; 4] = [27, 40, 236, 250];

/// Whether school is held on a day; day 0 is the first of September of the first year.
pub fn is_open(day: i32) -> bool {
    let of_year = day.rem_euclid(YEAR);
    if MADE_UP.contains(&of_year) {
        return true;
    }
    let closed = CLOSED.iter().any(|(first, last)| (*first..=*last).contains(&of_year));
    weekday(day) < 5 && !closed
}

/// Monday is 0.
pub fn weekday(day: i32) -> usize {
    day.rem_euclid(7) as usize
}

/// Days since the last school day before `day`, at most 99.
pub fn gap(day: i32) -> i32 {
    (1..99).find(|back| is_open(day - back)).unwrap_or(99)
}

/// The first school day on or after `day`.
pub fn next_open(day: i32) -> i32 {
    (day..).find(|candidate| is_open(*candidate)).unwrap_or(day)
}
