//! `simulate validate` at a tiny size: every target is there, whether or not so few replicates agree with it.

use clap::Parser as _;
use xd_simulate::SimulateError;
use xd_simulate::command::{SimulateArgs, answer};

#[derive(clap::Parser)]
struct Cli {
    #[command(flatten)]
    args: SimulateArgs,
}

fn validate(size: &str) -> Result<String, SimulateError> {
    answer(&Cli::parse_from(["simulate", "validate", "--size", size]).args)
}

#[test]
fn the_table_has_every_target() {
    let table = match validate("0.02") {
        Ok(table) => table,
        Err(SimulateError::Missed { table, missed }) => {
            assert_eq!(table.matches("否 no").count(), missed);
            table
        }
        Err(other) => panic!("{other}"),
    };
    let rows: Vec<Vec<&str>> =
        table.lines().filter(|line| line.starts_with('|')).map(|line| line.split('|').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 8), "{table}");
    let count = |id: &str| rows.iter().filter(|row| row[1].trim() == id).count();
    let counts =
        [("A1", 8), ("A2", 6), ("A3", 5), ("A4", 2), ("A5", 5), ("A6", 21), ("B1", 5), ("B3", 4), ("B4", 2)];
    for (id, figures) in
        counts.into_iter().chain([("C1", 29), ("C1-high", 2), ("C2", 2), ("C3", 2), ("C5", 7)])
    {
        assert_eq!(count(id), figures, "{id}: {table}");
    }
    // What does not hang on the number of replicates.
    assert!(rows.iter().filter(|row| row[1].trim() == "A2").all(|row| row[6].trim() == "是 yes"), "{table}");
}

#[test]
fn a_size_out_of_range_is_refused() {
    let refused = validate("0").unwrap_err();
    assert_eq!(refused.to_string(), "--size: size is 0, allowed is 0.001 to 1000");
    assert_eq!(refused.exit_code(), 2);
}
