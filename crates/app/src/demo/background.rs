//! How pupils of the other schools fall ill in ordinary times: by chance, the same for each demonstration.

use std::collections::HashMap;

use xd_kernel::{PersonId, UnitId};
use xd_observe::{ExceptionKind, ReportedException};
use xd_register::fixtures::{Names, School};

use super::county::Ordinary;

/// Pupils absent without being ill, and late, per pupil and day.
const ABSENT_OTHERWISE: f64 = 0.001;
const LATE: f64 = 0.001;
/// What the ill have, and how many of a hundred have it.
const ILLNESSES: &[(u64, &[&str])] = &[
    (30, &["fever", "cough"]),
    (20, &["cough", "runny_nose"]),
    (13, &["diarrhoea", "abdominal_pain"]),
    (10, &["vomiting"]),
    (9, &["fever"]),
    (5, &["rash"]),
    (13, &["other"]),
];

/// One group of a school in ordinary times.
pub struct Group {
    /// The class or team.
    pub unit: UnitId,
    /// Who holds the post: class teacher or team lead.
    pub checker: PersonId,
    members: Vec<PersonId>,
    ordinary: Ordinary,
    /// Who is ill, with what, and for how many more school days.
    ill: Vec<(PersonId, &'static [&'static str], u32)>,
}

/// The groups that check in the morning: classes and staff teams.
pub fn groups(school: &School, ordinary: Ordinary) -> impl Iterator<Item = Group> + '_ {
    school.classes.iter().chain(&school.teams).map(move |group| Group {
        unit: group.place.unit,
        checker: group.checker,
        members: group.members.clone(),
        ordinary,
        ill: Vec::new(),
    })
}

impl Group {
    /// The exceptions of the next school day.
    pub fn next_day(&mut self, chance: &mut Names) -> Vec<ReportedException> {
        self.ill.retain_mut(|(_, _, days)| {
            *days = days.saturating_sub(1);
            *days > 0
        });
        let mut others = Vec::new();
        for person in &self.members {
            let drawn = share(chance);
            if self.ill.iter().any(|(ill, ..)| ill == person) {
            } else if drawn < self.ordinary.onset {
                self.ill.push((*person, illness(chance), 1 + u32::try_from(chance.number(3)).unwrap_or(0)));
            } else if drawn > 1.0 - ABSENT_OTHERWISE {
                others.push(exception(*person, ExceptionKind::AbsentOther, &[]));
            } else if drawn > 1.0 - ABSENT_OTHERWISE - LATE {
                others.push(exception(*person, ExceptionKind::Late, &[]));
            }
        }
        let ill = self
            .ill
            .iter()
            .map(|(person, symptoms, _)| exception(*person, ExceptionKind::AbsentIll, symptoms));
        ill.chain(others).collect()
    }
}

/// A dormitory room of a school in ordinary times.
pub struct Room {
    /// The room.
    pub unit: UnitId,
    /// The keeper of its building.
    pub checker: PersonId,
    members: Vec<PersonId>,
}

/// The rooms that check in the evening.
pub fn rooms(school: &School) -> impl Iterator<Item = Room> + '_ {
    school.rooms.iter().map(|room| Room {
        unit: room.place.unit,
        checker: room.checker,
        members: room.members.clone(),
    })
}

impl Room {
    /// Whoever was absent ill in class is not in bed here either.
    pub fn evening(&self, ill: &HashMap<PersonId, ReportedException>) -> Vec<ReportedException> {
        self.members.iter().filter_map(|person| ill.get(person).cloned()).collect()
    }
}

/// An even draw from 0 to 1.
fn share(chance: &mut Names) -> f64 {
    const PARTS: u32 = 1_000_000;
    f64::from(u32::try_from(chance.number(u64::from(PARTS))).unwrap_or(0)) / f64::from(PARTS)
}

fn illness(chance: &mut Names) -> &'static [&'static str] {
    let mut drawn = chance.number(100);
    for (weight, symptoms) in ILLNESSES {
        match drawn.checked_sub(*weight) {
            Some(rest) => drawn = rest,
            None => return symptoms,
        }
    }
    &["other"]
}

/// An exception without temperature or note.
pub fn exception(person: PersonId, kind: ExceptionKind, symptoms: &[&str]) -> ReportedException {
    let symptoms = symptoms.iter().map(|code| (*code).to_owned()).collect();
    ReportedException { person, kind, symptoms, celsius: None, note: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_as_many_are_ill_as_in_ordinary_times() {
        let mut group = Group {
            unit: UnitId::mint(),
            checker: PersonId::mint(),
            members: (0..10_000).map(|_| PersonId::mint()).collect(),
            ordinary: Ordinary { onset: 0.0014 },
            ill: Vec::new(),
        };
        let mut chance = Names::seeded(1);
        let ill = |exceptions: &[ReportedException]| {
            exceptions.iter().filter(|one| one.kind == ExceptionKind::AbsentIll).count()
        };
        let days: Vec<usize> = (0..40).map(|_| ill(&group.next_day(&mut chance))).skip(5).collect();
        let mean = days.iter().sum::<usize>() / days.len();
        assert!((20..=36).contains(&mean), "0.28 % of 10,000 are 28, not {mean}");
        assert_eq!(ILLNESSES.iter().map(|(weight, _)| weight).sum::<u64>(), 100);
    }
}
