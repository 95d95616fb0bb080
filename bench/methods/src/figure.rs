//! Figures beside their bars.

use std::time::Instant;

/// Seconds that a measured run should last at least, and after which it is not repeated.
const ENOUGH: f64 = 0.15;
const TOO_LONG: f64 = 3.0;

/// One figure and the bar it stands against, both in µs per step; less is better.
pub struct Figure {
    /// What was measured.
    pub what: String,
    /// The figure.
    pub micros: f64,
    /// The bar.
    pub bar: f64,
    /// Where the bar comes from.
    pub bar_from: String,
}

/// Prints the figures as a table; a ratio of 1 or more means that the bar is reached.
pub fn print(title: &str, figures: &[Figure]) {
    println!("\n{title}");
    println!("| figure | µs | bar, µs | ratio | bar from |");
    println!("|---|---:|---:|---:|---|");
    for Figure { what, micros, bar, bar_from } in figures {
        println!("| {what} | {micros:.4} | {bar:.4} | {:.1}× | {bar_from} |", bar / micros);
    }
}

/// Shortest time of several runs on this thread's processor, in µs per `steps`: noise only ever adds, and the time in which
/// other processes had the processor is left out, so that a busy machine gives the same figure as an idle one.
pub fn best_micros<T, F: FnMut() -> T>(runs: usize, steps: usize, run: F) -> f64 {
    let begun = Instant::now();
    best(runs, steps, run, &|| processor_seconds().unwrap_or_else(|| begun.elapsed().as_secs_f64()))
}

/// Shortest time of several runs on the clock, in µs per `steps`: what several threads take together.
pub fn best_clock_micros<T, F: FnMut() -> T>(runs: usize, steps: usize, run: F) -> f64 {
    let begun = Instant::now();
    best(runs, steps, run, &|| begun.elapsed().as_secs_f64())
}

fn best<T>(runs: usize, steps: usize, mut run: impl FnMut() -> T, now: &dyn Fn() -> f64) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..runs {
        let (clock, begun, mut repeats) = (Instant::now(), now(), 0);
        // The processor's time is counted in ticks of some milliseconds: repeat until they do not matter.
        while repeats == 0 || now() - begun < ENOUGH && clock.elapsed().as_secs_f64() < TOO_LONG {
            std::hint::black_box(run());
            repeats += 1;
        }
        best = best.min((now() - begun) / f64::from(repeats));
    }
    best * 1e6 / steps as f64
}

/// Seconds this thread has had the processor; Linux only.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds * 1e-9)
}

/// A pool of so many threads, for what is to be measured on them.
///
/// # Panics
/// Where the threads cannot be started.
pub fn on_cores<T: Send>(cores: usize, run: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build();
    pool.expect("the threads of a pool").install(run)
}

/// The most memory this process has held so far, in MB; 0 where the system does not say.
pub fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|word| word.parse().ok());
    kilobytes.unwrap_or(0.0_f64) / 1024.0
}
