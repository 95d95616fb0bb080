//! Ensembles: replicates in parts, on several threads, with progress, to be gone on with after an interruption.
//!
//! A part depends on the run and its span alone, so any number of threads and shards gives the same bytes.

pub mod manifest;
pub mod parts;
pub mod record;

use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use xd_sim::{Population, Simulation};

use crate::error::SimulateError;
use manifest::Run;
use parts::Folder;
use record::{Part, run_part};

/// Populations above this are simulated one replicate at a time, their zones on several threads.
const LARGE: u64 = 300_000;

/// A share of the replicates: part `index` of `count`, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which, 1 to `count`.
    pub index: u64,
    /// Of how many.
    pub count: u64,
}

impl Shard {
    /// Everything.
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    /// Its replicates of `all`: the first, and behind the last.
    #[must_use]
    pub fn span(self, all: u64) -> (u64, u64) {
        let at = |index: u64| (u128::from(all) * u128::from(index) / u128::from(self.count)) as u64;
        (at(self.index - 1), at(self.index))
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers =
            text.split_once('/').and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match numbers {
            Some((index, count)) if 0 < index && index <= count => Ok(Self { index, count }),
            _ => Err("a shard is i/n, such as 1/8 to 8/8".to_owned()),
        }
    }
}

/// The parts of a span: how many replicates belong together depends on how long one takes.
fn spans((from, to): (u64, u64), people: u64) -> Vec<(u64, u64)> {
    let size = (200_000 / people.max(1)).clamp(1, 64).max((to - from) / 1024);
    (from..to).step_by(size as usize).map(|start| (start, (start + size).min(to))).collect()
}

/// What is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Ensemble<'a> {
    /// The compiled scenario.
    pub simulation: &'a Simulation<'a>,
    /// In whom.
    pub population: &'a Population,
    /// The run.
    pub run: &'a Run,
}

impl Ensemble<'_> {
    /// Runs what a folder lacks of a shard.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn fill(&self, folder: &Folder, shard: Shard) -> Result<(), SimulateError> {
        let (from, to) = shard.span(self.run.replicates);
        let bar = progress(to - from);
        let spans = spans((from, to), self.population.len());
        let (there, missing): (Vec<_>, Vec<_>) = spans.into_iter().partition(|span| folder.has(*span));
        bar.set_position(there.iter().map(|(from, to)| to - from).sum());
        self.each(&missing, |part| {
            bar.inc(part.to - part.from);
            folder.put(&part)
        })?;
        bar.finish_and_clear();
        Ok(())
    }

    fn each(
        &self,
        spans: &[(u64, u64)],
        take: impl Fn(Part) -> Result<(), SimulateError> + Sync,
    ) -> Result<(), SimulateError> {
        let part = |workspace: &mut _, (from, to): (u64, u64)| {
            let seed = self.run.seed;
            run_part((self.simulation, self.population), workspace, (seed, from, to), self.run.keep())
        };
        if self.population.len() > LARGE {
            let mut workspace = self.simulation.workspace();
            return spans.iter().try_for_each(|span| take(part(&mut workspace, *span)));
        }
        let stopped = AtomicBool::new(false);
        let run = |workspace: &mut _, span: &(u64, u64)| {
            if stopped.load(Ordering::Relaxed) {
                return Ok(());
            }
            take(part(workspace, *span)).inspect_err(|_| stopped.store(true, Ordering::Relaxed))
        };
        let results = spans.par_iter().map_init(|| self.simulation.workspace(), run);
        results.collect::<Vec<_>>().into_iter().collect()
    }
}

/// A bar on standard error; silent where that is no terminal.
fn progress(replicates: u64) -> ProgressBar {
    let bar = ProgressBar::new(replicates);
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} replicates 次模拟, {eta} left 剩余");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

/// Runs something on so many threads; 0 is as many as the machine has.
///
/// # Errors
/// The threads cannot be started.
pub fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Result<T, SimulateError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(pool.install(work))
}
