//! What one replicate came to. Everything is a whole number, so that parts add up to the same bytes in any order.

use serde::{Deserialize, Serialize};

use crate::population::Layer;

/// Why a school day was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Ill at home.
    Ill,
    /// Isolated after a positive test.
    Isolated,
    /// In quarantine.
    Quarantined,
    /// Class, grade or school closed.
    Closed,
    /// Day pupils before a closed campus.
    ClosedCampus,
    /// Closed, but made up for later: not lost.
    MadeUp,
}

impl Cause {
    /// Every cause, in the order of their numbers.
    pub const ALL: [Self; 6] =
        [Self::Ill, Self::Isolated, Self::Quarantined, Self::Closed, Self::ClosedCampus, Self::MadeUp];
}

/// Tallies of one school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolTally {
    /// Infections of its people, those brought in included.
    pub infections: u32,
    /// Day of the first, `u16::MAX` where there is none.
    pub first_infection: u16,
    /// Day on which a case was first known (ill or confirmed), `u16::MAX` where none was.
    pub first_known: u16,
    /// Day of the last infection.
    pub last_infection: u16,
}

impl SchoolTally {
    pub(crate) const NONE: Self =
        Self { infections: 0, first_infection: u16::MAX, first_known: u16::MAX, last_infection: 0 };

    /// Days from the first infection to the first known case; `None` where one of them is missing.
    #[must_use]
    pub fn detection_delay(&self) -> Option<u16> {
        (self.infections > 0 && self.first_known < u16::MAX)
            .then(|| self.first_known.saturating_sub(self.first_infection))
    }

    /// Days from the first known case to the last infection: how long the ring stayed open. Infections brought in later
    /// count too.
    #[must_use]
    pub fn ring_closing(&self) -> Option<u16> {
        (self.first_known < u16::MAX).then(|| self.last_infection.saturating_sub(self.first_known))
    }
}

/// Generations beyond this are counted in the last place.
pub const GENERATIONS: usize = 64;

/// The outcome of one replicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Infections of pupils, staff and outsiders, those brought in included.
    pub infections: [u64; 3],
    /// Infections brought in.
    pub imported: u64,
    /// Infections by the layer in which they happened, in the order of [`Layer::ALL`].
    pub by_layer: [u64; Layer::COUNT],
    /// Infections by generation; those brought in are generation 0.
    pub by_generation: Vec<u64>,
    /// Infections on each day.
    pub curve: Vec<u32>,
    /// Onsets on each day.
    pub onsets: Vec<u32>,
    /// In hospital on each day.
    pub in_hospital: Vec<u32>,
    /// Infections with symptoms.
    pub symptomatic: u64,
    /// Persons known to be ill.
    pub known_ill: u64,
    /// Persons confirmed by a test, false ones included.
    pub confirmed: u64,
    /// Confirmed though never infected.
    pub false_positives: u64,
    /// Admissions to hospital.
    pub admissions: u64,
    /// Days in hospital.
    pub hospital_days: u64,
    /// School days of pupils away, by [`Cause`].
    pub pupil_days: [u64; 6],
    /// The same days by the measure that first took each.
    pub pupil_days_by_measure: Vec<u64>,
    /// School days of staff away, by [`Cause`].
    pub staff_days: [u64; 6],
    /// Swabs or single tests taken.
    pub swabs: u64,
    /// Tests run (tubes and singles).
    pub tests: u64,
    /// Tubes of more than one swab among them.
    pub tubes: u64,
    /// How often each measure did something (a test, a person sent home, named, closed).
    pub done: Vec<u64>,
    /// Class days on which each measure held.
    pub class_days: Vec<u64>,
    /// Staff minutes, rounded once per measure.
    pub staff_minutes: u64,
    /// Money in hundredths, rounded once per measure.
    pub cents: u64,
    /// Scopes in which each cluster rule held at least once.
    pub clusters: Vec<u32>,
    /// Tallies by school, zones one after another.
    pub schools: Vec<SchoolTally>,
}

impl Outcome {
    pub(crate) fn empty(days: u16, measures: usize, clusters: usize) -> Self {
        Self {
            infections: [0; 3],
            imported: 0,
            by_layer: [0; Layer::COUNT],
            by_generation: vec![0; GENERATIONS],
            curve: vec![0; usize::from(days)],
            onsets: vec![0; usize::from(days)],
            in_hospital: vec![0; usize::from(days)],
            symptomatic: 0,
            known_ill: 0,
            confirmed: 0,
            false_positives: 0,
            admissions: 0,
            hospital_days: 0,
            pupil_days: [0; 6],
            pupil_days_by_measure: vec![0; measures],
            staff_days: [0; 6],
            swabs: 0,
            tests: 0,
            tubes: 0,
            done: vec![0; measures],
            class_days: vec![0; measures],
            staff_minutes: 0,
            cents: 0,
            clusters: vec![0; clusters],
            schools: Vec::new(),
        }
    }

    /// Everything to nought, allocations kept.
    pub(crate) fn clear(&mut self) {
        let mut fresh = Self::empty(0, 0, 0);
        fresh.by_generation = std::mem::take(&mut self.by_generation);
        fresh.curve = std::mem::take(&mut self.curve);
        fresh.onsets = std::mem::take(&mut self.onsets);
        fresh.in_hospital = std::mem::take(&mut self.in_hospital);
        fresh.done = std::mem::take(&mut self.done);
        fresh.pupil_days_by_measure = std::mem::take(&mut self.pupil_days_by_measure);
        fresh.class_days = std::mem::take(&mut self.class_days);
        fresh.clusters = std::mem::take(&mut self.clusters);
        fresh.schools = std::mem::take(&mut self.schools);
        fresh.by_generation.fill(0);
        fresh.curve.fill(0);
        fresh.onsets.fill(0);
        fresh.in_hospital.fill(0);
        fresh.done.fill(0);
        fresh.pupil_days_by_measure.fill(0);
        fresh.class_days.fill(0);
        fresh.clusters.fill(0);
        fresh.schools.fill(SchoolTally::NONE);
        *self = fresh;
    }

    /// Adds the outcome of another zone of the same run.
    pub(crate) fn add(&mut self, other: &Self) {
        fn sum<T: Copy + std::ops::AddAssign>(into: &mut [T], from: &[T]) {
            into.iter_mut().zip(from).for_each(|(into, from)| *into += *from);
        }
        sum(&mut self.infections, &other.infections);
        sum(&mut self.by_layer, &other.by_layer);
        sum(&mut self.by_generation, &other.by_generation);
        sum(&mut self.curve, &other.curve);
        sum(&mut self.onsets, &other.onsets);
        sum(&mut self.in_hospital, &other.in_hospital);
        sum(&mut self.pupil_days, &other.pupil_days);
        sum(&mut self.pupil_days_by_measure, &other.pupil_days_by_measure);
        sum(&mut self.staff_days, &other.staff_days);
        sum(&mut self.done, &other.done);
        sum(&mut self.class_days, &other.class_days);
        sum(&mut self.clusters, &other.clusters);
        self.imported += other.imported;
        self.symptomatic += other.symptomatic;
        self.known_ill += other.known_ill;
        self.confirmed += other.confirmed;
        self.false_positives += other.false_positives;
        self.admissions += other.admissions;
        self.hospital_days += other.hospital_days;
        self.swabs += other.swabs;
        self.tests += other.tests;
        self.tubes += other.tubes;
        self.schools.extend_from_slice(&other.schools);
    }

    /// Infections of pupils and staff.
    #[must_use]
    pub fn school_infections(&self) -> u64 {
        self.infections[0] + self.infections[1]
    }

    /// Everybody infected.
    #[must_use]
    pub fn total_infections(&self) -> u64 {
        self.infections.iter().sum()
    }

    /// School days that pupils lost, whatever the cause, days made up for left out.
    #[must_use]
    pub fn pupil_days_lost(&self) -> u64 {
        self.pupil_days[..Cause::MadeUp as usize].iter().sum()
    }
}

/// One stay away from school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Zone.
    pub zone: u32,
    /// Person within the zone.
    pub person: u32,
    /// First day counted; days before it belong to an earlier absence.
    pub from: u16,
    /// First day on which the person may come again.
    pub until: u16,
    /// School days between, as far as the run goes.
    pub days: u16,
    /// Why.
    pub cause: Cause,
    /// Number of the measure in the scenario.
    pub measure: u8,
}

/// One infection of a line list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Zone.
    pub zone: u32,
    /// Person within the zone.
    pub person: u32,
    /// Line of the infector within the zone; `u32::MAX` where the infection was brought in.
    pub infector: u32,
    /// Hour of infection since the start of day 0.
    pub hour: u32,
    /// Hour of onset; `u32::MAX` without symptoms.
    pub onset_hour: u32,
    /// First infectious day.
    pub infectious_from: u16,
    /// Infectious days.
    pub infectious_days: u16,
    /// Days of illness from onset.
    pub illness_days: u16,
    /// Generation; 0 was brought in.
    pub generation: u16,
    /// Layer in which it happened; `None` where brought in.
    pub layer: Option<Layer>,
}
