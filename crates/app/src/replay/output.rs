//! Writing a file whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::ReplayError;

/// Large enough that the system is seldom called.
const BUFFER: usize = 1 << 18;

/// Lets `produce` write to `path`, `-` being standard output. A regular file takes its new content only when all of it
/// has been written and has reached the disk; when `produce` fails, nothing is left behind.
pub(super) fn write(
    path: &Path,
    produce: impl FnOnce(&mut dyn Write) -> Result<(), ReplayError>,
) -> Result<(), ReplayError> {
    let failed = |source| ReplayError::Unwritable { file: path.display().to_string(), source };
    if path == Path::new("-") {
        return to_stream(io::stdout().lock(), produce).map_err(|error| named(error, path));
    }
    // What a link points to is replaced, not the link; a device or a pipe is written to, not replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&target) {
        Ok(known) if known.is_dir() => Err(failed(io::Error::from(io::ErrorKind::IsADirectory))),
        Ok(known) if !known.is_file() => {
            let file = OpenOptions::new().write(true).open(&target).map_err(failed)?;
            to_stream(file, produce).map_err(|error| named(error, path))
        }
        _ => replace(&target, produce).map_err(|error| named(error, path)),
    }
}

fn to_stream(
    stream: impl Write,
    produce: impl FnOnce(&mut dyn Write) -> Result<(), ReplayError>,
) -> Result<(), ReplayError> {
    let mut out = BufWriter::with_capacity(BUFFER, stream);
    produce(&mut out)?;
    out.flush().map_err(unnamed)
}

fn replace(
    target: &Path,
    produce: impl FnOnce(&mut dyn Write) -> Result<(), ReplayError>,
) -> Result<(), ReplayError> {
    let draft = draft_beside(target);
    let file = OpenOptions::new().write(true).create_new(true).open(&draft).map_err(unnamed)?;
    let written = fill(file, produce).and_then(|()| fs::rename(&draft, target).map_err(unnamed));
    if written.is_err() {
        // The first error is the one to tell.
        drop(fs::remove_file(&draft));
    }
    written
}

fn fill(
    file: File,
    produce: impl FnOnce(&mut dyn Write) -> Result<(), ReplayError>,
) -> Result<(), ReplayError> {
    let mut out = BufWriter::with_capacity(BUFFER, file);
    produce(&mut out)?;
    let file = out.into_inner().map_err(|error| unnamed(error.into_error()))?;
    file.sync_all().map_err(unnamed)
}

/// In the same folder, because a rename does not cross file systems.
fn draft_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn unnamed(source: io::Error) -> ReplayError {
    ReplayError::Unwritable { file: String::new(), source }
}

/// Names the file as the user gave it.
fn named(error: ReplayError, path: &Path) -> ReplayError {
    match error {
        ReplayError::Unwritable { source, .. } => {
            ReplayError::Unwritable { file: path.display().to_string(), source }
        }
        other => other,
    }
}
