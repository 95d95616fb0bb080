//! Starts the real program on prepared data, and talks to it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;
use xd_kernel::{Instant, UnitKind};
use xd_register::fixtures::{Group, School, SchoolBuilder, build_all, region};
use xd_store::{Store, StoreConfig};
use xd_testkit::ctx::day;
use xd_trust::accounts::{self, Locale, NewAccount};
use xd_trust::grants::{self, NewGrant};
use xd_trust::{Ctx, Role};

/// The program under test.
pub fn xiaodun() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiaodun"));
    command.env_remove("DATABASE_URL").env_remove("XD_DATA").env("XD_LOG", "warn").stdin(Stdio::null());
    command
}

/// Real time: the program that is tested has the machine's clock.
#[expect(clippy::disallowed_methods, reason = "the program under test has the machine's clock")]
pub fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Instant(since.as_micros() as i64)
}

/// Data that a program is started on: a school with a health officer who can sign in.
pub struct Ground {
    config: StoreConfig,
    folder: PathBuf,
    _temporary: Option<tempfile::TempDir>,
    pub groups: Vec<Group>,
    password: String,
}

impl Ground {
    /// Prepares a database.
    pub async fn prepare(config: StoreConfig) -> Self {
        let (folder, temporary) = match &config {
            StoreConfig::Sqlite { file, .. } => (file.parent().unwrap().to_owned(), None),
            StoreConfig::Postgres { .. } => {
                let folder = tempfile::tempdir().unwrap();
                (folder.path().to_owned(), Some(folder))
            }
        };
        let store = Store::open(&config).await.unwrap();
        xd_store::migrate(&store, xd_flows::all_migrations()).await.unwrap();
        let ctx = Ctx::program(store.clone(), "test", now());
        let (school, password) = school(&ctx).await;
        store.close().await;
        Self { config, folder, _temporary: temporary, groups: school.classes, password }
    }

    /// A ground of its own on SQLite.
    pub async fn on_sqlite(folder: &Path) -> Self {
        Self::prepare(StoreConfig::Sqlite { file: folder.join("xiaodun.db"), readers: 2 }).await
    }

    /// The database file.
    pub fn file(&self) -> PathBuf {
        self.folder.join("xiaodun.db")
    }

    /// The command that serves these data on a free port.
    pub fn serve(&self) -> Command {
        self.with_data(xiaodun(), "serve", &["--port", "0"])
    }

    /// A command on these data.
    pub fn command(&self, name: &str, more: &[&str]) -> Command {
        self.with_data(xiaodun(), name, more)
    }

    /// Points a command to these data.
    pub fn with_data(&self, mut command: Command, name: &str, more: &[&str]) -> Command {
        command.arg(name).args(more).arg("--data").arg(&self.folder);
        if let StoreConfig::Postgres { url, .. } = &self.config {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Starts the server.
    pub fn start(&self) -> Server {
        Server::start(self.serve())
    }

    /// Signs in.
    pub async fn client(&self, server: &Server) -> Client {
        let http = http().timeout(Duration::from_secs(20)).build().unwrap();
        let body = json!({"username": "officer", "password": self.password});
        let answer =
            http.post(format!("{}/api/v1/session", server.address)).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let answer: Value = answer.json().await.unwrap();
        Client { http, address: server.address.clone(), token: answer["token"].as_str().unwrap().to_owned() }
    }

    /// A check of a class: these seats are absent ill.
    pub fn check(&self, class: usize, ill_seats: &[usize]) -> Value {
        let group = &self.groups[class];
        let ill = ill_seats.iter().map(
            |seat| json!({"person_id": group.members[*seat], "kind": "absent_ill", "symptoms": ["vomiting"]}),
        );
        json!({
            "client_key": Uuid::now_v7(), "group_id": group.place.unit, "check_type": "morning",
            "occurred_at": now(), "exceptions": ill.collect::<Vec<_>>(),
        })
    }
}

async fn school(ctx: &Ctx) -> (School, String) {
    let region = region(ctx, "甲县", day("2020-09-01")).await.unwrap();
    let mut builder = SchoolBuilder::new("甲小学").under(region.county.unit).kind(UnitKind::School);
    for class in 1..=8 {
        builder = builder.class(format!("一({class})班"), 30);
    }
    let school = build_all(ctx, &[builder]).await.unwrap().remove(0);
    let place = school.place.clone();
    let new = NewAccount {
        username: "officer".into(),
        person: Some(school.health_officer),
        place: place.clone(),
        locale: Locale::ZhCn,
    };
    let (account, password) = accounts::create(ctx, new).await.unwrap();
    let grant = NewGrant { account, role: Role::HealthOfficer, place, until: None };
    grants::give(ctx, grant).await.unwrap();
    (school, password.expose().to_owned())
}

/// A running server.
pub struct Server {
    pub child: Child,
    pub address: String,
}

impl Server {
    /// Starts a command that prints its address, and waits until it has.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.find_map(|line| {
            let line = line.unwrap();
            let at = line.find("http://")?;
            Some(line[at..].trim().trim_end_matches('/').to_owned())
        });
        let Some(address) = address else {
            let mut told = String::new();
            child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
            panic!("the server did not start: {told}");
        };
        // Whatever else it prints must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// Kills it as the kernel would: no handler runs.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
        self.child.wait().unwrap()
    }
}

/// Somebody signed in.
#[derive(Clone)]
pub struct Client {
    pub http: reqwest::Client,
    address: String,
    token: String,
}

impl Client {
    /// The same session at a server started anew.
    pub fn at(&self, server: &Server) -> Self {
        Self { address: server.address.clone(), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> reqwest::Result<(u16, Value)> {
        let request = self.http.get(format!("{}{path}", self.address)).bearer_auth(&self.token);
        answer(request.send().await?).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> reqwest::Result<(u16, Value)> {
        let request = self.http.post(format!("{}{path}", self.address)).bearer_auth(&self.token).json(body);
        answer(request.send().await?).await
    }

    pub async fn report(&self, check: &Value) -> reqwest::Result<(u16, Value)> {
        self.post("/api/v1/checks", check).await
    }

    /// The keys of all checks of a group today.
    pub async fn keys(&self, group: &Group) -> Vec<String> {
        let path = format!("/api/v1/checks?group={}", group.place.unit);
        let (status, body) = self.get(&path).await.unwrap();
        assert_eq!(status, 200, "{body:#}");
        let items = body["items"].as_array().unwrap().iter();
        items.map(|check| check["check_id"].as_str().unwrap().to_owned()).collect()
    }
}

async fn answer(response: reqwest::Response) -> reqwest::Result<(u16, Value)> {
    let status = response.status().as_u16();
    let bytes = response.bytes().await?;
    Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
}

/// Runs a command to its end: exit code, standard output, standard error.
pub fn finished(mut command: Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// A client. It speaks plain HTTP, but does not come without a choice of TLS.
pub fn http() -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}
