//! The experiment: thresholds from quiet years, then outbreaks in other years.

use std::thread;

use epi_core::stream::{Name, Stream};

use crate::generate::{Point, Purpose, Setting, series};
use crate::methods::{Look, Method, Running, Share};
use crate::outbreak::{self, Outbreak, SHAPES};

/// School days without an alarm after which the next one is a new one.
const REST: usize = 5;
/// How large, how seeded, on how many threads.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub seed: u64,
    pub quiet: u32,
    pub outbreaks: u32,
    pub threads: usize,
}

/// Runs `job` for 0 … `count` − 1 on several threads; results in order.
fn spread<R: Send>(count: u32, threads: usize, job: impl Fn(u32) -> R + Sync) -> Vec<R> {
    let share = count.div_ceil(threads.max(1) as u32).max(1);
    let job = &job;
    thread::scope(|scope| {
        let starts = (0..count).step_by(share as usize);
        let part = |start: u32| (start..count.min(start + share)).map(job).collect::<Vec<R>>();
        let handles: Vec<_> = starts.map(|start| scope.spawn(move || part(start))).collect();
        handles
            .into_iter()
            .flat_map(|handle| handle.join().unwrap_or_else(|_| panic!("a thread failed")))
            .collect()
    })
}

/// Scores of one method on the school days of quiet years.
pub struct Quiet {
    years: Vec<Vec<f64>>,
    /// All of them, falling.
    sorted: Vec<f64>,
}

/// False alarms at a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FalseAlarms {
    /// Alarms after at least [`REST`] school days without one, per school year.
    pub per_year: f64,
    /// Share of school days with an alarm.
    pub of_days: f64,
}

impl Quiet {
    pub fn false_alarms(&self, threshold: f64) -> FalseAlarms {
        let (mut alarms, mut flagged, mut days) = (0_u64, 0_u64, 0_u64);
        for year in &self.years {
            let mut quiet = REST;
            for score in year {
                days += 1;
                if *score > threshold {
                    flagged += 1;
                    alarms += u64::from(quiet >= REST);
                    quiet = 0;
                } else {
                    quiet += 1;
                }
            }
        }
        let years = self.years.len() as f64;
        FalseAlarms { per_year: alarms as f64 / years, of_days: flagged as f64 / days as f64 }
    }

    /// The least threshold with at most so much, by `read`; looked for among the highest quarter of the scores.
    pub fn threshold(&self, most: f64, read: fn(FalseAlarms) -> f64) -> f64 {
        let (mut good, mut bad) = (0, self.sorted.len() / 4);
        while bad - good > 1 {
            let middle = usize::midpoint(good, bad);
            if read(self.false_alarms(self.sorted[middle])) <= most { good = middle } else { bad = middle }
        }
        self.sorted[good]
    }
}

/// Scores of every method in quiet years.
pub fn quiet(setting: &Setting, methods: &[Method], plan: Plan) -> Vec<Quiet> {
    let years = spread(plan.quiet, plan.threads, |replicate| {
        let points = series(setting, (plan.seed, Purpose::Quiet, replicate));
        let runs = |method: &Method| method.share == Share::All || replicate.is_multiple_of(4);
        let year = |method| if runs(method) { judged_year(method, &points) } else { Vec::new() };
        methods.iter().map(year).collect::<Vec<_>>()
    });
    let of_method = |at: usize| {
        let years = years.iter().map(|year| &year[at]).filter(|year| !year.is_empty());
        let years: Vec<Vec<f64>> = years.cloned().collect();
        let mut sorted: Vec<f64> = years.iter().flatten().copied().collect();
        sorted.sort_unstable_by(|a, b| b.total_cmp(a));
        Quiet { years, sorted }
    };
    (0..methods.len()).map(of_method).collect()
}

fn judged_year(method: &Method, points: &[Point]) -> Vec<f64> {
    let begin = points.partition_point(|point| point.day < 0);
    let mut running = (method.start)();
    for point in &points[..begin] {
        running.push(point, Look::Pass);
    }
    let score = |point| finite_or_low(running.push(point, Look::Judge));
    points[begin..].iter().map(score).collect()
}

/// What cannot be told is no alarm at any threshold.
fn finite_or_low(score: f64) -> f64 {
    if score.is_nan() { f64::NEG_INFINITY } else { score }
}

/// What happened in the outbreaks of one cell at one threshold. Sums of whole numbers: the order of threads is nothing to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub outbreaks: u64,
    pub detected: u64,
    /// School days from the first case to the alarm, by number; of those detected.
    pub delays: [u64; 16],
    /// Cases counted up to and on the day of the alarm; all of them where there was none.
    pub cases_until: u64,
    pub cases: u64,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.outbreaks += other.outbreaks;
        self.detected += other.detected;
        self.delays.iter_mut().zip(other.delays).for_each(|(sum, new)| *sum += new);
        self.cases_until += other.cases_until;
        self.cases += other.cases;
    }

    /// Share of the outbreaks with a new alarm between their first and last case.
    pub fn probability(&self) -> f64 {
        self.detected as f64 / self.outbreaks as f64
    }

    /// School days by which half of the outbreaks that were detected were.
    pub fn median_delay(&self) -> f64 {
        let mut sum = 0;
        let reached = |count: &u64| {
            sum += count;
            2 * sum >= self.detected
        };
        if self.detected == 0 {
            f64::NAN
        } else {
            self.delays.iter().position(reached).map_or(f64::NAN, |day| day as f64)
        }
    }

    /// School days from the first case to the alarm, of the outbreaks detected.
    pub fn mean_delay(&self) -> f64 {
        let sum: u64 = (0_u64..).zip(self.delays).map(|(days, count)| days * count).sum();
        sum as f64 / self.detected as f64
    }

    /// Share of the cases that had fallen ill by the end of the day of the alarm; without an alarm all of them.
    pub fn share_until(&self) -> f64 {
        self.cases_until as f64 / self.cases as f64
    }
}

/// A cell of the experiment: shape and size, and for each method and threshold what happened.
pub struct Cell {
    pub shape: outbreak::Shape,
    pub size: u32,
    /// By method, then by threshold.
    pub tallies: Vec<Vec<Tally>>,
}

/// Who competes where.
#[derive(Clone, Copy)]
pub struct Contest<'a> {
    pub setting: &'a Setting,
    pub methods: &'a [Method],
    /// By method.
    pub thresholds: &'a [Vec<f64>],
}

/// Outbreaks of every shape and size.
pub fn outbreaks(contest: Contest<'_>, plan: Plan) -> Vec<Cell> {
    let Contest { setting, thresholds, .. } = contest;
    let kinds: Vec<_> = SHAPES.iter().flat_map(|shape| setting.sizes.map(|size| (*shape, size))).collect();
    let share = 50;
    let parts = spread(plan.outbreaks.div_ceil(share), plan.threads, |part| {
        let mut cells = empty(&kinds, thresholds);
        for replicate in part * share..plan.outbreaks.min((part + 1) * share) {
            one(contest, (plan.seed, replicate), &mut cells);
        }
        cells
    });
    let mut sum = empty(&kinds, thresholds);
    for part in parts {
        for (into, from) in sum.iter_mut().zip(&part) {
            for (into, from) in into.tallies.iter_mut().flatten().zip(from.tallies.iter().flatten()) {
                into.add(from);
            }
        }
    }
    sum
}

fn empty(kinds: &[(outbreak::Shape, u32)], thresholds: &[Vec<f64>]) -> Vec<Cell> {
    let tallies = || thresholds.iter().map(|levels| vec![Tally::default(); levels.len()]).collect();
    kinds.iter().map(|&(shape, size)| Cell { shape, size, tallies: tallies() }).collect()
}

/// One series, every cell's outbreak put into it in turn.
fn one(contest: Contest<'_>, (seed, replicate): (u64, u32), cells: &mut [Cell]) {
    let Contest { setting, methods, thresholds } = contest;
    let points = series(setting, (seed, Purpose::Baseline, replicate));
    let drawn: Vec<Outbreak> = (0_u32..)
        .zip(cells.iter())
        .map(|(index, cell)| {
            let name = Name { seed, process: Purpose::Outbreak as u32, entity: replicate, index };
            outbreak::draw(cell.shape, cell.size, &mut Stream::new(name))
        })
        .collect();
    for (at, method) in methods.iter().enumerate() {
        let mut running = (method.start)();
        let mut before = f64::NEG_INFINITY;
        for (now, point) in points.iter().enumerate() {
            for (cell, outbreak) in
                cells.iter_mut().zip(&drawn).filter(|(_, drawn)| drawn.first() == point.day)
            {
                let levels = &thresholds[at];
                let (least, most) = (extreme(levels, f64::min), extreme(levels, f64::max));
                // Off at every threshold before and on at every threshold now: what follows changes nothing.
                let enough = if before <= least { most } else { f64::INFINITY };
                let scores = follow(running.fork(), &points[now..], (outbreak, enough));
                for (tally, threshold) in cell.tallies[at].iter_mut().zip(&thresholds[at]) {
                    record(tally, outbreak, (before, &scores, *threshold));
                }
            }
            let next = points.get(now + 1).map_or(i32::MAX, |point| point.day);
            let look = if drawn.iter().any(|drawn| drawn.first() == next) { Look::Judge } else { Look::Pass };
            before = finite_or_low(running.push(point, look));
        }
    }
}

fn extreme(levels: &[f64], choose: fn(f64, f64) -> f64) -> f64 {
    levels.iter().copied().reduce(choose).unwrap_or(f64::NAN)
}

/// Scores from the first to the last school day with a case of the outbreak, or to the first above `enough`, with the
/// cases known so far on each.
fn follow(
    mut running: Box<dyn Running>,
    points: &[Point],
    (outbreak, enough): (&Outbreak, f64),
) -> Vec<(f64, u32)> {
    let last = outbreak.cases.last().map_or(i32::MIN, |(day, _)| *day);
    let (mut known, mut scores) = (0, Vec::new());
    for point in points.iter().take_while(|point| point.day <= last) {
        let new = outbreak.cases.iter().find(|(day, _)| *day == point.day).map_or(0, |(_, cases)| *cases);
        known += new;
        let today = Point { cases: point.cases + new, ..*point };
        let score = finite_or_low(running.push(&today, Look::Judge));
        scores.push((score, known));
        if score > enough {
            break;
        }
    }
    scores
}

/// An outbreak is detected on the first day with an alarm that was not on already the school day before: a method that is
/// always in alarm finds nothing.
fn record(tally: &mut Tally, outbreak: &Outbreak, (before, scores, threshold): (f64, &[(f64, u32)], f64)) {
    let all: u32 = outbreak.cases.iter().map(|(_, cases)| cases).sum();
    let mut on = before > threshold;
    let new = |(score, _): &(f64, u32)| !std::mem::replace(&mut on, *score > threshold) && *score > threshold;
    let first = scores.iter().position(new);
    tally.outbreaks += 1;
    tally.cases += u64::from(all);
    tally.cases_until += u64::from(first.map_or(all, |day| scores[day].1));
    if let Some(day) = first {
        tally.detected += 1;
        tally.delays[day.min(15)] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::SETTINGS;
    use crate::methods;

    fn results(threads: usize) -> (Vec<f64>, Vec<Vec<Tally>>) {
        let plan = Plan { seed: 5, quiet: 7, outbreaks: 120, threads };
        let mut methods = methods::all();
        methods.retain(|method| ["ears-c2", "school"].contains(&method.name));
        let quiet = quiet(&SETTINGS[0], &methods, plan);
        let thresholds: Vec<Vec<f64>> =
            quiet.iter().map(|quiet| vec![quiet.threshold(1.0, |found| found.per_year)]).collect();
        let cells =
            outbreaks(Contest { setting: &SETTINGS[0], methods: &methods, thresholds: &thresholds }, plan);
        (thresholds.concat(), cells.into_iter().flat_map(|cell| cell.tallies).collect())
    }

    #[test]
    fn threads_do_not_change_the_result() {
        let one = results(1);
        assert_eq!(results(2), one);
        assert_eq!(results(5), one);
        assert!(one.1.iter().flatten().all(|tally| tally.outbreaks == 120));
    }

    #[test]
    fn false_alarms_by_hand() {
        // Alarms above 1 on days 0 and 1 (one run), 4 (too near), 10 and 16.
        let mut year = vec![0.0; 20];
        for day in [0, 1, 4, 10, 16] {
            year[day] = 2.0;
        }
        let quiet = Quiet { years: vec![year.clone(), vec![0.0; 20]], sorted: Vec::new() };
        let found = quiet.false_alarms(1.0);
        assert_eq!(found, FalseAlarms { per_year: 1.5, of_days: 5.0 / 40.0 });
        assert_eq!(quiet.false_alarms(2.0).per_year, 0.0, "an alarm is above the threshold, not at it");
    }

    #[test]
    fn an_outbreak_by_hand() {
        let outbreak = Outbreak { cases: vec![(0, 2), (1, 3), (3, 1)] };
        let mut tally = Tally::default();
        record(&mut tally, &outbreak, (0.0, &[(0.5, 2), (3.0, 5), (9.0, 5), (0.0, 6)], 2.0));
        // In alarm since before: that is no detection.
        record(&mut tally, &outbreak, (9.0, &[(9.0, 2), (9.0, 5), (1.0, 5), (0.0, 6)], 2.0));
        assert_eq!((tally.outbreaks, tally.detected, tally.delays[1]), (2, 1, 1));
        assert_eq!((tally.probability(), tally.mean_delay(), tally.median_delay()), (0.5, 1.0, 1.0));
        // Five of six cases by the alarm, and all six where there was none.
        assert!((tally.share_until() - 11.0 / 12.0).abs() < 1e-12);
    }
}
