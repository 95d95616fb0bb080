//! The reference files under `tests/data/epi`: what independent programs computed, and comparison with it.

use std::fs;
use std::path::PathBuf;

use epi_signal::farrington::{Calendar, Power};
use serde_json::Value;

/// Agreement asked for, relative to the larger of the two and 0.001.
pub const TOLERANCE: f64 = 1e-9;

/// Every file of a folder below `tests/data/epi`, by name.
pub fn files(folder: &str) -> Vec<(String, Value)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/epi").join(folder);
    let mut found: Vec<_> = fs::read_dir(&root)
        .unwrap_or_else(|error| panic!("{}: {error}", root.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{} holds no file", root.display());
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let name = format!("{folder}/{}", path.file_stem().unwrap().to_string_lossy());
        (name, serde_json::from_str(&text).unwrap())
    };
    found.into_iter().map(read).collect()
}

/// The observed counts of a file.
pub fn observed(file: &Value) -> Vec<Option<u32>> {
    let counts = file["dataset"]["observed"].as_array().unwrap();
    counts.iter().map(|count| count.as_f64().map(|count| count as u32)).collect()
}

/// The runs of a file.
pub fn runs(file: &Value) -> &[Value] {
    file["runs"].as_array().unwrap()
}

/// A column of numbers; NaN where the file has `null`.
pub fn numbers(run: &Value, field: &str) -> Vec<f64> {
    let column = run[field].as_array().unwrap_or_else(|| panic!("{field} of {}", run["call"]));
    column.iter().map(|number| number.as_f64().unwrap_or(f64::NAN)).collect()
}

/// A column of flags given as booleans, as 0 and 1, or as `null`, which is no alarm.
pub fn flags(run: &Value, field: &str) -> Vec<bool> {
    let column = run[field].as_array().unwrap_or_else(|| panic!("{field} of {}", run["call"]));
    column.iter().map(|flag| flag.as_bool().unwrap_or(flag.as_f64() == Some(1.0))).collect()
}

/// 0-based range of the evaluated steps.
pub fn range(run: &Value) -> std::ops::Range<usize> {
    let ends = numbers(run, "range");
    ends[0] as usize - 1..ends[1] as usize
}

/// A number among the parameters of a run.
pub fn parameter(run: &Value, name: &str) -> f64 {
    run["params"][name].as_f64().unwrap_or_else(|| panic!("{name} of {}", run["call"]))
}

/// What a year is in a file.
pub fn calendar(file: &Value) -> Calendar {
    let dataset = &file["dataset"];
    if dataset["epochAsDate"] == true {
        let first_day = day_number(dataset["dates"]["first"].as_str().unwrap());
        return Calendar::Dates {
            first_day,
            step_days: dataset["dates"]["step_days"].as_u64().unwrap() as u16,
        };
    }
    Calendar::Steps { per_year: dataset["freq"].as_u64().unwrap() as usize }
}

/// The power of a run of one of Farrington's methods.
pub fn power(run: &Value) -> Power {
    match run["params"]["powertrans"].as_str() {
        Some("none") => Power::One,
        Some("1/2") => Power::Half,
        _ => Power::TwoThirds,
    }
}

/// Days since 1970-01-01 of an ISO date.
fn day_number(date: &str) -> i32 {
    let parts: Vec<i32> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let before: i32 = (1970..parts[0]).map(|year| 365 + i32::from(leap(year))).sum();
    let lengths = [31, 28 + i32::from(leap(parts[0])), 31, 30, 31, 30, 31, 31, 30, 31, 30];
    before + lengths[..parts[1] as usize - 1].iter().sum::<i32>() + parts[2] - 1
}

/// What was compared, and where it differed.
#[derive(Debug, Default)]
pub struct Report {
    pub runs: usize,
    pub differences: Vec<String>,
}

impl Report {
    /// Compares two columns: equal within [`TOLERANCE`], or undefined in both.
    pub fn compare(&mut self, what: &str, ours: &[f64], theirs: &[f64]) {
        self.compare_within(TOLERANCE, what, (ours, theirs));
    }

    /// [`Self::compare`] with a tolerance of its own.
    pub fn compare_within(&mut self, tolerance: f64, what: &str, (ours, theirs): (&[f64], &[f64])) {
        if ours.len() != theirs.len() {
            self.differences.push(format!("{what}: {} steps against {}", ours.len(), theirs.len()));
        }
        let differs = |a: f64, b: f64| {
            let close = (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(0.001);
            // The files have `null` for what is infinite, too.
            !(close || !a.is_finite() && !b.is_finite())
        };
        let mut pairs = ours.iter().zip(theirs).enumerate().filter(|(_, (a, b))| differs(**a, **b));
        if let Some((step, (a, b))) = pairs.next() {
            let others = pairs.count();
            self.differences
                .push(format!("{what}, evaluated step {step} and {others} more: {a} against {b}"));
        }
    }

    /// Compares flags, without tolerance.
    pub fn compare_flags(&mut self, what: &str, ours: &[bool], theirs: &[bool]) {
        let as_numbers =
            |flags: &[bool]| flags.iter().map(|flag| f64::from(u8::from(*flag))).collect::<Vec<_>>();
        self.compare(what, &as_numbers(ours), &as_numbers(theirs));
    }

    /// Fails where anything differed, or where fewer runs were compared than there must be.
    #[track_caller]
    pub fn finish(self, least_runs: usize) {
        let shown: Vec<&str> = self.differences.iter().take(40).map(String::as_str).collect();
        assert!(
            shown.is_empty(),
            "{} differences in {} runs:\n{}",
            self.differences.len(),
            self.runs,
            shown.join("\n")
        );
        assert!(self.runs >= least_runs, "only {} runs were compared", self.runs);
    }
}
