//! Reference files and comparison.

use serde_json::Value;

/// A file of `tests/data/epi/rt`.
pub fn load(name: &str) -> Value {
    let path = format!("{}/../../tests/data/epi/rt/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Numbers, NaN for null.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap_or(f64::NAN)).collect()
}

pub fn windows(run: &Value) -> Vec<epi_rt::Window> {
    let (starts, ends) = (numbers(&run["t_start"]), numbers(&run["t_end"]));
    let pair = |(&start, &end): (&f64, &f64)| epi_rt::Window { start: start as usize, end: end as usize };
    starts.iter().zip(&ends).map(pair).collect()
}

/// Largest |a − b| / max(|a|, |b|, 0.001) so far; NaN must meet NaN.
#[derive(Default)]
pub struct Worst {
    pub gap: f64,
    pub compared: usize,
}

impl Worst {
    pub fn see(&mut self, what: &str, ours: f64, theirs: f64) {
        self.compared += 1;
        if ours.is_nan() || theirs.is_nan() {
            assert!(ours.is_nan() && theirs.is_nan(), "{what}: {ours} where {theirs} was expected");
            return;
        }
        let gap = (ours - theirs).abs() / ours.abs().max(theirs.abs()).max(1e-3);
        self.gap = self.gap.max(gap);
        assert!(gap < 1e-9, "{what}: {ours} where {theirs} was expected");
    }
}
