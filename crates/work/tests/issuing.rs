//! Who gets a task, by when, and who answers for it.

use xd_kernel::{PersonId, WaveId};
use xd_register::PostKind;
use xd_register::posts::{self, EndHolding};
use xd_store::Store;
use xd_trust::{Ctx, Denied, Role};
use xd_work::{Counts, IssueWave, WaveState, WorkError, issue_wave, next_portion, save_portion, wave};

use crate::world::{MINUTES, NOTICE, World, local, todo};

async fn each_unit_addressed_gets_one_task_once(store: Store) {
    let world = World::new(store).await;
    let issued = world.issue(NOTICE, "2026-11-23T08:00").await;
    assert_eq!((issued.state, issued.expected, issued.made), (WaveState::Issued, 6, 6));
    let command = IssueWave {
        wave: issued.id,
        from: world.region.county.unit,
        template: NOTICE.to_owned(),
        under: vec![],
        day: None,
        due: None,
    };
    let county = world.county("2026-11-23T08:05");
    assert_eq!(issue_wave(&county, &command).await.unwrap(), issued, "sent again, nothing happens");
    let other = IssueWave { template: MINUTES.to_owned(), ..command.clone() };
    assert!(matches!(issue_wave(&county, &other).await, Err(WorkError::KeyReused)));
    assert_eq!(world.tasks_at(world.school.place.unit).await.len(), 3);
    let narrow = world.issue_under(NOTICE, &[world.other.place.unit], "2026-11-23T08:10").await;
    assert_eq!(narrow.made, 3);
    assert_eq!(world.tasks_at(world.school.place.unit).await.len(), 3);
    let (_, counts) = wave(&world.county("2026-11-23T08:10"), issued.id).await.unwrap();
    assert_eq!(counts, Counts { total: 6, ..Counts::default() });
    let (_, counts) = wave(&world.principal("2026-11-23T08:10"), issued.id).await.unwrap();
    assert_eq!(counts.total, 3, "each sees their own part");
}

async fn work_goes_downwards_only(store: Store) {
    let world = World::new(store).await;
    let issue = |from, under: &[_]| IssueWave {
        wave: WaveId::mint(),
        from,
        template: NOTICE.to_owned(),
        under: under.to_vec(),
        day: None,
        due: None,
    };
    let (own, other) = (world.school.place.unit, world.other.place.unit);
    let principal = world.principal("2026-11-23T08:00");
    assert_eq!(issue_wave(&principal, &issue(own, &[])).await.unwrap().made, 3);
    for (from, under) in [(own, vec![other]), (other, vec![]), (world.region.county.unit, vec![])] {
        let refused = issue_wave(&principal, &issue(from, &under)).await;
        assert!(matches!(refused, Err(WorkError::Denied(Denied::Unknown))), "{refused:?}");
    }
    let teacher = world.teacher(0, "2026-11-23T08:00");
    let refused = issue_wave(&teacher, &issue(world.school.classes[0].place.unit, &[])).await;
    assert!(matches!(refused, Err(WorkError::Denied(Denied::Forbidden(_)))), "{refused:?}");
    for (template, field) in [("no.such", "template"), ("rectification", "template"), (NOTICE, "due")] {
        let mut command = issue(own, &[]);
        command.template = template.to_owned();
        command.due = (field == "due").then(|| local("2026-11-23T07:59"));
        let Err(WorkError::Invalid(faults)) = issue_wave(&principal, &command).await else { panic!() };
        assert_eq!(faults[0].field, field);
    }
}

async fn a_post_without_a_holder_is_a_vacancy_that_shows(store: Store) {
    let world = World::new(store).await;
    world.issue(NOTICE, "2026-11-23T08:00").await;
    let teacher = world.teacher(0, "2026-11-23T08:05");
    let mine = todo(&teacher).await;
    assert_eq!(mine.len(), 1);
    assert_eq!(
        (mine[0].owner.kind, mine[0].owner.person),
        (PostKind::ClassTeacher, Some(world.school.classes[0].checker))
    );
    let program = Ctx::program(world.store.clone(), "test", local("2026-11-23T09:00"));
    let class = &world.school.classes[0].place;
    let posts = posts_of(&program, class.unit).await;
    let holding = posts[0].holdings[0].id;
    let last = xd_testkit::ctx::day("2026-11-23");
    posts::end_holding(&program, EndHolding { unit: class.unit, holding, last }).await.unwrap();
    // The next day nobody is class teacher: the task stays, is nobody's, and the deputy has it in their list.
    assert!(todo(&world.teacher(0, "2026-11-24T08:00")).await.is_empty());
    let clerk = todo(&world.clerk("2026-11-24T08:00")).await;
    let vacant = clerk.iter().find(|view| view.task.place.unit == class.unit).unwrap();
    assert_eq!((vacant.owner.kind, vacant.owner.person), (PostKind::ClassTeacher, None));
    assert_eq!(world.tasks_at(class.unit).await.len(), 1, "nothing is lost");
}

async fn posts_of(ctx: &Ctx, unit: xd_kernel::UnitId) -> Vec<xd_register::Post> {
    let day = xd_testkit::ctx::day("2026-11-23");
    xd_register::query::posts_of(ctx, unit, xd_register::query::PostsOf::Itself, day).await.unwrap()
}

/// A large wave is made in portions by whoever is there; two that take up the same portion make its tasks once.
async fn a_portion_is_written_once(store: Store) {
    let world = World::new(store).await;
    let issued = world.issue(NOTICE, "2026-11-23T08:00").await;
    let program = Ctx::program(world.store.clone(), "test", local("2026-11-23T08:00"));
    // As if it had only been begun.
    let begun = xd_work::Wave { state: WaveState::Preparing, cursor: String::new(), made: 0, ..issued };
    let portion = next_portion(&program, &begun).await.unwrap();
    let tx = program.begin().await.unwrap();
    assert!(!save_portion(&tx, &begun, &portion, program.now()).await.unwrap(), "somebody has gone on");
    tx.commit().await.unwrap();
    assert_eq!(world.tasks_at(world.school.place.unit).await.len(), 3);
}

async fn officers_find_the_tasks_of_their_own_unit(store: Store) {
    let world = World::new(store).await;
    world.issue(MINUTES, "2026-11-23T08:00").await;
    assert!(todo(&world.county("2026-11-23T08:05")).await.is_empty(), "the schools' tasks are the schools'");
    let principal = todo(&world.principal("2026-11-23T08:05")).await;
    assert_eq!(principal.len(), 1);
    let stranger = world.who(Role::Principal, (&world.other.place, PersonId::mint()), "2026-11-23T08:05");
    assert!(matches!(
        xd_work::task(&stranger, principal[0].task.id).await,
        Err(WorkError::Denied(Denied::Unknown))
    ));
}

xd_testkit::both_engines!(
    crate::world::migrations;
    each_unit_addressed_gets_one_task_once,
    work_goes_downwards_only,
    a_post_without_a_holder_is_a_vacancy_that_shows,
    a_portion_is_written_once,
    officers_find_the_tasks_of_their_own_unit,
);
