//! A county of 6 schools with 4 grades of 5 classes: which node of the tree stands out?
//!
//! `cargo run --release -p epi-signal --example county_scan`

use std::error::Error;
use std::io::{Write as _, stdout};

use epi_core::stream::{Name, Stream};
use epi_signal::Threads;
use epi_signal::scan::{Counts, Options, Tree, scan_tree};

const DAYS: usize = 28;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut parents, mut names) = (vec![None], vec!["county".to_owned()]);
    let mut add = |parent: usize, name: String| {
        parents.push(Some(parent as u32));
        names.push(name);
        names.len() - 1
    };
    let mut classes = Vec::new();
    for school in 1..=6 {
        let of_school = add(0, format!("school {school}"));
        for grade in 1..=4 {
            let of_grade = add(of_school, format!("school {school}, grade {grade}"));
            for class in 1..=5 {
                classes.push(add(of_grade, format!("school {school}, grade {grade}, class {class}")));
            }
        }
    }
    // Every class expects 0.2 cases a day; grade 3 of school 2 has 0.7 more on the last four days.
    let mut stream = Stream::new(Name { seed: 8, process: 0, entity: 0, index: 0 });
    let (mut cases, mut expected) = (vec![0; names.len() * DAYS], vec![0.0; names.len() * DAYS]);
    for &class in &classes {
        for day in 0..DAYS {
            let ill = names[class].starts_with("school 2, grade 3") && day >= DAYS - 4;
            cases[class * DAYS + day] = stream.poisson(if ill { 0.9 } else { 0.2 }) as u32;
            expected[class * DAYS + day] = 0.2;
        }
    }
    let counts = Counts { days: DAYS, cases: &cases, expected: &expected };
    let options = Options { threads: Threads::all(), max_clusters: 3, ..Options::default() };
    let mut out = stdout().lock();
    for found in scan_tree(&Tree::new(&parents)?, &counts, &options)? {
        writeln!(
            out,
            "{:<30} last {} days: {} cases, {:.1} expected, relative risk {:.1}, LLR {:.2}, p {:.3} (Gumbel {:.2e})",
            names[found.zone],
            found.days,
            found.observed,
            found.expected,
            found.relative_risk,
            found.llr,
            found.p_monte_carlo,
            found.p_gumbel,
        )?;
    }
    Ok(())
}
