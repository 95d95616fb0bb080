use sea_orm::{ConnectionTrait as _, Statement};
use xd_store::{Engine, Store, StoreError};

async fn insert(store: &Store, n: i64) -> Result<(), StoreError> {
    let tx = store.begin().await?;
    let name = format!("{n:064}");
    let statement = format!("INSERT INTO consumer_position (consumer, seq) VALUES ('{name}', {n})");
    tx.conn().execute_unprepared(&statement).await?;
    tx.commit().await
}

async fn count(store: &Store) -> i64 {
    let reader = store.reader();
    let sql = "SELECT COUNT(*) FROM consumer_position";
    let row = reader.query_one_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

/// Tells the engine that its disk is full, or no longer.
async fn fill(store: &Store, full: bool) {
    let tx = store.begin().await.unwrap();
    let statement = match (store.engine(), full) {
        // A limit below the present size means the present size: not a page more.
        (Engine::Sqlite, true) => "PRAGMA max_page_count = 1",
        (Engine::Sqlite, false) => "PRAGMA max_page_count = 1000000",
        // A test cannot fill a server's disk; the server says it in its own words.
        (Engine::Postgres, true) => {
            "CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$; \
             CREATE TRIGGER full_disk BEFORE INSERT ON consumer_position EXECUTE FUNCTION full()"
        }
        (Engine::Postgres, false) => "DROP TRIGGER full_disk ON consumer_position",
    };
    tx.conn().execute_unprepared(statement).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_full_disk_is_unavailability_and_passes(store: Store) {
    insert(&store, 0).await.unwrap();
    fill(&store, true).await;
    let (mut written, mut refused) = (1, Vec::new());
    for n in 1..500 {
        if store.engine() == Engine::Sqlite {
            // The limit is the connection's; one on which a commit has failed is replaced by another.
            fill(&store, true).await;
        }
        match insert(&store, n).await {
            Ok(()) => written += 1,
            Err(error) => refused.push(error),
        }
    }
    assert!(refused.len() > 100, "{written} written, {} refused", refused.len());
    for error in &refused {
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }
    assert_eq!(count(&store).await, written, "reads go on, and nothing is half-written");
    fill(&store, false).await;
    insert(&store, 1_000).await.unwrap();
    assert_eq!(count(&store).await, written + 1);
}

/// After an I/O error SQLite rolls back by itself, and the driver's own rollback then fails.
async fn what_is_acknowledged_after_the_engine_gave_up_a_transaction_is_there(store: Store) {
    for round in 0..3 {
        let tx = store.begin().await.unwrap();
        let _ = tx.conn().execute_unprepared("ROLLBACK").await;
        drop(tx);
        let tx = store.begin().await.unwrap();
        assert!(tx.conn().execute_unprepared("INSERT INTO no_such_table VALUES (1)").await.is_err());
        drop(tx);
        insert(&store, round).await.unwrap();
        assert_eq!(count(&store).await, round + 1, "acknowledged, so it is there for everybody");
    }
}

/// PostgreSQL answers the commit of a transaction in which a statement has failed with a rollback and no error; SQLite
/// would keep the rest. A caller who overlooks the failure is told, on both, and nothing is kept.
async fn a_transaction_in_which_a_statement_failed_is_not_committed(store: Store) {
    insert(&store, 1).await.unwrap();
    let row = |n: i64| format!("INSERT INTO consumer_position (consumer, seq) VALUES ('{n:064}', {n})");
    for failing in [row(1), "SELECT no_such_column FROM consumer_position".to_owned()] {
        let tx = store.begin().await.unwrap();
        tx.conn().execute_unprepared(&row(2)).await.unwrap();
        assert!(tx.conn().execute_unprepared(&failing).await.is_err());
        let _overlooked = tx.conn().execute_unprepared(&row(3)).await;
        let error = tx.commit().await.unwrap_err();
        assert!(matches!(error, StoreError::Aborted), "{error:?}");
        assert_eq!(count(&store).await, 1, "nothing of it is kept");
    }
    let mut committed = store.committed();
    let tx = store.begin().await.unwrap();
    let statement = Statement::from_string(tx.conn().get_database_backend(), row(1));
    assert!(tx.conn().execute_raw(statement).await.is_err());
    assert!(matches!(tx.commit().await, Err(StoreError::Aborted)));
    assert!(!committed.has_changed().unwrap(), "nobody is woken for nothing");
    insert(&store, 2).await.unwrap();
    assert_eq!(count(&store).await, 2, "the connection is fit for the next");
    committed.changed().await.unwrap();
}

/// A server that went away and came back: every pooled connection is dead, and each may fail once.
async fn a_server_that_comes_back_is_used_again(store: Store) {
    if store.engine() == Engine::Sqlite {
        // Embedded: there is no server to lose. What the process itself survives is tested with the whole program.
        insert(&store, 0).await.unwrap();
        return;
    }
    for n in 0..4 {
        insert(&store, n).await.unwrap();
    }
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() \
               AND pid <> pg_backend_pid()";
    let tx = store.begin().await.unwrap();
    tx.conn().execute_unprepared(end).await.unwrap();
    drop(tx);
    let mut failures = 0;
    while let Err(error) = insert(&store, 100).await {
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        failures += 1;
        assert!(failures <= 8, "more failures than there were connections");
    }
    let mut failures = 0;
    while let Err(error) = store.ping().await {
        failures += 1;
        assert!(failures <= 8, "{error}");
    }
    assert_eq!(count(&store).await, 5);
}

async fn a_closed_store_is_unavailable(store: Store) {
    store.close().await;
    let error = insert(&store, 1).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
}

xd_testkit::both_engines!(
    xd_store::migrations;
    what_is_acknowledged_after_the_engine_gave_up_a_transaction_is_there,
    a_full_disk_is_unavailability_and_passes,
    a_transaction_in_which_a_statement_failed_is_not_committed,
    a_server_that_comes_back_is_used_again,
    a_closed_store_is_unavailable,
);
