//! Which measure buys what: Shapley values and ablation over common replicates.
//!
//! The Shapley value (1953) of a measure is its mean marginal effect when measures join in every possible order. The
//! values of all measures add up to the difference between all measures and none, in every single replicate, so that the
//! interval of a value comes from the spread over replicates.

use serde::{Deserialize, Serialize};

use super::bounds::student;
use super::{Candidate, Estimate, Objective, Progress, Setup, cluster_rule};
use crate::engine::Simulation;
use crate::error::{Invalid, Path};
use crate::measure::Measure;
use crate::outcome::Outcome;
use crate::rng::{Process, RunKey};
use crate::threads;

/// Tasks between two reports of progress.
const CHUNK: usize = 32;

/// How to explain a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Explain {
    /// What is explained.
    pub objectives: Vec<Objective>,
    /// Name of the cluster rule; absent: the first.
    pub cluster: Option<String>,
    /// Replicates, 2 to 100,000; where orders are drawn each has one of its own, run forwards and backwards.
    pub replicates: u32,
    /// Up to so many measures every set of them is run, 0 to 16; beyond, orders are drawn.
    pub exact_up_to: usize,
    /// Probability that any interval misses, 10⁻⁶ to 0.5.
    pub error: f64,
}

impl Default for Explain {
    fn default() -> Self {
        let objectives = vec![Objective::Cluster, Objective::PupilDays, Objective::Tests];
        Self { objectives, cluster: None, replicates: 100, exact_up_to: 10, error: 0.05 }
    }
}

/// What a measure is worth, one figure per objective; below 0 it makes the objective smaller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// Name of the measure.
    pub measure: String,
    /// Shapley value.
    pub shapley: Vec<Estimate>,
    /// What it adds to all others (ablation): the objective with all measures less that without this one.
    pub last: Vec<Estimate>,
    /// What it does alone: the objective with this one less that without any.
    pub alone: Vec<Estimate>,
}

/// A candidate explained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// In the order of the figures.
    pub objectives: Vec<Objective>,
    /// Without any measure.
    pub none: Vec<Estimate>,
    /// With all.
    pub all: Vec<Estimate>,
    /// Every set was run; otherwise orders were drawn.
    pub exact: bool,
    /// By measure, in the order of the scenario.
    pub measures: Vec<Worth>,
}

/// Sets of measures as bits, of those the candidate has.
type Set = u64;

struct Scene<'a> {
    setup: Setup<'a>,
    first: Simulation<'a>,
    measures: &'a [Option<Measure>],
    /// Places of the candidate's measures.
    there: Vec<usize>,
    objectives: &'a [Objective],
    rule: usize,
}

impl Scene<'_> {
    fn simulation(&self, set: Set) -> Result<Simulation<'_>, Invalid> {
        let mut measures = vec![None; self.measures.len()];
        for (bit, at) in self.there.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1) {
            debug_assert!(bit < 64);
            measures[*at].clone_from(&self.measures[*at]);
        }
        self.first.with_measures(self.setup.base, &measures)
    }

    fn values(&self, outcome: &Outcome) -> Vec<f64> {
        self.objectives.iter().map(|objective| objective.of(outcome, self.rule)).collect()
    }
}

/// What one replicate says: by measure and objective.
struct Shares {
    shapley: Vec<Vec<f64>>,
    last: Vec<Vec<f64>>,
    alone: Vec<Vec<f64>>,
    none: Vec<f64>,
    all: Vec<f64>,
}

impl Explain {
    /// Explains a candidate of a search (or [`Candidate::as_given`]). Deterministic for any number of threads.
    ///
    /// # Errors
    /// What is out of range or not there, with its field; a candidate without measures.
    pub fn run(
        &self,
        setup: Setup<'_>,
        candidate: &Candidate,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Explained, Invalid> {
        let path = Path::root("explain");
        path.at("replicates").within(self.replicates.into(), 2.0, 1e5)?;
        path.at("exact_up_to").within(self.exact_up_to as f64, 0.0, 16.0)?;
        path.at("error").within(self.error, 1e-6, 0.5)?;
        path.at("objectives").within(self.objectives.len() as f64, 1.0, Objective::ALL.len() as f64)?;
        let rule = cluster_rule(setup.base, (&self.objectives, self.cluster.as_deref()), &path)?;
        let there: Vec<usize> =
            (0..candidate.measures.len()).filter(|at| candidate.measures[*at].is_some()).collect();
        path.at("measures").within(there.len() as f64, 1.0, 64.0)?;
        let first = Simulation::new(setup.population, setup.base)?;
        let measures = &candidate.measures;
        let scene = Scene { setup, first, measures, there, objectives: &self.objectives, rule };
        let exact = scene.there.len() <= self.exact_up_to;
        let shares = if exact { self.exact(&scene, progress)? } else { self.drawn(&scene, progress)? };
        Ok(self.sum_up(&scene, exact, &shares))
    }

    /// Every set of measures, every replicate.
    fn exact(&self, scene: &Scene<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Vec<Shares>, Invalid> {
        let sets: Vec<Set> = (0..1 << scene.there.len()).collect();
        let (n, at_most) = (u64::from(self.replicates), u64::from(self.replicates) * sets.len() as u64);
        let mut table: Vec<Vec<Vec<f64>>> = Vec::with_capacity(sets.len());
        for chunk in sets.chunks(CHUNK) {
            let ran = threads::map(chunk, |set| {
                let simulation = scene.simulation(*set)?;
                let mut workspace = simulation.workspace();
                let run =
                    |replicate| scene.values(&simulation.run(&mut workspace, scene.setup.seed, replicate));
                Ok((0..n).map(run).collect::<Vec<_>>())
            });
            for values in ran {
                table.push(values?);
            }
            progress(Progress { done: table.len() as u64 * n, at_most, running: 1 });
        }
        let weights = weights(scene.there.len());
        let replicate = |at: usize| shares_of(&|set| &table[set as usize][at], scene.there.len(), &weights);
        Ok((0..n as usize).map(replicate).collect())
    }

    /// An order of the measures for each replicate, forwards and backwards, and each measure alone and last.
    fn drawn(&self, scene: &Scene<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Vec<Shares>, Invalid> {
        let replicates: Vec<u64> = (0..self.replicates.into()).collect();
        let at_most = replicates.len() as u64;
        let mut shares = Vec::with_capacity(replicates.len());
        for chunk in replicates.chunks(CHUNK) {
            for one in threads::map(chunk, |replicate| one_order(scene, *replicate)) {
                shares.push(one?);
            }
            progress(Progress { done: shares.len() as u64, at_most, running: 1 });
        }
        Ok(shares)
    }

    fn sum_up(&self, scene: &Scene<'_>, exact: bool, shares: &[Shares]) -> Explained {
        let (measures, objectives) = (scene.there.len(), scene.objectives.len());
        let error = self.error / ((3 * measures + 2) * objectives) as f64;
        let figure = |take: &dyn Fn(&Shares) -> f64| {
            let values: Vec<f64> = shares.iter().map(take).collect();
            let (low, high) = student(&values, error);
            Estimate { value: values.iter().sum::<f64>() / values.len() as f64, low, high }
        };
        let row = |pick: &dyn Fn(&Shares) -> &[f64]| {
            (0..objectives).map(|at| figure(&|one| pick(one)[at])).collect::<Vec<_>>()
        };
        let worth = |bit: usize| Worth {
            measure: scene.measures[scene.there[bit]].as_ref().map_or_else(String::new, |m| m.name.clone()),
            shapley: row(&|one| &one.shapley[bit]),
            last: row(&|one| &one.last[bit]),
            alone: row(&|one| &one.alone[bit]),
        };
        Explained {
            objectives: self.objectives.clone(),
            none: row(&|one| &one.none),
            all: row(&|one| &one.all),
            exact,
            measures: (0..measures).map(worth).collect(),
        }
    }
}

/// Share of the orders in which a measure joins after exactly so many others.
fn weights(measures: usize) -> Vec<f64> {
    let mut weights = vec![1.0 / measures as f64];
    for before in 1..measures {
        let last = weights[before - 1];
        weights.push(last * before as f64 / (measures - before) as f64);
    }
    weights
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn shares_of<'a>(value: &dyn Fn(Set) -> &'a Vec<f64>, measures: usize, weights: &[f64]) -> Shares {
    let everything: Set = (1 << measures) - 1;
    let of = |bit: usize| {
        let mut sum = vec![0.0; value(0).len()];
        for set in (0..=everything).filter(|set| set >> bit & 1 == 0) {
            let weight = weights[set.count_ones() as usize];
            let marginal = minus(value(set | 1 << bit), value(set));
            sum.iter_mut().zip(marginal).for_each(|(sum, effect)| *sum += weight * effect);
        }
        sum
    };
    Shares {
        shapley: (0..measures).map(of).collect(),
        last: (0..measures).map(|bit| minus(value(everything), value(everything & !(1 << bit)))).collect(),
        alone: (0..measures).map(|bit| minus(value(1 << bit), value(0))).collect(),
        none: value(0).clone(),
        all: value(everything).clone(),
    }
}

/// One replicate under an order of its own.
fn one_order(scene: &Scene<'_>, replicate: u64) -> Result<Shares, Invalid> {
    let n = scene.there.len();
    let run = |set: Set| -> Result<Vec<f64>, Invalid> {
        let simulation = scene.simulation(set)?;
        Ok(scene.values(&simulation.run(&mut simulation.workspace(), scene.setup.seed, replicate)))
    };
    let everything = u64::MAX >> (64 - n);
    let (none, all) = (run(0)?, run(everything)?);
    let mut order: Vec<usize> = (0..n).collect();
    let mut stream = RunKey::new(scene.setup.seed, replicate).stream(Process::Search, 0);
    for at in (1..n).rev() {
        order.swap(at, stream.below(at as u32 + 1) as usize);
    }
    let mut shapley = vec![vec![0.0; scene.objectives.len()]; n];
    for _ in 0..2 {
        let (mut set, mut before) = (0, none.clone());
        for (step, bit) in order.iter().enumerate() {
            set |= 1 << bit;
            let after = if step + 1 == n { all.clone() } else { run(set)? };
            let halves = minus(&after, &before).into_iter().map(|effect| effect / 2.0);
            shapley[*bit].iter_mut().zip(halves).for_each(|(sum, half)| *sum += half);
            before = after;
        }
        order.reverse();
    }
    let each = |value: &dyn Fn(usize) -> Result<Vec<f64>, Invalid>| (0..n).map(value).collect();
    let last: Result<Vec<_>, _> = each(&|bit| Ok(minus(&all, &run(everything & !(1 << bit))?)));
    let alone: Result<Vec<_>, _> = each(&|bit| Ok(minus(&run(1 << bit)?, &none)));
    Ok(Shares { shapley, last: last?, alone: alone?, none, all })
}
