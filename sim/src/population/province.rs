//! A province of generated schools, zone by zone.

use serde::{Deserialize, Serialize};

use super::school::add_households;
use super::{Population, SchoolPlan, Stage, Zone, ZoneBuilder};
use crate::error::{Invalid, Path};
use crate::rng::{Process, RunKey};

/// So many schools of a few kinds, spread over zones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Province {
    /// Zones (counties), 1 to 10 000. They are what threads share, and they set the results: see the model document.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10000)))]
    pub zones: u32,
    /// Kinds of schools with their numbers in the whole province.
    pub schools: Vec<(u32, SchoolPlan)>,
    /// Share of pupils who share their household with another pupil of the zone.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub sibling_share: f64,
    /// Adults in a household with pupils, 0 to 6.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 6)))]
    pub adults: u16,
}

impl Province {
    /// Henan's size in 2022 (51 100 schools, 26.95 million pupils, 1.93 million staff), times `share`. Numbers of schools
    /// by stage and class sizes are round figures of ours that meet these totals; boarding by stage is assumed.
    #[must_use]
    pub fn henan(share: f64) -> Self {
        let plan = |stage, grades, classes_per_grade, class_size, boarding_share| SchoolPlan {
            stage,
            grades,
            classes_per_grade,
            class_size,
            boarding_share,
            staff_per_class: 2.92,
            ..SchoolPlan::default()
        };
        let of = |count: f64| libm::round(count * share).max(1.0) as u32;
        Self {
            zones: of(1_600.0),
            schools: vec![
                (of(23_400.0), plan(Stage::Kindergarten, 3, 2, 28, 0.0)),
                (of(21_430.0), plan(Stage::Primary, 6, 2, 40, 0.11)),
                (of(4_600.0), plan(Stage::Junior, 3, 8, 46, 0.55)),
                (of(1_060.0), plan(Stage::Senior, 3, 17, 56, 0.80)),
                (of(450.0), plan(Stage::Vocational, 3, 25, 50, 0.75)),
                (of(160.0), plan(Stage::Higher, 4, 103, 44, 0.95)),
            ],
            sibling_share: 0.4,
            adults: 2,
        }
    }

    /// Lays out the population, zones on several threads where the feature `rayon` is on.
    ///
    /// # Errors
    /// A number out of range.
    pub fn population(&self, seed: u64) -> Result<Population, Invalid> {
        let path = Path::root("population.province");
        path.at("zones").within(self.zones.into(), 1.0, 10_000.0)?;
        path.at("sibling_share").share(self.sibling_share)?;
        path.at("adults").within(self.adults.into(), 0.0, 6.0)?;
        for (_, plan) in &self.schools {
            plan.check()?;
        }
        let numbers: Vec<u32> = (0..self.zones).collect();
        let zones = crate::threads::map(&numbers, |zone| self.zone(seed, *zone));
        Population::new(zones.into_iter().collect::<Result<_, _>>()?)
    }

    fn zone(&self, seed: u64, zone: u32) -> Result<Zone, Invalid> {
        let mut builder = ZoneBuilder::new();
        let mut stream = RunKey::new(seed, 0).stream(Process::Population, 1 + u64::from(zone));
        let mut people = Vec::new();
        let mut school = 0;
        for (kind, (count, plan)) in self.schools.iter().enumerate() {
            // Kinds start at different zones, so that remainders do not heap up in the first.
            let turn = (zone + kind as u32 * 7) % self.zones;
            let here = count / self.zones + u32::from(turn < count % self.zones);
            for _ in 0..here {
                people.extend(plan.add_to(&mut builder, school, &mut stream));
                school += 1;
            }
        }
        add_households(&mut builder, &mut people, &mut stream, (self.sibling_share, self.adults));
        Ok(builder.build()?.0)
    }
}
