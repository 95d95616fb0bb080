//! Calls the router as a browser or a program would, and holds each answer against the contract.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::schema;
use crate::stage::Stage;

/// Somebody who calls.
pub struct Client<'s> {
    pub stage: &'s Stage,
    pub token: Option<String>,
}

/// What came back.
pub struct Answer<'s> {
    stage: &'s Stage,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl<'s> Client<'s> {
    pub async fn get(&self, path: &str) -> Answer<'s> {
        self.call("get", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer<'s> {
        self.call("post", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer<'s> {
        self.call("delete", path, None).await
    }

    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer<'s> {
        let mut request = Request::builder().method(method.to_uppercase().as_str()).uri(path);
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let answer = self.send(request.body(body).unwrap()).await;
        schema::check(method, path, answer.status, &answer.body);
        answer
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer<'s> {
        let response = self.stage.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 16 << 20).await.unwrap();
        let body = match bytes.as_ref() {
            [] => Value::Null,
            bytes => serde_json::from_slice(bytes).unwrap_or_else(|_| json!(String::from_utf8_lossy(bytes))),
        };
        Answer { stage: self.stage, status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

impl Answer<'_> {
    #[track_caller]
    pub fn is(&self, status: StatusCode) -> &Self {
        assert_eq!(self.status, status.as_u16(), "{:#}", self.body);
        self
    }

    /// A problem document of this status and code.
    #[track_caller]
    pub fn is_problem(&self, status: u16, code: &str) -> &Self {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{:#}", self.body);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.body["status"], status);
        assert_eq!(self.headers["x-request-id"].to_str().ok(), self.body["request_id"].as_str());
        self
    }

    /// Status and body, with names in the place of ids that differ from run to run.
    pub fn told(&self) -> String {
        let mut body = self.body.clone();
        self.stage.name_ids(&mut body);
        format!("{}\n{body:#}", self.status)
    }

    pub fn text(&self, pointer: &str) -> String {
        self.body
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("{pointer} {:#}", self.body))
            .to_owned()
    }
}
