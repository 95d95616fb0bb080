//! Where a demonstration keeps its data: never where anybody else's data are.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::failure::Failure;

/// Says that a folder was made by a demonstration, and may be made anew by the next.
const MARK: &str = "DEMO";
/// What a demonstration leaves in its folder.
const OWN: &[&str] = &["xiaodun.db", "xiaodun.db-wal", "xiaodun.db-shm", "xiaodun.lock"];

/// The folder of a demonstration.
pub struct Folder {
    path: PathBuf,
    /// Removed with everything in it when the demonstration ends.
    _temporary: Option<TempDir>,
}

impl Folder {
    /// A fresh folder: the one named, emptied if an earlier demonstration made it, or a temporary one.
    pub fn prepare(named: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = named else {
            let temporary =
                tempfile::Builder::new().prefix("xiaodun-demo-").tempdir().map_err(Failure::failed)?;
            return Ok(Self { path: temporary.path().to_owned(), _temporary: Some(temporary) });
        };
        let at = |error: std::io::Error| Failure::failed(format!("{}: {error}", path.display()));
        std::fs::create_dir_all(path).map_err(at)?;
        if path.join(MARK).exists() {
            remove_own(path).map_err(at)?;
        } else if std::fs::read_dir(path).map_err(at)?.next().is_some() {
            return Err(Failure::WouldOverwrite(format!(
                "{} is not empty and was not made by a demonstration: name another folder",
                path.display()
            )));
        }
        std::fs::write(path.join(MARK), "made by `xiaodun demo`, which may empty this folder\n")
            .map_err(at)?;
        Ok(Self { path: path.to_owned(), _temporary: None })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn remove_own(path: &Path) -> std::io::Result<()> {
    for name in OWN {
        match std::fs::remove_file(path.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    match std::fs::remove_dir_all(path.join("keys")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_demonstrations_own_folder_is_emptied() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        Folder::prepare(Some(&path)).unwrap();
        std::fs::write(path.join("xiaodun.db"), "x").unwrap();
        Folder::prepare(Some(&path)).unwrap();
        assert!(!path.join("xiaodun.db").exists());
        std::fs::remove_file(path.join(MARK)).unwrap();
        std::fs::write(path.join("xiaodun.db"), "somebody's").unwrap();
        assert_eq!(Folder::prepare(Some(&path)).err().unwrap().code(), 5);
        assert!(path.join("xiaodun.db").exists());
    }
}
