//! Parts of a run on disk, so that an interrupted run goes on where it stopped and shards can be put together.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use xd_analyst::output;

use super::manifest::Run;
use super::record::Part;
use crate::error::SimulateError;

const HASH: usize = 32;

/// The folder of a run.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    run: Run,
}

/// How far a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Parts may be there, results are not.
    UnderWay,
    /// Everything is there.
    Complete,
}

impl Folder {
    /// Opens the folder of a run, or makes it.
    ///
    /// # Errors
    /// [`SimulateError::Overwrites`] where it holds anything that is not of this run; what the system says.
    pub fn open(root: &Path, run: Run) -> Result<(Self, Progress), SimulateError> {
        let folder = Self { root: root.to_owned(), run };
        let manifest = root.join("run.json");
        match fs::read_to_string(&manifest) {
            Ok(text) if text == folder.run.text() => {
                let complete = root.join("summary.json").exists();
                let progress = if complete { Progress::Complete } else { Progress::UnderWay };
                folder.sweep()?;
                return Ok((folder, progress));
            }
            Ok(_) => {
                return Err(folder.taken("it holds another run (another scenario, seed, number or version)"));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(named(&manifest, &error).into()),
        }
        let occupied = match fs::read_dir(root) {
            Ok(mut entries) => entries.next().is_some(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(named(root, &error).into()),
        };
        if occupied {
            return Err(folder.taken("it is not empty"));
        }
        let parts = root.join("parts");
        fs::create_dir_all(&parts).map_err(|error| named(&parts, &error))?;
        output::write_text(&manifest, &folder.run.text())?;
        Ok((folder, Progress::UnderWay))
    }

    /// Removes damaged parts, to be run again. Drafts may be those of another shard at work.
    fn sweep(&self) -> Result<(), SimulateError> {
        for file in part_files(std::slice::from_ref(&self.root)).unwrap_or_default() {
            if fs::read(&file).is_ok_and(|bytes| read(&bytes, &self.run).is_none()) {
                fs::remove_file(&file).map_err(|error| named(&file, &error))?;
            }
        }
        Ok(())
    }

    fn taken(&self, why: &str) -> SimulateError {
        SimulateError::Overwrites(format!("--out: {}: {why}; choose an empty folder", self.root.display()))
    }

    /// The run.
    #[must_use]
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Its path.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn name(&self, from: u64, to: u64) -> PathBuf {
        self.root.join("parts").join(format!("{from:012}-{to:012}.part"))
    }

    /// Is this part there and whole?
    #[must_use]
    pub fn has(&self, (from, to): (u64, u64)) -> bool {
        fs::read(self.name(from, to)).is_ok_and(|bytes| read(&bytes, &self.run).is_some())
    }

    /// Writes a part, whole or not at all.
    ///
    /// # Errors
    /// What the system says.
    pub fn put(&self, part: &Part) -> Result<(), SimulateError> {
        fs::create_dir_all(self.root.join("parts"))?;
        let bytes = postcard::to_stdvec(part).map_err(|error| io::Error::other(error.to_string()))?;
        let check = seal(&bytes, &self.run);
        output::write(&self.name(part.from, part.to), |out| {
            out.write_all(&check)?;
            out.write_all(&bytes)?;
            Ok(())
        })
    }

    /// Removes the parts once their results are there, and drafts that a killed process left.
    ///
    /// # Errors
    /// What the system says.
    pub fn clear(&self) -> Result<(), SimulateError> {
        for entry in
            fs::read_dir(&self.root).map_err(|error| named(&self.root, &error))?.filter_map(Result::ok)
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') && name.ends_with(".part") {
                fs::remove_file(entry.path()).map_err(|error| named(&entry.path(), &error))?;
            }
        }
        let parts = self.root.join("parts");
        match fs::remove_dir_all(&parts) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(named(&parts, &error).into()),
            _ => Ok(()),
        }
    }
}

fn seal(bytes: &[u8], run: &Run) -> [u8; HASH] {
    Sha256::new().chain_update(run.hash()).chain_update(bytes).finalize().into()
}

fn read(bytes: &[u8], run: &Run) -> Option<Part> {
    let (check, bytes) = bytes.split_at_checked(HASH)?;
    if check != seal(bytes, run) {
        return None;
    }
    postcard::from_bytes(bytes).ok()
}

/// The run that a folder holds.
///
/// # Errors
/// A folder without a run, or one that was written by another version.
pub fn run_of(root: &Path) -> Result<Run, SimulateError> {
    let manifest = root.join("run.json");
    let text = fs::read_to_string(&manifest).map_err(|error| {
        SimulateError::Option(format!("{}: {error}: no folder of a run", manifest.display()))
    })?;
    serde_json::from_str(&text).map_err(|error| {
        SimulateError::Option(format!("{}: line {}: {error}", manifest.display(), error.line()))
    })
}

/// All parts of a run that lie in these folders, in order, each replicate once.
///
/// # Errors
/// A damaged part; replicates that are missing.
pub fn collect(roots: &[PathBuf], run: &Run) -> Result<Vec<Part>, SimulateError> {
    let mut parts = Vec::new();
    for file in part_files(roots)? {
        let bytes = fs::read(&file).map_err(|error| named(&file, &error))?;
        let damaged = || SimulateError::Option(format!("{}: damaged; run its shard again", file.display()));
        parts.push(read(&bytes, run).ok_or_else(damaged)?);
    }
    // Longest first, so that what another shard cut differently is passed over.
    parts.sort_by_key(|part| (part.from, std::cmp::Reverse(part.to)));
    let mut next = 0;
    let mut taken = Vec::with_capacity(parts.len());
    for part in parts {
        if part.from > next {
            return Err(missing(next, part.from));
        }
        if part.from == next {
            next = part.to;
            taken.push(part);
        }
    }
    if next == run.replicates { Ok(taken) } else { Err(missing(next, run.replicates)) }
}

fn part_files(roots: &[PathBuf]) -> Result<Vec<PathBuf>, SimulateError> {
    let mut files = Vec::new();
    for root in roots {
        let parts = root.join("parts");
        let entries = fs::read_dir(&parts).map_err(|error| {
            SimulateError::Option(format!("{}: {error}: no parts of a run", parts.display()))
        })?;
        files.extend(entries.filter_map(Result::ok).map(|entry| entry.path()));
    }
    // A killed process may leave a draft behind; its name begins with a dot.
    let name = |file: &PathBuf| file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    files.retain(|file| name(file).ends_with(".part") && !name(file).starts_with('.'));
    Ok(files)
}

fn missing(from: u64, to: u64) -> SimulateError {
    SimulateError::Option(format!("replicates {from} to {} are missing: a shard is not complete", to - 1))
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
