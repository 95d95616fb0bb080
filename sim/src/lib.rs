#![doc = include_str!("../README.md")]

mod calendar;
mod calibrate;
mod coverage;
mod disease;
mod draw;
mod duration;
mod engine;
mod error;
mod measure;
mod outcome;
mod parameter;
mod population;
mod rng;
mod scenario;
mod search;
mod threads;
pub mod validation;

pub use calendar::{Calendar, Days, MAX_DAYS};
pub use calibrate::{Band, Calibrate, Observed, Particle, Posterior, Prior, Round, Series, Unknown, Weights};
pub use coverage::Coverage;
pub use disease::{AgeBand, Disease, Environment, Source, Transmissibility, Vaccine};
pub use draw::{gamma_weight, negative_binomial, normal, poisson};
pub use duration::{Duration, HourTable, LONGEST};
pub use engine::{Simulation, Workspace, run};
pub use error::Invalid;
pub use measure::{
    Action, Basis, Cost, MAX_MEASURES, Measure, Release, Rhythm, Scope, Test, Trigger, Unit, Who,
};
pub use outcome::{Absence, Case, Cause, GENERATIONS, Outcome, SchoolTally};
pub use population::{Layer, NONE, Population, Province, Role, Row, SchoolPlan, Stage, Zone, ZoneBuilder};
pub use rng::{Process, RunKey, Stream, pair, scale, unit32};
pub use scenario::{
    Away, AwayTable, ClusterRule, Contacts, Import, Introduction, MeetsOn, Mixing, Scenario, usual_contacts,
};
pub use search::{
    Arena, Candidate, Choice, Estimate, Explain, Explained, Found, Kind, Knob, Listed, MAX_CANDIDATES,
    Objective, Progress, Ran, Rules, Search, Setting, Setup, Standing, Worth, candidates, race,
};
