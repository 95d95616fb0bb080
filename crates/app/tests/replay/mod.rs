//! `xiaodun replay` as it is run: files, exit codes, standard output.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/derbyshire-2001");

fn replay(folder: &Path, out: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiaodun"));
    command.current_dir(folder).args([
        "replay",
        "--people",
        "people.csv",
        "--cases",
        "cases.csv",
        "--out",
        out,
    ]);
    command.args(more).output().unwrap()
}

fn derbyshire() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["people.csv", "cases.csv"] {
        fs::copy(Path::new(DATA).join(name), folder.path().join(name)).unwrap();
    }
    folder
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_file_is_written_whole_and_nothing_else() {
    let folder = derbyshire();
    fs::write(folder.path().join("signals.csv"), "old").unwrap();
    let output = replay(folder.path(), "signals.csv", &["--rules", "EW-01,EW-02"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    let written = fs::read_to_string(folder.path().join("signals.csv")).unwrap();
    assert_eq!(written, fs::read_to_string(Path::new(DATA).join("signals.csv")).unwrap());
    assert_eq!(files(folder.path()), ["cases.csv", "people.csv", "signals.csv"]);
}

#[test]
fn a_dash_is_standard_output() {
    let folder = derbyshire();
    let output = replay(folder.path(), "-", &["--rules", "EW-01", "--rules", "EW-02"]);
    assert_eq!(output.stdout, fs::read(Path::new(DATA).join("signals.csv")).unwrap());
}

#[test]
fn wrong_input_is_exit_code_2_and_leaves_the_output_alone() {
    let folder = derbyshire();
    fs::write(folder.path().join("signals.csv"), "old").unwrap();
    fs::write(folder.path().join("cases.csv"), "person_id,onset\nD001,1\nD999,2\n").unwrap();
    let output = replay(folder.path(), "signals.csv", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("cases.csv: line 3, column 1 (person_id)"), "{}", told(&output));
    assert_eq!(fs::read(folder.path().join("signals.csv")).unwrap(), b"old");
    assert_eq!(files(folder.path()), ["cases.csv", "people.csv", "signals.csv"]);
}

#[test]
fn a_missing_file_an_unknown_rule_and_an_unknown_place_are_exit_code_2() {
    let folder = derbyshire();
    for (more, words) in [(["--rules", "EW-77"], "EW-77"), (["--jurisdiction", "Mars"], "Mars")] {
        let output = replay(folder.path(), "-", &more);
        assert_eq!(
            (output.status.code(), told(&output).contains(words)),
            (Some(2), true),
            "{}",
            told(&output)
        );
    }
    fs::remove_file(folder.path().join("people.csv")).unwrap();
    let output = replay(folder.path(), "-", &[]);
    assert_eq!(
        (output.status.code(), told(&output).contains("people.csv")),
        (Some(2), true),
        "{}",
        told(&output)
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn an_output_that_cannot_be_written_is_exit_code_1() {
    let folder = derbyshire();
    fs::create_dir(folder.path().join("taken")).unwrap();
    for out in ["taken", "missing/signals.csv"] {
        let output = replay(folder.path(), out, &[]);
        assert_eq!((output.status.code(), told(&output).contains(out)), (Some(1), true), "{}", told(&output));
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_a_link_is_followed() {
    let folder = derbyshire();
    assert_eq!(replay(folder.path(), "/dev/null", &[]).status.code(), Some(0));
    fs::write(folder.path().join("target.csv"), "old").unwrap();
    std::os::unix::fs::symlink("target.csv", folder.path().join("link.csv")).unwrap();
    assert_eq!(replay(folder.path(), "link.csv", &["--rules", "EW-01,EW-02"]).status.code(), Some(0));
    assert!(fs::symlink_metadata(folder.path().join("link.csv")).unwrap().is_symlink());
    let written = fs::read(folder.path().join("target.csv")).unwrap();
    assert_eq!(written, fs::read(Path::new(DATA).join("signals.csv")).unwrap());
}
