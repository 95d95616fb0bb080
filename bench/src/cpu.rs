//! Processor time, which a busy machine changes less than the clock on the wall: where the time of a check goes.

use anyhow::{Context as _, Result};

/// The kernel's clock counts a hundred times a second on every Linux that this program supports.
const TICK_MS: f64 = 10.0;

/// Milliseconds of processor time so far: of the server, of the database engine's own processes, of this program.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cpu {
    /// `xiaodun serve`, with SQLite inside it.
    pub server: f64,
    /// PostgreSQL.
    pub engine: f64,
    /// The load generator.
    pub generator: f64,
}

impl Cpu {
    /// What has been spent since.
    pub fn since(self, before: Self) -> Self {
        Self {
            server: self.server - before.server,
            engine: self.engine - before.engine,
            generator: self.generator - before.generator,
        }
    }

    /// Microseconds of each for one of `count`.
    pub fn each(self, count: usize) -> Self {
        let each = |spent: f64| spent * 1e3 / count.max(1) as f64;
        Self { server: each(self.server), engine: each(self.engine), generator: each(self.generator) }
    }
}

/// What a process has spent, with its threads.
pub fn of_process(id: u32) -> Result<f64> {
    Ok(stat(&format!("/proc/{id}/stat"))?.own)
}

/// What this process has spent.
pub fn of_self() -> Result<f64> {
    Ok(stat("/proc/self/stat")?.own)
}

/// What a process and its children have spent, those that have ended too.
pub fn of_family(id: u32) -> Result<f64> {
    let parent = stat(&format!("/proc/{id}/stat"))?;
    let mut spent = parent.own + parent.ended_children;
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(child) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A process may end between the listing and the reading.
        if let Ok(child) = stat(&format!("/proc/{child}/stat"))
            && child.parent == id
        {
            spent += child.own;
        }
    }
    Ok(spent)
}

struct Stat {
    parent: u32,
    own: f64,
    ended_children: f64,
}

fn stat(path: &str) -> Result<Stat> {
    let text = std::fs::read_to_string(path)?;
    // The second field is a name in parentheses that may hold blanks.
    let fields = text.rsplit_once(')').context("no name in /proc/…/stat")?.1;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let field = |at: usize| fields.get(at).copied().context("too few fields in /proc/…/stat");
    let ticks = |at: usize| -> Result<f64> { Ok(field(at)?.parse::<f64>()? * TICK_MS) };
    Ok(Stat {
        parent: field(1)?.parse()?,
        own: ticks(11)? + ticks(12)?,
        ended_children: ticks(13)? + ticks(14)?,
    })
}
