use serde_json::json;
use uuid::Uuid;
use xd_kernel::{Instant, UnitId};
use xd_store::outbox::{self, Event, Position, Recorded, advance, claim, end, id_of, read_after, trim};
use xd_store::{Store, StoreError};

const SCHOOL: UnitId = UnitId(Uuid::from_u128(7));

fn event(n: i64) -> Event {
    Event { institution: SCHOOL, kind: "thing.done", version: 2, payload: json!({ "n": n }), at: Instant(n) }
}

async fn write(store: &Store, numbers: &[i64]) {
    let tx = store.begin().await.unwrap();
    let events: Vec<Event> = numbers.iter().map(|n| event(*n)).collect();
    tx.emit_all(&events).await.unwrap();
    tx.commit().await.unwrap();
}

async fn all(store: &Store) -> Vec<Recorded> {
    read_after(store, Position::default(), 1_000).await.unwrap()
}

fn numbers(events: &[Recorded]) -> Vec<i64> {
    events.iter().map(|event| event.payload["n"].as_i64().unwrap()).collect()
}

async fn what_was_committed_is_read_back_whole_and_in_order(store: Store) {
    write(&store, &[1, 2]).await;
    let tx = store.begin().await.unwrap();
    tx.emit(event(3)).await.unwrap();
    tx.emit_all(&[event(4), event(5)]).await.unwrap();
    tx.commit().await.unwrap();
    let events = all(&store).await;
    assert_eq!(numbers(&events), [1, 2, 3, 4, 5]);
    assert!(events.is_sorted_by(|a, b| a.position < b.position));
    let first = &events[0];
    assert_eq!(
        (first.institution, first.kind.as_str(), first.version, first.at),
        (SCHOOL, "thing.done", 2, Instant(1))
    );
    assert_eq!(end(&store).await.unwrap(), events[4].position);
}

async fn what_was_not_committed_never_happened(store: Store) {
    let tx = store.begin().await.unwrap();
    tx.emit(event(1)).await.unwrap();
    drop(tx);
    write(&store, &[2]).await;
    assert_eq!(numbers(&all(&store).await), [2]);
}

async fn reading_goes_on_after_a_position(store: Store) {
    assert_eq!(end(&store).await.unwrap(), Position::default());
    write(&store, &[1, 2, 3]).await;
    write(&store, &[4, 5]).await;
    let (mut seen, mut at) = (Vec::new(), Position::default());
    loop {
        let events = read_after(&store, at, 2).await.unwrap();
        let Some(last) = events.last() else { break };
        assert!(events.len() <= 2);
        at = last.position;
        seen.extend(numbers(&events));
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
}

async fn a_commit_wakes_who_waits_and_a_rollback_does_not(store: Store) {
    let mut committed = store.committed();
    committed.mark_unchanged();
    let tx = store.begin().await.unwrap();
    tx.emit(event(1)).await.unwrap();
    drop(tx);
    assert!(!committed.has_changed().unwrap());
    write(&store, &[1]).await;
    assert!(committed.has_changed().unwrap());
}

async fn a_position_moves_with_the_work_it_stands_for(store: Store) {
    write(&store, &[1, 2]).await;
    let events = all(&store).await;
    let tx = store.begin().await.unwrap();
    assert_eq!(claim(&tx, "signals").await.unwrap(), Position::default());
    advance(&tx, "signals", events[1].position).await.unwrap();
    drop(tx);
    assert_eq!(outbox::position(&store, "signals").await.unwrap(), Position::default());
    let tx = store.begin().await.unwrap();
    claim(&tx, "signals").await.unwrap();
    advance(&tx, "signals", events[0].position).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(outbox::position(&store, "signals").await.unwrap(), events[0].position);
    assert_eq!(outbox::position(&store, "others").await.unwrap(), Position::default());
}

/// Whoever claims second waits until the first has finished, and then sees how far it came.
async fn one_at_a_time_does_a_consumers_work(store: Store) {
    write(&store, &[1, 2, 3]).await;
    let workers = (0..6).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let tx = store.begin().await.unwrap();
            let at = claim(&tx, "signals").await.unwrap();
            tokio::task::yield_now().await;
            let next = read_after(&store, at, 1).await.unwrap().pop()?;
            advance(&tx, "signals", next.position).await.unwrap();
            tx.commit().await.unwrap();
            Some(numbers(&[next])[0])
        })
    });
    let mut done = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        done.extend(worker.await.unwrap());
    }
    done.sort_unstable();
    assert_eq!(done, [1, 2, 3]);
}

async fn only_what_is_old_and_read_by_all_is_trimmed(store: Store) {
    let trim_before = async |before| {
        let tx = store.begin().await.unwrap();
        let gone = trim(&tx, Instant(before), 1_000).await.unwrap();
        tx.commit().await.unwrap();
        gone
    };
    write(&store, &[1, 2, 3, 4, 5]).await;
    assert_eq!(trim_before(100).await, 0, "nobody has read anything");
    let events = all(&store).await;
    for (consumer, at) in [("signals", 3), ("others", 4)] {
        let tx = store.begin().await.unwrap();
        claim(&tx, consumer).await.unwrap();
        advance(&tx, consumer, events[at].position).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(trim_before(3).await, 2, "older than 3");
    assert_eq!(trim_before(100).await, 2, "read by both");
    assert_eq!(numbers(&all(&store).await), [5]);
}

async fn an_event_without_a_kind_or_version_is_refused_where_it_is_made(store: Store) {
    let tx = store.begin().await.unwrap();
    for wrong in [Event { kind: "", ..event(1) }, Event { version: 0, ..event(1) }] {
        let refused = tx.emit(wrong).await;
        assert!(matches!(refused, Err(StoreError::Invalid { column: "outbox.kind", .. })), "{refused:?}");
    }
    tx.commit().await.unwrap();
    assert_eq!(all(&store).await, []);
}

#[test]
fn an_id_is_read_from_a_payload_or_its_absence_named() {
    let payload = json!({ "signal": Uuid::from_u128(3), "n": 1, "text": "x" });
    assert_eq!(id_of(&payload, "signal").unwrap(), Uuid::from_u128(3));
    for field in ["n", "text", "absent"] {
        let wrong = id_of(&payload, field).unwrap_err();
        assert!(wrong.to_string().contains(field), "{wrong}");
    }
}

xd_testkit::both_engines!(
    xd_store::migrations;
    what_was_committed_is_read_back_whole_and_in_order,
    what_was_not_committed_never_happened,
    reading_goes_on_after_a_position,
    a_commit_wakes_who_waits_and_a_rollback_does_not,
    a_position_moves_with_the_work_it_stands_for,
    one_at_a_time_does_a_consumers_work,
    only_what_is_old_and_read_by_all_is_trimmed,
    an_event_without_a_kind_or_version_is_refused_where_it_is_made,
);
