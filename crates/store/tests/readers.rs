use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionTrait as _};
use xd_store::{Engine, Store};

async fn text(conn: &impl ConnectionTrait, sql: &str) -> String {
    let row =
        conn.query_one_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get_by_index::<String>(0)
        .or_else(|_| row.try_get_by_index::<i64>(0).map(|number| number.to_string()))
        .or_else(|_| row.try_get_by_index::<i32>(0).map(|number| number.to_string()))
        .unwrap()
}

/// What makes a commit durable, asked of every connection there can be: as many transactions at once as the pool has.
async fn every_connection_is_durable(store: Store) {
    let expected: &[(&str, &str)] = match store.engine() {
        Engine::Sqlite => &[("PRAGMA synchronous", "2"), ("PRAGMA journal_mode", "wal")],
        Engine::Postgres => &[("SHOW synchronous_commit", "on")],
    };
    let tx = store.begin().await.unwrap();
    let mut readers = Vec::new();
    for _ in 0..4 {
        readers.push(store.reader().begin().await.unwrap());
    }
    for (question, answer) in expected {
        assert_eq!(text(tx.conn(), question).await, *answer, "writer: {question}");
        for reader in &readers {
            assert_eq!(text(reader, question).await, *answer, "reader: {question}");
        }
    }
}

async fn a_reader_cannot_write(store: Store) {
    let reader: &DatabaseConnection = store.reader();
    for statement in [
        "INSERT INTO consumer_position (consumer, seq) VALUES ('x', 1)",
        "DELETE FROM outbox",
        "CREATE TABLE sneaked (id INTEGER)",
    ] {
        let refused = reader.execute_unprepared(statement).await;
        assert!(refused.is_err(), "{statement}: {refused:?}");
    }
}

async fn readers_are_not_held_up_by_a_writer(store: Store) {
    let tx = store.begin().await.unwrap();
    let statement = "INSERT INTO consumer_position (consumer, seq) VALUES ('x', 1)";
    tx.conn().execute_unprepared(statement).await.unwrap();
    let count = "SELECT COUNT(*) FROM consumer_position";
    assert_eq!(text(store.reader(), count).await, "0");
    tx.commit().await.unwrap();
    assert_eq!(text(store.reader(), count).await, "1");
}

/// One writer on SQLite: many who begin at once wait for each other and all succeed.
async fn writers_wait_for_each_other(store: Store) {
    let writers = (0..20).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let tx = store.begin().await.unwrap();
            let statement = format!("INSERT INTO consumer_position (consumer, seq) VALUES ('{n}', {n})");
            tx.conn().execute_unprepared(&statement).await.unwrap();
            tokio::task::yield_now().await;
            tx.commit().await.unwrap();
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(text(store.reader(), "SELECT COUNT(*) FROM consumer_position").await, "20");
}

/// Caches kept beside a store are its own: two stores in one process never see each other's.
async fn what_is_kept_beside_a_store_is_made_once(store: Store) {
    struct Kept(u32);
    let first = store.beside(|_| Kept(1));
    let again = store.clone().beside(|_| Kept(2));
    assert_eq!((first.0, again.0), (1, 1));
    assert_eq!(*store.beside(|engine| engine.name()), store.engine().name());
}

xd_testkit::both_engines!(
    xd_store::migrations;
    every_connection_is_durable,
    a_reader_cannot_write,
    readers_are_not_held_up_by_a_writer,
    writers_wait_for_each_other,
    what_is_kept_beside_a_store_is_made_once,
);
