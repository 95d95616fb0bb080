//! EARS: each method alone, and C1 to C3 in one shared pass.

use epi_signal::ears::{self, AlarmFlags, Ears, Method, Params};
use epi_signal::run;

use crate::data;
use crate::figure::{Figure, best_clock_micros, best_micros, on_cores, peak_megabytes};

/// Days of a series.
pub const DAYS: usize = 365;

/// A method over many series, one after the other, all columns of its outcome; how many alarms there are.
///
/// # Panics
/// Never: the parameters are valid.
pub fn each(method: Method, counts: &[u16]) -> usize {
    let params = Params { method, min_sigma: 0.5, ..Params::default() };
    let evaluate = |series| ears::evaluate(&params, series).expect("valid parameters");
    counts.chunks(DAYS).map(|series| evaluate(series).alarms().count()).sum()
}

/// The same, fed day by day.
///
/// # Panics
/// Never: the parameters are valid.
pub fn day_by_day(method: Method, counts: &[u16]) -> usize {
    let params = Params { method, min_sigma: 0.5, ..Params::default() };
    let detector = Ears::new(&params).expect("valid parameters");
    counts.chunks(DAYS).map(|series| run(detector.clone(), series).alarms().count()).sum()
}

/// C1, C2 and C3 in one pass, alarms only, on rayon's current pool.
///
/// # Panics
/// Never: the parameters are valid.
pub fn shared(counts: &[u16]) -> Vec<AlarmFlags> {
    let params = Params { min_sigma: 0.5, ..Params::default() };
    ears::alarms_parallel(counts, DAYS, &params).expect("valid parameters")
}

/// All figures; `numpy` gives the time of the NumPy program for a method, if it could be run.
pub fn figures(numpy: &dyn Fn(&str) -> Option<f64>) -> Vec<Figure> {
    let mut figures = Vec::new();
    let counts = data::daily(2_000, DAYS);
    for (method, name) in [(Method::C1, "C1"), (Method::C2, "C2"), (Method::C3, "C3")] {
        let what = format!("EARS {name}, a series-day, all columns");
        let micros = best_micros(5, counts.len(), || each(method, &counts));
        let mut push = |what: &str, micros: f64, bar: f64, bar_from: &str| {
            let (what, bar_from) = (what.to_owned(), bar_from.to_owned());
            figures.push(Figure { what, micros, bar, bar_from });
        };
        push(&what, micros, 0.01, "aim");
        push(&what, micros, 18.0, "R earsC, measured elsewhere");
        let (bar, bar_from) =
            numpy(name).map_or((0.075, "NumPy, measured elsewhere"), |bar| (bar, "NumPy, just now"));
        push(&what, micros, bar, bar_from);
        let micros = best_micros(5, counts.len(), || day_by_day(method, &counts));
        push(&format!("EARS {name}, a day pushed"), micros, 0.01, "aim");
    }
    figures
}

/// The shared pass over 1, 10 and 100 times 5,000 series, on one core and on two.
pub fn scale() {
    println!(
        "\nC1, C2 and C3 of series of {DAYS} days in one pass, alarms only (aim: 500,000 in 5 s on one core)"
    );
    println!("| series | s, 1 core | s, 2 cores | µs a series-day, 1 core | MB of counts | MB at most |");
    println!("|---:|---:|---:|---:|---:|---:|");
    for series in [5_000, 50_000, 500_000] {
        let counts = data::daily(series, DAYS);
        let runs = if series < 500_000 { 3 } else { 2 };
        let one = on_cores(1, || best_micros(runs, 1_000_000, || shared(&counts)));
        let two = on_cores(2, || best_clock_micros(runs, 1_000_000, || shared(&counts)));
        let (held, day) = (counts.len() as f64 * 2.0 / 1_048_576.0, one * 1e6 / counts.len() as f64);
        let peak = peak_megabytes();
        println!("| {series} | {one:.3} | {two:.3} | {day:.5} | {held:.0} | {peak:.0} |");
    }
}
