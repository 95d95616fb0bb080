//! Commands beside the server: accounts, imports, backups, the contract, help.

use std::process::Command;

use serde_json::{Value, json};

use crate::program::{Ground, Server, finished, xiaodun};

fn done(command: Command) -> String {
    let (code, out, told) = finished(command);
    assert_eq!(code, 0, "{told}");
    out
}

fn on(folder: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = xiaodun();
    command.args(arguments).arg("--data").arg(folder);
    command
}

async fn sign_in(server: &Server, username: &str, password: &str) -> (u16, Value) {
    let body = json!({"username": username, "password": password});
    let answer = crate::program::http()
        .build()
        .unwrap()
        .post(format!("{}/api/v1/session", server.address))
        .json(&body)
        .send()
        .await;
    let answer = answer.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn from_nothing_to_an_installation() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let first = done(on(&data, &["account", "bootstrap", "--unit", "甲县"]));
    let (code, _, told) = finished(on(&data, &["account", "bootstrap", "--unit", "甲县"]));
    assert_eq!(code, 2, "there is one already: {told}");
    let units = folder.path().join("units.csv");
    std::fs::write(&units, "kind,name,code,parent\nschool,甲小学,A1,\nclass,一(1)班,,甲小学\n").unwrap();
    let people = folder.path().join("people.csv");
    std::fs::write(&people, "name,school,class,seat_no\n张三,甲小学,一(1)班,1\n李四,甲小学,一(1)班,2\n")
        .unwrap();
    let (units, people) = (units.to_str().unwrap(), people.to_str().unwrap());
    let import = ["import", "--under", "甲县", "--units", units, "--people", people];
    let (code, out, told) = finished(on(&data, &import));
    assert_eq!(code, 0, "{told}{out}");
    assert!(out.contains("imported 2 units") && out.contains("2 people"), "{out}");
    let created = done(on(&data, &["account", "create", "principal", "--unit", "A1", "--role", "principal"]));
    let password = created.lines().next().unwrap().rsplit(' ').next().unwrap();
    let reset = done(on(&data, &["account", "reset", "principal"]));
    let reset = reset.lines().next().unwrap().rsplit(' ').next().unwrap();
    assert!(done(on(&data, &["account", "list"])).contains("principal\tactive"));
    let server = Server::start(on(&data, &["serve", "--port", "0"]));
    assert_eq!(sign_in(&server, "principal", password).await.0, 401, "reset since");
    let (status, answer) = sign_in(&server, "principal", reset).await;
    assert_eq!((status, answer["me"]["grants"][0]["unit"]["name"].as_str()), (200, Some("甲小学")));
    let security = first.lines().find_map(|line| line.strip_prefix("security_officer: security / ")).unwrap();
    assert_eq!(sign_in(&server, "security", security).await.0, 200);
    assert!(server.stop().success());
}

#[tokio::test]
async fn wrong_rows_are_named_and_nothing_is_imported() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    done(on(&data, &["account", "bootstrap", "--unit", "甲县"]));
    let units = folder.path().join("units.csv");
    std::fs::write(&units, "kind,name\nschool,甲小学\nfaculty,医学院\n").unwrap();
    let import = ["import", "--under", "甲县", "--units", units.to_str().unwrap()];
    let (code, _, told) = finished(on(&data, &import));
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("units.csv:3: kind") && told.contains("faculty"), "{told}");
}

#[tokio::test]
async fn a_backup_taken_under_way_is_restored_whole() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::on_sqlite(&folder.path().join("data")).await;
    let server = ground.start();
    let client = ground.client(&server).await;
    let check = ground.check(0, &[1]);
    assert_eq!(client.report(&check).await.unwrap().0, 201);
    let copy = folder.path().join("copy");
    done(ground.command("backup", &["--to", copy.to_str().unwrap()]));
    assert_eq!(client.report(&ground.check(1, &[])).await.unwrap().0, 201);
    assert!(server.stop().success());
    let (code, _, _) = finished(ground.command("backup", &["--to", copy.to_str().unwrap()]));
    assert_eq!(code, 5, "a backup never overwrites");
    let (code, _, told) = finished(ground.command("restore", &["--from", copy.to_str().unwrap()]));
    assert_eq!(code, 5, "nor does a restore: {told}");
    let fresh = folder.path().join("fresh");
    done(on(&fresh, &["restore", "--from", copy.to_str().unwrap()]));
    let server = Server::start(on(&fresh, &["serve", "--port", "0"]));
    let restored = client.at(&server);
    assert_eq!(restored.keys(&ground.groups[0]).await, [check["client_key"].as_str().unwrap()]);
    assert!(restored.keys(&ground.groups[1]).await.is_empty(), "reported after the backup");
    assert!(server.stop().success());
    let database = copy.join("xiaodun.db");
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[5_000] ^= 1;
    std::fs::write(&database, bytes).unwrap();
    let other = folder.path().join("other");
    let (code, _, told) = finished(on(&other, &["restore", "--from", copy.to_str().unwrap()]));
    assert_eq!((code, told.contains("is not the file that was written")), (2, true), "{told}");
}

/// A command on a PostgreSQL database.
fn at(url: &str, mut command: Command) -> Command {
    command.env("DATABASE_URL", url);
    command
}

/// Beside the first database a second, empty one.
fn second_database(url: &str, name: &str) -> String {
    let mut psql = Command::new("psql");
    assert!(psql.arg(url).args(["-qc", &format!("CREATE DATABASE {name}")]).status().unwrap().success());
    let (front, back) = url.split_once('?').unwrap();
    let (server, _) = front.rsplit_once('/').unwrap();
    format!("{server}/{name}?{back}")
}

#[test]
fn a_backup_of_postgres_is_restored_whole() {
    xd_testkit::on_empty_database(xd_testkit::Engine::Postgres, |config| async move {
        let xd_store::StoreConfig::Postgres { url, .. } = config.clone() else { panic!("{config:?}") };
        let folder = tempfile::tempdir().unwrap();
        let ground = Ground::prepare(config).await;
        let server = ground.start();
        let client = ground.client(&server).await;
        let check = ground.check(0, &[1]);
        assert_eq!(client.report(&check).await.unwrap().0, 201);
        let copy = folder.path().join("copy");
        done(ground.command("backup", &["--to", copy.to_str().unwrap()]));
        assert!(server.stop().success());
        let restore = ["restore", "--from", copy.to_str().unwrap()];
        let fresh = folder.path().join("fresh");
        let (code, _, told) = finished(at(&url, on(&fresh, &restore)));
        assert_eq!((code, told.contains("has tables")), (5, true), "{told}");
        let name = format!("restored_{}", uuid::Uuid::now_v7().simple());
        let second = second_database(&url, &name);
        done(at(&second, on(&fresh, &restore)));
        let server = Server::start(at(&second, on(&fresh, &["serve", "--port", "0"])));
        assert_eq!(client.at(&server).keys(&ground.groups[0]).await, [check["client_key"].as_str().unwrap()]);
        assert!(server.stop().success());
        let mut psql = Command::new("psql");
        psql.arg(&url).args(["-qc", &format!("DROP DATABASE {name} WITH (FORCE)")]).status().unwrap();
    });
}

#[tokio::test]
async fn migrations_are_counted_and_applied() {
    let folder = tempfile::tempdir().unwrap();
    let waiting = done(on(folder.path(), &["migrate", "--check"]));
    let all = xd_flows::all_migrations().len();
    assert!(waiting.starts_with(&format!("{all} migration(s) waiting")), "{waiting}");
    assert!(done(on(folder.path(), &["migrate"])).starts_with(&format!("{all} migration(s) applied")));
    assert!(done(on(folder.path(), &["migrate", "--check"])).starts_with("0 migration(s) waiting"));
}

#[test]
fn the_contract_is_printed_as_it_is_checked_in() {
    let mut command = xiaodun();
    command.arg("openapi");
    assert_eq!(done(command), include_str!("../../../api/openapi.json"));
}

#[test]
fn help_teaches() {
    let mut command = xiaodun();
    command.arg("--help");
    let help = done(command);
    for word in [
        "serve",
        "demo",
        "migrate",
        "account",
        "import",
        "replay",
        "backup",
        "restore",
        "openapi",
        "Exit codes",
    ] {
        assert!(help.contains(word), "{word} is missing:\n{help}");
    }
}

#[tokio::test]
async fn pages_are_served_with_their_guards() {
    let folder = tempfile::tempdir().unwrap();
    let ground = Ground::on_sqlite(folder.path()).await;
    let server = ground.start();
    let http = crate::program::http().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let get = async |path: &str| http.get(format!("{}{path}", server.address)).send().await.unwrap();
    let root = get("/").await;
    assert_eq!(root.status(), 200);
    assert!(root.headers()["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"));
    assert_eq!(root.headers()["x-content-type-options"], "nosniff");
    assert_eq!(get("/desk/signals/some-id").await.status(), 200, "an address inside the application");
    assert_eq!(get("/desk").await.headers()["location"], "/desk/");
    let unknown = get("/api/v1/nowhere").await;
    assert_eq!(
        (unknown.status().as_u16(), &unknown.headers()["content-type"]),
        (404, &"application/problem+json".parse().unwrap())
    );
    let metrics = get("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("xd_http_request_seconds_bucket"), "{metrics}");
    assert!(server.stop().success());
}
