//! Strangers: without a session nothing is told; with the right role at the wrong school, nothing exists.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;
use xd_store::Store;
use xd_trust::Role;
use xd_trust::Role::{
    Administrator, Auditor, ClassTeacher, CountyOfficer, Guardian, HealthOfficer, Principal, SecurityOfficer,
};

use crate::client::Client;
use crate::schema::contract;
use crate::stage::{Outbreak, Side, Stage};

/// An operation of the contract.
pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
}

/// Every operation of the contract.
pub fn operations() -> Vec<Operation> {
    let paths = contract()["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(move |(method, operation)| Operation {
            id: operation["operationId"].as_str().unwrap().to_owned(),
            method: method.clone(),
            path: path.clone(),
        })
    });
    all.collect()
}

/// Operations that name nothing of anybody's: they speak of the caller alone, or of the public rules.
const NAMES_NOTHING: &[&str] = &[
    "sign_in",
    "sign_out",
    "who_am_i",
    "change_password",
    "set_locale",
    "channels",
    "set_channel",
    "confirm_channel",
    "test_channel",
    "remove_channel",
    "due",
    "wards",
    "events",
    "set_pace",
    "print_paper",
    "threshold_rules",
    "exclusion_rules",
    "symptoms",
    "diseases",
    "syndromes",
    "work_templates",
    "dilution",
    "charter",
    "work_today",
    "waves",
];

/// A request about the own school, and a role that may do it there: asked by somebody who has that role elsewhere.
struct Foreign {
    operation: &'static str,
    role: Role,
    path: String,
    body: Option<Value>,
}

fn get(operation: &'static str, role: Role, path: String) -> Foreign {
    Foreign { operation, role, path, body: None }
}

fn post(operation: &'static str, role: Role, path: String, body: Value) -> Foreign {
    Foreign { operation, role, path, body: Some(body) }
}

async fn foreign_requests(stage: &Stage, outbreak: &Outbreak) -> Vec<Foreign> {
    let mut requests = about_units(stage).await;
    requests.extend(about_the_register(stage).await);
    requests.extend(about_checks(stage));
    requests.extend(about_absences(stage, &outbreak.absence));
    requests.extend(about_signals(stage, &outbreak.signal));
    requests.extend(about_accounts(stage).await);
    requests.extend(about_work(stage).await);
    requests.extend(about_duties(stage).await);
    requests
}

async fn about_units(stage: &Stage) -> Vec<Foreign> {
    let school = stage.own().school.place.unit;
    let class = &stage.own().school.classes[0];
    let unit = class.place.unit;
    let principal = stage.as_role(Principal).await;
    let held = principal.get(&format!("/api/v1/units/{unit}/posts")).await.text("/items/0/post_id");
    let holding = json!({"person_id": class.checker, "from": "2026-11-23"});
    vec![
        get("units", CountyOfficer, format!("/api/v1/units?parent={school}")),
        get("units", CountyOfficer, format!("/api/v1/units?under={school}")),
        get("unit", CountyOfficer, format!("/api/v1/units/{unit}")),
        get("roster", HealthOfficer, format!("/api/v1/units/{unit}/roster")),
        get("posts", Principal, format!("/api/v1/units/{unit}/posts")),
        post("appoint", Principal, format!("/api/v1/units/{unit}/posts/{held}/holdings"), holding),
        get("calendar", CountyOfficer, format!("/api/v1/units/{unit}/calendar")),
    ]
}

async fn about_the_register(stage: &Stage) -> Vec<Foreign> {
    let school = stage.own().school.place.unit;
    let unit = stage.own().school.classes[0].place.unit;
    let nurse = stage.as_role(HealthOfficer).await;
    let held = nurse.get(&format!("/api/v1/units/{unit}/posts")).await.text("/items/0/holding_id");
    let of = |end: &str| format!("/api/v1/units/{school}{end}");
    let day = "2026-11-23";
    let new = json!({"parent": school, "kind": "grade", "name": "六年级"});
    let own = json!({"terms": [], "marks": []});
    vec![
        post("create_unit", Administrator, "/api/v1/units".into(), new),
        post("rename_unit", Administrator, of("/rename"), json!({"name": "x"})),
        post("close_unit", Administrator, of("/close"), json!({"last": day})),
        get("people", Principal, of("/people")),
        post("create_post", Principal, of("/posts"), json!({"kind": "clerk"})),
        post(
            "end_holding",
            Principal,
            format!("/api/v1/units/{unit}/holdings/{held}/end"),
            json!({"last": day}),
        ),
        get("own_calendar", CountyOfficer, of("/own-calendar")),
        post("set_calendar", CountyOfficer, of("/own-calendar"), own),
        post("mark_days", CountyOfficer, of("/own-calendar/marks"), json!({"cleared": [day]})),
        post("import_file", Administrator, of("/imports?kind=units&run=dry"), json!(null)),
    ]
}

fn about_checks(stage: &Stage) -> Vec<Foreign> {
    let school = stage.own().school.place.unit;
    let class = &stage.own().school.classes[0];
    let batch = json!({"checks": [stage.check(0, &[])]});
    let message = json!({
        "client_key": Uuid::now_v7(), "person_id": class.members[0], "day": "2026-11-23", "kind": "absent_ill",
    });
    vec![
        post("report_check", ClassTeacher, "/api/v1/checks".into(), stage.check(0, &[])),
        post("report_checks", ClassTeacher, "/api/v1/checks/batch".into(), batch),
        get("checks", HealthOfficer, format!("/api/v1/checks?group={}", class.place.unit)),
        get("completeness", CountyOfficer, format!("/api/v1/completeness?unit={school}")),
        post("send_guardian_message", Guardian, "/api/v1/guardian-messages".into(), message),
    ]
}

fn about_absences(stage: &Stage, absence: &str) -> Vec<Foreign> {
    let school = stage.own().school.place.unit;
    let at = |end: &str| format!("/api/v1/absences/{absence}{end}");
    let trace = json!({"client_key": Uuid::now_v7(), "symptoms": [], "onset": "2026-11-23"});
    let certificate =
        json!({"client_key": Uuid::now_v7(), "issuer": "x", "issued_on": "2026-11-23", "facts": {}});
    vec![
        get("absences", HealthOfficer, format!("/api/v1/absences?unit={school}")),
        get("absence", HealthOfficer, at("?reason=tracing")),
        post("trace_absence", HealthOfficer, at("/traces"), trace),
        post("check_return_certificate", HealthOfficer, at("/return-certificates"), certificate),
        post("return_from_absence", HealthOfficer, at("/return"), json!({"on": "2026-11-23"})),
    ]
}

fn about_signals(stage: &Stage, signal: &str) -> Vec<Foreign> {
    let school = stage.own().school.place.unit;
    let at = |end: &str| format!("/api/v1/signals/{signal}{end}");
    let handed_on = json!({"to_unit": school, "text": "x"});
    let closed = json!({"reason": "contained", "text": ""});
    vec![
        get("signals", CountyOfficer, format!("/api/v1/signals?unit={school}")),
        get("signal", CountyOfficer, at("")),
        post("acknowledge_signal", HealthOfficer, at("/acknowledge"), json!({})),
        post("comment_signal", HealthOfficer, at("/comment"), json!({"text": "x"})),
        post("hand_on_signal", HealthOfficer, at("/hand-on"), handed_on),
        post("close_signal", HealthOfficer, at("/close"), closed),
        get("epidemic_curve", CountyOfficer, format!("/api/v1/epidemic-curve?unit={school}")),
    ]
}

async fn about_accounts(stage: &Stage) -> Vec<Foreign> {
    let school = stage.own().school.place.unit;
    let security = stage.as_role(SecurityOfficer).await;
    let accounts = security.get(&format!("/api/v1/accounts?unit={}", stage.own().county.unit)).await;
    let list = accounts.body["items"].as_array().unwrap();
    let granted = list.iter().find(|one| one["username"] == "security_officer-own").unwrap();
    let grant = granted["grants"][0]["id"].as_str().unwrap().to_owned();
    let at = |end: &str| format!("/api/v1/accounts/{}{end}", granted["account_id"].as_str().unwrap());
    let new = json!({"username": "wang.wu", "locale": "en", "unit_id": school});
    let role = json!({"role": "auditor", "unit_id": stage.of(Side::Foreign).school.place.unit});
    vec![
        get("list_accounts", SecurityOfficer, format!("/api/v1/accounts?unit={school}")),
        post("create_account", SecurityOfficer, "/api/v1/accounts".into(), new),
        post("reset_password", SecurityOfficer, at("/password-reset"), json!(null)),
        post("give_grant", SecurityOfficer, at("/grants"), role),
        get("revoke_grant", SecurityOfficer, format!("/api/v1/grants/{grant}")),
        get("deliveries", Administrator, format!("/api/v1/deliveries?unit={school}")),
        get("list_audit", Auditor, format!("/api/v1/audit?unit={school}")),
    ]
}

async fn about_duties(stage: &Stage) -> Vec<Foreign> {
    let school = stage.own().school.place.unit;
    let (_, task) = stage.task_of_the_teacher().await;
    let list = |end: &str| format!("/api/v1/work/checklists{end}");
    let days = "from=2026-11-01&to=2026-11-30";
    vec![
        get("checklists", Principal, list(&format!("?unit={school}"))),
        get("checklist", Principal, list(&format!("/school-prevention?unit={school}"))),
        get(
            "checklist_trend",
            Principal,
            list(&format!("/school-prevention/trend?unit={school}&kind=self_check&{days}")),
        ),
        post(
            "import_checklist",
            Principal,
            format!("/api/v1/units/{school}/checklists/school-prevention?run=dry&title_zh=x"),
            json!(null),
        ),
        get(
            "inspection_sample",
            CountyOfficer,
            format!("/api/v1/work/inspection-sample?unit={school}&seed=1&faulty=0.1&confidence=0.9"),
        ),
        get("task_origin", Principal, format!("/api/v1/work/tasks/{task}/origin")),
        get("round_rules", Principal, format!("/api/v1/work/round-rules?unit={school}")),
        get("responsibility_chain", Principal, format!("/api/v1/units/{school}/chain")),
    ]
}

async fn about_work(stage: &Stage) -> Vec<Foreign> {
    let class = stage.own().school.classes[0].place.unit;
    let wave = stage.issued("notice.class").await;
    let (principal, task) = stage.minutes_handed_in().await;
    let upload = crate::ops::store_file::upload(&principal, &class.to_string(), b"%PDF-1.7");
    let hash = principal.send(upload).await.text("/hash");
    let at = |end: &str| format!("/api/v1/work/tasks/{task}{end}");
    let submitted = json!({"client_key": Uuid::now_v7(), "answers": {}});
    vec![
        post("issue_wave", CountyOfficer, "/api/v1/work/waves".into(), stage.wave("notice.class")),
        get("wave", CountyOfficer, format!("/api/v1/work/waves/{wave}")),
        get("coverage", CountyOfficer, format!("/api/v1/work/coverage?wave={wave}&under={class}")),
        get("tasks", CountyOfficer, format!("/api/v1/work/tasks?unit={class}")),
        get("task", Principal, at("")),
        post("read_task", Principal, at("/read"), json!({})),
        post("acknowledge_task", Principal, at("/acknowledge"), json!({})),
        post("start_task", Principal, at("/start"), json!({})),
        post("submit_task", Principal, at("/submit"), submitted),
        post("accept_task", CountyOfficer, at("/accept"), json!({})),
        post("return_task", CountyOfficer, at("/return"), json!({"reason": "x"})),
        post("withdraw_task", CountyOfficer, at("/withdraw"), json!({})),
        post("store_file", Principal, format!("/api/v1/files?unit={class}"), json!(null)),
        get("file", Principal, format!("/api/v1/files/{hash}")),
    ]
}

fn file(client: &Client<'_>, path: &str) -> axum::http::Request<axum::body::Body> {
    axum::http::Request::builder()
        .method("POST")
        .uri(path)
        .header("authorization", format!("Bearer {}", client.token.as_ref().unwrap()))
        .header("content-type", "text/csv")
        .body(axum::body::Body::from("name,kind\nx,grade\n"))
        .unwrap()
}

async fn what_is_anothers_does_not_exist(store: Store) {
    let stage = Stage::set(store).await;
    let outbreak = stage.outbreak().await;
    let requests = foreign_requests(&stage, &outbreak).await;
    let mut clients = HashMap::new();
    for request in &requests {
        let client = match clients.entry(request.role) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(stage.as_role_of(Side::Foreign, request.role).await),
        };
        let method = match request.operation {
            "revoke_grant" => "delete",
            "set_calendar" => "put",
            _ if request.body.is_some() => "post",
            _ => "get",
        };
        let answer = match request.operation {
            "store_file" | "import_file" | "import_checklist" => {
                client.send(file(client, &request.path)).await
            }
            _ => client.call(method, &request.path, request.body.clone()).await,
        };
        if request.operation == "report_checks" {
            assert_eq!(answer.body["results"][0]["problem"]["code"], "not_found", "{:#}", answer.body);
        } else {
            assert_eq!(
                answer.status, 404,
                "{} of a foreign {}: {:#}",
                request.operation, request.role, answer.body
            );
            answer.is_problem(404, "not_found");
        }
    }
    let covered: BTreeSet<&str> =
        requests.iter().map(|request| request.operation).chain(NAMES_NOTHING.iter().copied()).collect();
    let uncovered: Vec<String> = operations()
        .into_iter()
        .map(|operation| operation.id)
        .filter(|id| !covered.contains(id.as_str()))
        .collect();
    assert!(uncovered.is_empty(), "operations without an authorisation test: {uncovered:?}");
}

async fn without_a_session_nothing_is_told(store: Store) {
    let stage = Stage::set(store).await;
    let nobody = stage.stranger();
    for operation in operations().iter().filter(|operation| operation.id != "sign_in") {
        let path = operation.path.replace("{id}", &Uuid::nil().to_string());
        let path = path.replace("{post_id}", &Uuid::nil().to_string());
        let path = path.replace("{holding_id}", &Uuid::nil().to_string());
        let path = path.replace("{hash}", &"0".repeat(64));
        let path = path.replace("{kind}", "email");
        let path = path.replace("{list}", "school-prevention").replace("{post}", "principal");
        let body = (operation.method == "post").then(|| json!({}));
        let answer = nobody.call(&operation.method, &path, body).await;
        answer.is_problem(401, "auth.required");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
}

async fn a_page_of_another_site_cannot_use_the_cookie(store: Store) {
    let stage = Stage::set(store).await;
    let client = stage.as_role(Auditor).await;
    let request = |site: &str, method: &str| {
        axum::http::Request::builder()
            .method(method)
            .uri("/api/v1/session/locale")
            .header("cookie", format!("xd_session={}", client.token.as_ref().unwrap()))
            .header("content-type", "application/json")
            .header("sec-fetch-site", site)
            .body(axum::body::Body::from(r#"{"locale":"en"}"#))
            .unwrap()
    };
    client.send(request("cross-site", "POST")).await.is_problem(403, "auth.foreign_site");
    client.send(request("same-origin", "POST")).await.is(StatusCode::NO_CONTENT);
}

xd_testkit::both_engines!(crate::migrations;
    what_is_anothers_does_not_exist,
    without_a_session_nothing_is_told,
    a_page_of_another_site_cannot_use_the_cookie,
);
