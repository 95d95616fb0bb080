//! What is kept of a replicate: its outcome, with schools counted instead of listed.

use serde::{Deserialize, Serialize};
use xd_sim::{Absence, Case, Layer, NONE, Outcome, Population, Role, Simulation, Workspace};

/// How many schools had a number of days.
pub type DayCounts = Vec<(u16, u32)>;

/// One replicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its number, from 0.
    pub replicate: u64,
    /// Its outcome, without the tallies of schools.
    pub outcome: Outcome,
    /// Schools with infections.
    pub schools_hit: u32,
    /// Schools with a known case.
    pub schools_known: u32,
    /// Days from the first infection to the first known case, by school.
    pub detection: DayCounts,
    /// Days from the first known case to the last infection, by school.
    pub closing: DayCounts,
}

impl Record {
    /// The record of an outcome.
    #[must_use]
    pub fn new(replicate: u64, mut outcome: Outcome) -> Self {
        let schools = std::mem::take(&mut outcome.schools);
        let counts = |days: &mut dyn Iterator<Item = u16>| {
            let mut days: Vec<u16> = days.collect();
            days.sort_unstable();
            days.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect()
        };
        Self {
            replicate,
            outcome,
            schools_hit: schools.iter().filter(|school| school.infections > 0).count() as u32,
            schools_known: schools.iter().filter(|school| school.first_known < u16::MAX).count() as u32,
            detection: counts(&mut schools.iter().filter_map(|school| school.detection_delay())),
            closing: counts(&mut schools.iter().filter_map(|school| school.ring_closing())),
        }
    }
}

/// One infection of the line list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Replicate.
    pub replicate: u64,
    /// The infection.
    pub case: Case,
    /// Who was infected.
    pub place: Place,
}

/// Where somebody belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Pupil, staff or outsider.
    pub role: Role,
    /// School within the zone, [`NONE`] for outsiders.
    pub school: u32,
    /// Class or staff room within the zone, [`NONE`] for outsiders.
    pub class: u32,
}

impl Place {
    fn of(population: &Population, zone: u32, person: u32) -> Self {
        let zone = &population.zones()[zone as usize];
        Self {
            role: zone.role(person),
            school: zone.school_of(person),
            class: zone.cohort_number(person).unwrap_or(NONE),
        }
    }
}

/// School days that a person lost in the replicates of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDays {
    /// Zone and person within it.
    pub who: (u32, u32),
    /// Where they belong.
    pub place: Place,
    /// Days by cause.
    pub days: [u64; 6],
}

/// The replicates of a span, `from` included and `to` not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// First.
    pub from: u64,
    /// Behind the last.
    pub to: u64,
    /// Each replicate.
    pub records: Vec<Record>,
    /// Line lists, where asked for.
    pub lines: Vec<Line>,
    /// Days lost by each person who lost some, where asked for.
    pub persons: Vec<PersonDays>,
}

/// What is kept besides records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Line lists of the first so many replicates.
    pub line_lists: u64,
    /// Days lost person by person.
    pub persons: Persons,
}

/// Are days lost counted person by person?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Persons {
    /// No.
    Together,
    /// Yes.
    Apart,
}

/// Runs the replicates of a span.
pub fn run_part(
    (simulation, population): (&Simulation<'_>, &Population),
    workspace: &mut Workspace,
    (seed, from, to): (u64, u64, u64),
    keep: Keep,
) -> Part {
    let mut part = Part { from, to, ..Part::default() };
    let mut lost: std::collections::BTreeMap<(u32, u32), [u64; 6]> = std::collections::BTreeMap::new();
    if keep.persons == Persons::Apart {
        workspace.keep_absences();
    }
    for replicate in from..to {
        part.records.push(Record::new(replicate, simulation.run(workspace, seed, replicate)));
        if replicate < keep.line_lists {
            let line = |case: Case| {
                let place = Place::of(population, case.zone, case.person);
                Line { replicate, case, place }
            };
            part.lines.extend(simulation.line_list(workspace).into_iter().map(line));
        }
        if keep.persons == Persons::Apart {
            for Absence { zone, person, cause, days, .. } in simulation.absences(workspace) {
                lost.entry((zone, person)).or_default()[cause as usize] += u64::from(days);
            }
        }
    }
    let person = |(who, days): ((u32, u32), [u64; 6])| {
        let place = Place::of(population, who.0, who.1);
        PersonDays { who, place, days }
    };
    part.persons = lost.into_iter().map(person).collect();
    part
}

/// The word of a layer as in scenario files.
#[must_use]
pub fn layer_word(layer: Layer) -> String {
    format!("{layer:?}").to_lowercase()
}
