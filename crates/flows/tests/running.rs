//! Events lead to signals once: while running, after a restart, and with several processes at it.

use xd_flows::{Flows, housekeeping};
use xd_kernel::UnitId;
use xd_outbreak::acknowledge;
use xd_store::outbox::{self, Event};
use xd_store::{Engine, Store, StoreConfig};

use crate::scene::{CLASSES, Scene, flows, later, program};

fn raised(classes: std::ops::RangeInclusive<usize>, peak: usize) -> Vec<String> {
    let mut lines: Vec<String> = classes
        .flat_map(|n| {
            let rules: &[&str] = if peak >= 5 { &["EW-01", "EW-02"] } else { &["EW-01"] };
            rules.iter().map(move |rule| format!("{rule} 一({n})班 x{peak} open: raised"))
        })
        .collect();
    lines.sort();
    lines
}

async fn a_check_leads_to_a_signal(store: Store) {
    let scene = Scene::new(store.clone()).await;
    let flows = flows(&store).await;
    scene.check(&scene.school.classes[0], 1, 3).await;
    flows.settled().await.unwrap();
    assert_eq!(scene.told().await, raised(1..=1, 3));
    assert_eq!(flows.parked().await.unwrap(), 0);
    flows.stop().await;
}

async fn what_came_while_stopped_is_done_after_the_start(store: Store) {
    let scene = Scene::new(store.clone()).await;
    let first = flows(&store).await;
    scene.check(&scene.school.classes[0], 1, 3).await;
    first.settled().await.unwrap();
    first.stop().await;
    let reached = outbox::position(&store, "signals").await.unwrap();
    assert!(reached > outbox::Position::default(), "the position is stored");
    scene.check(&scene.school.classes[1], 2, 3).await;
    assert_eq!(scene.told().await, raised(1..=1, 3));
    let second = flows(&store).await;
    second.settled().await.unwrap();
    assert_eq!(scene.told().await, raised(1..=2, 3));
    second.stop().await;
}

async fn events_everybody_has_passed_are_removed_after_a_week(store: Store) {
    let scene = Scene::new(store.clone()).await;
    let flows = flows(&store).await;
    scene.check(&scene.school.classes[0], 1, 3).await;
    flows.settled().await.unwrap();
    flows.stop().await;
    let told = scene.told().await;
    assert_eq!(housekeeping::once(&store, later(0)).await.unwrap().0, 0, "kept for those who broke off");
    let next_month = later(0).plus_hours(31 * 24);
    assert!(housekeeping::once(&store, next_month).await.unwrap().0 > 0);
    assert_eq!(housekeeping::once(&store, next_month).await.unwrap(), (0, 0));
    assert_eq!(scene.told().await, told, "what they led to stays");
}

async fn an_event_that_cannot_be_read_holds_nothing_up(store: Store) {
    let scene = Scene::new(store.clone()).await;
    let flows = flows(&store).await;
    let tx = store.begin().await.unwrap();
    let payload = serde_json::json!({"v": 1, "absences": "none"});
    let institution = UnitId(uuid::Uuid::nil());
    tx.emit(Event { institution, kind: "checks.reported", version: 1, payload, at: later(0) }).await.unwrap();
    tx.commit().await.unwrap();
    scene.check(&scene.school.classes[0], 1, 3).await;
    flows.settled().await.unwrap();
    assert_eq!(scene.told().await, raised(1..=1, 3));
    assert_eq!(flows.parked().await.unwrap(), 1, "set aside, not lost");
    flows.stop().await;
}

async fn those_who_watch_see_every_event_once(store: Store) {
    let scene = Scene::new(store.clone()).await;
    let flows = flows(&store).await;
    let mut watching = flows.tail().subscribe();
    scene.check(&scene.school.classes[0], 1, 3).await;
    flows.settled().await.unwrap();
    let mut seen = Vec::new();
    while !seen.iter().any(|event: &std::sync::Arc<outbox::Recorded>| event.kind == "signal.raised") {
        seen.push(watching.recv().await.unwrap());
    }
    let kinds: Vec<&str> = seen.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["checks.reported", "signal.raised"]);
    let again = flows.tail().since(seen[0].position, 10).await.unwrap();
    assert_eq!(again, [(*seen[1]).clone()], "whoever comes back goes on from the last it saw");
    flows.stop().await;
}

/// Several processes follow one outbox, some stop and start again, while checks arrive and a person handles signals.
async fn several_at_once(stores: &[Store]) {
    let scene = Scene::new(stores[0].clone()).await;
    let mut running: Vec<Flows> = Vec::new();
    for store in stores {
        running.push(flows(store).await);
    }
    for round in 1..=3 {
        for (n, class) in (0_i64..).zip(&scene.school.classes) {
            scene.check(class, i64::from(round) * 100 + n, round as usize + 2).await;
            if n == 5 {
                let stopped = running.remove(0);
                stopped.stop().await;
                running.push(flows(&stores[round as usize % stores.len()]).await);
            }
        }
    }
    for one in &running {
        one.settled().await.unwrap();
    }
    assert_eq!(scene.told().await, raised(1..=CLASSES, 5));
    // A person is at it at the same time: what they did stays, and the count follows.
    let handling = async {
        for view in scene.signals().await {
            acknowledge(&program(&scene.store), view.signal.id).await.unwrap();
        }
    };
    let checking = async {
        for (n, class) in (0_i64..).zip(&scene.school.classes) {
            scene.check(class, 1_000 + n, 6).await;
        }
    };
    tokio::join!(handling, checking);
    for one in running {
        one.settled().await.unwrap();
        one.stop().await;
    }
    let told = scene.told().await;
    assert_eq!(told.len(), 2 * CLASSES);
    for line in told {
        assert!(line.ends_with("x6 acknowledged: raised, acknowledged"), "{line}");
    }
}

async fn three_consumers_in_one_process_have_one_effect(store: Store) {
    several_at_once(&[store.clone(), store.clone(), store]).await;
}

/// On SQLite a second process is refused by the lock file; there the processes come one after the other.
async fn three_processes_have_one_effect(config: StoreConfig) {
    let first = Store::open(&config).await.unwrap();
    xd_store::migrate(&first, xd_flows::all_migrations()).await.unwrap();
    if first.engine() == Engine::Sqlite {
        assert!(Store::open(&config).await.is_err());
        several_at_once(std::slice::from_ref(&first)).await;
    } else {
        let others = [Store::open(&config).await.unwrap(), Store::open(&config).await.unwrap()];
        several_at_once(&[first.clone(), others[0].clone(), others[1].clone()]).await;
        for other in others {
            other.close().await;
        }
    }
    first.close().await;
}

xd_testkit::both_engines!(
    xd_flows::all_migrations;
    a_check_leads_to_a_signal,
    events_everybody_has_passed_are_removed_after_a_week,
    what_came_while_stopped_is_done_after_the_start,
    an_event_that_cannot_be_read_holds_nothing_up,
    those_who_watch_see_every_event_once,
    three_consumers_in_one_process_have_one_effect,
);
xd_testkit::on_empty_databases!(three_processes_have_one_effect);
