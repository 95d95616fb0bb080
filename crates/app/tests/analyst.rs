//! The analyst's commands as they are run: standard input and output, exit codes, help. The numbers are tested in
//! `crates/analyst`.

use std::io::{Read as _, Write as _};
use std::process::{Command, Output, Stdio};

use crate::program::xiaodun;

fn command(arguments: &str) -> Command {
    let mut command = xiaodun();
    command.args(arguments.split_whitespace());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn fed(arguments: &str, input: &str) -> Output {
    let mut child = command(arguments).spawn().unwrap();
    // A command that refuses its options does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn weeks(rows: usize) -> String {
    let rows: String = (1..=rows).map(|week| format!("{week},{}\n", week * week % 7)).collect();
    format!("index,count\n{rows}")
}

#[test]
fn from_standard_input_to_standard_output() {
    let output = fed("signal --method ears-c2 --min-sigma 0.5", &weeks(12));
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), output.stderr.is_empty(), out.lines().count()), (Some(0), true, 4));
    assert!(out.starts_with("series,date,observed,expected,upper,alarm,score\n,10,"), "{out}");
}

#[test]
fn wrong_input_is_exit_code_2_with_file_line_and_column() {
    for (arguments, input, told) in [
        ("signal --method ears-c1", "index,count\n1,2\n2,x\n", "standard input: line 3, column 3 (count)"),
        ("signal --method ears-c1 --periods 3", "", "--periods: ears-c1 does not know this option"),
        ("signal --method ears-c1 --input no-such-file.csv", "", "no-such-file.csv: line 1, column 1"),
        ("signal --method astrology", "", "astrology"),
        ("rt --method cori --si-mean 2 --si-sd 1", "index,incidence\n1,-1\n", "line 2, column 3 (incidence)"),
    ] {
        let output = fed(arguments, input);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), error.contains(told)), (Some(2), true), "{arguments}: {error}");
        assert!(output.stdout.is_empty(), "{arguments}");
    }
}

#[test]
fn an_output_that_cannot_be_written_is_exit_code_1() {
    let output = fed("signal --method ears-c1 --out /dev/full", &weeks(12));
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), error.contains("/dev/full: cannot be written")),
        (Some(1), true),
        "{error}"
    );
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let mut child = command("signal --method ears-c1").spawn().unwrap();
    child.stdin.take().unwrap().write_all(weeks(100_000).as_bytes()).unwrap();
    let mut first = [0; 10];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!((child.wait().unwrap().code(), told.as_str()), (Some(0), ""));
}

#[test]
fn help_teaches_by_example() {
    for command in
        ["signal --method", "rt --method", "pool plan", "chain --input", "scan --input", "knox --input"]
    {
        let name = command.split(' ').next().unwrap();
        let output = fed(&format!("{name} --help"), "");
        let out = String::from_utf8(output.stdout).unwrap();
        assert!(out.contains(&format!("xiaodun {command}")) && out.contains("Exit codes"), "{out}");
    }
}

/// The commands of the guide for analysts, as they stand there; its pictures are what they draw.
#[test]
fn the_guide_runs_and_shows_what_it_draws() {
    let guides = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides");
    let ground = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(guides.join("analyst")).unwrap().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|end| end == "csv") {
            std::fs::copy(entry.path(), ground.path().join(entry.file_name())).unwrap();
        }
    }
    let text = std::fs::read_to_string(guides.join("analyst.md")).unwrap();
    let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("xiaodun ")).collect();
    assert_eq!(commands.len(), 9);
    for arguments in commands {
        let output = command(arguments).current_dir(ground.path()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), told.as_str()), (Some(0), ""), "{arguments}");
        if let Some((_, rest)) = arguments.split_once("--plot ") {
            let name = rest.split(' ').next().unwrap();
            let [new, old] = [ground.path(), &guides.join("analyst")]
                .map(|at| std::fs::read_to_string(at.join(name)).unwrap());
            assert!(new == old, "docs/guides/analyst/{name} is out of date: run `xiaodun {arguments}` there");
        }
    }
}
