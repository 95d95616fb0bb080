//! Sending: retries, the next channel, workers that die, what the operator sees.

use std::sync::Arc;

use xd_kernel::PageRequest;
use xd_notify::ChannelKind::{Email, Wecom};
use xd_notify::{ChannelKind, DeliveryState, DeliveryView, Outcome, deliveries, remove_channel, sweep};
use xd_store::Store;
use xd_testkit::ctx::{ctx_of, grant, monday_morning};
use xd_trust::{Actor, Denied, Reach, Role};

use crate::world::World;

fn later(code: &str) -> Outcome {
    Outcome::Later { code: code.to_owned(), after: None }
}

fn refused(code: &str) -> Outcome {
    Outcome::Refused { code: code.to_owned() }
}

async fn seen(world: &World) -> DeliveryView {
    let page = PageRequest::new(None, None);
    let place = &world.school.place;
    let list = deliveries(&world.program(), &world.vault, (place, DeliveryState::ALL), &page).await.unwrap();
    list.items.into_iter().find(|one| one.purpose == xd_notify::Purpose::Work).unwrap()
}

async fn told_at(world: &World, seconds: i64) {
    world.later(seconds);
    world.tell(&[world.told(1, &[(world.school.principal, 3)])]).await;
    world.later(seconds + 300);
}

async fn what_passes_is_tried_again_and_what_does_not_goes_on(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (Email, "zhang@school.example", 0)).await;
    world.reachable(world.principal, (Wecom, "ZhangSan", 1)).await;
    told_at(&world, 0).await;
    world.way(Email).answer(&[later("smtp.451"), refused("smtp.550")]);
    world.sender().step().await.unwrap();
    let one = seen(&world).await;
    assert_eq!((one.state, one.kind, one.attempts), (DeliveryState::Sending, Some(Email), 1));
    assert_eq!(
        (one.problem.as_deref(), one.address.as_deref()),
        (Some("smtp.451"), Some("z***@school.example"))
    );
    assert_eq!(world.sender().step().await.unwrap(), 0, "not before its time");
    world.later(330);
    world.sender().step().await.unwrap();
    let one = seen(&world).await;
    assert_eq!((one.state, one.kind, one.attempts), (DeliveryState::Sending, Some(Wecom), 0));
    world.sender().step().await.unwrap();
    assert_eq!((seen(&world).await.state, world.way(Wecom).bodies().len()), (DeliveryState::Sent, 1));
    assert!(world.way(Email).bodies().is_empty());
}

async fn when_all_refuse_it_is_dead_and_the_operator_sees_it(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (Email, "zhang@school.example", 0)).await;
    told_at(&world, 0).await;
    world.way(Email).answer(&[refused("smtp.550")]);
    world.sender().step().await.unwrap();
    let one = seen(&world).await;
    assert_eq!((one.state, one.problem.as_deref()), (DeliveryState::Dead, Some("smtp.550")));
    let page = PageRequest::new(None, None);
    for (role, allowed) in [(Role::Administrator, true), (Role::Principal, false)] {
        let reach = Reach::of(vec![grant(role, &world.school.place)]);
        let ctx = ctx_of(&world.store, Actor::Program("test"), reach, monday_morning());
        let list = deliveries(&ctx, &world.vault, (&world.school.place, &[DeliveryState::Dead]), &page).await;
        match list {
            Ok(found) => assert!(allowed && found.items.len() == 1),
            Err(xd_notify::DeliveryError::Denied(Denied::Forbidden(_))) => assert!(!allowed),
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(sweep(&world.store, monday_morning().plus_hours(29 * 24)).await.unwrap(), 0);
    assert!(sweep(&world.store, monday_morning().plus_hours(31 * 24)).await.unwrap() > 0);
}

async fn a_channel_taken_away_gets_nothing_more(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (Email, "zhang@school.example", 0)).await;
    told_at(&world, 0).await;
    remove_channel(&world.ctx(world.principal), Email).await.unwrap();
    world.sender().step().await.unwrap();
    let one = seen(&world).await;
    assert_eq!((one.state, one.problem.as_deref()), (DeliveryState::Dead, Some("channel.none")));
    assert!(world.way(Email).bodies().is_empty());
}

/// The worker dies after the channel took the message and before that was written: the message goes out again, with
/// the same key and the same text, by which the channel knows it.
async fn a_worker_that_dies_sends_again_under_the_same_key(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (ChannelKind::Webhook, "https://hooks.example/in", 0)).await;
    told_at(&world, 0).await;
    let dying = world.sender();
    let fake = Arc::clone(&world.ways[&ChannelKind::Webhook]);
    let held = fake.hold();
    let worker = tokio::spawn(async move { dying.step().await });
    held.reached().await;
    worker.abort();
    assert!(worker.await.unwrap_err().is_cancelled());
    fake.release();
    assert_eq!(seen(&world).await.state, DeliveryState::Sending);
    assert_eq!(world.sender().step().await.unwrap(), 0, "the dead worker's lease still holds");
    world.later(300 + 121);
    assert_eq!(world.sender().step().await.unwrap(), 1);
    assert_eq!(seen(&world).await.state, DeliveryState::Sent);
    let taken = fake.taken.lock().unwrap().clone();
    assert_eq!(taken.len(), 2);
    assert_eq!((&taken[0].key, &taken[0].body), (&taken[1].key, &taken[1].body));
}

/// Several workers at once send everything, each message once.
async fn many_workers_send_each_message_once(store: Store) {
    let world = World::new(store).await;
    world.reachable(world.principal, (Email, "zhang@school.example", 0)).await;
    let told: Vec<_> = (0..40)
        .map(|n| {
            let mut told = world.told(n, &[(world.school.principal, 1)]);
            told.at = told.at.plus_seconds(n * 600);
            told
        })
        .collect();
    world.tell(&told).await;
    world.later(12 * 3_600);
    let workers: Vec<_> = (0..3)
        .map(|_| {
            let sender = world.sender();
            tokio::spawn(async move { while sender.step().await.unwrap() > 0 {} })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let taken = world.way(Email).taken.lock().unwrap().clone();
    let mut keys: Vec<&String> = taken.iter().map(|message| &message.key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!((taken.len(), keys.len()), (40, 40));
}

xd_testkit::both_engines!(crate::migrations;
    what_passes_is_tried_again_and_what_does_not_goes_on,
    when_all_refuse_it_is_dead_and_the_operator_sees_it,
    a_channel_taken_away_gets_nothing_more,
    a_worker_that_dies_sends_again_under_the_same_key,
    many_workers_send_each_message_once,
);
