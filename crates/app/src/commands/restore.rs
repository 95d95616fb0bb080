//! `xiaodun restore`: puts a backup into a data directory that has no data.

use std::path::Path;
use std::process::Command;

use xd_store::{Store, StoreConfig};

use super::backup::{MANIFEST, Manifest, checksum, tool};
use crate::cli::Restore;
use crate::config::{Config, ListenOptions};
use crate::failure::Failure;
use crate::{logging, say};

/// Checks the backup whole, then puts it in place; never overwrites.
pub async fn run(args: &Restore) -> Result<(), Failure> {
    let config = Config::read(&args.data, &ListenOptions::default())?;
    logging::start(&config.log, config.log_format)?;
    let manifest = read_manifest(&args.from)?;
    refuse_to_overwrite(&config)?;
    match (config.store(), manifest.engine.as_str()) {
        (StoreConfig::Sqlite { file, .. }, "sqlite") => place(&args.from.join("xiaodun.db"), &file)?,
        (StoreConfig::Postgres { url, .. }, "postgres") => restore_dump(&config, &url, &args.from).await?,
        (_, engine) => {
            return Err(Failure::input(format!(
                "the backup was made from {engine}: set DATABASE_URL accordingly, or leave it unset for sqlite"
            )));
        }
    }
    let key = args.from.join("vault.key");
    if key.exists() {
        place(&key, &config.key_file())?;
    }
    check(&config).await?;
    say!("restored from {} (written {})", args.from.display(), manifest.at);
    Ok(())
}

fn read_manifest(folder: &Path) -> Result<Manifest, Failure> {
    let path = folder.join(MANIFEST);
    let wrong = |what: &dyn std::fmt::Display| Failure::input(format!("{}: {what}", path.display()));
    let text = std::fs::read_to_string(&path).map_err(|error| wrong(&error))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| wrong(&error))?;
    if manifest.v != 1 {
        return Err(wrong(&"written by a newer program"));
    }
    for file in &manifest.files {
        let is_plain_name = Path::new(&file.name).file_name().is_some_and(|name| name == file.name.as_str());
        if !is_plain_name || checksum(&folder.join(&file.name))? != file.sha256 {
            return Err(wrong(&format!("{} is not the file that was written", file.name)));
        }
    }
    Ok(manifest)
}

fn refuse_to_overwrite(config: &Config) -> Result<(), Failure> {
    let in_the_way = [config.database_file(), config.key_file()].into_iter().find(|path| path.exists());
    match in_the_way {
        Some(path) => Err(Failure::WouldOverwrite(format!(
            "{} exists: restore into an empty data directory, and move the old one away first",
            path.display()
        ))),
        None => Ok(()),
    }
}

fn place(from: &Path, to: &Path) -> Result<(), Failure> {
    let at = |error: std::io::Error| Failure::failed(format!("{}: {error}", to.display()));
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).map_err(at)?;
    }
    // Under another name until it is whole, so that a disk that fills up leaves no half database.
    let unfinished = to.with_extension("unfinished");
    std::fs::copy(from, &unfinished).map_err(at)?;
    std::fs::File::open(&unfinished).and_then(|file| file.sync_all()).map_err(at)?;
    std::fs::rename(&unfinished, to).map_err(at)
}

async fn restore_dump(config: &Config, url: &str, folder: &Path) -> Result<(), Failure> {
    let store = Store::open(&config.store()).await?;
    let all = xd_flows::all_migrations();
    let waiting = xd_store::pending(&store, &all).await?;
    store.close().await;
    if waiting < all.len() {
        return Err(Failure::WouldOverwrite(
            "the database has tables of this program: name an empty one".into(),
        ));
    }
    let mut restore = Command::new("pg_restore");
    // The ledger of migrations was made by looking at it.
    restore.args(["--exit-on-error", "--no-owner", "--clean", "--if-exists", "--single-transaction"]);
    restore.arg("--dbname").arg(url).arg(folder.join("xiaodun.dump"));
    tool(restore, "pg_restore")
}

async fn check(config: &Config) -> Result<(), Failure> {
    let store = Store::open(&config.store()).await?;
    let waiting = xd_store::pending(&store, &xd_flows::all_migrations()).await?;
    store.close().await;
    if waiting > 0 {
        say!("{waiting} migration(s) are waiting; serve applies them");
    }
    Ok(())
}
