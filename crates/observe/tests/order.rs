//! The order in which reports arrive does not matter for what is known in the end: the same story is told to several
//! schools that are alike, to each in another order, in other batches, with other repetitions.

use std::collections::HashMap;

use xd_kernel::{CheckId, Instant, PersonId, SchoolDay};
use xd_observe::{
    AbsenceQuery, AbsenceState, CheckReport, CheckType, Entry, ExceptionKind, Intake, RosterSeen, absences,
    facts, report_checks,
};
use xd_register::fixtures::{Group, School, SchoolBuilder};
use xd_store::Store;
use xd_testkit::ctx::{ctx_of, day, grant};
use xd_trust::{Actor, Ctx, Reach, Role};

use crate::world::{World, day_of, local, saw};

/// A small generator (SplitMix64), so that a story can be named by its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % n as u64).unwrap()
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// One check of the story: persons are numbers within the group.
#[derive(Clone)]
struct Scene {
    room: Option<usize>,
    check_type: CheckType,
    occurred_at: Instant,
    exceptions: Vec<(usize, ExceptionKind, &'static str)>,
}

impl Scene {
    fn group<'a>(&self, school: &'a School) -> &'a Group {
        self.room.map_or(&school.classes[0], |room| &school.rooms[room])
    }

    fn report(&self, school: &School) -> CheckReport {
        let group = self.group(school);
        let exceptions = self.exceptions.iter().map(|(person, kind, code)| {
            let codes = if kind.is_ill() { std::slice::from_ref(code) } else { &[] };
            saw(group.members[*person], *kind, codes)
        });
        CheckReport {
            check_id: CheckId::mint(),
            group: group.place.unit,
            check_type: self.check_type,
            occurred_at: self.occurred_at,
            sent_at: None,
            exceptions: exceptions.collect(),
            temperatures: vec![],
            entry: Entry::OnTheSpot,
            roster: RosterSeen::NotSaid,
        }
    }
}

/// Five days of a class and of its rooms: checks, and corrections of them.
fn story(school: &School, chance: &mut Chance) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for day in 16..21 {
        for (check_type, time) in [(CheckType::Morning, "07:40"), (CheckType::Noon, "14:00")] {
            for correction in 0..=chance.below(3) {
                let occurred_at = local(&format!("{}T{time}", day_of(day)));
                scenes.push(Scene {
                    room: None,
                    check_type,
                    occurred_at: occurred_at.plus_seconds(600 * i64::try_from(correction).unwrap()),
                    exceptions: exceptions(school.classes[0].members.len(), chance),
                });
            }
        }
        for (room, sleepers) in school.rooms.iter().enumerate() {
            scenes.push(Scene {
                room: Some(room),
                check_type: CheckType::Evening,
                occurred_at: local(&format!("{}T21:30", day_of(day))),
                exceptions: exceptions(sleepers.members.len(), chance),
            });
        }
    }
    scenes
}

fn exceptions(members: usize, chance: &mut Chance) -> Vec<(usize, ExceptionKind, &'static str)> {
    let codes = ["fever", "cough", "vomiting", "rash"];
    let persons = (0..members).filter(|_| chance.below(3) == 0).collect::<Vec<_>>();
    let kind = |chance: &mut Chance| ExceptionKind::ALL[[0, 0, 1, 2, 3][chance.below(5)]];
    persons.into_iter().map(|person| (person, kind(chance), codes[chance.below(4)])).collect()
}

/// Tells the whole story to a school in a random order and random batches, some of it twice.
async fn tell(store: &Store, school: &School, (scenes, intake): (&[Scene], &Intake), chance: &mut Chance) {
    let actor = Actor::Program("story");
    let reach = Reach::of(vec![grant(Role::HealthOfficer, &school.place)]);
    let ctx = ctx_of(store, actor, reach, local("2026-11-21T12:00"));
    let mut reports: Vec<CheckReport> = scenes.iter().map(|scene| scene.report(school)).collect();
    let twice: Vec<CheckReport> = reports.iter().filter(|_| chance.below(4) == 0).cloned().collect();
    reports.extend(twice);
    chance.shuffle(&mut reports);
    let mut left = reports.as_slice();
    while !left.is_empty() {
        let (batch, rest) = left.split_at((1 + chance.below(9)).min(left.len()));
        for result in report_checks(&ctx, intake, batch).await {
            result.unwrap();
        }
        left = rest;
    }
}

/// A pupil by number, with onset, symptoms, return, last day ill, whether ever absent, and state.
type Known = (usize, SchoolDay, String, Option<SchoolDay>, SchoolDay, bool, AbsenceState);

async fn known(store: &Store, school: &School) -> Vec<Known> {
    let numbers: HashMap<PersonId, usize> =
        school.pupils().enumerate().map(|(n, person)| (person, n)).collect();
    let program = Ctx::program(store.clone(), "test", local("2026-11-21T12:00"));
    let query = AbsenceQuery { unit: Some(school.place.unit), state: None, day: None };
    let found =
        absences(&program, &query, &xd_kernel::PageRequest::new(Some(500), None)).await.unwrap().items;
    let cases = facts::in_window(store, &[school.place.unit], day_of(1)).await.unwrap();
    assert_eq!(cases.len(), found.len(), "facts are the absences that are not voided");
    let mut known: Vec<Known> = found
        .into_iter()
        .map(|a| {
            let number = numbers[&a.person.id];
            (number, a.onset, a.symptoms.to_string(), a.returned_day, a.last_ill_day, a.absent, a.state)
        })
        .collect();
    known.sort_by_key(|a| (a.0, a.1, a.3, a.4));
    known
}

async fn the_order_of_arrival_does_not_matter(store: Store) {
    let world = World::new(store.clone()).await;
    let program = Ctx::program(store.clone(), "test", local("2026-11-15T12:00"));
    let mut chance = Chance(7);
    for seed in 0..4 {
        let mut expected = None;
        for telling in 0..4 {
            let school = SchoolBuilder::new(format!("学校{seed}-{telling}"))
                .under(world.region.county.unit)
                .opened(day("2026-09-01"))
                .class("一(1)班", 6)
                .boarders(100)
                .build(&program)
                .await
                .unwrap();
            let scenes = story(&school, &mut Chance(seed));
            tell(&store, &school, (&scenes, &world.intake), &mut chance).await;
            let known = known(&store, &school).await;
            assert!(!known.is_empty());
            assert_eq!(
                expected.get_or_insert_with(|| known.clone()),
                &known,
                "story {seed}, telling {telling}"
            );
        }
    }
}

xd_testkit::both_engines!(crate::migrations; the_order_of_arrival_does_not_matter);
