//! What is told within minutes is one row and one message to a person.

use xd_kernel::PageRequest;
use xd_notify::ChannelKind::{Email, Wecom};
use xd_notify::{DeliveryState, Quiet, SaveError, deliveries, plan_digests, save_digests};
use xd_store::Store;

use crate::world::World;

async fn rows(world: &World, states: &[DeliveryState]) -> usize {
    let page = PageRequest::new(Some(500), None);
    let place = &world.school.place;
    let found = deliveries(&world.program(), &world.vault, (place, states), &page).await.unwrap();
    found.items.iter().filter(|one| one.purpose == xd_notify::Purpose::Work).count()
}

async fn many_things_are_one_message_to_a_person(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (Email, "zhang@school.example", 0)).await;
    world.reachable(world.nurse, (Wecom, "LiSi", 0)).await;
    let both = [(world.school.principal, 2), (world.school.health_officer, 1)];
    for event in 1..=30 {
        world.tell(&[world.told(event, &both)]).await;
    }
    assert_eq!(rows(&world, &[DeliveryState::Waiting]).await, 2, "one row a person, none a task");
    assert_eq!(world.sender().step().await.unwrap(), 0, "it gathers first");
    world.later(300);
    assert_eq!(world.sender().step().await.unwrap(), 2);
    assert_eq!(
        world.way(Email).bodies(),
        ["截至 2026-11-23 07:35：\n到期「教室消毒」60 项\n请登录办理：https://xd.example/"]
    );
    assert_eq!(
        world.way(Wecom).bodies(),
        ["As of 2026-11-23 07:35:\nDue: Disinfection (30)\nSign in: https://xd.example/"]
    );
}

async fn an_event_told_twice_counts_once(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (Email, "zhang@school.example", 0)).await;
    let told = world.told(7, &[(world.school.principal, 2)]);
    world.tell(&[told.clone(), told.clone()]).await;
    world.tell(std::slice::from_ref(&told)).await;
    world.later(300);
    world.sender().step().await.unwrap();
    // It comes once more, after the message went out.
    world.tell(std::slice::from_ref(&told)).await;
    world.later(900);
    assert_eq!(world.sender().step().await.unwrap(), 0);
    assert_eq!(world.way(Email).bodies().len(), 1);
    assert!(world.way(Email).bodies()[0].contains("2 项"));
}

async fn what_comes_late_is_a_part_of_its_own(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (Email, "zhang@school.example", 0)).await;
    let early = world.told(1, &[(world.school.principal, 1)]);
    let late = world.told(2, &[(world.school.principal, 5)]);
    world.tell(&[early]).await;
    let planned = plan_digests(&world.program(), std::slice::from_ref(&late)).await.unwrap();
    world.later(300);
    world.sender().step().await.unwrap();
    let tx = world.store.begin().await.unwrap();
    let stale = save_digests(&tx, &planned).await;
    assert!(matches!(stale, Err(SaveError::Stale)), "nothing joins what has gone out");
    drop(tx);
    world.tell(&[late]).await;
    world.sender().step().await.unwrap();
    let bodies = world.way(Email).bodies();
    assert_eq!(bodies.len(), 2);
    assert!(bodies[1].contains("5 项"));
}

async fn the_night_is_quiet_but_not_for_a_statutory_clock(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (Email, "zhang@school.example", 0)).await;
    let night = 16 * 3_600;
    world.later(night);
    let mut urgent = world.told(1, &[(world.school.principal, 1)]);
    urgent.quiet = Quiet::Never;
    world.tell(&[urgent, world.told(2, &[(world.school.principal, 4)])]).await;
    assert_eq!(world.sender().step().await.unwrap(), 1);
    assert!(world.way(Email).bodies()[0].contains("1 项"));
    world.later(7 * 3_600 + night - 1);
    assert_eq!(world.sender().step().await.unwrap(), 0);
    world.later(7 * 3_600 + night);
    assert_eq!(world.sender().step().await.unwrap(), 1);
    assert!(world.way(Email).bodies()[1].contains("2026-11-24 06:30"), "{:?}", world.way(Email).bodies());
}

async fn who_has_no_confirmed_channel_has_no_row(store: Store) {
    let world = World::new(store).await;
    world.tell(&[world.told(1, &[(world.school.principal, 1), (xd_kernel::PersonId::mint(), 1)])]).await;
    assert_eq!(rows(&world, DeliveryState::ALL).await, 0);
}

xd_testkit::both_engines!(crate::migrations;
    many_things_are_one_message_to_a_person,
    an_event_told_twice_counts_once,
    what_comes_late_is_a_part_of_its_own,
    the_night_is_quiet_but_not_for_a_statutory_clock,
    who_has_no_confirmed_channel_has_no_row,
);
