//! From the acknowledged check that makes a rule hold to the signal that an officer can read.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::seed::Outbreak;
use crate::wire::{Connection, quantile_ms};

/// How long a signal may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is asked for: the error of a figure.
const EVERY: Duration = Duration::from_millis(5);

/// Milliseconds from acknowledged to visible.
#[derive(Debug, Clone, Copy)]
pub struct Latency {
    /// Half of the signals were faster.
    pub median_ms: f64,
    /// The slowest.
    pub worst_ms: f64,
}

/// Reports the outbreaks, one after the other at a distance, and waits for the signal of each.
pub async fn measure(port: u16, outbreaks: Vec<Outbreak>, distance: Duration) -> Result<Latency> {
    let mut connection = Connection::open(port).await?;
    let mut micros = Vec::with_capacity(outbreaks.len());
    for outbreak in outbreaks {
        let next = Instant::now() + distance;
        let (status, _) = connection.exchange(&outbreak.report).await?;
        anyhow::ensure!(status == 201, "the report of an outbreak was answered {status}");
        micros.push(visible(&mut connection, &outbreak.question).await?.as_micros() as u64);
        tokio::time::sleep_until(next.into()).await;
    }
    micros.sort_unstable();
    Ok(Latency { median_ms: quantile_ms(&micros, 0.5), worst_ms: quantile_ms(&micros, 1.0) })
}

async fn visible(connection: &mut Connection, question: &[u8]) -> Result<Duration> {
    let acknowledged = Instant::now();
    loop {
        let (status, answer) = connection.exchange(question).await?;
        anyhow::ensure!(status == 200, "the question for signals was answered {status}");
        let answer: Value = serde_json::from_slice(&answer)?;
        if !answer["items"].as_array().context("no list of signals")?.is_empty() {
            return Ok(acknowledged.elapsed());
        }
        if acknowledged.elapsed() > PATIENCE {
            bail!("no signal after {PATIENCE:?}");
        }
        tokio::time::sleep(EVERY).await;
    }
}
