//! Farrington flexible: an evaluated week, with five years of reference, windows of three weeks and ten periods.

use epi_signal::farrington::flexible::{FarringtonFlexible, Params};
use epi_signal::farrington::{Compat, Power, Threshold, Trend};
use epi_signal::{run_batch, run_batch_parallel};

use crate::data;
use crate::figure::{Figure, best_clock_micros, best_micros, on_cores};

/// Weeks before the first evaluated one, and evaluated weeks, of a series.
pub const WEEKS: (usize, usize) = (263, 104);

/// Settings by name: what is measured.
pub fn settings() -> Vec<(&'static str, Params)> {
    let noufaily = Params { compat: Compat::R, ..Params::default() };
    let delta = Threshold::Delta(Power::TwoThirds);
    vec![
        ("nbPlugin", noufaily),
        ("muan", Params { threshold: Threshold::Muan, ..noufaily }),
        ("delta, trend tested at 5 %", Params { threshold: delta, trend: Trend::Tested(0.05), ..noufaily }),
    ]
}

/// So many series, long enough for the evaluated weeks.
pub fn series(count: u32) -> Vec<Vec<u32>> {
    (0..count).map(|entity| data::weekly(entity, WEEKS.0 + WEEKS.1)).collect()
}

/// How many alarms a batch raises on rayon's current pool (`parallel`), or one series after the other.
///
/// # Panics
/// Never: the parameters are valid.
pub fn alarms(params: &Params, series: &[Vec<u32>]) -> usize {
    let make = |_| FarringtonFlexible::new(params).expect("valid parameters");
    let batch = if rayon::current_num_threads() > 1 {
        run_batch_parallel::<u32, _, _>(series, make)
    } else {
        run_batch::<u32, _, _>(series, make)
    };
    batch.iter().map(|outcomes| outcomes.alarms().count()).sum()
}

/// All figures.
pub fn figures() -> Vec<Figure> {
    let mut figures = Vec::new();
    for (name, params) in settings() {
        for (cores, count) in [(1, 1), (1, 10), (1, 100), (2, 100)] {
            let series = series(count);
            let weeks = count as usize * WEEKS.1;
            let runs = if count < 100 { 4 } else { 2 };
            let run = || alarms(&params, &series);
            let micros = on_cores(cores, || match cores {
                1 => best_micros(runs, weeks, run),
                _ => best_clock_micros(runs, weeks, run),
            });
            let what = format!("Farrington flexible {name}, a week, {weeks} weeks, cores: {cores}");
            let bar_from = "R farringtonFlexible, measured elsewhere".to_owned();
            figures.push(Figure { what: what.clone(), micros, bar: 40.0, bar_from: "aim".to_owned() });
            figures.push(Figure { what, micros, bar: 7_440.0, bar_from });
        }
    }
    figures
}
