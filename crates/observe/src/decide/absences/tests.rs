//! Tables of evidence and what becomes of the absences.

use proptest::prelude::*;
use xd_kernel::{CheckId, PersonId, UnitId};

use super::*;
use crate::decide::Moment;
use crate::{CheckType, Symptoms};

const MORNING: CheckType = CheckType::Morning;
const NOW: Instant = Instant(1_000);

fn home() -> Home {
    let school = UnitId::mint();
    Home { institution: school, person: PersonId::mint(), group: UnitId::mint(), class: None, room: None }
}

fn at(day: i32) -> Moment {
    Moment::of(SchoolDay(day), MORNING)
}

fn check(n: u8) -> CheckId {
    CheckId(uuid::Uuid::from_bytes([n; 16]))
}

/// On day `day`, check `n` saw illness.
fn ill(n: u8, day: i32) -> Sign {
    Sign {
        at: at(day),
        check: check(n),
        received_at: Instant(i64::from(n)),
        symptoms: Symptoms::of(["fever"]).unwrap(),
        absent: true,
    }
}

struct World {
    home: Home,
    stored: Vec<AbsenceRecord>,
    minted: u8,
}

impl World {
    fn new() -> Self {
        Self { home: home(), stored: Vec::new(), minted: 0 }
    }

    /// Reconciles with all the evidence there is now, and says how many absences were written.
    fn see(&mut self, ill: &[Sign], well: &[i32]) -> usize {
        let evidence = Evidence { ill: ill.to_vec(), well: well.iter().copied().map(at).collect() };
        let case = PersonCase { home: Some(self.home), stored: self.stored.clone(), evidence };
        let minted = &mut self.minted;
        let changed = reconcile(&case, NOW, &mut || {
            *minted += 1;
            AbsenceId(uuid::Uuid::from_bytes([*minted; 16]))
        });
        for record in &changed {
            self.stored.retain(|old| old.id != record.id);
            self.stored.push(record.clone());
        }
        self.stored.sort_by_key(|record| record.id);
        changed.len()
    }

    /// `opened-returned state` of each absence in order of its making.
    fn told(&self) -> Vec<String> {
        let day = |day: Option<SchoolDay>| day.map_or_else(String::new, |day| day.0.to_string());
        self.stored
            .iter()
            .map(|record| {
                let disputed = if record.disputed { "!" } else { "" };
                format!("{}-{} {}{disputed}", record.opened.day().0, day(record.returned), record.state)
            })
            .collect()
    }

    fn traced(&mut self, n: usize, state: TraceState) {
        self.stored[n].trace_state = state;
        self.stored[n].onset_assumed = false;
        self.stored[n].diagnosis = Some("varicella".to_owned());
    }
}

#[track_caller]
fn told(world: &World, expected: &[&str]) {
    assert_eq!(world.told(), expected);
}

#[test]
fn opens_continues_and_returns() {
    let mut world = World::new();
    assert_eq!(world.see(&[ill(1, 1)], &[]), 1);
    told(&world, &["1- open"]);
    assert_eq!(world.see(&[ill(1, 1), ill(2, 2)], &[]), 1);
    assert_eq!((world.stored[0].version, world.stored[0].last_ill), (2, SchoolDay(2)));
    world.see(&[ill(1, 1), ill(2, 2)], &[3]);
    told(&world, &["1-3 returned"]);
    assert_eq!(world.see(&[ill(1, 1), ill(2, 2)], &[3, 4]), 0, "nothing new, nothing written");
}

#[test]
fn a_correction_voids_and_another_revives() {
    let mut world = World::new();
    world.see(&[ill(1, 1)], &[]);
    world.see(&[], &[1]);
    told(&world, &["1- voided"]);
    assert_eq!(world.see(&[], &[1]), 0);
    world.see(&[ill(3, 1)], &[]);
    told(&world, &["1- open"]);
}

#[test]
fn late_reports_extend_split_and_join() {
    let mut world = World::new();
    world.see(&[ill(3, 3)], &[]);
    world.see(&[ill(3, 3), ill(1, 1)], &[]);
    told(&world, &["1- open"]);
    assert_eq!(world.stored[0].onset, SchoolDay(1));
    world.see(&[ill(3, 3), ill(1, 1)], &[2]);
    told(&world, &["1-2 returned", "3- open"]);
    world.see(&[ill(3, 3), ill(1, 1), ill(2, 2)], &[]);
    told(&world, &["1- open", "3- voided"]);
}

#[test]
fn what_was_traced_further_is_kept_when_two_become_one() {
    let mut world = World::new();
    world.see(&[ill(1, 1), ill(3, 3)], &[2]);
    world.traced(1, TraceState::TracedByTeacher);
    world.see(&[ill(1, 1), ill(2, 2), ill(3, 3)], &[]);
    told(&world, &["1- voided", "1- open"]);
    assert_eq!(world.stored[1].onset, SchoolDay(3), "onset as traced stays");
}

#[test]
fn the_teachers_tracing_does_not_keep_a_mistake_but_the_health_officers_does() {
    let mut world = World::new();
    world.see(&[ill(1, 1)], &[]);
    world.traced(0, TraceState::TracedByTeacher);
    world.see(&[], &[1]);
    told(&world, &["1- voided"]);

    let mut world = World::new();
    world.see(&[ill(1, 1)], &[]);
    world.traced(0, TraceState::TracedByHealthOfficer);
    world.see(&[], &[1]);
    told(&world, &["1- open!"]);
    assert_eq!(world.see(&[], &[1]), 0);
    world.see(&[], &[1, 2]);
    told(&world, &["1-2 returned!"]);
    world.see(&[ill(5, 1)], &[2]);
    told(&world, &["1-2 returned"]);
}

#[test]
fn tracing_survives_further_checks() {
    let mut world = World::new();
    world.see(&[ill(2, 2)], &[]);
    world.stored[0].onset = SchoolDay(0);
    world.stored[0].symptoms = Symptoms::of(["rash"]).unwrap();
    world.traced(0, TraceState::TracedByHealthOfficer);
    world.see(&[ill(2, 2), ill(1, 1), ill(3, 3)], &[]);
    let record = &world.stored[0];
    assert_eq!((record.onset, record.symptoms.to_string()), (SchoolDay(0), "rash".to_owned()));
    assert_eq!((record.opened.day(), record.last_ill), (SchoolDay(1), SchoolDay(3)));
}

proptest! {
    /// Whatever came in between, what stands in the end is what the evidence says, and seeing it again writes nothing.
    #[test]
    fn the_way_does_not_matter(ways in proptest::collection::vec(proptest::collection::vec(0..3_u8, 6), 1..6)) {
        let mut world = World::new();
        let mut fresh = World::new();
        let read = |days: &[u8]| {
            let signs: Vec<Sign> = days.iter().enumerate().filter(|(_, seen)| **seen == 1)
                .map(|(day, _)| ill(u8::try_from(day).unwrap() + 1, i32::try_from(day).unwrap())).collect();
            let well: Vec<i32> = days.iter().enumerate().filter(|(_, seen)| **seen == 2)
                .map(|(day, _)| i32::try_from(day).unwrap()).collect();
            (signs, well)
        };
        for days in &ways {
            let (signs, well) = read(days);
            world.see(&signs, &well);
            prop_assert_eq!(world.see(&signs, &well), 0);
        }
        let (signs, well) = read(ways.last().unwrap());
        fresh.see(&signs, &well);
        let real = |world: &World| {
            let mut told: Vec<_> = world.stored.iter().filter(|record| record.state != AbsenceState::Voided)
                .map(|record| (record.opened, record.returned, record.last_ill, record.onset, record.symptoms))
                .collect();
            told.sort();
            told
        };
        prop_assert_eq!(real(&world), real(&fresh));
    }
}
