//! The outermost layer: gives each request an id, renders problems, counts, measures, logs, and catches panics.
//!
//! No query, no body, no name and no address ever reaches the log: route, method, status and time are enough.

use std::panic::AssertUnwindSafe;
use std::time::Instant as Stopwatch;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt as _;
use xd_kernel::RequestId;

use crate::problem::Problem;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What the peak of the morning consists of: counted and measured like all others, logged only at `debug`.
const HOT: &str = "/api/v1/checks";

/// Runs a request inside the outermost layer.
pub(crate) async fn outer(mut request: Request, next: Next) -> Response {
    let id = RequestId::mint();
    request.extensions_mut().insert(id);
    let began = Stopwatch::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let mut response = answered.unwrap_or_else(|_| panicked());
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let cookies = response.headers_mut().remove(header::SET_COOKIE);
        response = problem.render(id);
        if let Some(cookie) = cookies {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    dress(&mut response, id);
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    note(&Seen { id, method: &method, route, status: response.status(), began });
    response
}

fn panicked() -> Response {
    use axum::response::IntoResponse as _;
    Problem::internal(&"a handler panicked").into_response()
}

fn dress(response: &mut Response, id: RequestId) {
    let headers = response.headers_mut();
    let mut text = uuid::Uuid::encode_buffer();
    if let Ok(value) = HeaderValue::from_str(id.0.hyphenated().encode_lower(&mut text)) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Answers of the API are about people: no cache between here and the reader keeps them.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

struct Seen<'a> {
    id: RequestId,
    method: &'a Method,
    route: &'a str,
    status: StatusCode,
    began: Stopwatch,
}

fn note(seen: &Seen<'_>) {
    let spent = seen.began.elapsed().as_secs_f64();
    let route = seen.route.to_owned();
    let status = status_label(seen.status);
    metrics::histogram!("xd_http_request_seconds", "route" => route, "method" => method_label(seen.method), "status" => status)
        .record(spent);
    let (code, ms) = (seen.status.as_u16(), spent * 1_000.0);
    if seen.status.is_server_error() {
        tracing::warn!(request = %seen.id, method = %seen.method, route = seen.route, status = code, ms, "request");
    } else if seen.route == HOT && seen.status.is_success() {
        tracing::debug!(request = %seen.id, method = %seen.method, route = seen.route, status = code, ms, "request");
    } else {
        tracing::info!(request = %seen.id, method = %seen.method, route = seen.route, status = code, ms, "request");
    }
}

/// A label that no stranger can multiply.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        _ => "other",
    }
}

fn status_label(status: StatusCode) -> &'static str {
    match status.as_u16() {
        200..=299 => "2xx",
        300..=399 => "3xx",
        401 => "401",
        403 => "403",
        404 => "404",
        409 => "409",
        422 => "422",
        429 => "429",
        400..=499 => "4xx",
        503 => "503",
        _ => "5xx",
    }
}
