use std::path::PathBuf;

use sea_orm::ConnectionTrait as _;
use tempfile::TempDir;
use xd_store::{Engine, OpenError, Store, StoreConfig, migrate, migrations};

fn folder() -> (TempDir, StoreConfig, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data 目录?#%").join("xiaodun.db");
    (folder, StoreConfig::Sqlite { file: file.clone(), readers: 2 }, file)
}

/// A sound database of a few hundred pages, closed.
async fn filled(config: &StoreConfig) {
    let store = Store::open(config).await.unwrap();
    migrate(&store, migrations()).await.unwrap();
    let tx = store.begin().await.unwrap();
    for n in 0..2_000 {
        let name = format!("{n:060}");
        let statement = format!("INSERT INTO consumer_position (consumer, seq) VALUES ('{name}', {n})");
        tx.conn().execute_unprepared(&statement).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_file_is_made_with_its_folder_whatever_its_name() {
    let (_folder, config, file) = folder();
    let store = Store::open(&config).await.unwrap();
    assert_eq!(store.engine(), Engine::Sqlite);
    store.ping().await.unwrap();
    assert!(file.exists());
}

#[tokio::test]
async fn one_process_at_a_time() {
    let (_folder, config, _) = folder();
    let store = Store::open(&config).await.unwrap();
    let refused = Store::open(&config).await.unwrap_err();
    assert!(matches!(refused, OpenError::InUse { .. }), "{refused}");
    assert!(refused.to_string().contains("DATABASE_URL"), "it says what to do: {refused}");
    store.close().await;
    drop(store);
    Store::open(&config).await.unwrap();
}

#[tokio::test]
async fn closing_folds_the_log_into_the_file() {
    let (_folder, config, file) = folder();
    filled(&config).await;
    let log = std::fs::metadata(file.with_extension("db-wal")).map_or(0, |meta| meta.len());
    assert_eq!(log, 0);
}

#[tokio::test]
async fn what_is_no_sound_database_is_refused_and_left_as_it_is() {
    type Harm = fn(&mut Vec<u8>);
    let harms: [(&str, Harm); 6] = [
        ("another kind of file", |bytes| *bytes = "name,class\n王小明,一(1)班\n".into()),
        ("a short file", |bytes| bytes.truncate(10)),
        ("cut off in the header", |bytes| bytes.truncate(50)),
        ("cut off in the middle", |bytes| bytes.truncate(bytes.len() / 2)),
        ("zeros in the middle", |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle..middle + 8_192].fill(0);
        }),
        ("noise in the first page", |bytes| bytes[100..3_000].fill(0xa5)),
    ];
    for (harm, damage) in harms {
        let (_folder, config, file) = folder();
        filled(&config).await;
        let mut bytes = std::fs::read(&file).unwrap();
        assert!(bytes.len() > 100_000);
        damage(&mut bytes);
        std::fs::write(&file, &bytes).unwrap();
        let Err(refused) = Store::open(&config).await else { panic!("{harm}: opened") };
        assert!(matches!(refused, OpenError::Corrupt { .. }), "{harm}: {refused}");
        let text = refused.to_string();
        assert!(text.contains("restore") && text.contains("xiaodun.db"), "{harm}: {text}");
        assert!(std::fs::read(&file).unwrap() == bytes, "{harm}: the file was changed");
    }
}

#[tokio::test]
async fn an_empty_file_is_a_new_database() {
    let (_folder, config, file) = folder();
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, b"").unwrap();
    let store = Store::open(&config).await.unwrap();
    assert_eq!(migrate(&store, migrations()).await.unwrap(), migrations().len());
}

#[tokio::test]
async fn a_folder_that_cannot_be_is_an_error_that_names_it() {
    let (folder, _, _) = folder();
    let occupied = folder.path().join("file");
    std::fs::write(&occupied, b"x").unwrap();
    let config = StoreConfig::Sqlite { file: occupied.join("xiaodun.db"), readers: 1 };
    let refused = Store::open(&config).await.unwrap_err();
    assert!(matches!(&refused, OpenError::Io { path, .. } if *path == occupied), "{refused}");
}

async fn a_server_that_does_not_wait_for_its_disk_is_refused(config: StoreConfig) {
    let StoreConfig::Postgres { url, connections } = config else {
        // SQLite's settings are this program's own; `every_connection_is_durable` asks them back.
        return;
    };
    let hasty = format!("{url}&options[synchronous_commit]=off");
    let refused = Store::open(&StoreConfig::Postgres { url: hasty, connections }).await.unwrap_err();
    assert!(matches!(refused, OpenError::NotDurable { setting: "synchronous_commit", .. }), "{refused}");
    let nobody = url.replace("host=", "host=/nowhere");
    let refused = Store::open(&StoreConfig::Postgres { url: nobody, connections }).await.unwrap_err();
    assert!(matches!(refused, OpenError::Engine(_)), "{refused}");
}

xd_testkit::on_empty_databases!(a_server_that_does_not_wait_for_its_disk_is_refused);
