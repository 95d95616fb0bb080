//! The demonstration, played at once: a real outbreak through the running program.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::program::{Server, xiaodun};

struct Visitor {
    http: reqwest::Client,
    address: String,
    token: String,
}

impl Visitor {
    async fn sign_in(server: &Server, credentials: &Value) -> Self {
        let http = crate::program::http().build().unwrap();
        let body = json!({"username": credentials["username"], "password": credentials["password"]});
        let answer =
            http.post(format!("{}/api/v1/session", server.address)).json(&body).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        let token = answer["token"].as_str().unwrap_or_else(|| panic!("{answer:#}")).to_owned();
        Self { http, address: server.address.clone(), token }
    }

    async fn get(&self, path: &str) -> Value {
        let request = self.http.get(format!("{}{path}", self.address)).bearer_auth(&self.token);
        request.send().await.unwrap().json().await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn played_at_once_it_ends_with_the_signals_of_the_real_school() {
    let folder = tempfile::tempdir().unwrap();
    let credentials = folder.path().join("credentials.json");
    let mut command = xiaodun();
    command.args(["demo", "--speed", "max", "--port", "0", "--data"]).arg(folder.path().join("data"));
    let server = Server::start({
        command.arg("--credentials").arg(&credentials);
        command
    });
    let mode = std::fs::metadata(&credentials).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let accounts: Vec<Value> = serde_json::from_slice(&std::fs::read(&credentials).unwrap()).unwrap();
    let roles: BTreeSet<&str> = accounts.iter().map(|one| one["role"].as_str().unwrap()).collect();
    assert_eq!((roles.len(), accounts.len()), (13, 13), "one account for each role");
    for account in &accounts {
        let me = Visitor::sign_in(&server, account).await.get("/api/v1/session").await;
        assert!(!me["grants"].as_array().unwrap().is_empty(), "{}: {me:#}", account["role"]);
        assert_eq!(me["demo"]["day_no"], 30);
    }
    let of = |role: &str| accounts.iter().find(|one| one["role"] == role).unwrap();
    let officer = Visitor::sign_in(&server, of("health_officer")).await;
    the_outbreak_is_seen(&officer).await;
    let county = Visitor::sign_in(&server, of("county_officer")).await;
    the_county_is_quiet_otherwise(&county).await;
    let teacher = Visitor::sign_in(&server, of("class_teacher")).await;
    todays_check_can_still_be_reported(&teacher).await;
    assert!(server.stop().success());
}

async fn the_outbreak_is_seen(officer: &Visitor) {
    let me = officer.get("/api/v1/session").await;
    let school = &me["grants"][0]["unit"];
    assert_eq!(school["name"], "示范县德比小学");
    let signals = officer.get("/api/v1/signals?state=all&limit=500").await;
    let signals = signals["items"].as_array().unwrap();
    for rule in ["EW-01", "EW-02"] {
        let of_rule = signals.iter().filter(|one| one["rule_id"] == rule);
        let gastro = of_rule
            .clone()
            .filter(|one| one["group"]["code"] == "gastrointestinal" && one["state"] == "open");
        assert!(gastro.count() > 0, "{rule} holds for those who were traced");
        assert!(of_rule.count() > 5, "{rule}");
    }
    assert!(
        signals.iter().any(|one| one["state"] == "withdrawn"),
        "tracing withdraws some, and that stays visible"
    );
    let first = officer
        .get(&format!("/api/v1/signals/{}?reason=investigation", signals[0]["id"].as_str().unwrap()))
        .await;
    assert!(first["persons"][0]["person"]["name"].is_string(), "{first:#}");
    let path = format!("/api/v1/epidemic-curve?unit={}", school["id"].as_str().unwrap());
    let curve = officer.get(&path).await;
    let counts =
        curve["series"].as_array().unwrap().iter().flat_map(|series| series["counts"].as_array().unwrap());
    let cases: u64 = counts.filter_map(Value::as_u64).sum();
    assert!((180..=215).contains(&cases), "{cases} of the table's 201 cases fall into the last four weeks");
}

async fn the_county_is_quiet_otherwise(county: &Visitor) {
    let me = county.get("/api/v1/session").await;
    let unit = me["grants"][0]["unit"]["id"].as_str().unwrap();
    let completeness = county.get(&format!("/api/v1/completeness?unit={unit}")).await;
    assert_eq!(completeness["items"].as_array().unwrap().len(), 41);
    let totals = &completeness["totals"];
    let pupils = totals["pupils_expected"].as_i64().unwrap();
    assert!((29_000..=32_000).contains(&pupils), "{pupils} pupils and staff");
    let missing = totals["groups_expected"].as_i64().unwrap() - totals["groups_reported"].as_i64().unwrap();
    assert_eq!(missing, 1, "only the class of the teacher who signs in has not reported");
    let signals = county.get("/api/v1/signals?limit=500").await;
    let elsewhere =
        signals["items"].as_array().unwrap().iter().filter(|one| one["school"]["name"] != "示范县德比小学");
    assert!(elsewhere.count() <= 3, "ordinary illness raises hardly a signal");
}

async fn todays_check_can_still_be_reported(teacher: &Visitor) {
    let due = teacher.get("/api/v1/checks/due").await;
    let morning = due["items"].as_array().unwrap().iter().find(|one| one["check_type"] == "morning").unwrap();
    assert_eq!(morning["state"], "due", "{morning:#}");
    let now = due["now"].as_str().unwrap();
    let report = json!({
        "client_key": uuid::Uuid::now_v7(), "group_id": morning["group"]["id"], "check_type": "morning",
        "occurred_at": now, "sent_at": now, "exceptions": [],
    });
    let request = teacher.http.post(format!("{}/api/v1/checks", teacher.address)).bearer_auth(&teacher.token);
    assert_eq!(request.json(&report).send().await.unwrap().status(), 201);
    let due = teacher.get("/api/v1/checks/due").await;
    let morning = due["items"].as_array().unwrap().iter().find(|one| one["check_type"] == "morning").unwrap();
    assert_eq!(morning["state"], "done");
}

#[test]
fn somebody_elses_folder_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("thesis.txt"), "all there is").unwrap();
    let mut command = xiaodun();
    command.args(["demo", "--speed", "max", "--port", "0", "--data"]).arg(folder.path());
    let (code, _, told) = crate::program::finished(command);
    assert_eq!((code, told.contains("not made by a demonstration")), (5, true), "{told}");
}
