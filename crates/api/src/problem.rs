//! Problem documents (RFC 9457): what the program answers when it does not do what was asked.
//!
//! A code never changes its meaning. The texts here are for whoever writes a client; what a person reads comes from
//! `content/locales` by code.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use xd_kernel::RequestId;

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The way to the field, such as `exceptions.0.person_id`; empty where the whole body is meant.
    pub field: String,
    /// A stable code.
    pub code: Cow<'static, str>,
    /// What is wrong, in English.
    pub detail: String,
    /// What the words of the code are filled with, such as `limit`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl FieldError {
    /// An error at a field.
    #[must_use]
    pub fn new(field: impl Into<String>, code: impl Into<Cow<'static, str>>, detail: impl ToString) -> Self {
        Self { field: field.into(), code: code.into(), detail: detail.to_string(), args: BTreeMap::new() }
    }
}

/// Why a request was not fulfilled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: String,
    errors: Vec<FieldError>,
    retry_after: Option<u32>,
}

impl Problem {
    /// A problem of a status with a stable code.
    #[must_use]
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>, detail: impl ToString) -> Self {
        Self { status, code: code.into(), detail: detail.to_string(), errors: Vec::new(), retry_after: None }
    }

    /// 404: it does not exist, or the caller may not know that it does.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing here that you can see")
    }

    /// 422: well-formed, but these fields are not acceptable.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [one] => format!("{}: {}", one.field, one.detail),
            many => format!("{} fields are not acceptable", many.len()),
        };
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "request.invalid", detail) }
    }

    /// 409: in conflict with what is there.
    #[must_use]
    pub fn conflict(code: impl Into<Cow<'static, str>>, detail: impl ToString) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 503: the store cannot serve now; the same request may succeed later.
    #[must_use]
    pub fn unavailable() -> Self {
        let mut problem = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "store.unavailable",
            "nothing was stored; send the same request again later",
        );
        problem.retry_after = Some(5);
        problem
    }

    /// 500: a fault of the program. What it was stands in the log under the request's id, never in the answer.
    #[must_use]
    pub fn internal(fault: &dyn std::fmt::Display) -> Self {
        tracing::error!(%fault, "a request failed by a fault of the program");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "a fault of the program; it has been logged")
    }

    /// The same problem, asking the client to wait for some seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The document as it is sent.
    #[must_use]
    pub fn view(&self, request: RequestId) -> ProblemView {
        ProblemView {
            kind: format!("/problems/{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            code: self.code.clone(),
            detail: self.detail.clone(),
            errors: self.errors.clone(),
            request_id: request,
        }
    }

    /// The answer, with the request's id in it.
    pub(crate) fn render(&self, request: RequestId) -> Response {
        let body = serde_json::to_vec(&self.view(request)).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Rendered by the outermost layer, which alone knows the request's id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemView {
    /// A URI reference that names the kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not_found")]
    pub kind: String,
    /// The status in words.
    pub title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// A stable code; what a person reads is looked up by it.
    #[schema(example = "not_found")]
    pub code: Cow<'static, str>,
    /// What happened, in English, for whoever writes a client.
    pub detail: String,
    /// The fields that are not acceptable.
    pub errors: Vec<FieldError>,
    /// The request's id in the server's log.
    pub request_id: RequestId,
}
