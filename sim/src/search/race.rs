//! Racing: every candidate meets the same replicates, look by look, and one that another beats with confidence stops.

use super::bounds::{Judge, Kind, estimate};
use super::{Estimate, Progress};
use crate::error::{Invalid, Path};
use crate::threads;

/// Tasks handed to the threads between two reports of progress.
const CHUNK: usize = 32;
/// Replicates of one task.
const BLOCK: u64 = 50;

/// Where candidates are tried. The same candidate and replicate must always give the same values, and a replicate's number
/// must mean the same luck to every candidate.
pub trait Arena: Sync {
    /// Values of replicates `from .. to`: one list per objective, smaller is better, none negative.
    fn play(&self, candidate: usize, replicates: (u64, u64)) -> Vec<Vec<f64>>;
}

/// How a race is run.
#[derive(Debug, Clone)]
pub struct Rules {
    /// What each objective is.
    pub kinds: Vec<Kind>,
    /// A figure that a candidate must not be above, by objective.
    pub limits: Vec<Option<f64>>,
    /// Most replicates of a candidate, 2 to 1,000,000.
    pub replicates: u32,
    /// Replicates before the first judgement; it is repeated at every doubling.
    pub first_look: u32,
    /// Probability that a candidate is stopped wrongly, and that any interval misses, 10⁻⁶ to 0.5.
    pub error: f64,
    /// Difference of shares that does not count, 0 to 1.
    pub share_tolerance: f64,
    /// Difference of means that does not count, as a part of the mean, 0 to 1.
    pub mean_tolerance: f64,
}

/// How a candidate came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// On the front: within the limits, and nobody's estimates are at least as good throughout and better somewhere.
    Front,
    /// Neither on the front by its estimates nor excluded with confidence.
    Possible,
    /// Stopped: this other candidate is better in one objective and, up to the tolerance, no worse in any.
    Beaten {
        /// Number of the other candidate.
        by: usize,
    },
    /// Stopped: above the limit of this objective.
    OverLimit {
        /// Number of the objective.
        objective: usize,
    },
}

/// One candidate after the race.
#[derive(Debug, Clone, PartialEq)]
pub struct Ran {
    /// How it came out.
    pub standing: Standing,
    /// Replicates it was given.
    pub replicates: u32,
    /// By objective; all intervals of the race hold together with a probability of 1 − error.
    pub estimates: Vec<Estimate>,
}

impl Rules {
    /// # Errors
    /// The first field out of range.
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        let path = Path::root("search");
        path.at("replicates").within(self.replicates.into(), 2.0, 1e6)?;
        path.at("first_look").within(self.first_look.into(), 2.0, 1e6)?;
        path.at("error").within(self.error, 1e-6, 0.5)?;
        path.at("share_tolerance").share(self.share_tolerance)?;
        path.at("mean_tolerance").share(self.mean_tolerance)
    }

    /// Replicates at each look: doubled from the first on, then all.
    fn looks(&self) -> Vec<u64> {
        let last = u64::from(self.replicates);
        let doubled = std::iter::successors(Some(u64::from(self.first_look)), |look| Some(look * 2));
        doubled.take_while(|look| *look < last).chain([last]).collect()
    }
}

/// A race under way.
struct Race<'a, A> {
    arena: &'a A,
    rules: &'a Rules,
    /// Values by candidate, objective and replicate.
    values: Vec<Vec<Vec<f64>>>,
    standing: Vec<Option<Standing>>,
}

/// Runs `candidates` against each other.
///
/// A candidate is stopped as `Beaten` by one that falls short of it by more than the tolerance in some objective, or as
/// `OverLimit` though it is not above the limit, with a probability of at most the error, whatever the others are: the
/// error is split evenly over its rivals, the limits and the looks (Bonferroni). All intervals hold together with a
/// probability of 1 − error, split over candidates, objectives and looks, whenever a candidate was stopped.
/// `progress` is called between tasks; it changes nothing.
///
/// # Errors
/// A rule out of range.
pub fn race(
    arena: &impl Arena,
    (candidates, rules): (usize, &Rules),
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Ran>, Invalid> {
    rules.check()?;
    let empty = vec![Vec::new(); rules.kinds.len()];
    let mut race = Race { arena, rules, values: vec![empty; candidates], standing: vec![None; candidates] };
    let looks = rules.looks();
    let mut from = 0;
    for to in &looks {
        race.play((from, *to), progress);
        race.judge(*to as usize, looks.len());
        from = *to;
    }
    Ok(race.finish(looks.len()))
}

impl<A: Arena> Race<'_, A> {
    fn running(&self) -> Vec<usize> {
        (0..self.standing.len()).filter(|at| self.standing[*at].is_none()).collect()
    }

    fn play(&mut self, (from, to): (u64, u64), progress: &mut dyn FnMut(Progress)) {
        let running = self.running();
        let starts: Vec<u64> = (from..to).step_by(BLOCK as usize).collect();
        let tasks: Vec<(usize, u64)> =
            running.iter().flat_map(|at| starts.iter().map(move |start| (*at, *start))).collect();
        let before: u64 = self.values.iter().map(|columns| columns[0].len() as u64).sum();
        let left = running.len() as u64 * (u64::from(self.rules.replicates) - from);
        let mut done = before;
        for chunk in tasks.chunks(CHUNK) {
            let played =
                threads::map(chunk, |(at, start)| self.arena.play(*at, (*start, (start + BLOCK).min(to))));
            for ((at, start), columns) in chunk.iter().zip(played) {
                done += (start + BLOCK).min(to) - start;
                self.values[*at].iter_mut().zip(columns).for_each(|(all, new)| all.extend(new));
            }
            progress(Progress { done, at_most: before + left, running: running.len() });
        }
    }

    fn judge(&mut self, n: usize, looks: usize) {
        let running = self.running();
        let limits = self.rules.limits.iter().flatten().count();
        let claims = (self.standing.len() - 1 + limits).max(1) * looks;
        let judge = Judge::new(n, self.rules.error / claims as f64, &self.rules.kinds);
        for at in &running {
            self.standing[*at] =
                self.over_limit(&judge, *at).map(|objective| Standing::OverLimit { objective });
        }
        let running = self.running();
        let means: Vec<Vec<f64>> = self.values.iter().map(|columns| means(columns)).collect();
        let beaten_by = threads::map(&running, |at| {
            let others = running.iter().copied().filter(|other| other != at);
            others.filter(|other| self.beats(&judge, (*other, *at), &means)).collect::<Vec<_>>()
        });
        // One by one, so that two candidates cannot stop each other.
        for (at, others) in running.iter().zip(beaten_by) {
            let still = others.into_iter().find(|other| self.standing[*other].is_none());
            self.standing[*at] = still.map(|by| Standing::Beaten { by });
        }
    }

    fn over_limit(&self, judge: &Judge, at: usize) -> Option<usize> {
        let over = |objective: &usize| {
            self.rules.limits[*objective].is_some_and(|limit| {
                judge.above(self.rules.kinds[*objective], &self.values[at][*objective], limit)
            })
        };
        (0..self.rules.kinds.len()).find(over)
    }

    fn tolerance(&self, kind: Kind) -> f64 {
        match kind {
            Kind::Share => self.rules.share_tolerance,
            Kind::Mean => self.rules.mean_tolerance,
        }
    }

    fn beats(&self, judge: &Judge, (a, b): (usize, usize), means: &[Vec<f64>]) -> bool {
        let objectives = || self.rules.kinds.iter().copied().enumerate();
        // What the means alone speak against need not be looked at.
        let hopeless = objectives().any(|(at, kind)| {
            let tolerated = match kind {
                Kind::Share => means[b][at] + self.tolerance(kind),
                Kind::Mean => means[b][at] * (1.0 + self.tolerance(kind)),
            };
            means[a][at] > tolerated
        });
        let pair = |at: usize| (&self.values[a][at][..], &self.values[b][at][..]);
        !hopeless
            && objectives().all(|(at, kind)| judge.no_worse(kind, pair(at), self.tolerance(kind)))
            && objectives().any(|(at, kind)| judge.better(kind, pair(at)))
    }

    fn finish(self, looks: usize) -> Vec<Ran> {
        let means: Vec<Vec<f64>> = self.values.iter().map(|columns| means(columns)).collect();
        let within = |at: &usize| {
            let figures = means[*at].iter().zip(&self.rules.limits);
            self.standing[*at].is_none()
                && figures.into_iter().all(|(figure, limit)| limit.is_none_or(|limit| *figure <= limit))
        };
        let contenders: Vec<usize> = (0..means.len()).filter(within).collect();
        let intervals = (means.len() * self.rules.kinds.len() * looks).max(1) as f64;
        let error = self.rules.error / intervals;
        let worst = |objective: usize| {
            let met = self.values.iter().flat_map(|columns| &columns[objective]);
            met.copied().fold(0.0, f64::max)
        };
        let worst: Vec<f64> = (0..self.rules.kinds.len()).map(worst).collect();
        let ran = |at: usize| {
            let on_front = contenders.contains(&at)
                && !contenders.iter().any(|other| dominates(&means[*other], &means[at]));
            let standing = self.standing[at];
            let columns = self.values[at].iter().zip(&self.rules.kinds).zip(&worst);
            Ran {
                standing: standing.unwrap_or(if on_front { Standing::Front } else { Standing::Possible }),
                replicates: self.values[at].first().map_or(0, Vec::len) as u32,
                estimates: columns
                    .map(|((values, kind), worst)| estimate(*kind, values, (error, *worst)))
                    .collect(),
            }
        };
        (0..means.len()).map(ran).collect()
    }
}

fn means(columns: &[Vec<f64>]) -> Vec<f64> {
    columns.iter().map(|values| values.iter().sum::<f64>() / values.len().max(1) as f64).collect()
}

/// At least as good throughout, and better somewhere.
pub(crate) fn dominates(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b) && a.iter().zip(b).any(|(a, b)| a < b)
}
