//! Running one test on one engine: a fresh database before it, nothing left of it afterwards.

use std::fs::OpenOptions;
use std::future::Future;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use tokio::runtime::{Builder, Runtime};
use xd_store::{Engine, Migration, Store, StoreConfig};

use crate::database::Database;

/// Names a file to which each test of an engine appends the engine's name, so that a run in which an engine ran no
/// test can be told from a good one.
const COUNT: &str = "XD_ENGINE_COUNT";

/// Runs `test` with an open store on a fresh database to which the migrations have been applied.
///
/// # Panics
/// If the test does, or if the engine cannot be had; the message then says what to install.
pub fn on_migrated_database<F, R>(engine: Engine, migrations: fn() -> Vec<Migration>, test: F)
where
    F: FnOnce(Store) -> R,
    R: Future<Output = ()>,
{
    run(|runtime| {
        let database = runtime.block_on(Database::migrated(engine, migrations()))?;
        let store = runtime.block_on(Store::open(&database.config)).map_err(|e| e.to_string())?;
        let kept = store.clone();
        count(engine)?;
        let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(store))));
        runtime.block_on(kept.close());
        drop(kept);
        runtime.block_on(database.discard());
        Ok(outcome)
    });
}

/// Runs `test` with the address of an empty database. The test closes what it opens.
///
/// # Panics
/// As [`on_migrated_database`].
pub fn on_empty_database<F, R>(engine: Engine, test: F)
where
    F: FnOnce(StoreConfig) -> R,
    R: Future<Output = ()>,
{
    run(|runtime| {
        let database = runtime.block_on(Database::empty(engine))?;
        count(engine)?;
        let config = database.config.clone();
        let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(config))));
        runtime.block_on(database.discard());
        Ok(outcome)
    });
}

type Outcome = Result<(), Box<dyn std::any::Any + Send>>;

fn run(body: impl FnOnce(&Runtime) -> Result<Outcome, String>) {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let outcome = runtime.map_err(|e| e.to_string()).and_then(|runtime| body(&runtime));
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(panic)) => resume_unwind(panic),
        Err(why) => panic!("the test could not start: {why}"),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests take no other settings, and this one is for who runs them"
)]
fn count(engine: Engine) -> Result<(), String> {
    let Ok(file) = std::env::var(COUNT) else { return Ok(()) };
    // One short write to a file opened for appending: lines of several processes never mix.
    let line = format!("{}\n", engine.name());
    let written = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&file)
        .and_then(|mut opened| opened.write_all(line.as_bytes()));
    written.map_err(|e| format!("{COUNT}={file}: {e}"))
}
