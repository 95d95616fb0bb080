//! Many write at once, one follows: nothing is lost, nothing comes twice, each writer's events keep their order.

use serde_json::json;
use uuid::Uuid;
use xd_kernel::{Instant, UnitId};
use xd_store::outbox::{Event, Position, Recorded, end, read_after};
use xd_store::{Engine, Store};

const WRITERS: u64 = 6;
const TRANSACTIONS: u64 = 25;

fn event(writer: u64, n: u64) -> Event {
    let institution = UnitId(Uuid::from_u128(u128::from(writer)));
    let payload = json!({ "writer": writer, "n": n });
    Event { institution, kind: "thing.done", version: 1, payload, at: Instant(0) }
}

fn key(event: &Recorded) -> (u64, u64) {
    (event.payload["writer"].as_u64().unwrap(), event.payload["n"].as_u64().unwrap())
}

/// Two events a transaction, with pauses of differing length between them and before the commit, so that transactions
/// commit in another order than they began and than they wrote.
async fn write(store: Store, writer: u64) {
    for n in 0..TRANSACTIONS {
        let tx = store.begin().await.unwrap();
        tx.emit(event(writer, 2 * n)).await.unwrap();
        pause(writer * 7 + n * 3).await;
        tx.emit(event(writer, 2 * n + 1)).await.unwrap();
        pause(writer * 5 + n).await;
        tx.commit().await.unwrap();
    }
}

async fn pause(seed: u64) {
    for _ in 0..(seed % 11) {
        tokio::task::yield_now().await;
    }
}

async fn who_follows_misses_nothing_and_sees_nothing_twice(store: Store) {
    let writers: Vec<_> = (0..WRITERS).map(|writer| tokio::spawn(write(store.clone(), writer))).collect();
    let (mut seen, mut at): (Vec<Recorded>, _) = (Vec::new(), Position::default());
    loop {
        // Asked before the read: what was committed by then must be in it.
        let finished = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let events = read_after(&store, at, 7).await.unwrap();
        if events.is_empty() && finished {
            break;
        }
        at = events.last().map_or(at, |event| event.position);
        seen.extend(events);
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert!(seen.is_sorted_by(|a, b| a.position < b.position));
    for writer in 0..WRITERS {
        let theirs: Vec<u64> = seen.iter().map(key).filter(|(w, _)| *w == writer).map(|(_, n)| n).collect();
        assert_eq!(theirs, (0..2 * TRANSACTIONS).collect::<Vec<_>>(), "writer {writer}");
    }
}

/// A transaction that began first and commits last comes last, and holds up nobody meanwhile.
async fn a_long_transaction_neither_hides_nor_loses_events(store: Store) {
    if store.engine() == Engine::Sqlite {
        // One writer: the second transaction waits for the first, there is no order to get wrong.
        let long = store.begin().await.unwrap();
        long.emit(event(1, 0)).await.unwrap();
        let short = tokio::spawn(write(store.clone(), 2));
        long.commit().await.unwrap();
        short.await.unwrap();
        let events = read_after(&store, Position::default(), 1).await.unwrap();
        assert_eq!(events.iter().map(key).collect::<Vec<_>>(), [(1, 0)]);
        return;
    }
    let long = store.begin().await.unwrap();
    long.emit(event(1, 0)).await.unwrap();
    // Draws a transaction number, as any write of rows does.
    sea_orm::ConnectionTrait::execute_unprepared(long.conn(), "SELECT pg_current_xact_id()").await.unwrap();
    let short = store.begin().await.unwrap();
    short.emit(event(2, 0)).await.unwrap();
    short.commit().await.unwrap();
    let before = read_after(&store, Position::default(), 10).await.unwrap();
    assert_eq!(before.iter().map(key).collect::<Vec<_>>(), [(2, 0)], "visible at once");
    let at = end(&store).await.unwrap();
    long.commit().await.unwrap();
    let after = read_after(&store, at, 10).await.unwrap();
    assert_eq!(after.iter().map(key).collect::<Vec<_>>(), [(1, 0)], "not passed over");
}

xd_testkit::both_engines!(
    xd_store::migrations;
    who_follows_misses_nothing_and_sees_nothing_twice,
    a_long_transaction_neither_hides_nor_loses_events,
);
