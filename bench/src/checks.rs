//! Class checks over HTTP, durable before they are acknowledged: at the rate of a province's morning peak, and as fast
//! as they are taken.

use std::sync::Arc;

use anyhow::Result;
use xd_store::Store;

use crate::report::{self, Figure};
use crate::seed::{self, Bodies};
use crate::servers::{EngineChoice, Ground, Server};
use crate::wire::{self, Measured, Pace};
use crate::{Arguments, limits};

/// The province's morning peak: class checks a second.
const PEAK: f64 = 1_000.0;
/// The time within which 99 of 100 checks are to be acknowledged at the peak, in milliseconds.
const PEAK_P99_MS: f64 = 100.0;
/// Connections of the load generator.
const CONNECTIONS: usize = 128;
/// Checks in one batch request.
const BATCH: usize = 50;

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

    let warm = singles(&server, &mut bodies, 2_000, Pace::Unbounded).await?;
    let wanted = PEAK as usize * arguments.seconds;
    let peak = singles(&server, &mut bodies, wanted, Pace::PerSecond(PEAK)).await?;
    let most = singles(&server, &mut bodies, 40_000, Pace::Unbounded).await?;
    let batches = batches(&server, &mut bodies, 600).await?;
    for (name, run) in [("warm-up", &warm), ("peak", &peak), ("most", &most), ("batches", &batches)] {
        if let Some(status) = run.refused.first() {
            println!("{name}: {} answers were not 200 or 201, the first was {status}", run.refused.len());
        }
    }
    report::print(
        &format!("Class checks over HTTP, {engine:?}, 45 pupils, 2 % of pupils excepted, half of them ill"),
        &figures(engine, (&peak, &most, &batches), (&server, idle_mb, limits)),
    );
    println!("checks stored: {}; resident now: {:.0} MB", bodies.made(), server.resident_mb()?);
    if arguments.scale {
        scale(&server, &mut bodies).await?;
    }
    Ok(())
}

async fn singles(server: &Server, bodies: &mut Bodies<'_>, count: usize, pace: Pace) -> Result<Measured> {
    let requests = (0..count).map(|_| bodies.single()).collect();
    wire::run(server.port, Arc::new(requests), CONNECTIONS, pace).await
}

async fn batches(server: &Server, bodies: &mut Bodies<'_>, count: usize) -> Result<Measured> {
    let requests = (0..count).map(|_| bodies.batch(BATCH)).collect();
    wire::run(server.port, Arc::new(requests), 16, Pace::Unbounded).await
}

fn figures(
    engine: EngineChoice,
    (peak, most, batches): (&Measured, &Measured, &Measured),
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
    vec![
        more("at the peak: accepted", peak.rate(), "/s", PEAK * 0.99, "a province's morning"),
        less("at the peak: p50", peak.quantile_ms(0.50), "ms", PEAK_P99_MS, "a province's morning"),
        less("at the peak: p99", peak.quantile_ms(0.99), "ms", PEAK_P99_MS, "a province's morning"),
        less("at the peak: worst", peak.quantile_ms(1.0), "ms", 1_000.0, "a teacher's patience"),
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

/// The cost of a check must not grow with the checks already stored.
async fn scale(server: &Server, bodies: &mut Bodies<'_>) -> Result<()> {
    println!("\n| checks stored before | accepted by one more thousand | p99 |\n|---:|---:|---:|");
    let begin = bodies.made();
    for times in [1, 10, 100] {
        while bodies.made() < begin * times {
            batches_quietly(server, bodies, (begin * times - bodies.made()).div_ceil(BATCH).min(200)).await?;
        }
        let stored = bodies.made();
        let run = singles(server, bodies, 5_000, Pace::Unbounded).await?;
        println!("| {stored} | {:.0} /s | {:.1} ms |", run.rate(), run.quantile_ms(0.99));
    }
    Ok(())
}

async fn batches_quietly(server: &Server, bodies: &mut Bodies<'_>, count: usize) -> Result<()> {
    batches(server, bodies, count).await.map(|_| ())
}
