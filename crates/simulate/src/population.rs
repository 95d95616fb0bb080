//! Who is simulated: a school or a region by its numbers, or a register.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xd_sim::{Invalid, Population, Province, SchoolPlan};

use crate::error::SimulateError;
use crate::places::Places;
use crate::register;

/// The table `[population]` of a scenario file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PopulationPlan {
    /// People listed in a file.
    Register(Register),
    /// A known province.
    Province(ProvinceShare),
    /// Several kinds of schools in zones that are simulated beside each other.
    Zones(Zones),
    /// One school by its numbers.
    School(SchoolPlan),
}

/// People listed in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The file (CSV), as seen from the scenario file.
    pub register: PathBuf,
}

/// Which province.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProvinceName {
    /// Henan's size in 2022, [`Province::henan`].
    Henan,
}

/// A province, or a smaller one with the same schools.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProvinceShare {
    /// Which.
    pub province: ProvinceName,
    /// Share of its schools and zones, above 0 to 1.
    #[serde(default = "whole")]
    #[schemars(range(min = 0.0001, max = 1.0))]
    pub share: f64,
}

const fn whole() -> f64 {
    1.0
}

/// Several kinds of schools in zones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zones {
    /// Zones (counties), 1 to 10 000.
    #[schemars(range(min = 1, max = 10_000))]
    pub zones: u32,
    /// Kinds of schools.
    pub schools: Vec<Schools>,
    /// Share of pupils who share their household with another pupil of the zone.
    #[serde(default = "siblings")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub sibling_share: f64,
    /// Adults in a household with pupils, 0 to 6.
    #[serde(default = "adults")]
    #[schemars(range(min = 0, max = 6))]
    pub adults: u16,
}

fn siblings() -> f64 {
    SchoolPlan::default().sibling_share
}

fn adults() -> u16 {
    SchoolPlan::default().adults
}

/// So many schools of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schools {
    /// In all zones together, 1 to 1 000 000.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub count: u32,
    /// What each is like; siblings and adults are those of the region.
    pub plan: SchoolPlan,
}

impl PopulationPlan {
    /// Lays the population out. What is drawn depends on `seed` alone; a register draws nothing.
    ///
    /// # Errors
    /// A number out of range at its place, a register that cannot be used.
    pub fn population(&self, places: &Places, seed: u64) -> Result<Population, SimulateError> {
        let laid_out = match self {
            Self::Register(plan) => return register::read(&beside(places, &plan.register)),
            Self::Province(plan) => match plan.province {
                ProvinceName::Henan => Province::henan(plan.share).population(seed),
            },
            Self::Zones(plan) => plan.province().population(seed),
            Self::School(plan) => plan.population(seed),
        };
        laid_out.map_err(|invalid| refusal(places, &invalid))
    }
}

impl Zones {
    fn province(&self) -> Province {
        Province {
            zones: self.zones,
            schools: self.schools.iter().map(|schools| (schools.count, schools.plan.clone())).collect(),
            sibling_share: self.sibling_share,
            adults: self.adults,
        }
    }
}

pub(crate) fn beside(places: &Places, register: &Path) -> PathBuf {
    Path::new(places.file()).parent().map_or_else(|| register.to_owned(), |folder| folder.join(register))
}

/// A refusal of the simulator at its place in the file.
pub(crate) fn refusal(places: &Places, invalid: &Invalid) -> SimulateError {
    let field = ["population.school.", "population.province."]
        .iter()
        .find_map(|prefix| invalid.field.strip_prefix(prefix))
        .map_or_else(|| invalid.field.clone(), |rest| format!("population.{rest}"));
    let reason = format!("is {}, allowed is {}", invalid.given, invalid.allowed);
    places.error(&field, reason).into()
}
