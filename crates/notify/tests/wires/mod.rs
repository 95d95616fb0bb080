//! Each wire against a server of its kind on this machine.

mod corp;
mod email;
mod sms;
mod webhook;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::IntoResponse;
use serde_json::Value;
use xd_notify::settings::Settings;
use xd_notify::wire::{Carriers, Message};
use xd_notify::{ChannelKind, Outcome, Purpose};
use xd_testkit::ctx::monday_morning;

/// A call as it came in.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    pub body: String,
}

impl Call {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// What is answered: status, headers, body.
pub type Reply = (u16, Vec<(&'static str, &'static str)>, String);

type Answering = Arc<dyn Fn(&Call) -> Reply + Send + Sync>;

/// A server that keeps every call and answers as it is told.
#[derive(Clone)]
pub struct Server {
    pub base: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Server {
    pub async fn start(answer: impl Fn(&Call) -> Reply + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(Mutex::new(Vec::new()));
        let answer: Answering = Arc::new(answer);
        let router = Router::new().fallback(keep).with_state((Arc::clone(&calls), answer));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { base, calls }
    }

    /// The calls so far.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }
}

type Kept = (Arc<Mutex<Vec<Call>>>, Answering);

async fn keep(State((calls, answer)): State<Kept>, request: Request) -> impl IntoResponse {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    let call = Call { method: parts.method, uri: parts.uri, headers: parts.headers, body };
    let (status, headers, body) = answer(&call);
    calls.lock().unwrap().push(call);
    let mut answered = (StatusCode::from_u16(status).unwrap(), body).into_response();
    for (name, value) in headers {
        answered.headers_mut().insert(name, value.parse().unwrap());
    }
    answered
}

pub fn ok(body: &str) -> Reply {
    (200, vec![], body.to_owned())
}

pub fn carriers(settings: Value) -> Carriers {
    let settings: Settings = serde_json::from_value(settings).unwrap();
    Carriers::of(&settings, &|name| (name == "SECRET").then(|| "s3cret".to_owned())).unwrap()
}

pub fn message(address: &str) -> Message {
    Message {
        key: "0197-key".to_owned(),
        address: address.to_owned(),
        signing: None,
        purpose: Purpose::Work,
        subject: "校盾:3 项工作".to_owned(),
        body: "截至 2026-11-23 07:30:\n到期「教室消毒」3 项".to_owned(),
        now: monday_morning(),
    }
}

pub async fn send(carriers: &Carriers, kind: ChannelKind, message: &Message) -> Outcome {
    carriers.get(kind).unwrap().send(message).await
}

pub fn later(code: &str) -> Outcome {
    Outcome::Later { code: code.to_owned(), after: None }
}

pub fn refused(code: &str) -> Outcome {
    Outcome::Refused { code: code.to_owned() }
}

#[test]
fn settings_that_cannot_work_are_refused_at_the_start() {
    for (settings, said) in [
        (serde_json::json!({"email": {"host": "h", "port": 25, "from": "nobody"}}), "notify.email: from"),
        (
            serde_json::json!({"email": {"host": "h", "port": 25, "from": "a@b.example", "username": "u"}}),
            "without password",
        ),
        (
            serde_json::json!({"wecom": {"corp_id": "c", "agent_id": 1, "secret": {"env": "NOT_SET"}}}),
            "notify.wecom: NOT_SET is not set",
        ),
        (serde_json::json!({"sms": {"url": "gopher://x"}}), "notify.sms: url"),
        (serde_json::json!({"webhook": {"networks": ["10.0.0.1"]}}), "notify.webhook"),
    ] {
        let settings: Settings = serde_json::from_value(settings).unwrap();
        let error = Carriers::of(&settings, &|_| None).err().unwrap();
        assert!(error.contains(said), "{error} lacks {said}");
    }
}
