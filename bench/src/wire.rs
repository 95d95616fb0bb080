//! A load generator small enough to share two cores with the server it measures: prepared requests over kept-alive
//! connections, answers read to their length and no further.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Requests to send, each the whole of its bytes.
pub type Requests = Arc<Vec<Vec<u8>>>;

/// How fast requests are sent.
#[derive(Debug, Clone, Copy)]
pub enum Pace {
    /// So many a second, whatever the answers take: an answer's time counts from when its request was due, so that a
    /// stall is not hidden by the requests that it kept from being sent.
    PerSecond(f64),
    /// As fast as answers come.
    Unbounded,
}

/// What a run measured.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// Answers of status 200 or 201.
    pub accepted: usize,
    /// Other answers, by status.
    pub refused: Vec<u16>,
    /// Microseconds from due (or sent) to answered, sorted.
    pub micros: Vec<u64>,
    /// From the first request to the last answer.
    pub took: Duration,
}

impl Measured {
    /// Accepted requests a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.accepted as f64 / self.took.as_secs_f64().max(1e-9)
    }

    /// The time within which a share of the answers came, in milliseconds.
    #[must_use]
    pub fn quantile_ms(&self, share: f64) -> f64 {
        quantile_ms(&self.micros, share)
    }
}

/// The time within which a share of sorted times lies, in milliseconds.
#[must_use]
pub fn quantile_ms(micros: &[u64], share: f64) -> f64 {
    let last = micros.len().saturating_sub(1);
    let at = ((micros.len() as f64 * share).ceil() as usize).saturating_sub(1).min(last);
    micros.get(at).map_or(f64::NAN, |micros| *micros as f64 / 1_000.0)
}

/// One request as bytes.
#[must_use]
pub fn post(path: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A question as bytes.
#[must_use]
pub fn get(path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\r\n").into_bytes()
}

/// Sends every request once over `connections` connections and measures the answers.
pub async fn run(port: u16, requests: Requests, connections: usize, pace: Pace) -> Result<Measured> {
    let next = Arc::new(AtomicUsize::new(0));
    let begin = Instant::now() + Duration::from_millis(50);
    let mut workers = Vec::new();
    for _ in 0..connections {
        let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
        workers.push(tokio::spawn(async move { work(port, &requests, &next, (begin, pace)).await }));
    }
    let mut all = Measured::default();
    for worker in workers {
        let part = worker.await??;
        all.accepted += part.accepted;
        all.refused.extend(part.refused);
        all.micros.extend(part.micros);
    }
    all.took = begin.elapsed();
    all.micros.sort_unstable();
    Ok(all)
}

async fn work(
    port: u16,
    requests: &[Vec<u8>],
    next: &AtomicUsize,
    (begin, pace): (Instant, Pace),
) -> Result<Measured> {
    let mut connection = Connection::open(port).await?;
    let mut measured = Measured::default();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(request) = requests.get(at) else { return Ok(measured) };
        let due = match pace {
            Pace::PerSecond(rate) => begin + Duration::from_secs_f64(at as f64 / rate),
            Pace::Unbounded => Instant::now().max(begin),
        };
        if due > Instant::now() {
            tokio::time::sleep_until(due.into()).await;
        }
        let status = connection.exchange(request).await?.0;
        measured.micros.push(due.elapsed().as_micros() as u64);
        if matches!(status, 200 | 201) { measured.accepted += 1 } else { measured.refused.push(status) }
    }
}

/// One kept-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects to a port of this machine.
    pub async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.context("connecting to the server")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096) })
    }

    /// Sends one request, and gives the status and body of its answer.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<(u16, Vec<u8>)> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = self.buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let text = std::str::from_utf8(&self.buffer[..head])?;
        let status: u16 = text.get(9..12).context("no status line")?.parse()?;
        let length = text
            .lines()
            .find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            })
            .unwrap_or(0);
        while self.buffer.len() < head + length {
            self.more().await?;
        }
        Ok((status, self.buffer[head..head + length].to_vec()))
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}
