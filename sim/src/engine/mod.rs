//! The engine: a compiled scenario, and replicates of it.

mod cases;
mod contact;
mod ill;
mod import;
mod infect;
mod partners;
mod plan;
mod queue;
mod respond;
mod testing;
mod zone;

use crate::duration::{Duration, HourTable};
use crate::error::Invalid;
use crate::measure::Measure;
use crate::outcome::{Absence, Case, Outcome};
use crate::population::{Layer, Population};
use crate::rng::RunKey;
use crate::scenario::Scenario;
use crate::threads;

use plan::Plan;
use queue::{Event, Kind};
use zone::{BROUGHT_IN, Run, ZoneState};

/// More than this nobody infects; a table of contacts that says so would run for hours.
const MOST_INFECTIONS: f64 = 10_000.0;

/// A scenario compiled for a population, ready for any number of replicates.
#[derive(Debug, Clone)]
pub struct Simulation<'a> {
    population: &'a Population,
    plan: Plan,
    sizes: Vec<u32>,
}

/// The changing state of one replicate, to be used again for the next: a replicate costs what it touches.
#[derive(Debug, Clone)]
pub struct Workspace {
    zones: Vec<ZoneState>,
}

impl Workspace {
    /// Keeps from now on who is away when and why, for [`Simulation::absences`].
    pub fn keep_absences(&mut self) {
        self.zones.iter_mut().for_each(|zone| zone.absences = Some(Vec::new()));
    }
}

impl<'a> Simulation<'a> {
    /// Checks the scenario and compiles it.
    ///
    /// # Errors
    /// The first field that is out of range, or that does not fit the population.
    pub fn new(population: &'a Population, scenario: &Scenario) -> Result<Self, Invalid> {
        Self::compile(population, scenario, &[])
    }

    /// The same population under another scenario. Tables of times that both share are not made again.
    ///
    /// # Errors
    /// As [`Simulation::new`].
    pub fn again(&self, scenario: &Scenario) -> Result<Self, Invalid> {
        Self::compile(self.population, scenario, &self.plan.tables)
    }

    /// The same population under `base` with other measures. A measure draws from the streams of its place in `measures`
    /// wherever others are left out (`None`), so that leaving one out shifts nobody's draws.
    ///
    /// # Errors
    /// As [`Simulation::new`]; measures are counted without those left out.
    pub fn with_measures(&self, base: &Scenario, measures: &[Option<Measure>]) -> Result<Self, Invalid> {
        let there = || measures.iter().enumerate().filter_map(|(at, measure)| Some((at, measure.as_ref()?)));
        let scenario =
            Scenario { measures: there().map(|(_, measure)| measure.clone()).collect(), ..base.clone() };
        let mut simulation = self.again(&scenario)?;
        simulation.plan.streams = there().map(|(at, _)| at as u16).collect();
        Ok(simulation)
    }

    fn compile(
        population: &'a Population,
        scenario: &Scenario,
        known: &[(Duration, HourTable)],
    ) -> Result<Self, Invalid> {
        scenario.check()?;
        scenario.check_against(population)?;
        let plan = Plan::new(population, scenario, known);
        if plan.expected_infections > MOST_INFECTIONS {
            let given =
                format!("{:.0} infections by each infected person on average", plan.expected_infections);
            return Err(Invalid::new("contacts", given, format!("at most {MOST_INFECTIONS}")));
        }
        let sizes = population.zones().iter().map(|zone| zone.len() as u32).collect();
        Ok(Self { population, plan, sizes })
    }

    /// An empty workspace for [`Simulation::run`].
    #[must_use]
    pub fn workspace(&self) -> Workspace {
        let zones = self.population.zones().iter().map(|zone| ZoneState::new(&self.plan, zone));
        Workspace { zones: zones.collect() }
    }

    /// One replicate. The same (seed, replicate) gives the same outcome, whatever the workspace was used for before and
    /// however many threads there are.
    pub fn run(&self, workspace: &mut Workspace, seed: u64, replicate: u64) -> Outcome {
        let key = RunKey::new(seed, replicate);
        let mut zones: Vec<(usize, &mut ZoneState)> = workspace.zones.iter_mut().enumerate().collect();
        zones.iter_mut().for_each(|(_, state)| state.reset());
        let travel = self.plan.layer_at[Layer::Travel as usize] != usize::MAX;
        if let [(number, state)] = &mut zones[..] {
            (0..self.plan.days).for_each(|day| self.enter(*number, state, key).day(day));
        } else if travel {
            for day in 0..self.plan.days {
                threads::each(&mut zones, |(number, state)| self.enter(*number, state, key).day(day));
                self.travel(&mut zones, day);
            }
        } else {
            // Zones that do not meet are run through one by one: each stays in the cache, and its queue is given back.
            threads::each(&mut zones, |(number, state)| {
                (0..self.plan.days).for_each(|day| self.enter(*number, state, key).day(day));
                state.queue.release();
            });
        }
        self.collect(workspace)
    }

    fn enter<'r>(&'r self, number: usize, state: &'r mut ZoneState, key: RunKey) -> Run<'r> {
        Run {
            plan: &self.plan,
            zone: &self.population.zones()[number],
            key,
            base: self.population.base[number],
            number: number as u32,
            sizes: &self.sizes,
            state,
        }
    }

    /// Hands on what left a zone today, in the order of the zones: it arrives in the first hour of tomorrow.
    fn travel(&self, zones: &mut [(usize, &mut ZoneState)], day: u16) {
        let layer = self.plan.layer_at[Layer::Travel as usize];
        if layer == usize::MAX {
            return;
        }
        for from in 0..zones.len() {
            let departures = std::mem::take(&mut zones[from].1.departures);
            for departure in &departures {
                let event = Event::new(Kind::Arrival, (departure.generation, departure.person))
                    .number(layer as u8)
                    .bits(departure.bits);
                zones[departure.zone as usize].1.queue.push((u32::from(day) + 1) * 24, event);
            }
            zones[from].1.departures = departures;
            zones[from].1.departures.clear();
        }
    }

    fn collect(&self, workspace: &Workspace) -> Outcome {
        let mut outcome = Outcome::empty(self.plan.days, self.plan.measures.len(), self.plan.clusters);
        workspace.zones.iter().for_each(|zone| outcome.add(&zone.outcome));
        for (number, plan) in self.plan.measures.iter().enumerate() {
            let (cost, done) = (&plan.measure.cost, outcome.done[number] as f64);
            let standing = cost.minutes_per_class_day * outcome.class_days[number] as f64;
            outcome.staff_minutes += libm::round(standing + cost.minutes_each * done) as u64;
            outcome.cents += libm::round(cost.cents_each * done) as u64;
        }
        outcome
    }

    /// Replicates `from .. to`, in order.
    #[must_use]
    pub fn ensemble(&self, seed: u64, (from, to): (u64, u64)) -> Vec<Outcome> {
        // Blocks share a workspace; their size does not show in the results.
        const BLOCK: u64 = 64;
        let starts: Vec<u64> = (from..to).step_by(BLOCK as usize).collect();
        let blocks = threads::map(&starts, |start| {
            let mut workspace = self.workspace();
            let end = (start + BLOCK).min(to);
            (*start..end).map(|replicate| self.run(&mut workspace, seed, replicate)).collect::<Vec<_>>()
        });
        blocks.into_iter().flatten().collect()
    }

    /// Everybody infected in the last replicate of a workspace, zone by zone in the order of infection: the line list
    /// and, through `infector`, the transmission tree.
    #[must_use]
    pub fn line_list(&self, workspace: &Workspace) -> Vec<Case> {
        let mut cases = Vec::new();
        for (zone, state) in workspace.zones.iter().enumerate() {
            cases.extend(state.infections.iter().map(|infection| Case {
                zone: zone as u32,
                person: infection.person,
                infector: infection.infector,
                hour: infection.hour(),
                onset_hour: infection.onset(),
                infectious_from: infection.from_day,
                infectious_days: infection.days,
                illness_days: infection.illness_days,
                generation: infection.generation,
                layer: (infection.layer != BROUGHT_IN).then(|| self.plan.layer(infection.layer).layer),
            }));
        }
        cases
    }

    /// Every absence that cost school days in the last replicate of a workspace that keeps them, zone by zone in the order in
    /// which they began. A person's days add up over their rows: no day is in two of them.
    #[must_use]
    pub fn absences(&self, workspace: &Workspace) -> Vec<Absence> {
        workspace.zones.iter().filter_map(|zone| zone.absences.as_deref()).flatten().copied().collect()
    }

    /// Bytes of changing state per person.
    #[must_use]
    pub const fn bytes_per_person() -> usize {
        size_of::<zone::Hot>()
    }
}

/// One replicate of a scenario in a population.
///
/// # Errors
/// As [`Simulation::new`].
pub fn run(population: &Population, scenario: &Scenario, seed: u64) -> Result<Outcome, Invalid> {
    let simulation = Simulation::new(population, scenario)?;
    Ok(simulation.run(&mut simulation.workspace(), seed, 0))
}
