//! What is stored already must not make a check dearer: not the checks of other classes and days, and not the
//! superseded checks of the same class, day and time of day.

use anyhow::Result;

use crate::checks::{BATCH, batches, corrections, singles};
use crate::seed::{Bodies, SLOTS};
use crate::servers::{EngineChoice, Server};
use crate::wire::{Measured, Pace};

/// Checks stored before the first measurement: 1×.
const ONCE: usize = SLOTS / 104;
/// Checks in one measurement.
const SAMPLE: usize = 5_000;
/// Schools, each of which corrects one class again and again.
const SCHOOLS: usize = 400;

/// Prints the cost of a check with 1×, 10× and 100× as many stored, then with more and more versions of one slot.
pub async fn measure(server: &Server, bodies: &mut Bodies<'_>, engine: EngineChoice) -> Result<()> {
    println!("\nCost of one check, {engine:?}\n");
    println!("| stored before | accepted | p99 | server | database engine |\n|---|---:|---:|---:|---:|");
    for times in [1, 10, 100] {
        while bodies.made() < ONCE * times {
            let missing = (ONCE * times - bodies.made()).div_ceil(BATCH).min(200);
            batches(server, bodies, missing).await?;
        }
        let stored = bodies.made();
        row(
            server,
            &format!("{times}×: {stored} checks"),
            async |bodies: &mut Bodies<'_>| singles(server, bodies, SAMPLE, Pace::Unbounded).await,
            bodies,
        )
        .await?;
    }
    let mut versions = 0;
    for until in [1, 10, 100] {
        corrections(server, bodies, SCHOOLS * (until - versions)).await?;
        row(
            server,
            &format!("{until} versions of the same check"),
            async |bodies: &mut Bodies<'_>| corrections(server, bodies, SCHOOLS * 5).await,
            bodies,
        )
        .await?;
        versions = until + 5;
    }
    Ok(())
}

async fn row(
    server: &Server,
    name: &str,
    run: impl AsyncFnOnce(&mut Bodies<'_>) -> Result<Measured>,
    bodies: &mut Bodies<'_>,
) -> Result<()> {
    let before = server.cpu()?;
    let run = run(bodies).await?;
    let spent = server.cpu()?.since(before).each(run.micros.len());
    println!(
        "| {name} | {:.0} /s | {:.1} ms | {:.0} µs | {:.0} µs |",
        run.rate(),
        run.quantile_ms(0.99),
        spent.server,
        spent.engine
    );
    Ok(())
}
