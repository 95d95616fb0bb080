//! `xiaodun backup`: one folder with the database, the keys, and a manifest of checksums.

use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use xd_kernel::{Clock as _, Instant};
use xd_store::StoreConfig;

use crate::cli::Backup;
use crate::clock::MachineClock;
use crate::config::{Config, ListenOptions};
use crate::failure::Failure;
use crate::{logging, say};

/// The manifest's name in the folder.
pub const MANIFEST: &str = "manifest.json";

/// What a backup consists of.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this form.
    pub v: u32,
    /// The program that wrote it.
    pub program: String,
    /// When.
    pub at: Instant,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// The files with their checksums.
    pub files: Vec<FileEntry>,
}

/// One file of a backup.
#[derive(Debug, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name in the folder.
    pub name: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// Writes a backup. The folder appears whole or not at all: it is made under another name and renamed.
pub async fn run(args: &Backup) -> Result<(), Failure> {
    let config = Config::read(&args.data, &ListenOptions::default())?;
    logging::start(&config.log, config.log_format)?;
    if args.to.exists() {
        return Err(Failure::WouldOverwrite(format!("{} exists: name a new folder", args.to.display())));
    }
    let parent = args.to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
    let unfinished = tempfile::Builder::new()
        .prefix(".xiaodun-backup-")
        .tempdir_in(parent)
        .map_err(|error| at(parent, &error))?;
    let database = copy_database(&config, unfinished.path()).await?;
    copy_keys(&config, unfinished.path())?;
    write_manifest(unfinished.path(), database)?;
    let written = unfinished.keep();
    std::fs::rename(&written, &args.to).map_err(|error| at(&args.to, &error))?;
    say!("written: {}", args.to.display());
    say!("It holds the keys as well: whoever has the folder can read everything. 备份含密钥,请妥善保管。");
    Ok(())
}

fn at(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::failed(format!("{}: {error}", path.display()))
}

async fn copy_database(config: &Config, folder: &Path) -> Result<&'static str, Failure> {
    match config.store() {
        StoreConfig::Sqlite { file, .. } => {
            if !file.exists() {
                return Err(Failure::input(format!("{}: there is no database", file.display())));
            }
            let to = folder.join("xiaodun.db");
            xd_store::copy_sqlite(&file, &to).await?;
            Ok("sqlite")
        }
        StoreConfig::Postgres { url, .. } => {
            let mut dump = Command::new("pg_dump");
            dump.arg("--format=custom")
                .arg("--file")
                .arg(folder.join("xiaodun.dump"))
                .arg("--dbname")
                .arg(url);
            tool(dump, "pg_dump")?;
            Ok("postgres")
        }
    }
}

/// Runs a tool of PostgreSQL, or says that it is missing and what to install.
pub fn tool(mut command: Command, name: &str) -> Result<(), Failure> {
    let output = command.output().map_err(|error| {
        Failure::failed(format!(
            "{name} could not be run ({error}). Install PostgreSQL's client programs (Debian: postgresql-client), \
             or use the server's own backup."
        ))
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(Failure::failed(format!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

fn copy_keys(config: &Config, folder: &Path) -> Result<(), Failure> {
    let from = config.key_file();
    if from.exists() {
        let to = folder.join("vault.key");
        // `copy` carries the permissions over: the key stays readable by its owner alone.
        std::fs::copy(&from, &to).map_err(|error| at(&from, &error))?;
    }
    Ok(())
}

fn write_manifest(folder: &Path, engine: &str) -> Result<(), Failure> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| at(folder, &error))? {
        let path = entry.map_err(|error| at(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push(FileEntry { name, sha256: checksum(&path)? });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let manifest = Manifest {
        v: 1,
        program: format!("xiaodun {}", env!("CARGO_PKG_VERSION")),
        at: MachineClock.now(),
        engine: engine.to_owned(),
        files,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(Failure::failed)?;
    let path = folder.join(MANIFEST);
    std::fs::write(&path, text + "\n").map_err(|error| at(&path, &error))
}

/// The SHA-256 of a file.
pub fn checksum(path: &Path) -> Result<String, Failure> {
    let mut file = std::fs::File::open(path).map_err(|error| at(path, &error))?;
    let mut hash = Sha256::new();
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part).map_err(|error| at(path, &error))? {
            0 => break,
            length => hash.update(&part[..length]),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
