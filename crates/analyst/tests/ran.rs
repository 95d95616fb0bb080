//! Commands as they are run, but for the process around them.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Parser};
use serde_json::Value;
use xd_analyst::AnalystError;

#[derive(Parser)]
#[command(no_binary_name = true)]
struct Of<A: Args> {
    #[command(flatten)]
    args: A,
}

/// A folder with files for a command, and the files it writes.
pub struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    /// What a command writes for an input file of this text.
    pub fn run<A: Args>(
        &self,
        command: fn(&A) -> Result<(), AnalystError>,
        input: &str,
        options: &[&str],
    ) -> Result<String, String> {
        let (input, out) = (self.file("input.csv", input), self.path("out"));
        let own = ["--input", &input, "--out", out.to_str().unwrap()];
        let arguments: Vec<&str> = own.into_iter().chain(options.iter().copied()).collect();
        let parsed = Of::<A>::try_parse_from(arguments).map_err(|error| error.to_string())?;
        command(&parsed.args)
            .map_err(|error| error.to_string().replace(&input, "input.csv"))
            .map(|()| fs::read_to_string(out).unwrap())
    }
}

/// A column of an output, NaN for empty fields.
pub fn column(csv: &str, name: &str) -> Vec<f64> {
    texts(csv, name)
        .iter()
        .map(|field| if field.is_empty() { f64::NAN } else { field.parse().unwrap() })
        .collect()
}

/// A column of an output without quoted fields.
pub fn texts(csv: &str, name: &str) -> Vec<String> {
    let mut lines = csv.lines();
    let at = lines.next().unwrap().split(',').position(|column| column == name);
    let at = at.unwrap_or_else(|| panic!("no column {name}"));
    lines.map(|line| line.split(',').nth(at).unwrap().to_owned()).collect()
}

/// A reference file below `tests/data/epi`.
pub fn reference(name: &str) -> Value {
    let path = format!("{}/../../tests/data/epi/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

/// The names of the reference files of a folder below `tests/data/epi`.
pub fn files(folder: &str) -> Vec<String> {
    let path = format!("{}/../../tests/data/epi/{folder}", env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let paths = entries.map(|entry| entry.unwrap().path());
    let json = paths.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let mut names: Vec<String> =
        json.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Numbers, NaN for null.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap_or(f64::NAN)).collect()
}

/// Equal but for rounding; NaN must meet NaN.
#[track_caller]
pub fn close(what: &str, ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len(), "{what}: rows");
    for (row, (a, b)) in ours.iter().zip(theirs).enumerate() {
        let gap = (a - b).abs() / a.abs().max(b.abs()).max(1e-3);
        assert!(gap < 1e-9 || (a.is_nan() && b.is_nan()), "{what}, row {row}: {a} where {b} was expected");
    }
}
