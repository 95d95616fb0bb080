//! Knox's test on any input: errors where it must, and the table of every pair looked at. `cargo fuzz run -s none signal_knox`
#![no_main]

use epi_signal::knox::{Case, Closeness, knox};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (f64, f64, Vec<(f32, f32, f32)>)| {
    let (time, space, points) = input;
    let cases: Vec<Case> = points
        .iter()
        .take(60)
        .map(|&(time, x, y)| Case { time: time.into(), x: x.into(), y: y.into() })
        .collect();
    let usable = |limit: f64| limit.is_finite() && limit >= 0.0;
    let finite = |case: &Case| case.time.is_finite() && case.x.is_finite() && case.y.is_finite();
    let good = cases.len() >= 2 && cases.iter().all(finite) && usable(time) && usable(space);
    let found = knox(&cases, Closeness { time, space });
    assert_eq!(found.is_ok(), good, "{found:?}");
    let Ok(found) = found else { return };
    let mut table = [0_u64; 4];
    for (at, a) in cases.iter().enumerate() {
        for b in &cases[..at] {
            let in_time = (a.time - b.time).abs() <= time;
            let (dx, dy) = (a.x - b.x, a.y - b.y);
            let in_space = (dx * dx + dy * dy).sqrt() <= space;
            table[usize::from(!in_time) * 2 + usize::from(!in_space)] += 1;
        }
    }
    assert_eq!(found.table(), table, "{cases:?}");
    assert!((0.0..=1.0).contains(&found.p_value), "{found:?}");
});
