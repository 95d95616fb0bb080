//! Writing a file whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Large enough that the system is seldom called.
const BUFFER: usize = 1 << 18;

/// Lets `produce` write to `path`, `-` being standard output. A regular file takes its new content only when all of it
/// has been written and has reached the disk; when `produce` fails, nothing is left behind. A reader of standard output
/// that has gone away (`| head`) has seen what it wanted: that is no failure.
///
/// # Errors
/// What `produce` says, or why the output cannot be written, with the file as given.
pub fn write<E: From<io::Error>>(
    path: &Path,
    produce: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    if path == Path::new("-") {
        let mut out = Named::new(io::stdout().lock(), path);
        let written = to_stream(&mut out, produce);
        return if out.reader_left { Ok(()) } else { written };
    }
    // What a link points to is replaced, not the link; a device or a pipe is written to, not replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&target) {
        Ok(known) if known.is_dir() => Err(named(path, &io::Error::from(ErrorKind::IsADirectory)).into()),
        Ok(known) if !known.is_file() => {
            let file = OpenOptions::new().write(true).open(&target).map_err(|error| named(path, &error))?;
            to_stream(&mut Named::new(file, path), produce)
        }
        _ => replace(&target, path, produce),
    }
}

/// A text as a file of its own; see [`write()`].
///
/// # Errors
/// Why the file cannot be written.
pub fn write_text(path: &Path, text: &str) -> io::Result<()> {
    write(path, |out| out.write_all(text.as_bytes()))
}

fn to_stream<E: From<io::Error>>(
    stream: &mut Named<impl Write>,
    produce: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let mut out = BufWriter::with_capacity(BUFFER, stream);
    produce(&mut out)?;
    Ok(out.flush()?)
}

fn replace<E: From<io::Error>>(
    target: &Path,
    path: &Path,
    produce: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let draft = draft_beside(target);
    let file =
        OpenOptions::new().write(true).create_new(true).open(&draft).map_err(|error| named(path, &error))?;
    let mut out = Named::new(file, path);
    let written = to_stream(&mut out, produce).and_then(|()| Ok(settle(&out.inner, &draft, target, path)?));
    if written.is_err() {
        // The first error is the one to tell.
        drop(fs::remove_file(&draft));
    }
    written
}

fn settle(file: &File, draft: &Path, target: &Path, path: &Path) -> io::Result<()> {
    file.sync_all().and_then(|()| fs::rename(draft, target)).map_err(|error| named(path, &error))
}

/// In the same folder, because a rename does not cross file systems.
fn draft_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: cannot be written: {error}", path.display()))
}

/// A stream whose errors name the file as the user gave it.
struct Named<'a, W> {
    inner: W,
    path: &'a Path,
    reader_left: bool,
}

impl<'a, W> Named<'a, W> {
    fn new(inner: W, path: &'a Path) -> Self {
        Self { inner, path, reader_left: false }
    }

    fn tell<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| match error.kind() {
            // The caller's loop tries these again and must know them.
            ErrorKind::Interrupted => error,
            kind => {
                self.reader_left |= kind == ErrorKind::BrokenPipe;
                named(self.path, &error)
            }
        })
    }
}

impl<W: Write> Write for Named<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.inner.write(bytes);
        self.tell(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.tell(result)
    }
}
