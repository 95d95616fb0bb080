//! The rounds of the sampler.

use super::curve::parts;
use super::kernel::Kernel;
use super::posterior::{Particle, Posterior, Round, bands, quantile};
use super::{Task, Trial};
use crate::error::Invalid;
use crate::rng::{Process, RunKey};
use crate::search::Progress;
use crate::threads;

/// Proposals that are tried before they are counted; whole chunks, so that threads do not show.
const CHUNK: u64 = 64;
/// Runs with new luck for what is foretold, and the round in whose name they are drawn.
const FORETOLD: u64 = 500;
const FORETELLING: u16 = u16::MAX;

/// A point with what its run came to.
struct Point {
    /// In the scale of the proposals.
    inner: Vec<f64>,
    weight: f64,
    distance: f64,
    curve: Vec<f64>,
}

/// The sampler at work.
struct Sampler<'a, 'p> {
    task: &'a Task<'p>,
    key: RunKey,
    /// What each part of the distance is divided by, weights included.
    scales: [f64; 3],
    runs: u64,
    rounds: Vec<Round>,
}

pub(super) fn sample(task: &Task<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Posterior, Invalid> {
    let key = RunKey::new(task.setup.seed, 0);
    let mut sampler = Sampler { task, key, scales: [0.0; 3], runs: 0, rounds: Vec::new() };
    let mut points = sampler.first_round(progress)?;
    for number in 1..task.calibrate.rounds as u16 {
        let spread: Vec<f64> = points.iter().map(|point| point.distance).collect();
        let mut pairs: Vec<(f64, f64)> = spread.iter().map(|distance| (*distance, 1.0)).collect();
        let tolerance = quantile(&mut pairs, task.calibrate.keep);
        let Some(closer) = sampler.round(number, (&points, tolerance), progress) else { break };
        points = closer;
        let last = sampler.rounds.last();
        let rate = last.map_or(0.0, |round| round.accepted as f64 / round.simulated as f64);
        if rate < task.calibrate.least_accepted || tolerance <= 0.0 {
            break;
        }
    }
    Ok(sampler.posterior(points))
}

impl Sampler<'_, '_> {
    fn distance(&self, trial: &Trial) -> f64 {
        let squares =
            trial.parts.iter().zip(&self.scales).map(|(part, scale)| (part * scale) * (part * scale));
        libm::sqrt(squares.sum())
    }

    fn outer(&self, inner: &[f64]) -> Vec<f64> {
        let unknown = &self.task.calibrate.parameters;
        inner.iter().zip(unknown).map(|(inner, unknown)| unknown.prior.outer(*inner)).collect()
    }

    /// Tries proposals `from ..` of a round and gives those whose values fit together.
    fn chunk(
        &self,
        (number, from): (u16, u64),
        propose: impl Fn(&mut crate::rng::Stream) -> Vec<f64> + Sync,
    ) -> Vec<Option<(Vec<f64>, Trial)>> {
        let numbers: Vec<u64> = (from..from + CHUNK).collect();
        threads::map(&numbers, |at| {
            let inner = propose(&mut self.key.stream(Process::Calibration(number), *at));
            let unknown = self.task.calibrate.parameters.iter();
            let density: f64 =
                unknown.zip(&inner).map(|(unknown, inner)| unknown.prior.density(*inner)).product();
            if density <= 0.0 {
                return None;
            }
            let luck = u64::from(number) << 40 | *at;
            let trial = self.task.try_out(&self.outer(&inner), luck)?;
            Some((inner, trial))
        })
    }

    fn report(&self, progress: &mut dyn FnMut(Progress)) {
        let at_most = u64::from(self.task.calibrate.runs).max(self.runs);
        progress(Progress { done: self.runs, at_most, running: self.rounds.len() });
    }

    /// Draws from the prior; the nearest are kept, and all of them say how large each part of the distance is.
    fn first_round(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<Vec<Point>, Invalid> {
        let calibrate = self.task.calibrate;
        let wanted = libm::ceil(f64::from(calibrate.particles) / calibrate.keep) as u64;
        let mut tried: Vec<(Vec<f64>, Trial)> = Vec::new();
        let mut from = 0;
        while (tried.len() as u64) < wanted && from < wanted * 20 {
            let chunk = self.chunk((0, from), |stream| {
                calibrate.parameters.iter().map(|unknown| unknown.prior.draw(stream)).collect()
            });
            tried.extend(chunk.into_iter().flatten());
            from += CHUNK;
            self.runs = tried.len() as u64;
            self.report(progress);
        }
        if (tried.len() as u64) < wanted {
            let given = format!("{} of {from} draws that can be run", tried.len());
            return Err(Invalid::new("calibrate.parameters", given, "priors whose values fit together"));
        }
        self.scales = self.scale(&tried);
        let mut points: Vec<Point> = tried
            .into_iter()
            .map(|(inner, trial)| Point {
                inner,
                weight: 1.0 / f64::from(calibrate.particles),
                distance: self.distance(&trial),
                curve: trial.curve,
            })
            .collect();
        points.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        points.truncate(calibrate.particles as usize);
        self.close(points.last().map_or(0.0, |point| point.distance), self.runs, &points);
        Ok(points)
    }

    /// Weight over median of each part; a part that is nought for more than half counts by the distance of nothing at all.
    fn scale(&self, tried: &[(Vec<f64>, Trial)]) -> [f64; 3] {
        let observed = &self.task.observed.values;
        let nothing = parts(observed, &vec![0.0; observed.len()]);
        let weights = self.task.calibrate.weights.parts();
        std::array::from_fn(|at| {
            let mut pairs: Vec<(f64, f64)> = tried.iter().map(|(_, trial)| (trial.parts[at], 1.0)).collect();
            let median = quantile(&mut pairs, 0.5);
            weights[at] / if median > 0.0 { median } else { nothing[at].max(1.0) }
        })
    }

    /// A round with a smaller tolerance; `None` where the runs do not suffice.
    fn round(
        &mut self,
        number: u16,
        (last, tolerance): (&[Point], f64),
        progress: &mut dyn FnMut(Progress),
    ) -> Option<Vec<Point>> {
        let calibrate = self.task.calibrate;
        let inner = last.iter().map(|point| point.inner.clone()).collect();
        let kernel = Kernel::new(inner, last.iter().map(|point| point.weight).collect());
        let wanted = calibrate.particles as usize;
        let (mut points, mut from, mut simulated) = (Vec::with_capacity(wanted), 0, 0);
        while points.len() < wanted {
            if self.runs >= u64::from(calibrate.runs) || from > 20 * u64::from(calibrate.runs) {
                return None;
            }
            let chunk = self.chunk((number, from), |stream| kernel.propose(stream));
            from += CHUNK;
            for (inner, trial) in chunk.into_iter().flatten() {
                // Runs after the last point that is needed were made by a chunk, not asked for.
                if points.len() == wanted {
                    break;
                }
                simulated += 1;
                let distance = self.distance(&trial);
                if distance <= tolerance {
                    let density: f64 = calibrate
                        .parameters
                        .iter()
                        .zip(&inner)
                        .map(|(unknown, inner)| unknown.prior.density(*inner))
                        .product();
                    let weight = density / kernel.density(&inner);
                    points.push(Point { inner, weight, distance, curve: trial.curve });
                }
            }
            self.runs += CHUNK;
            self.report(progress);
        }
        let total: f64 = points.iter().map(|point| point.weight).sum();
        points.iter_mut().for_each(|point| point.weight /= total);
        self.close(tolerance, simulated, &points);
        Some(points)
    }

    fn close(&mut self, tolerance: f64, simulated: u64, points: &[Point]) {
        let squares: f64 = points.iter().map(|point| point.weight * point.weight).sum();
        let accepted = points.len() as u64;
        self.rounds.push(Round { tolerance, simulated, accepted, effective: 1.0 / squares });
    }

    fn posterior(self, points: Vec<Point>) -> Posterior {
        let days = self.task.observed.values.len();
        let fitted: Vec<(&[f64], f64)> =
            points.iter().map(|point| (&point.curve[..], point.weight)).collect();
        let fitted = bands(&fitted, days);
        let predicted = self.foretell(&points, days);
        let particle = |point: Point| Particle {
            values: self.outer(&point.inner),
            weight: point.weight,
            distance: point.distance,
            curve: point.curve,
        };
        Posterior {
            parameters: self.task.calibrate.parameters.iter().map(|unknown| unknown.path.clone()).collect(),
            particles: points.into_iter().map(particle).collect(),
            rounds: self.rounds.clone(),
            fitted,
            predicted,
        }
    }

    /// Runs with new luck, each with a point drawn by weight.
    fn foretell(&self, points: &[Point], days: usize) -> Vec<super::Band> {
        let numbers: Vec<u64> = (0..FORETOLD).collect();
        let runs = threads::map(&numbers, |at| {
            // Systematic: the draws are spread evenly over the weights.
            let wanted = (*at as f64 + 0.5) / FORETOLD as f64;
            let mut below = 0.0;
            let point = points.iter().find(|point| {
                below += point.weight;
                below >= wanted
            });
            let luck = u64::from(FORETELLING) << 40 | *at;
            self.task.try_out(&self.outer(&point.or(points.last())?.inner), luck)
        });
        let curves: Vec<(&[f64], f64)> = runs.iter().flatten().map(|trial| (&trial.curve[..], 1.0)).collect();
        bands(&curves, days)
    }
}
