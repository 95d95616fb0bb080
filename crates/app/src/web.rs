//! The pages, embedded in the program: files as they were built, and for the addresses inside an application its
//! one page.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Pages;

/// Scripts and styles come from here alone; nothing may frame the pages; nothing may be sent elsewhere.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    font-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; \
    base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

const PLACEHOLDER: &str = "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n<title>校盾 Xiaodun</title>\n\
    <p>服务已启动,但页面尚未编入程序。请运行 <code>./dev web</code> 后重新构建。</p>\n\
    <p>The server runs; the pages were not built into it. <code>./dev web</code> builds them, then build again.</p>\n";

/// Answers what no route of the API answers.
pub async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if !matches!(method, Method::GET | Method::HEAD) || path.starts_with("api/") {
        return xd_api::Problem::not_found().into_response();
    }
    if let Some(folder) = folder_without_slash(path) {
        return Redirect::permanent(folder).into_response();
    }
    match find(path) {
        Some((name, file)) => serve(&name, file, &headers),
        None if Pages::get("index.html").is_none() => placeholder(),
        None => xd_api::Problem::not_found().into_response(),
    }
}

/// Relative addresses inside a page need the slash.
fn folder_without_slash(path: &str) -> Option<&'static str> {
    match path {
        "desk" => Some("/desk/"),
        "field" => Some("/field/"),
        _ => None,
    }
}

fn find(path: &str) -> Option<(Cow<'static, str>, EmbeddedFile)> {
    if !path.is_empty()
        && !path.ends_with('/')
        && let Some(file) = Pages::get(path)
    {
        return Some((Cow::Owned(path.to_owned()), file));
    }
    // A name with a dot is a file that is not there; anything else is an address inside an application.
    if path.rsplit('/').next().is_some_and(|last| last.contains('.')) {
        return None;
    }
    let index = match path.split('/').next() {
        Some("desk") => "desk/index.html",
        Some("field") => "field/index.html",
        Some("") => "index.html",
        _ => return None,
    };
    Pages::get(index).map(|file| (Cow::Borrowed(index), file))
}

fn serve(name: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..12]));
    let same = asked.get(header::IF_NONE_MATCH).is_some_and(|given| given.as_bytes() == tag.as_bytes());
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(file.data.into_owned()))
    };
    let headers = response.headers_mut();
    insert(headers, header::ETAG, &tag);
    insert(headers, header::CONTENT_TYPE, file.metadata.mimetype());
    // Files under assets/ carry a hash of their content in the name: they never change.
    let keep = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    insert(headers, header::CACHE_CONTROL, keep);
    if name.ends_with(".html") {
        guard(headers);
    }
    response
}

fn placeholder() -> Response {
    let mut response = axum::response::Html(PLACEHOLDER).into_response();
    guard(response.headers_mut());
    response
}

fn guard(headers: &mut HeaderMap) {
    insert(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    insert(headers, header::REFERRER_POLICY, "no-referrer");
    insert(headers, header::X_FRAME_OPTIONS, "DENY");
    headers
        .insert("permissions-policy", HeaderValue::from_static("camera=(), geolocation=(), microphone=()"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
