//! Replicates on several threads with the result of one.

use std::num::NonZeroUsize;
use std::thread;

use epi_core::stream::{Name, Stream};

/// What random numbers are drawn for: no two purposes share a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Knox = 1,
    ScanTree = 2,
    ScanCircles = 3,
}

/// The stream of one replicate.
pub(crate) fn stream(seed: u64, purpose: Purpose, replicate: u32) -> Stream {
    Stream::new(Name { seed, process: purpose as u32, entity: replicate, index: 0 })
}

/// How many threads share the replicates of a Monte Carlo test. The result does not depend on it: every replicate
/// draws from a stream of its own number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threads(NonZeroUsize);

impl Threads {
    /// The calling thread alone.
    pub const ONE: Self = Self(NonZeroUsize::MIN);

    /// `count` threads; 0 is taken as 1.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self(NonZeroUsize::new(count).unwrap_or(NonZeroUsize::MIN))
    }

    /// As many as the machine runs at once, 1 where that is unknown.
    #[must_use]
    pub fn all() -> Self {
        Self(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }
}

/// `run(0), run(1), …, run(count − 1)`, in this order.
pub(crate) fn replicate<R: Send>(count: u32, threads: Threads, run: impl Fn(u32) -> R + Sync) -> Vec<R> {
    let share = count.div_ceil(u32::try_from(threads.0.get()).unwrap_or(u32::MAX)).max(1);
    let starts: Vec<u32> = (0..count).step_by(share as usize).collect();
    let run = &run;
    let part =
        move |start: u32| -> Vec<R> { (start..count.min(start.saturating_add(share))).map(run).collect() };
    let Some((&first, others)) = starts.split_first() else { return Vec::new() };
    thread::scope(|scope| {
        let handles: Vec<_> = others.iter().map(|&start| scope.spawn(move || part(start))).collect();
        let mut results = part(first);
        for handle in handles {
            match handle.join() {
                Ok(part) => results.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    })
}
