//! Reproduction numbers: Cori's method over many series, a new day of one, and what draws or searches.

use std::num::NonZeroUsize;

use epi_core::stream::{Name, Stream};
use epi_rt::{
    Bound, Cori, Family, Followed, Incidence, Pair, Panel, Prior, Sampling, SerialInterval, Span, Tracker,
    TruncatedNormal, UncertainSi, Window, estimate_over, fit_delay, wallinga_teunis_simulated,
};

use crate::figure::{Figure, best_clock_micros, best_micros, peak_megabytes};

const DAYS: usize = 365;
const WIDTH: usize = 7;

/// Poisson counts. The time hangs on their size only where the quantiles of large shapes are interpolated.
#[must_use]
pub fn counts(series: usize, mean: f64) -> Vec<f64> {
    let mut stream = Stream::new(Name { seed: 7, process: 3, entity: 0, index: 0 });
    (0..series * DAYS).map(|_| stream.poisson(mean) as f64).collect()
}

/// An estimator with a serial interval of 30 days.
///
/// # Panics
/// Never: the parameters are valid.
#[must_use]
pub fn cori() -> Cori {
    let si = SerialInterval::gamma(4.7, 2.9, 30).expect("valid parameters");
    Cori::new(si, Prior::default())
}

/// Posterior means of all windows, checks of the counts included.
///
/// # Panics
/// Never: the counts are counts.
#[must_use]
pub fn means(cori: &Cori, cases: &[f64], threads: usize) -> Vec<f64> {
    let panel = Panel::new(cases, DAYS).expect("whole rows of counts");
    cori.panel_means(&panel, WIDTH, NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN))
}

/// Mean, standard deviation and seven quantiles of all windows, handed over series by series.
///
/// # Panics
/// Never: the counts are counts.
pub fn quantiles(cori: &Cori, cases: &[f64]) {
    let panel = Panel::new(cases, DAYS).expect("whole rows of counts");
    cori.panel_each(&panel, WIDTH, |_, row| {
        std::hint::black_box(row);
    });
}

/// All figures; `numpy` gives the time of a NumPy program, if it could be run.
///
/// # Panics
/// Never: the parameters are valid.
#[must_use]
pub fn figures(numpy: &dyn Fn(&str) -> Option<f64>) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut push = |what: &str, micros: f64, bar: f64, bar_from: &str| {
        let (what, bar_from) = (what.to_owned(), bar_from.to_owned());
        figures.push(Figure { what, micros, bar, bar_from });
    };
    let (cori, cases, large) = (cori(), counts(100, 3.0), counts(100, 4000.0));
    let mean = best_micros(5, cases.len(), || means(&cori, &cases, 1));
    push("R, mean, a series-day", mean, 0.01, "aim");
    push("R, mean, a series-day", mean, 189.0, "R estimate_R (all columns), measured elsewhere");
    for (bar, program) in [("rt mean", "NumPy, thirty passes"), ("rt mean matrix", "NumPy, matrix product")] {
        let (bar, from) = numpy(bar).map_or((0.063, "NumPy, measured elsewhere"), |bar| (bar, program));
        push("R, mean, a series-day", mean, bar, from);
    }
    let all = best_micros(5, cases.len(), || quantiles(&cori, &cases));
    push("R, mean, sd, 7 quantiles, a series-day", all, 0.05, "aim");
    if let Some(bar) = numpy("rt quantiles") {
        push("R, mean, sd, 7 quantiles, a series-day", all, bar, "NumPy and SciPy, quantiles by table");
    }
    let all = best_micros(5, large.len(), || quantiles(&cori, &large));
    push("the same, thousands of cases a day", all, 0.05, "aim");
    let follow = || {
        let mut tracker = Tracker::new(&cori, WIDTH);
        cases[..DAYS].iter().for_each(|&count| {
            std::hint::black_box(tracker.push(count, 0.0)).expect("a count");
        });
    };
    push("R with quantiles, a day pushed", best_micros(5, DAYS, follow), 0.05, "aim of the batch");
    figures
}

/// What draws and what searches, in milliseconds.
///
/// # Panics
/// Never: the parameters are valid.
pub fn drawn_and_searched() {
    let (cori, cases) = (cori(), counts(1, 3.0));
    let incidence = Incidence::new(&cases).expect("counts");
    let (windows, sampling) = (Window::sliding(DAYS, WIDTH), Sampling { draws: 1000, seed: 1 });
    let normal = |mean, sd, min, max| TruncatedNormal { mean, sd, min, max };
    let uncertain =
        UncertainSi { mean: normal(4.7, 1.0, 2.0, 7.0), sd: normal(2.9, 0.5, 1.0, 5.0), bound: Bound::Free };
    let mixed = || {
        let sample = uncertain.draw(sampling, 30).expect("bounds that can be met");
        estimate_over(&sample, Prior::default(), &incidence, &windows)
    };
    let trees = || wallinga_teunis_simulated(&incidence, cori.serial_interval(), &windows, sampling);
    let pairs: Vec<Pair> = (0..40)
        .map(|i| Pair { first: Span::day(i % 13), second: Span::day(i % 13 + 1 + (i * i) % 7) })
        .collect();
    let delay = || fit_delay(&pairs, Family::Gamma, Followed::ToTheEnd, 0.95);
    println!("\n| one series of {DAYS} days | ms |");
    println!("|---|---:|");
    println!("| R over 1000 serial intervals | {:.1} |", best_micros(3, 1000, mixed));
    println!("| cohorts with 1000 trees | {:.1} |", best_micros(3, 1000, trees));
    println!("| serial interval from 40 pairs, with profiles | {:.2} |", best_micros(3, 1000, delay));
}

/// 1, 10 and 100 times 100 series, on one core and on two.
pub fn scale() {
    println!("\nR over {WIDTH} days, series of {DAYS} days");
    println!(
        "| series | µs a series-day: mean | with quantiles | mean on 2 cores (clock) | MB of counts | MB at most |"
    );
    println!("|---:|---:|---:|---:|---:|---:|");
    let cori = cori();
    for series in [100, 1_000, 10_000] {
        let cases = counts(series, 3.0);
        let one = best_micros(3, cases.len(), || means(&cori, &cases, 1));
        let all = best_micros(3, cases.len(), || quantiles(&cori, &cases));
        let two = best_clock_micros(3, cases.len(), || means(&cori, &cases, 2));
        let (held, peak) = (cases.len() as f64 * 8.0 / 1_048_576.0, peak_megabytes());
        println!("| {series} | {one:.4} | {all:.4} | {two:.4} | {held:.0} | {peak:.0} |");
    }
}
