//! `cargo run -p xtask -- tidy` runs every tidy check; `-- graph` rewrites the checked-in crate graph.

use std::fs;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::{Result, bail};
use xtask::tree::{Tree, repository_root};
use xtask::{CHECKS, walls};

fn main() -> Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("tidy"), None) => tidy(),
        (Some("graph"), None) => graph(),
        _ => bail!("usage: cargo run -p xtask -- tidy | graph"),
    }
}

/// Prints every finding; exit code 1 if there is one.
fn tidy() -> Result<ExitCode> {
    let tree = Tree::of_this_repository()?;
    let mut out = io::stdout().lock();
    let mut count = 0;
    for (name, check) in CHECKS {
        for finding in check(&tree) {
            count += 1;
            writeln!(out, "{name}: {finding}")?;
        }
    }
    writeln!(out, "{} checks, {count} findings", CHECKS.len())?;
    Ok(if count == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn graph() -> Result<ExitCode> {
    let text = walls::graph(&Tree::of_this_repository()?);
    fs::write(repository_root().join(walls::SNAPSHOT), &text)?;
    write!(io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}
