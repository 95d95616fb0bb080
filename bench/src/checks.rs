//! Class checks over HTTP, durable before they are acknowledged: at the rate of a province's morning peak, and as fast
//! as they are taken.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use xd_store::Store;

use crate::cpu::Cpu;
use crate::latency::{self, Latency};
use crate::report::{self, Figure};
use crate::seed::{self, Bodies};
use crate::servers::{EngineChoice, Ground, Server};
use crate::wire::{self, Measured, Pace};
use crate::{Arguments, limits, scale};

/// The province's morning peak: class checks a second.
const PEAK: f64 = 1_000.0;
/// The time within which 99 of 100 checks are to be acknowledged at the peak, in milliseconds.
const PEAK_P99_MS: f64 = 100.0;
/// Connections of the load generator.
const CONNECTIONS: usize = 128;
/// Checks in one batch request.
pub const BATCH: usize = 50;

/// Measures one engine.
pub async fn measure(arguments: &Arguments, engine: EngineChoice) -> Result<()> {
    let ground = Ground::prepare(engine)?;
    let store = Store::open(&ground.store()).await?;
    let seeded = seed::seed(&store).await?;
    let limits = limits::measure(&store).await?;
    store.close().await;
    drop(store);
    let server = ground.serve(&arguments.binary)?;
    let idle_mb = server.resident_mb()?;
    let tokens = seeded.sign_in(server.port).await?;
    let mut bodies = Bodies::new(&seeded, tokens);
    if arguments.scale {
        return scale::measure(&server, &mut bodies, engine).await;
    }
    let runs = runs(arguments, &server, &mut bodies).await?;
    report::print(
        &format!("Class checks over HTTP, {engine:?}, 45 pupils, 2 % of pupils excepted, half of them ill"),
        &figures(engine, &runs, (&server, idle_mb, limits)),
    );
    println!(
        "\n| processor time of a check | server | database engine | load generator |\n|---|---:|---:|---:|"
    );
    for (name, cpu) in [("at the peak", runs.peak_cpu), ("as many as taken", runs.most_cpu)] {
        println!("| {name} | {:.0} µs | {:.0} µs | {:.0} µs |", cpu.server, cpu.engine, cpu.generator);
    }
    println!("checks stored: {}; resident now: {:.0} MB", bodies.made(), server.resident_mb()?);
    Ok(())
}

/// What was measured of one engine.
struct Runs {
    peak: Measured,
    peak_cpu: Cpu,
    latency: Latency,
    most: Measured,
    most_cpu: Cpu,
    batches: Measured,
}

async fn runs(arguments: &Arguments, server: &Server, bodies: &mut Bodies<'_>) -> Result<Runs> {
    singles(server, bodies, 2_000, Pace::Unbounded).await?;
    let before = server.cpu()?;
    let outbreaks = (1..arguments.seconds).map_while(|_| bodies.outbreak()).collect();
    let (peak, latency) = tokio::try_join!(
        singles(server, bodies, PEAK as usize * arguments.seconds, Pace::PerSecond(PEAK)),
        latency::measure(server.port, outbreaks, Duration::from_secs(1)),
    )?;
    let between = server.cpu()?;
    let most = singles(server, bodies, arguments.most, Pace::Unbounded).await?;
    let after = server.cpu()?;
    Ok(Runs {
        peak_cpu: between.since(before).each(peak.micros.len()),
        peak,
        latency,
        most_cpu: after.since(between).each(most.micros.len()),
        most,
        batches: batches(server, bodies, 600).await?,
    })
}

/// Single reports. What was not accepted is said, since it makes every figure of the run worthless.
pub async fn singles(server: &Server, bodies: &mut Bodies<'_>, count: usize, pace: Pace) -> Result<Measured> {
    let requests = (0..count).map(|_| bodies.single()).collect();
    checked("singles", wire::run(server.port, Arc::new(requests), CONNECTIONS, pace).await?)
}

/// Batches of reports.
pub async fn batches(server: &Server, bodies: &mut Bodies<'_>, count: usize) -> Result<Measured> {
    let requests = (0..count).map(|_| bodies.batch(BATCH)).collect();
    checked("batches", wire::run(server.port, Arc::new(requests), 16, Pace::Unbounded).await?)
}

/// Reports that each supersede the one before.
pub async fn corrections(server: &Server, bodies: &mut Bodies<'_>, count: usize) -> Result<Measured> {
    let requests = (0..count).map(|_| bodies.correction()).collect();
    checked("corrections", wire::run(server.port, Arc::new(requests), CONNECTIONS, Pace::Unbounded).await?)
}

fn checked(name: &str, run: Measured) -> Result<Measured> {
    if let Some(status) = run.refused.first() {
        println!("{name}: {} answers were not 200 or 201, the first was {status}", run.refused.len());
    }
    Ok(run)
}

fn figures(
    engine: EngineChoice,
    runs: &Runs,
    (server, idle_mb, limits): (&Server, f64, limits::Limits),
) -> Vec<Figure> {
    let aim = if engine == EngineChoice::Sqlite { 5_000.0 } else { 3_000.0 };
    let more = |what: &str, value, unit, bar, bar_from| Figure {
        what: what.into(),
        value,
        unit,
        bar,
        more_is_better: true,
        bar_from,
    };
    let less = |what: &str, value, unit, bar, bar_from| Figure {
        more_is_better: false,
        ..more(what, value, unit, bar, bar_from)
    };
    let Runs { peak, latency, most, batches, .. } = runs;
    vec![
        more("at the peak: accepted", peak.rate(), "/s", PEAK * 0.99, "a province's morning"),
        less("at the peak: p50", peak.quantile_ms(0.50), "ms", PEAK_P99_MS, "a province's morning"),
        less("at the peak: p99", peak.quantile_ms(0.99), "ms", PEAK_P99_MS, "a province's morning"),
        less("at the peak: worst", peak.quantile_ms(1.0), "ms", 1_000.0, "a teacher's patience"),
        less("at the peak: signal visible, median", latency.median_ms, "ms", 1_000.0, "from acknowledged"),
        less("at the peak: signal visible, worst", latency.worst_ms, "ms", 1_000.0, "from acknowledged"),
        more("as many as taken: accepted", most.rate(), "/s", aim, "aim"),
        more("  against FastAPI + PostgreSQL", most.rate(), "/s", 358.0, "measured elsewhere, single checks"),
        more("  against ODK Central", most.rate(), "/s", 216.0, "measured elsewhere, single checks"),
        more("  against one commit a row", most.rate(), "/s", limits.alone, "this engine, this run"),
        less("as many as taken: p99", most.quantile_ms(0.99), "ms", PEAK_P99_MS, "a province's morning"),
        more(
            "batches of 50: checks",
            batches.rate() * BATCH as f64,
            "/s",
            limits.by_fifty,
            "bare rows by fifty, this run",
        ),
        more("  batches", batches.rate(), "/s", 150.0, "ODK Central, measured elsewhere"),
        less("resident, idle", idle_mb, "MB", 100.0, "an old office PC"),
        less("ready after", server.ready_after.as_secs_f64() * 1e3, "ms", 1_000.0, "an old office PC"),
    ]
}
