//! The outbreak of 2001 played through class checks and tracings, against the rules on the plain table.

use std::collections::BTreeMap;

use epi_rules::{Batch, Fact, ScopeKind};
use xd_kernel::PersonId;
use xd_outbreak::{SignalState, StateFilter, rules};
use xd_register::fixtures::SchoolBuilder;
use xd_store::Store;

use crate::stage::{Stage, began, nth, time};

const PEOPLE: &str = include_str!("../../../tests/data/derbyshire-2001/people.csv");
const CASES: &str = include_str!("../../../tests/data/derbyshire-2001/cases.csv");
const SIGNALS: &str = include_str!("../../../tests/data/derbyshire-2001/signals.csv");

/// Days on which nobody came: weekends, and the days on which the school was shut.
const SHUT: &[i32] = &[6, 7, 13, 14, 18, 19, 20, 21, 27, 28];
/// The last onset.
const LAST: i32 = 28;

struct Child {
    class: u32,
    onset: Option<i32>,
}

fn children() -> Vec<Child> {
    let onsets: BTreeMap<&str, i32> = CASES
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').map(|(id, onset)| (id, onset.trim().parse().unwrap())).unwrap())
        .collect();
    let child = |line: &str| {
        let (id, class) = line.split_once(',').unwrap();
        Child { class: class.trim().parse().unwrap(), onset: onsets.get(id).copied() }
    };
    PEOPLE.lines().skip(1).map(child).collect()
}

/// Rule, class, first and last day, highest count.
type Run = (String, u32, i32, i32, u32);

/// What the pure rules say of the table alone.
fn expected(children: &[Child]) -> Vec<Run> {
    let book = rules().of("CN");
    let mut batch = Batch::new(book);
    let picture = batch.picture(&[], &[]);
    for (person, child) in (0_u32..).zip(children) {
        let scopes = [(ScopeKind::Class, 10_000 + child.class), (ScopeKind::School, 1)];
        if let Some(onset) = child.onset {
            batch.push(&Fact { person, onset: nth(onset).0, picture, scopes: &scopes });
        }
    }
    let runs = batch.seal().runs(i32::MIN..=i32::MAX);
    let told = runs.iter().map(|run| {
        assert_eq!(run.key.kind, ScopeKind::Class, "no rule holds elsewhere");
        let rule = book.rules()[run.key.rule].id.clone();
        let [first, last] = [run.first_day, run.last_day].map(|day| day - nth(1).0 + 1);
        (rule, run.key.scope - 10_000, first, last, run.peak_count)
    });
    let mut runs: Vec<Run> = told.collect();
    runs.sort();
    runs
}

async fn the_school_played_through_checks(store: Store) {
    let children = children();
    assert_eq!(children.len(), 492);
    let classes = children.iter().map(|child| child.class).max().unwrap();
    let size = |class: u32| children.iter().filter(|child| child.class == class).count();
    let school = (1..=classes)
        .fold(SchoolBuilder::new("德比小学"), |school, n| school.class(format!("一({n})班"), size(n)));
    let stage = Stage::with(store, school).await;
    let mut seats: BTreeMap<u32, usize> = BTreeMap::new();
    let persons: Vec<PersonId> = children
        .iter()
        .map(|child| {
            let seat = seats.entry(child.class).or_default();
            *seat += 1;
            stage.school.classes[child.class as usize - 1].members[*seat - 1]
        })
        .collect();
    for today in (1..=LAST + 1).filter(|day| !SHUT.contains(day)) {
        play_day(&stage, &children, &persons, today).await;
    }
    let now = time(LAST + 2, "12:00");
    let seen = stage.seen_by(&stage.nurse(now), StateFilter::All).await;
    let live = seen.iter().filter(|view| view.signal.state != SignalState::Withdrawn);
    let mut found: Vec<Run> = live
        .map(|view| {
            let signal = &view.signal;
            let class = stage.school.classes.iter().position(|class| class.place.unit.0 == signal.key.scope);
            let [first, last] =
                [signal.extent.first_day, signal.extent.holds_through].map(|d| d - nth(1) + 1);
            (view.rule.id.clone(), class.unwrap() as u32 + 1, first, last, signal.extent.peak_count)
        })
        .collect();
    found.sort();
    assert_eq!(found, expected(&children));
    for row in SIGNALS.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let (day, class, count): (i32, u32, u32) =
            (cells[0].parse().unwrap(), cells[3].parse().unwrap(), cells[4].parse().unwrap());
        let scope = stage.school.classes[class as usize - 1].place.unit.0;
        let told = seen.iter().any(|view| {
            view.rule.id == cells[1]
                && view.signal.key.scope == scope
                && view.signal.counts.on(nth(day)) == count
        });
        assert!(told, "{row}");
    }
}

/// In the morning each class is checked; those whose illness began on a day without checks are traced to it.
async fn play_day(stage: &Stage, children: &[Child], persons: &[PersonId], today: i32) {
    let away = |child: &Child| child.onset.is_some_and(|onset| onset <= today && today < onset + 6);
    for (number, class) in (1..).zip(&stage.school.classes) {
        let ill: Vec<(PersonId, &[&str])> = children
            .iter()
            .zip(persons)
            .filter(|(child, _)| child.class == number && away(child))
            .map(|(_, person)| (*person, &[][..]))
            .collect();
        if !ill.is_empty() {
            stage.check(class, today, &ill).await;
        }
    }
    stage.look(time(today, "08:00")).await;
    let since = (1..today).rev().take_while(|day| SHUT.contains(day)).last();
    for (child, person) in children.iter().zip(persons) {
        if let (Some(onset), Some(since)) = (child.onset, since)
            && (since..today).contains(&onset)
        {
            stage.trace(*person, began(nth(onset)), time(today, "10:00")).await;
        }
    }
    stage.look(time(today, "10:05")).await;
}

xd_testkit::both_engines!(crate::stage::migrations; the_school_played_through_checks);
