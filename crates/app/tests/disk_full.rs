//! The disk is full: 503, nothing half-written, reading goes on; with room again, everything does.

use std::process::Command;

use serde_json::Value;

use crate::program::{Client, Ground, Server, xiaodun};

/// How the room runs out: a small file system where mounting is allowed, else a limit on the size of a file.
enum Room {
    FileSystem { ballast: std::path::PathBuf, _mount: Mount },
    Limit,
}

/// A small file system, unmounted when dropped.
struct Mount(tempfile::TempDir);

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

fn mount() -> Option<Mount> {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("mount");
    let mounted = command.args(["-t", "tmpfs", "-o", "size=12m", "none"]).arg(folder.path()).output();
    mounted.is_ok_and(|output| output.status.success()).then_some(Mount(folder))
}

impl Room {
    fn fill(&self, server: &Server, database: &std::path::Path) {
        match self {
            Self::FileSystem { ballast, .. } => {
                // Until nothing more fits.
                let zeros = vec![0_u8; 64 << 20];
                let _ = std::fs::write(ballast, zeros);
            }
            Self::Limit => {
                let largest = ["db", "db-wal"].map(|kind| {
                    std::fs::metadata(database.with_extension(kind)).map_or(0, |meta| meta.len())
                });
                limit(server, &largest.iter().max().unwrap().to_string());
            }
        }
    }

    fn make(&self, server: &Server) {
        match self {
            Self::FileSystem { ballast, .. } => std::fs::remove_file(ballast).unwrap(),
            Self::Limit => limit(server, "unlimited"),
        }
    }
}

fn limit(server: &Server, bytes: &str) {
    let mut command = Command::new("prlimit");
    let done =
        command.arg("--pid").arg(server.child.id().to_string()).arg(format!("--fsize={bytes}:")).status();
    assert!(done.unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_half_written_and_it_recovers() {
    let plain = tempfile::tempdir().unwrap();
    let mount = mount();
    let folder = mount.as_ref().map_or(plain.path(), |mount| mount.0.path()).to_owned();
    let ground = Ground::on_sqlite(&folder).await;
    // The signal that a file has become too large would end the program; ignored, the write fails instead.
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(xiaodun().get_program())
        .env("XD_LOG", "error");
    let server = Server::start(ground.with_data(shell, "serve", &["--port", "0"]));
    let room = match mount {
        Some(mount) => Room::FileSystem { ballast: folder.join("ballast"), _mount: mount },
        None => Room::Limit,
    };
    let client = ground.client(&server).await;
    assert_eq!(client.report(&ground.check(0, &[1])).await.unwrap().0, 201);
    room.fill(&server, &ground.file());
    let (taken, refused) = until_refused(&ground, &client).await;
    let (status, _) = client.get("/api/v1/absences").await.unwrap();
    assert_eq!(status, 200, "reading goes on");
    let stored = keys(&ground, &client).await;
    assert!(taken.iter().all(|check| stored.contains(&key(check))), "what was acknowledged is there");
    assert!(refused.iter().all(|check| !stored.contains(&key(check))), "what was refused is not");
    room.make(&server);
    for check in &refused {
        let (status, body) = client.report(check).await.unwrap();
        assert_eq!(status, 201, "refused before, so it is new: {body:#}");
    }
    let stored = keys(&ground, &client).await;
    assert_eq!(stored.len(), 1 + taken.len() + refused.len());
    assert!(server.stop().success());
}

fn key(check: &Value) -> String {
    check["client_key"].as_str().unwrap().to_owned()
}

async fn keys(ground: &Ground, client: &Client) -> Vec<String> {
    let mut keys = Vec::new();
    for group in &ground.groups {
        keys.extend(client.keys(group).await);
    }
    keys
}

/// Sends checks until one was refused as the program promises, and some more: the engine may find room again by
/// itself, in its log.
async fn until_refused(ground: &Ground, client: &Client) -> (Vec<Value>, Vec<Value>) {
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for number in 0..2_000 {
        let check = ground.check(number % ground.groups.len(), &[3, 4]);
        let (status, body) = client.report(&check).await.unwrap();
        match status {
            201 => taken.push(check),
            503 => {
                assert_eq!(body["code"], "store.unavailable", "{body:#}");
                refused.push(check);
            }
            _ => panic!("{status}: {body:#}"),
        }
        if !refused.is_empty() && taken.len() + refused.len() >= 20 {
            return (taken, refused);
        }
    }
    panic!("the disk never ran full");
}
