//! The sweep agrees with the definition on every series. `cargo fuzz run -s none rule_window`
#![no_main]

use std::collections::BTreeSet;

use epi_rules::window::Series;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, Vec<(i8, u8)>)| {
    let (window, cases) = input;
    let window = u16::from(window % 40) + 1;
    let cases: Vec<(i32, u8)> = cases.into_iter().map(|(day, person)| (i32::from(day), person % 16)).collect();
    let series = Series::new(&cases);
    let counts = series.counts(window);
    for day in -130..180 {
        let found = counts.iter().find(|s| (s.first_day..=s.last_day).contains(&day)).map_or(0, |s| s.count);
        let inside = |onset: i32| onset <= day && day - onset < i32::from(window);
        let persons: BTreeSet<u8> = cases.iter().filter(|(onset, _)| inside(*onset)).map(|(_, p)| *p).collect();
        assert_eq!(found as usize, persons.len(), "day {day}, window {window}, {cases:?}");
    }
});
