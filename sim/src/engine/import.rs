//! Infections that come from outside.

use crate::draw::poisson;
use crate::measure::Who;
use crate::population::{NONE, Span};
use crate::rng::{Process, Stream, pair};

use super::infect::Origin;
use super::plan::concerns;
use super::zone::Run;

/// How often another person is drawn where one is not eligible.
const TRIES: u32 = 64;

impl Run<'_> {
    /// Planned introductions of a day.
    pub(crate) fn introduce(&mut self, day: u16) {
        for (number, introduction) in self.plan.introductions.iter().enumerate() {
            if introduction.day != day || introduction.zone != self.number {
                continue;
            }
            let people = match introduction.school {
                Some(school) => self.zone.schools[school as usize].people,
                None if self.zone.school_people() > 0 && introduction.who != Who::Everybody => {
                    Span { start: 0, end: self.zone.school_people() as u32 }
                }
                None => Span { start: 0, end: self.zone.len() as u32 },
            };
            let mut stream = self.key.stream(Process::Introduction(number as u16), self.base);
            for _ in 0..introduction.count {
                self.bring_in(day, &mut stream, (people, introduction.who));
            }
        }
    }

    /// Infections at a rate.
    pub(crate) fn import(&mut self, day: u16) {
        for (number, import) in self.plan.imports.iter().enumerate() {
            let people = self.zone.school_people() as u32;
            if !import.days.contains(day) || people == 0 {
                continue;
            }
            let entity = pair(self.base, u64::from(day) << 16 | number as u64);
            let mut stream = self.key.stream(Process::Import, entity);
            let mean = f64::from(people) * import.per_100k_per_day / 1e5;
            for _ in 0..poisson(&mut stream, mean) {
                self.bring_in(day, &mut stream, (Span { start: 0, end: people }, Who::SchoolPeople));
            }
        }
    }

    /// Infects one of `people`, if a few draws find somebody who can be.
    fn bring_in(&mut self, day: u16, stream: &mut Stream, (people, who): (Span, Who)) {
        for _ in 0..TRIES {
            let person = people.start + stream.below(people.len());
            let right = self.zone.school_of(person) == NONE || concerns(self.zone, who, person);
            if right && !self.is_spent(person) {
                self.infect(u32::from(day) * 24, person, Origin::OUTSIDE);
                return;
            }
        }
    }
}
