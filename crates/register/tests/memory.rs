//! What is remembered is never older than the last change committed here.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use xd_kernel::UnitKind;
use xd_register::lookup;
use xd_register::memberships::{Enrol, enrol};
use xd_register::people::NewMembership;
use xd_register::{GroupRoster, Span};
use xd_store::Store;
use xd_testkit::both_engines;
use xd_testkit::ctx::day;

use crate::world::{county, newcomer, program};

both_engines!(crate::world::migrations;
    no_stale_count_after_a_committed_change,
    many_readers_read_once,
    lists_and_single_answers_agree,
);

/// Readers ask all the time while people are enrolled; whoever asks after an enrolment was acknowledged must be told of
/// at least that many.
async fn no_stale_count_after_a_committed_change(store: Store) {
    let (_, school) = county(&store).await;
    let ctx = program(&store);
    let (class, on) = (school.classes[0].place.unit, day("2026-11-23"));
    let acknowledged = Arc::new(AtomicI64::new(5));
    let reader = || {
        let (store, acknowledged) = (store.clone(), Arc::clone(&acknowledged));
        tokio::spawn(async move {
            loop {
                let least = acknowledged.load(Ordering::SeqCst);
                let found = lookup::group(&store, class, on).await.unwrap().unwrap();
                assert!(found.expected >= least, "told {} after {least} were acknowledged", found.expected);
                if least == 45 {
                    break;
                }
                tokio::task::yield_now().await;
            }
        })
    };
    let readers = [reader(), reader(), reader()];
    for number in 0..40 {
        let person = newcomer(&ctx, school.place.unit, &format!("新生{number}")).await;
        let membership = NewMembership { unit: class, seat_no: None, days: Span::since(on) };
        enrol(&ctx, Enrol { person, membership }).await.unwrap();
        acknowledged.fetch_add(1, Ordering::SeqCst);
    }
    for reader in readers {
        reader.await.unwrap();
    }
    let found = lookup::group(&store, class, on).await.unwrap().unwrap();
    assert_eq!((found.expected, found.roster_version), (45, 41));
}

async fn many_readers_read_once(store: Store) {
    let (_, school) = county(&store).await;
    let (class, on) = (school.classes[0].place.unit, day("2026-11-23"));
    let ask = || {
        let store = store.clone();
        tokio::spawn(async move { lookup::group(&store, class, on).await.unwrap().unwrap() })
    };
    let asked: Vec<_> = (0..50).map(|_| ask()).collect();
    let mut answers: Vec<Arc<GroupRoster>> = Vec::new();
    for answer in asked {
        answers.push(answer.await.unwrap());
    }
    assert!(answers.iter().all(|answer| Arc::ptr_eq(answer, &answers[0])), "all hold the same answer");
}

async fn lists_and_single_answers_agree(store: Store) {
    let (region, school) = county(&store).await;
    let on = day("2026-11-23");
    let kinds = [UnitKind::Class, UnitKind::DormitoryRoom, UnitKind::StaffTeam];
    let listed = lookup::groups_below(&store, &region.county.path, &kinds, on).await.unwrap();
    assert_eq!(listed.len(), school.classes.len() + school.rooms.len() + school.teams.len());
    for group in &listed {
        let single = lookup::group(&store, group.place.unit, on).await.unwrap().unwrap();
        assert_eq!(*single, *group);
    }
    let totals = lookup::group_totals(&store, &region.county.path, UnitKind::Class, on).await.unwrap();
    assert_eq!(totals.len(), 1);
    assert_eq!((totals[0].institution, totals[0].groups, totals[0].expected), (school.place.unit, 2, 8));
    assert!(lookup::group(&store, school.place.unit, on).await.unwrap().is_none(), "a school is no group");
    assert!(lookup::group(&store, listed[0].place.unit, day("2020-08-31")).await.unwrap().is_none());
}
