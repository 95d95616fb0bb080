//! `./dev bench methods`: every figure beside its bar.

use std::collections::BTreeMap;
use std::process::Command;

use xd_bench_methods::{chains, ears, farrington, figure, rt};

fn main() {
    let numpy = numpy();
    if numpy.is_empty() {
        println!("NumPy could not be run; its bars are those measured elsewhere");
    }
    figure::print("EARS", &ears::figures(&|name| numpy.get(&format!("ears {name}")).copied()));
    figure::print("Farrington flexible", &farrington::figures());
    figure::print("Reproduction number", &rt::figures(&|name| numpy.get(name).copied()));
    rt::drawn_and_searched();
    rt::scale();
    chains::scale();
    ears::scale();
}

/// What `bar.py` measures: a name and µs per step on each line.
fn numpy() -> BTreeMap<String, f64> {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/bar.py");
    let output = Command::new("python3").arg(program).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let figure = |line: &str| {
        let (name, micros) = line.split_once('\t')?;
        Some((name.to_owned(), micros.parse().ok()?))
    };
    text.lines().filter_map(figure).collect()
}
