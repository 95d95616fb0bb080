//! The repository as text: which files there are and what they say.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What holds nothing people wrote. In a linked work tree `.git` is a file.
const SKIPPED: &[&str] = &[
    ".git",
    ".pytest_cache",
    ".tools",
    "__pycache__",
    "dist",
    "node_modules",
    "playwright-report",
    "target",
    "test-results",
];

/// Every file of the repository, by its path from the root (with `/`).
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// Reads the tree below `root`; build outputs and installed packages are left out.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut tree = Self::default();
        let mut waiting = vec![root.to_path_buf()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let kind = entry.file_type()?;
                if SKIPPED.contains(&name.as_str()) {
                    continue;
                }
                if kind.is_dir() {
                    waiting.push(entry.path());
                } else if kind.is_file() {
                    tree.read_file(root, &entry.path())?;
                }
            }
        }
        Ok(tree)
    }

    /// The repository this package belongs to.
    pub fn of_this_repository() -> io::Result<Self> {
        Self::read(&repository_root())
    }

    /// A tree made of given files, for the tests of the checks.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Self { files: files.collect() }
    }

    /// A file that vanishes between listing and reading is somebody's temporary file, not an error.
    fn read_file(&mut self, root: &Path, path: &Path) -> io::Result<()> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        if let Ok(relative) = path.strip_prefix(root) {
            self.files.insert(relative.to_string_lossy().replace('\\', "/"), bytes);
        }
        Ok(())
    }

    /// Paths and texts of the files that are UTF-8.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
    }

    /// Paths and bytes of all files.
    pub fn bytes(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The text of one file, if it is there and UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    /// Whether `path` is a file or a folder with files in it.
    pub fn holds(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        self.files.contains_key(path) || self.files.keys().any(|file| file.starts_with(&folder))
    }

    /// Whether some file, in whatever folder, has this name.
    pub fn holds_name(&self, name: &str) -> bool {
        let ending = format!("/{name}");
        self.files.keys().any(|file| file == name || file.ends_with(&ending))
    }
}

/// The root of the repository: the folder above this package.
pub fn repository_root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_this_repository_and_leaves_build_outputs_out() {
        let tree = Tree::of_this_repository().unwrap();
        assert!(tree.holds("xtask/src/tree.rs"));
        assert!(tree.holds("xtask/src") && tree.holds("xtask/src/") && tree.holds_name("tree.rs"));
        assert!(!tree.holds("xtask/sr") && !tree.holds("target"));
    }
}
