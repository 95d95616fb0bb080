use std::path::Path;

use sea_orm::{ConnectionTrait as _, Statement};
use xd_store::{OpenError, Store, StoreConfig, copy_sqlite, migrate, migrations};

async fn insert(store: &Store, n: i64) {
    let tx = store.begin().await.unwrap();
    let statement = format!("INSERT INTO consumer_position (consumer, seq) VALUES ('{n}', {n})");
    tx.conn().execute_unprepared(&statement).await.unwrap();
    tx.commit().await.unwrap();
}

async fn count(file: &Path) -> i64 {
    let store = Store::open(&StoreConfig::Sqlite { file: file.into(), readers: 1 }).await.unwrap();
    let reader = store.reader();
    let sql = "SELECT COUNT(*) FROM consumer_position";
    let row = reader.query_one_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap();
    let count = row.unwrap().try_get_by_index(0).unwrap();
    store.close().await;
    count
}

#[tokio::test]
async fn a_copy_made_in_use_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copy) = (folder.path().join("xiaodun.db"), folder.path().join("copy 副本.db"));
    let store = Store::open(&StoreConfig::Sqlite { file: file.clone(), readers: 1 }).await.unwrap();
    migrate(&store, migrations()).await.unwrap();
    for n in 0..50 {
        insert(&store, n).await;
    }
    // Others write on while the copy is made; what was there at the beginning is in it.
    let busy = tokio::spawn({
        let store = store.clone();
        async move {
            for n in 50..80 {
                insert(&store, n).await;
            }
        }
    });
    copy_sqlite(&file, &copy).await.unwrap();
    busy.await.unwrap();
    let found = count(&copy).await;
    assert!((50..=80).contains(&found), "{found}");
    let again = copy_sqlite(&file, &copy).await.unwrap_err();
    assert!(matches!(again, OpenError::Engine(_)), "a copy never replaces a file: {again}");
    store.close().await;
}

#[tokio::test]
async fn what_is_not_there_or_not_sound_is_not_copied() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from.db"), folder.path().join("to.db"));
    let absent = copy_sqlite(&from, &to).await.unwrap_err();
    assert!(matches!(absent, OpenError::Io { .. }), "{absent}");
    assert!(!from.exists(), "nothing was made");
    std::fs::write(&from, "name,class\n").unwrap();
    let foreign = copy_sqlite(&from, &to).await.unwrap_err();
    assert!(matches!(foreign, OpenError::Corrupt { .. }), "{foreign}");
}
