//! The PostgreSQL cluster of the tests: one for all test processes of a user on a machine, in a temporary folder,
//! reached by a socket only, started by the first that needs it, stopped by a watchdog when nobody does.
//!
//! Two locks, both released by the operating system however a process ends: `lock`, held while somebody starts, stops
//! or makes a template; `users`, shared by every process that uses the cluster.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

const INSTALL: &str = "PostgreSQL 15 or newer is needed for the tests, as programs only (they start a cluster of their \
     own): apt-get install postgresql, or put the folder of initdb and pg_ctl into PATH";

/// Nothing in it has to survive: no waiting for the disk, and room for many connections.
const SETTINGS: &str = "
listen_addresses = ''
max_connections = 300
fsync = off
full_page_writes = off
autovacuum = off
jit = off
wal_level = minimal
max_wal_senders = 0
timezone = 'UTC'
";

/// Stops the cluster once nobody has used it for a minute. Stays out of the way of whoever is starting.
const WATCHDOG: &str = r#"
trap '' HUP INT
base=$1 pid=$2 idle=0
while sleep 5; do
    kill -0 "$pid" 2>/dev/null || exit 0
    if flock -n -x "$base/users" true; then idle=$((idle + 5)); else idle=0; fi
    [ "$idle" -ge 60 ] || continue
    exec 9>"$base/lock"
    if flock -n -x 9 && flock -n -x "$base/users" true; then
        kill -QUIT "$pid"
        while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
        rm -rf "$base/data" "$base/socket"
        exit 0
    fi
    exec 9>&-
    idle=0
done
"#;

/// The running cluster.
pub(crate) struct Cluster {
    base: PathBuf,
    /// Says to the watchdog that this process may still need the cluster.
    _user: File,
}

impl Cluster {
    /// The cluster, started if it is not running.
    pub fn shared() -> Result<&'static Self, String> {
        static SHARED: OnceLock<Result<Cluster, String>> = OnceLock::new();
        SHARED.get_or_init(Self::join).as_ref().map_err(Clone::clone)
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        let socket = self.base.join("socket");
        format!("postgres://postgres@localhost:5432/{database}?host={}&sslmode=disable", socket.display())
    }

    /// Waits until no other process is starting something in the cluster; ends with the value returned.
    pub fn turn(&self) -> Result<File, String> {
        locked(&self.base)
    }

    fn join() -> Result<Self, String> {
        let base = base()?;
        let _turn = locked(&base)?;
        if UnixStream::connect(base.join("socket/.s.PGSQL.5432")).is_err() {
            start(&base)?;
        }
        let user = open(&base.join("users"))?;
        user.lock_shared().map_err(|e| format!("{}/users: {e}", base.display()))?;
        Ok(Self { base, _user: user })
    }
}

fn base() -> Result<PathBuf, String> {
    let me = std::fs::metadata("/proc/self").map_err(|e| format!("/proc/self: {e}"))?.uid();
    let base = std::env::temp_dir().join(format!("xiaodun-test-pg-{me}"));
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o755).create(&base);
    made.map_err(|e| format!("{}: {e}", base.display()))?;
    let found = std::fs::symlink_metadata(&base).map_err(|e| format!("{}: {e}", base.display()))?;
    // A folder of a known name in a folder open to all: trust it only if nobody else can have made it.
    if found.uid() != me || !found.is_dir() || found.permissions().mode() & 0o022 != 0 {
        return Err(format!("{} belongs to somebody else: remove it", base.display()));
    }
    Ok(base)
}

fn open(path: &Path) -> Result<File, String> {
    let opened = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    opened.map_err(|e| format!("{}: {e}", path.display()))
}

fn locked(base: &Path) -> Result<File, String> {
    let lock = open(&base.join("lock"))?;
    lock.lock().map_err(|e| format!("{}/lock: {e}", base.display()))?;
    Ok(lock)
}

/// Where the programs of PostgreSQL are: the newest Debian package, else the folder in PATH.
fn programs() -> Result<PathBuf, String> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(version, bin)| *version >= 15 && bin.join("initdb").exists())
        .max();
    if let Some((_, bin)) = newest {
        return Ok(bin);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).find(|bin| bin.join("initdb").exists());
    found.ok_or_else(|| INSTALL.to_owned())
}

fn start(base: &Path) -> Result<(), String> {
    let bin = programs()?;
    let (data, socket) = (base.join("data"), base.join("socket"));
    for folder in [&data, &socket] {
        // Left by a machine that went down, or by a cluster that somebody else stopped.
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
        make_private(folder)?;
    }
    let mut initdb = as_postgres(&bin.join("initdb"));
    initdb.args(["--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "-D"]);
    finish(initdb.arg(&data), base)?;
    let sockets = format!("{SETTINGS}unix_socket_directories = '{}'\n", socket.display());
    let settings = OpenOptions::new().append(true).open(data.join("postgresql.conf"));
    settings
        .and_then(|mut file| file.write_all(sockets.as_bytes()))
        .map_err(|e| format!("{}: {e}", data.display()))?;
    let mut pg_ctl = as_postgres(&bin.join("pg_ctl"));
    pg_ctl.args(["start", "--wait", "--timeout=60", "-D"]).arg(&data).arg("-l").arg(data.join("server.log"));
    finish(&mut pg_ctl, base)?;
    watch(base, &data)
}

/// A folder that only the cluster's user can enter.
fn make_private(folder: &Path) -> Result<(), String> {
    let mut install = Command::new("install");
    if is_root() {
        install.args(["-o", "postgres", "-g", "postgres"]);
    }
    let made = install.args(["-d", "-m", "700"]).arg(folder).output();
    match made {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("{INSTALL} ({})", String::from_utf8_lossy(&output.stderr).trim())),
        Err(error) => Err(format!("{}: {error}", folder.display())),
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// PostgreSQL refuses to run as root; root runs it as the user whom the package made.
fn as_postgres(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// Runs a program to its end. Its output goes to a file, since a pipe would stay open as long as the server lives.
fn finish(command: &mut Command, base: &Path) -> Result<(), String> {
    let path = base.join("start.log");
    let log = File::create(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let errors = log.try_clone().map_err(|e| format!("{}: {e}", path.display()))?;
    command.current_dir("/").stdin(Stdio::null()).stdout(log).stderr(errors).process_group(0);
    let status = command.status().map_err(|e| format!("{command:?}: {e}"))?;
    if status.success() {
        return Ok(());
    }
    let said = std::fs::read_to_string(&path).unwrap_or_default();
    Err(format!("{command:?} failed ({status}): {said}"))
}

fn watch(base: &Path, data: &Path) -> Result<(), String> {
    let pid = std::fs::read_to_string(data.join("postmaster.pid")).map_err(|e| format!("no server: {e}"))?;
    let pid = pid.lines().next().unwrap_or_default().trim();
    // In a group of its own, without the runner's streams: it outlives the test that started it and holds up nobody.
    let started = Command::new("sh")
        .args(["-c", WATCHDOG, "xiaodun-test-pg"])
        .arg(base)
        .arg(pid)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn();
    started.map(|_| ()).map_err(|e| format!("no watchdog: {e}"))
}
