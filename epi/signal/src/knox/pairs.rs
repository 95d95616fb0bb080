//! Close pairs without looking at all of them.

use std::collections::BTreeMap;

use super::Case;

/// Pairs (by place in the input) at most `limit` apart in time: a sweep over the sorted times.
pub(super) fn close_in_time(cases: &[Case], limit: f64) -> Vec<(u32, u32)> {
    let mut order: Vec<u32> = (0_u32..).zip(cases).map(|(at, _)| at).collect();
    let time = |at: u32| cases[at as usize].time;
    order.sort_unstable_by(|&a, &b| time(a).total_cmp(&time(b)).then(a.cmp(&b)));
    let mut pairs = Vec::new();
    for (rank, &later) in order.iter().enumerate() {
        let earlier = order[..rank].iter().rev().take_while(|&&at| time(later) - time(at) <= limit);
        pairs.extend(earlier.map(|&at| (at, later)));
    }
    pairs
}

/// Whether two cases are at most `limit` apart in space. The root is taken, as R's `dist` does, so that a pair exactly at the
/// limit falls on the same side.
pub(super) fn near(a: &Case, b: &Case, limit: f64) -> bool {
    let (dx, dy) = (a.x - b.x, a.y - b.y);
    (dx * dx + dy * dy).sqrt() <= limit
}

/// Number of pairs at most `limit` apart in space: each case is compared with those of its own and the
/// neighbouring cells of a grid of that width.
pub(super) fn count_close_in_space(cases: &[Case], limit: f64) -> u64 {
    // A millionth wider than the limit: rounding cannot carry a close pair two cells apart.
    let width = limit * (1.0 + 1e-6);
    let cell = |case: &Case| ((case.x / width).floor(), (case.y / width).floor());
    let exact = |value: f64| value.abs() < 1e9;
    // Where a cell's number is too large for that margin (or the width is 0), every pair is looked at.
    if !cases.iter().map(cell).all(|(x, y)| exact(x) && exact(y)) {
        return count_all(cases, limit);
    }
    let mut grid: BTreeMap<(i64, i64), Vec<u32>> = BTreeMap::new();
    let mut pairs = 0;
    for (at, case) in (0_u32..).zip(cases) {
        let (column, row) = cell(case);
        let (column, row) = (column as i64, row as i64);
        for dx in -1..=1 {
            for dy in -1..=1 {
                let others = grid.get(&(column + dx, row + dy)).into_iter().flatten();
                pairs += others.filter(|&&other| near(case, &cases[other as usize], limit)).count() as u64;
            }
        }
        grid.entry((column, row)).or_default().push(at);
    }
    pairs
}

fn count_all(cases: &[Case], limit: f64) -> u64 {
    let with_later = |(at, case): (usize, &Case)| {
        cases[at + 1..].iter().filter(|other| near(case, other, limit)).count() as u64
    };
    cases.iter().enumerate().map(with_later).sum()
}
