//! Calibration: which parameters make the simulator show what was observed.
//!
//! Approximate Bayesian computation with sequential rounds (Toni et al. 2009): parameters are drawn, an outbreak is
//! simulated, and the draw counts where its curve comes close enough; each round asks for closer. See
//! `docs/methods/calibration.md`.

mod curve;
mod kernel;
mod posterior;
mod prior;
mod rounds;

pub use curve::{Observed, Series, Weights};
pub use posterior::{Band, Particle, Posterior, Round};
pub use prior::Prior;

use serde::{Deserialize, Serialize};

use crate::engine::Simulation;
use crate::error::{Invalid, Path};
use crate::parameter::set_in_scenario;
use crate::scenario::Scenario;
use crate::search::{Progress, Setup};

/// The day of the scenario on which the observed curve begins, as the path of a parameter.
const FIRST_DAY: &str = "first_day";

/// A parameter that is not known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unknown {
    /// Its path in the scenario, such as `disease.transmissibility`, `disease.infectious.mean`, `contacts.class.per_day` or
    /// `measures.masks.compliance`; or `first_day`, the day of the scenario on which the observed curve begins.
    pub path: String,
    /// What is believed of it.
    pub prior: Prior,
}

/// How to calibrate: the `[calibrate]` of a scenario file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Calibrate {
    /// What is not known, 1 to 12 parameters.
    pub parameters: Vec<Unknown>,
    /// What was observed.
    pub series: Series,
    /// Points of the posterior, 20 to 100,000.
    #[cfg_attr(feature = "schema", schemars(range(min = 20, max = 100000)))]
    pub particles: u32,
    /// Most rounds, 1 to 50.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 50)))]
    pub rounds: u32,
    /// Share of a round's distances that the next still accepts, 0.05 to 0.95.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.05, max = 0.95)))]
    pub keep: f64,
    /// No further round once fewer of the runs than this are accepted, 0.0001 to 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0001, max = 1.0)))]
    pub least_accepted: f64,
    /// Most runs in all, 100 to 100,000,000.
    #[cfg_attr(feature = "schema", schemars(range(min = 100, max = 100000000)))]
    pub runs: u32,
    /// How much each part of the distance counts, 0 to 1000.
    pub weights: Weights,
}

impl Default for Calibrate {
    fn default() -> Self {
        Self {
            parameters: Vec::new(),
            series: Series::default(),
            particles: 200,
            rounds: 8,
            keep: 0.5,
            least_accepted: 0.03,
            runs: 100_000,
            weights: Weights::default(),
        }
    }
}

/// What a set of parameter values comes to.
struct Trial {
    parts: [f64; 3],
    curve: Vec<f64>,
}

/// Everything that stays the same during a calibration.
struct Task<'a> {
    calibrate: &'a Calibrate,
    setup: Setup<'a>,
    first: Simulation<'a>,
    observed: &'a Observed,
}

impl Calibrate {
    /// Samples the posterior. The same seed gives the same sample for any number of threads.
    ///
    /// # Errors
    /// What is out of range or not there, with its field; priors under which no run is possible.
    pub fn run(
        &self,
        setup: Setup<'_>,
        observed: &Observed,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Posterior, Invalid> {
        self.check(setup.base)?;
        observed.check()?;
        let first = Simulation::new(setup.population, setup.base)?;
        rounds::sample(&Task { calibrate: self, setup, first, observed }, progress)
    }

    /// Everything that can be wrong before anything runs: each end of each prior is tried in the scenario.
    ///
    /// # Errors
    /// The first field out of range, or that names what is not there.
    pub fn check(&self, base: &Scenario) -> Result<(), Invalid> {
        let path = Path::root("calibrate");
        path.at("parameters").within(self.parameters.len() as f64, 1.0, 12.0)?;
        path.at("particles").within(self.particles.into(), 20.0, 1e5)?;
        path.at("rounds").within(self.rounds.into(), 1.0, 50.0)?;
        path.at("keep").within(self.keep, 0.05, 0.95)?;
        path.at("least_accepted").within(self.least_accepted, 1e-4, 1.0)?;
        path.at("runs").within(self.runs.into(), 100.0, 1e8)?;
        for (name, weight) in ["curve", "size", "peak"].into_iter().zip(self.weights.parts()) {
            path.at("weights").at(name).within(weight, 0.0, 1000.0)?;
        }
        if self.weights.parts().iter().sum::<f64>() <= 0.0 {
            return Err(path.at("weights").refuse("0 throughout", "at least one weight above 0"));
        }
        for (at, unknown) in self.parameters.iter().enumerate() {
            let path = path.at("parameters").index(at);
            if self.parameters[..at].iter().any(|other| other.path == unknown.path) {
                return Err(path.at("path").refuse(&unknown.path, "each parameter once"));
            }
            unknown.check(base, &path)?;
        }
        Ok(())
    }
}

impl Unknown {
    fn check(&self, base: &Scenario, path: &Path) -> Result<(), Invalid> {
        self.prior.check(&path.at("prior"))?;
        let (from, to) = self.prior.ends();
        for (name, value) in [("from", from), ("to", to)] {
            if self.path == FIRST_DAY {
                path.at("prior").at(name).within(value, 0.0, f64::from(base.days) - 1.0)?;
                continue;
            }
            let mut scenario = base.clone();
            set_in_scenario(&mut scenario, (&self.path, value), path.at("path").name())?;
            scenario.check().map_err(|invalid| {
                path.at("prior").at(name).refuse(value, format!("{} of {}", invalid.allowed, invalid.field))
            })?;
        }
        Ok(())
    }
}

impl Task<'_> {
    /// Runs the scenario with these values; `None` where they do not fit together.
    fn try_out(&self, values: &[f64], replicate: u64) -> Option<Trial> {
        let mut scenario = self.setup.base.clone();
        let mut first_day = 0;
        for (unknown, value) in self.calibrate.parameters.iter().zip(values) {
            if unknown.path == FIRST_DAY {
                first_day = libm::round(*value) as usize;
            } else {
                set_in_scenario(&mut scenario, (&unknown.path, *value), "calibrate").ok()?;
            }
        }
        let simulation = self.first.again(&scenario).ok()?;
        let mut workspace = simulation.workspace();
        let outcome = simulation.run(&mut workspace, self.setup.seed, replicate);
        let days = (first_day, self.observed.values.len());
        let curve = self.observed.series.of((&simulation, &workspace), &outcome, days);
        Some(Trial { parts: curve::parts(&self.observed.values, &curve), curve })
    }
}
