//! The servers that are measured: `xiaodun serve` on SQLite or on a PostgreSQL cluster of the bench's own, both durable.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;
use xd_store::StoreConfig;

use crate::cpu::{self, Cpu};

/// Which engine a run uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum EngineChoice {
    /// SQLite, WAL, `synchronous=FULL`.
    Sqlite,
    /// PostgreSQL, `fsync=on`, `synchronous_commit=on`.
    Postgres,
}

/// Where a run keeps its data.
pub struct Ground {
    /// The data directory; removed at the end.
    pub folder: TempDir,
    cluster: Option<Cluster>,
}

impl Ground {
    /// A fresh data directory, and for PostgreSQL a fresh cluster.
    pub fn prepare(engine: EngineChoice) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("xiaodun-bench").tempdir()?;
        let cluster = match engine {
            EngineChoice::Sqlite => None,
            EngineChoice::Postgres => Some(Cluster::start()?),
        };
        Ok(Self { folder, cluster })
    }

    /// How to open the store.
    pub fn store(&self) -> StoreConfig {
        match &self.cluster {
            None => StoreConfig::Sqlite { file: self.folder.path().join("xiaodun.db"), readers: 4 },
            Some(cluster) => StoreConfig::Postgres { url: cluster.url(), connections: 8 },
        }
    }

    /// Starts `xiaodun serve` on these data, and says how long it took to be ready.
    pub fn serve(&self, binary: &Path) -> Result<Server> {
        let port = free_port()?;
        let mut command = Command::new(binary);
        command
            .args(["serve", "--port", &port.to_string(), "--data"])
            .arg(self.folder.path())
            .env("XD_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit());
        if let Some(cluster) = &self.cluster {
            command.env("DATABASE_URL", cluster.url());
        }
        let begin = Instant::now();
        let child = command.spawn().with_context(|| format!("starting {}", binary.display()))?;
        let engine = self.cluster.as_ref().map(Cluster::postmaster).transpose()?;
        let mut server = Server { child, engine, port, ready_after: Duration::ZERO };
        while !answers_ready(port) {
            if server.child.try_wait()?.is_some() || begin.elapsed() > Duration::from_secs(60) {
                bail!("the server did not become ready");
            }
            rest();
        }
        server.ready_after = begin.elapsed();
        Ok(server)
    }
}

#[expect(clippy::disallowed_methods, reason = "nothing else runs yet that it could hold up")]
fn rest() {
    std::thread::sleep(Duration::from_millis(5));
}

fn answers_ready(port: u16) -> bool {
    use std::io::{Read as _, Write as _};
    let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", port)) else { return false };
    let request = b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let mut answer = String::new();
    stream.write_all(request).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// A running server; stopped when dropped.
pub struct Server {
    child: Child,
    /// The parent of PostgreSQL's processes.
    engine: Option<u32>,
    /// Where it listens.
    pub port: u16,
    /// From start to ready.
    pub ready_after: Duration,
}

impl Server {
    /// Resident memory now, in megabytes.
    pub fn resident_mb(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Server {
    /// The processor time spent so far.
    pub fn cpu(&self) -> Result<Cpu> {
        Ok(Cpu {
            server: cpu::of_process(self.child.id())?,
            engine: self.engine.map(cpu::of_family).transpose()?.unwrap_or_default(),
            generator: cpu::of_self()?,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A PostgreSQL cluster with the durability of production.
struct Cluster {
    folder: TempDir,
    programs: PathBuf,
}

impl Cluster {
    fn start() -> Result<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("xdpg").tempdir()?;
        let cluster = Self { folder, programs };
        as_postgres("chown", &["postgres", &cluster.path()], AsRoot::Yes)?;
        cluster.run(
            "initdb",
            &["-D", &cluster.data(), "-A", "trust", "-E", "UTF8", "--locale=C", "-U", "postgres"],
        )?;
        let options = format!(
            "-k {} -c listen_addresses='' -c max_connections=60 -c shared_buffers=256MB",
            cluster.path()
        );
        let log = format!("{}/log", cluster.path());
        cluster.run("pg_ctl", &["-D", &cluster.data(), "-w", "-l", &log, "-o", &options, "start"])?;
        Ok(cluster)
    }

    fn path(&self) -> String {
        self.folder.path().to_string_lossy().into_owned()
    }

    fn data(&self) -> String {
        format!("{}/data", self.path())
    }

    fn postmaster(&self) -> Result<u32> {
        let text = std::fs::read_to_string(format!("{}/postmaster.pid", self.data()))?;
        Ok(text.lines().next().context("an empty postmaster.pid")?.trim().parse()?)
    }

    fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.path())
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<()> {
        as_postgres(&self.programs.join(program).to_string_lossy(), arguments, AsRoot::No)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "stop"]);
    }
}

fn programs() -> Result<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .context("PostgreSQL is not installed")?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().context("PostgreSQL's initdb is not installed")
}

#[derive(PartialEq, Eq)]
enum AsRoot {
    Yes,
    No,
}

/// `initdb` refuses root: as root, the cluster's programs run as the user `postgres`.
fn as_postgres(program: &str, arguments: &[&str], root: AsRoot) -> Result<()> {
    let is_root =
        std::fs::metadata("/proc/self").map(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0)?;
    if root == AsRoot::Yes && !is_root {
        return Ok(());
    }
    let mut command = if is_root && root == AsRoot::No {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", program]);
        command
    } else {
        Command::new(program)
    };
    let status = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if !status.success() {
        bail!("{program} failed with {status}");
    }
    Ok(())
}
