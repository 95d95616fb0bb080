//! Policy search: which sets of measures are on the front of cluster probability, school days lost and tests.
//!
//! See `docs/methods/policy-search.md` for what the front promises and how it was checked.

mod bounds;
mod explain;
mod objective;
mod race;
mod space;

pub use bounds::Kind;
pub use explain::{Explain, Explained, Worth};
pub use objective::Objective;
pub use race::{Arena, Ran, Rules, Standing, race};
pub use space::{Candidate, Choice, Knob, Listed, MAX_CANDIDATES, Setting, candidates};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::Simulation;
use crate::error::{Invalid, Path};
use crate::population::Population;
use crate::scenario::Scenario;

/// A figure and its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean, or share.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Replicates run.
    pub done: u64,
    /// Replicates if nobody is stopped any more.
    pub at_most: u64,
    /// Candidates not stopped.
    pub running: usize,
}

/// What is asked of the candidates: the `[search]` of a scenario file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Search {
    /// What is to be kept small, 1 to 9 of them.
    pub objectives: Vec<Objective>,
    /// Name of the scenario's cluster rule; absent: its first.
    pub cluster: Option<String>,
    /// What may be turned; every combination is a candidate.
    pub knobs: Vec<Knob>,
    /// Candidates written out.
    pub candidates: Vec<Listed>,
    /// Figures that a candidate must not be above.
    pub limits: BTreeMap<Objective, f64>,
    /// Most replicates of a candidate.
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 1000000)))]
    pub replicates: u32,
    /// Replicates before the first judgement.
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 1000000)))]
    pub first_look: u32,
    /// Probability that a candidate is stopped wrongly, and that any interval misses.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.000001, max = 0.5)))]
    pub error: f64,
    /// Difference of cluster probabilities that does not count.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub share_tolerance: f64,
    /// Difference of means that does not count, as a part of the mean.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub mean_tolerance: f64,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            objectives: vec![Objective::Cluster, Objective::PupilDays, Objective::Tests],
            cluster: None,
            knobs: Vec::new(),
            candidates: Vec::new(),
            limits: BTreeMap::new(),
            replicates: 500,
            first_look: 50,
            error: 0.05,
            share_tolerance: 0.03,
            mean_tolerance: 0.05,
        }
    }
}

/// A place where candidates are tried: people, what they face, and the seed of every luck.
#[derive(Debug, Clone, Copy)]
pub struct Setup<'a> {
    /// The people.
    pub population: &'a Population,
    /// The scenario that candidates are made from.
    pub base: &'a Scenario,
    /// Seed of all replicates.
    pub seed: u64,
}

/// The candidates of a search and how they came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// In the order of the estimates.
    pub objectives: Vec<Objective>,
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// Of each how it came out.
    pub ran: Vec<Ran>,
}

impl Found {
    /// Numbers of the candidates on the front, by the first objective.
    #[must_use]
    pub fn front(&self) -> Vec<usize> {
        let mut front: Vec<usize> =
            (0..self.ran.len()).filter(|at| self.ran[*at].standing == Standing::Front).collect();
        let first = |at: &usize| self.ran[*at].estimates.first().map_or(0.0, |estimate| estimate.value);
        front.sort_by(|a, b| first(a).total_cmp(&first(b)));
        front
    }

    /// Replicates run in all.
    #[must_use]
    pub fn replicates(&self) -> u64 {
        self.ran.iter().map(|ran| u64::from(ran.replicates)).sum()
    }
}

/// Candidates as simulations.
struct School<'a> {
    simulations: Vec<Simulation<'a>>,
    objectives: &'a [Objective],
    rule: usize,
    seed: u64,
}

impl Arena for School<'_> {
    fn play(&self, candidate: usize, (from, to): (u64, u64)) -> Vec<Vec<f64>> {
        let simulation = &self.simulations[candidate];
        let mut workspace = simulation.workspace();
        let mut columns = vec![Vec::with_capacity((to - from) as usize); self.objectives.len()];
        for replicate in from..to {
            let outcome = simulation.run(&mut workspace, self.seed, replicate);
            let values = self.objectives.iter().map(|objective| objective.of(&outcome, self.rule));
            columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        }
        columns
    }
}

impl Search {
    /// Runs the search. The same seed gives the same answer for any number of threads.
    ///
    /// # Errors
    /// What is out of range or not there, with its field.
    pub fn run(&self, setup: Setup<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Found, Invalid> {
        let rule = self.rule(setup.base)?;
        let found = candidates(setup.base, &self.knobs, &self.candidates)?;
        let first = Simulation::new(setup.population, setup.base)?;
        let compiled =
            crate::threads::map(&found, |candidate| first.with_measures(setup.base, &candidate.measures));
        let simulations = compiled.into_iter().collect::<Result<Vec<_>, _>>()?;
        let school = School { simulations, objectives: &self.objectives, rule, seed: setup.seed };
        let ran = race(&school, (found.len(), &self.rules()), progress)?;
        Ok(Found { objectives: self.objectives.clone(), candidates: found, ran })
    }

    /// Everything that can be wrong before anything runs.
    ///
    /// # Errors
    /// The first field out of range, or that names what is not there.
    pub fn check(&self, base: &Scenario) -> Result<(), Invalid> {
        self.rule(base)?;
        self.rules().check()?;
        candidates(base, &self.knobs, &self.candidates).map(drop)
    }

    fn rules(&self) -> Rules {
        Rules {
            kinds: self.objectives.iter().map(|objective| objective.kind()).collect(),
            limits: self.objectives.iter().map(|objective| self.limits.get(objective).copied()).collect(),
            replicates: self.replicates,
            first_look: self.first_look,
            error: self.error,
            share_tolerance: self.share_tolerance,
            mean_tolerance: self.mean_tolerance,
        }
    }

    /// Number of the cluster rule; objectives and limits are looked through on the way.
    fn rule(&self, base: &Scenario) -> Result<usize, Invalid> {
        let path = Path::root("search");
        let objectives = path.at("objectives");
        let mut seen = Vec::new();
        for objective in &self.objectives {
            if seen.contains(objective) {
                return Err(objectives.refuse(objective.name(), "each objective once"));
            }
            seen.push(*objective);
        }
        if seen.is_empty() {
            return Err(objectives.refuse("empty", "at least one objective"));
        }
        for (objective, limit) in &self.limits {
            let path = path.at("limits").at(objective.name());
            if !seen.contains(objective) {
                return Err(path.refuse(limit, "limits of objectives of the search only"));
            }
            path.within(*limit, 0.0, if *objective == Objective::Cluster { 1.0 } else { 1e15 })?;
        }
        cluster_rule(base, (&self.objectives, self.cluster.as_deref()), &path)
    }
}

/// Number of the named cluster rule (of the first where none is named); it must be there if it is asked for.
fn cluster_rule(
    base: &Scenario,
    (objectives, name): (&[Objective], Option<&str>),
    path: &Path,
) -> Result<usize, Invalid> {
    let known: Vec<&str> = base.clusters.iter().map(|rule| rule.name.as_str()).collect();
    let at = match name {
        Some(name) => known.iter().position(|rule| *rule == name),
        None => (!known.is_empty()).then_some(0),
    };
    match at {
        Some(at) => Ok(at),
        None if name.is_none() && !objectives.contains(&Objective::Cluster) => Ok(0),
        None => {
            Err(path.at("cluster").refuse(name.unwrap_or("absent"), format!("a cluster rule of {known:?}")))
        }
    }
}
