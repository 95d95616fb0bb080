//! Starting on data that are not sound or not free, and stopping in order.

use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use xd_store::StoreConfig;

use crate::program::{Ground, finished, xiaodun};

#[tokio::test]
async fn a_damaged_database_is_refused_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::on_sqlite(folder.path()).await;
    let file = std::fs::OpenOptions::new().write(true).open(ground.file()).unwrap();
    let size = file.metadata().unwrap().len();
    file.write_all_at(&vec![0xa5; 16_384], size / 2).unwrap();
    let before = std::fs::read(ground.file()).unwrap();
    let (code, _, told) = finished(ground.serve());
    assert_eq!(code, 3, "{told}");
    assert!(told.contains("damaged") && told.contains("xiaodun restore"), "{told}");
    assert_eq!(std::fs::read(ground.file()).unwrap(), before, "nothing was changed");
    std::fs::write(ground.file(), "this was a shopping list").unwrap();
    let (code, _, told) = finished(ground.serve());
    assert_eq!((code, told.contains("does not begin as an SQLite database")), (3, true), "{told}");
}

#[tokio::test]
async fn one_program_at_a_time_on_one_database_and_one_address() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::on_sqlite(folder.path()).await;
    let server = ground.start();
    let (code, _, told) = finished(ground.serve());
    assert_eq!((code, told.contains("in use by another process")), (3, true), "{told}");
    let other = tempfile::tempdir().unwrap();
    let port = server.address.rsplit(':').next().unwrap();
    let mut second = xiaodun();
    second.args(["serve", "--port", port, "--data"]).arg(other.path());
    let (code, _, told) = finished(second);
    assert_eq!((code, told.contains("in use by another program")), (4, true), "{told}");
    assert!(server.stop().success());
}

#[test]
fn wrong_input_is_exit_code_two() {
    for arguments in [
        &["serve", "--colour", "red"][..],
        &["serve", "--config", "/nowhere/xiaodun.toml"],
        &["serve", "--port", "0", "--log", "=/=="],
        &["demo", "--speed", "frantic"],
        &["account", "create", "x", "--unit", "y", "--role", "king"],
        &["import", "--under", "x"],
        &["dance"],
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = xiaodun();
        command.current_dir(folder.path()).args(arguments);
        let (code, _, told) = finished(command);
        assert_eq!((code, told.is_empty()), (2, false), "{arguments:?}: {told}");
    }
}

async fn what_was_accepted_is_finished_before_it_stops(config: StoreConfig) {
    let is_sqlite = matches!(config, StoreConfig::Sqlite { .. });
    let ground = Arc::new(Ground::prepare(config).await);
    let server = ground.start();
    let client = ground.client(&server).await;
    let mut senders = JoinSet::new();
    for sender in 0..4 {
        let (ground, client) = (Arc::clone(&ground), client.clone());
        senders.spawn(async move {
            let mut keys = Vec::new();
            loop {
                let check = ground.check(sender, &[]);
                match client.report(&check).await {
                    Ok((201, _)) => keys.push(check["client_key"].as_str().unwrap().to_owned()),
                    Ok((status, body)) => panic!("{status}: {body:#}"),
                    Err(_) => return keys,
                }
            }
        });
    }
    // Somebody watches: a stream without end must not hold up the stop.
    let watching = client.clone();
    let watcher = tokio::spawn(async move { watching.get("/api/v1/events").await });
    tokio::time::sleep(Duration::from_millis(400)).await;
    let stopped = tokio::task::spawn_blocking(move || server.stop()).await.unwrap();
    assert!(stopped.success(), "{stopped}");
    let _ = watcher.await;
    let mut acknowledged: Vec<String> = Vec::new();
    while let Some(keys) = senders.join_next().await {
        acknowledged.extend(keys.unwrap());
    }
    assert!(!acknowledged.is_empty());
    if is_sqlite {
        let log = ground.file().with_extension("db-wal");
        assert!(
            std::fs::metadata(log).map_or(0, |meta| meta.len()) == 0,
            "the log is folded into the database"
        );
    }
    let server = ground.start();
    let client = client.at(&server);
    let mut stored = Vec::new();
    for group in &ground.groups {
        stored.extend(client.keys(group).await);
    }
    assert!(acknowledged.iter().all(|key| stored.contains(key)));
    assert!(server.stop().success());
}

xd_testkit::on_empty_databases!(what_was_accepted_is_finished_before_it_stops);
