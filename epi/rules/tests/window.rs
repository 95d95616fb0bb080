//! Counting in a window, by hand.

use epi_rules::window::{Segment, Series, Threshold};

fn counts(cases: &[(i32, u32)], window_days: u16) -> Vec<(i32, i32, u32)> {
    let segments = Series::new(cases).counts(window_days);
    segments.iter().map(|Segment { first_day, last_day, count }| (*first_day, *last_day, *count)).collect()
}

#[test]
fn a_window_ends_on_its_day_and_includes_it() {
    assert_eq!(counts(&[], 3), []);
    assert_eq!(counts(&[(10, 1)], 1), [(10, 10, 1)]);
    assert_eq!(counts(&[(10, 1)], 3), [(10, 12, 1)]);
    assert_eq!(counts(&[(12, 2), (10, 1)], 3), [(10, 11, 1), (12, 12, 2), (13, 14, 1)]);
    assert_eq!(counts(&[(10, 1), (20, 2)], 3), [(10, 12, 1), (20, 22, 1)]);
}

#[test]
fn a_person_with_several_onsets_counts_once() {
    assert_eq!(counts(&[(10, 1), (10, 1)], 2), [(10, 11, 1)]);
    assert_eq!(counts(&[(10, 1), (11, 1)], 2), [(10, 12, 1)]);
    assert_eq!(counts(&[(10, 1), (12, 1)], 2), [(10, 13, 1)]);
    assert_eq!(counts(&[(10, 1), (11, 1), (11, 2)], 2), [(10, 10, 1), (11, 12, 2)]);
}

#[test]
fn the_ends_of_time_are_days_like_others() {
    assert_eq!(counts(&[(i32::MAX, 1)], 7), [(i32::MAX, i32::MAX, 1)]);
    assert_eq!(
        counts(&[(i32::MIN, 1), (i32::MAX, 1)], 2),
        [(i32::MIN, i32::MIN + 1, 1), (i32::MAX, i32::MAX, 1)]
    );
}

#[test]
fn runs_and_how_long_they_hold() {
    let series = Series::new(&[(10, 1), (11, 2), (12, 3), (20, 4), (20, 5)]);
    let threshold = Threshold { window_days: 3, min_cases: 2 };
    let runs = series.held(threshold, &(i32::MIN..=i32::MAX));
    let found: Vec<_> = runs
        .iter()
        .map(|run| (run.first_day, run.last_day, run.first_count, run.peak_count, run.deciding_case))
        .collect();
    assert_eq!(found, [(11, 13, 2, 3, 1), (20, 22, 2, 2, 4)]);
    assert_eq!(series.holds_through(threshold, 12), Some(13));
    assert_eq!(series.holds_through(threshold, 14), None);
    assert_eq!((series.count_on(3, 12), series.count_on(3, 14), series.count_on(3, 15)), (3, 1, 0));
}

#[test]
fn a_span_cuts_runs() {
    let series = Series::new(&[(10, 1), (10, 2)]);
    let threshold = Threshold { window_days: 5, min_cases: 2 };
    let cut = series.held(threshold, &(11..=12));
    assert_eq!((cut[0].first_day, cut[0].last_day, cut[0].deciding_case), (11, 12, 1));
    assert!(series.held(threshold, &(15..=20)).is_empty());
}
