//! Who is there and with whom they are together.
//!
//! A population is a list of [`Zone`]s: parts that are simulated beside each other (a county, or one school). Within a zone the
//! pupils of a class lie together in memory, classes of a grade together, grades and then staff of a school together,
//! and persons outside schools last. So a class, a grade, a sitting of the canteen and a school are ranges, and only
//! rooms, households, clubs and buses need lists.

mod build;
mod lists;
mod province;
mod school;

pub use build::{Row, ZoneBuilder};
pub use province::Province;
pub use school::{SchoolPlan, Stage};

pub(crate) use lists::Lists;

use serde::{Deserialize, Serialize};

use crate::error::Invalid;

/// "Belongs to none".
pub const NONE: u32 = u32::MAX;

/// What a person is in the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A pupil, in a class.
    Pupil,
    /// Teaching or other staff.
    Staff,
    /// In no school: parents and other members of households.
    Outsider,
}

/// A kind of place or company in which people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Pupils of one class.
    Class,
    /// Pupils of one grade.
    Grade,
    /// Everybody of one school.
    School,
    /// Staff of one school among themselves.
    Staff,
    /// A teacher and the pupils of the classes taught.
    Teaching,
    /// A dormitory room.
    Room,
    /// A dormitory building.
    Building,
    /// Those who eat at the same sitting.
    Canteen,
    /// A club or interest group across classes.
    Club,
    /// A school bus.
    Bus,
    /// A household.
    Household,
    /// Everybody of the zone.
    Community,
    /// Everybody of the other zones; infections arrive on the next day.
    Travel,
}

impl Layer {
    /// Every layer, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Class,
        Self::Grade,
        Self::School,
        Self::Staff,
        Self::Teaching,
        Self::Room,
        Self::Building,
        Self::Canteen,
        Self::Club,
        Self::Bus,
        Self::Household,
        Self::Community,
        Self::Travel,
    ];
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Takes place in school, so that who stays away from school has no part in it.
    #[must_use]
    pub const fn in_school(self) -> bool {
        !matches!(self, Self::Household | Self::Community | Self::Travel)
    }
}

/// A class, or the staff of a school: people who lie together in memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cohort {
    pub school: u32,
    /// [`NONE`] for staff.
    pub grade: u32,
    /// [`NONE`] for staff.
    pub sitting: u32,
    pub start: u32,
    pub end: u32,
}

/// A span of persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub(crate) const fn len(self) -> u32 {
        self.end - self.start
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct School {
    pub people: Span,
    /// Its cohorts: classes, then staff if there are any.
    pub cohorts: Span,
}

/// People who are simulated together.
#[derive(Debug, Clone)]
pub struct Zone {
    pub(crate) age: Vec<u8>,
    /// Seats in class; empty where nobody's is known.
    pub(crate) seats: Vec<Option<(u8, u8)>>,
    /// Of school people only; outsiders lie behind them.
    pub(crate) cohort_of: Vec<u32>,
    pub(crate) cohorts: Vec<Cohort>,
    pub(crate) grades: Vec<Span>,
    pub(crate) sittings: Vec<Span>,
    pub(crate) schools: Vec<School>,
    pub(crate) rooms: Lists,
    /// Of each room, and the members of each building as a span of the members of rooms.
    pub(crate) building_of_room: Vec<u32>,
    pub(crate) buildings: Vec<Span>,
    pub(crate) clubs: Lists,
    pub(crate) buses: Lists,
    pub(crate) households: Lists,
    /// Teachers of each cohort, and the cohorts of each teacher (by position in `teachers`).
    pub(crate) teachers_of: Lists,
    pub(crate) cohorts_of_teacher: Lists,
}

impl Zone {
    /// How many people.
    #[must_use]
    pub fn len(&self) -> usize {
        self.age.len()
    }

    /// Nobody?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.age.is_empty()
    }

    /// How many belong to schools.
    #[must_use]
    pub fn school_people(&self) -> usize {
        self.cohort_of.len()
    }

    /// How many schools.
    #[must_use]
    pub fn schools(&self) -> usize {
        self.schools.len()
    }

    /// How many classes.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.cohorts.iter().filter(|cohort| cohort.grade != NONE).count()
    }

    /// Most classes and staff rooms in one school.
    pub(crate) fn most_classes(&self) -> usize {
        self.schools.iter().map(|school| school.cohorts.len() as usize).max().unwrap_or(0)
    }

    /// What `person` is.
    #[must_use]
    pub fn role(&self, person: u32) -> Role {
        match self.cohort(person) {
            None => Role::Outsider,
            Some(cohort) if cohort.grade == NONE => Role::Staff,
            Some(_) => Role::Pupil,
        }
    }

    /// Number of the class or staff room of `person`; `None` outside schools.
    #[must_use]
    pub fn cohort_number(&self, person: u32) -> Option<u32> {
        self.cohort_of.get(person as usize).copied()
    }

    #[inline]
    pub(crate) fn cohort(&self, person: u32) -> Option<&Cohort> {
        self.cohort_of.get(person as usize).map(|cohort| &self.cohorts[*cohort as usize])
    }

    /// The school of `person`, or [`NONE`].
    #[inline]
    #[must_use]
    pub fn school_of(&self, person: u32) -> u32 {
        self.cohort(person).map_or(NONE, |cohort| cohort.school)
    }

    pub(crate) fn boards(&self, person: u32) -> bool {
        self.rooms.of(person) != NONE
    }
}

/// Everybody.
#[derive(Debug, Clone)]
pub struct Population {
    pub(crate) zones: Vec<Zone>,
    /// Number of the first person of each zone, and the total at the end.
    pub(crate) base: Vec<u64>,
}

impl Population {
    /// Zones beside each other.
    ///
    /// # Errors
    /// There is nobody.
    pub fn new(zones: Vec<Zone>) -> Result<Self, Invalid> {
        let mut base = vec![0];
        let mut total = 0;
        for zone in &zones {
            total += zone.len() as u64;
            base.push(total);
        }
        if total == 0 {
            return Err(Invalid::new("population", "empty", "at least one person"));
        }
        Ok(Self { zones, base })
    }

    /// The zones.
    #[must_use]
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// How many people in all.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.base.last().copied().unwrap_or(0)
    }

    /// Never true: an empty population is refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
