//! Cases, places and contacts, and what a shared place weighs.

use crate::days::DayDistribution;
use crate::error::ChainError;
use epi_core::{Requirement, check};

/// What is known of when a case happened. Days are whole numbers of any origin, one for the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Day of the first symptom.
    Onset(i32),
    /// Day of infection, of a case without (known) symptoms. Its onset is placed by the incubation period.
    Exposure(i32),
}

impl Timing {
    /// The day itself.
    #[must_use]
    pub fn day(self) -> i32 {
        match self {
            Self::Onset(day) | Self::Exposure(day) => day,
        }
    }
}

/// Kinds of places that people share, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// Home.
    Household,
    /// Dormitory room.
    Dormitory,
    /// Class.
    Class,
    /// Grade.
    Grade,
    /// School.
    School,
}

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Its kind.
    pub kind: PlaceKind,
    /// Which one of its kind.
    pub key: u32,
}

/// Whether a case may have an infector in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Not known.
    Unknown,
    /// Infected outside, for certain.
    Imported,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// When.
    pub timing: Timing,
    /// The places the person belongs to.
    pub places: Vec<Place>,
    /// Whether it may have an infector in the list.
    pub origin: Origin,
}

/// Two cases who are known to have met, by their positions in the list. Either may have infected the other.
pub type Contact = (usize, usize);

/// How much likelier infection is between two people who share a place than between two who only share the school. Only
/// ratios matter; of several shared places the greatest weight counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Same household.
    pub household: f64,
    /// Same dormitory room.
    pub dormitory: f64,
    /// Same class.
    pub class: f64,
    /// Same grade.
    pub grade: f64,
    /// Same school.
    pub school: f64,
    /// Known to have met.
    pub contact: f64,
    /// Nothing known to be shared. Zero keeps long lists fast: only people of one place are paired.
    pub elsewhere: f64,
}

impl Default for Weights {
    /// A judgement of ours, not an estimate: household 20, dormitory 15, known contact 15, class 10, grade 2, school 1,
    /// elsewhere 0. Say what you know better, and see how far the answer depends on it.
    fn default() -> Self {
        Self {
            household: 20.0,
            dormitory: 15.0,
            class: 10.0,
            grade: 2.0,
            school: 1.0,
            contact: 15.0,
            elsewhere: 0.0,
        }
    }
}

impl Weights {
    pub(crate) fn of(&self, kind: PlaceKind) -> f64 {
        match kind {
            PlaceKind::Household => self.household,
            PlaceKind::Dormitory => self.dormitory,
            PlaceKind::Class => self.class,
            PlaceKind::Grade => self.grade,
            PlaceKind::School => self.school,
        }
    }

    pub(crate) fn check(&self) -> Result<(), ChainError> {
        let named = [
            ("weight of a household", self.household),
            ("weight of a dormitory", self.dormitory),
            ("weight of a class", self.class),
            ("weight of a grade", self.grade),
            ("weight of a school", self.school),
            ("weight of a contact", self.contact),
            ("weight of elsewhere", self.elsewhere),
        ];
        for (name, weight) in named {
            check(name, weight, Requirement::NotNegative)?;
        }
        Ok(())
    }
}

/// When symptoms follow infection.
#[derive(Debug, Clone, PartialEq)]
pub enum Incubation {
    /// Not needed: every case has an onset.
    Unknown,
    /// Days from infection to onset.
    Known(DayDistribution),
}

/// The model of who infects whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Days from the onset of an infector to the onset of whom they infect.
    pub serial_interval: DayDistribution,
    /// Days from infection to onset.
    pub incubation: Incubation,
    /// What shared places weigh.
    pub weights: Weights,
    /// Weight, for each case, of an infection from outside the list, in the units of place weight × probability of the serial
    /// interval. Above zero. With class weight 10 and a serial interval that gives its likeliest day 0.25, a classmate on
    /// that day weighs 2.5.
    pub community: f64,
}
