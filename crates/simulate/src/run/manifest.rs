//! What a run is: everything its results depend on.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use xd_sim::{Population, Role, Scenario};

use super::record::{Keep, Persons};

/// A run; two runs that are equal have the same results. Written as `run.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Version of the program.
    pub version: String,
    /// The scenario in full, as TOML.
    pub scenario: String,
    /// The population: its plan, or the hash of the register.
    pub population: String,
    /// Seed of what is drawn of the population.
    pub population_seed: u64,
    /// Who is there.
    pub people: People,
    /// Seed of the replicates.
    pub seed: u64,
    /// How many replicates in all.
    pub replicates: u64,
    /// Line lists of the first so many replicates.
    pub line_lists: u64,
    /// Days lost person by person.
    pub persons: Persons,
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Pupils.
    pub pupils: u64,
    /// Staff.
    pub staff: u64,
    /// In no school.
    pub outsiders: u64,
    /// Schools.
    pub schools: u64,
    /// Classes.
    pub classes: u64,
    /// Zones.
    pub zones: u64,
}

impl People {
    /// Counts them.
    #[must_use]
    pub fn of(population: &Population) -> Self {
        let mut people = Self { zones: population.zones().len() as u64, ..Self::default() };
        for zone in population.zones() {
            people.schools += zone.schools() as u64;
            people.classes += zone.classes() as u64;
            people.outsiders += (zone.len() - zone.school_people()) as u64;
            let pupils = (0..zone.school_people() as u32).filter(|person| zone.role(*person) == Role::Pupil);
            let pupils = pupils.count() as u64;
            people.pupils += pupils;
            people.staff += zone.school_people() as u64 - pupils;
        }
        people
    }

    /// Pupils and staff.
    #[must_use]
    pub const fn in_schools(&self) -> u64 {
        self.pupils + self.staff
    }

    /// Everybody.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.pupils + self.staff + self.outsiders
    }
}

impl Run {
    /// What the run keeps.
    #[must_use]
    pub const fn keep(&self) -> Keep {
        Keep { line_lists: self.line_lists, persons: self.persons }
    }

    /// The scenario.
    ///
    /// # Errors
    /// The text was changed by somebody.
    pub fn scenario(&self) -> Result<Scenario, toml::de::Error> {
        toml::from_str(&self.scenario)
    }

    /// As it is written.
    #[must_use]
    pub fn text(&self) -> String {
        // What is made of texts and numbers always becomes JSON.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// A hash of everything; parts of another run do not have it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.text()).into()
    }
}
