//! Files are written whole or not at all.

use std::fs;
use std::io;

use xd_analyst::output::{write, write_text};

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    write_text(&path, "old\n").unwrap();
    let broken =
        |out: &mut dyn io::Write| out.write_all(b"half").and_then(|()| Err(io::Error::other("stopped")));
    assert_eq!(write::<io::Error>(&path, broken).unwrap_err().to_string(), "stopped");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old\n");
    write_text(&path, "new\n").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
}

#[test]
fn what_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("no/such/folder/out.csv")] {
        let error = write_text(&path, "x").unwrap_err();
        assert!(error.to_string().starts_with(&path.display().to_string()), "{error}");
    }
    let full = write::<io::Error>("/dev/full".as_ref(), |out| out.write_all(b"x")).unwrap_err();
    assert!(full.to_string().starts_with("/dev/full: cannot be written"), "{full}");
}
