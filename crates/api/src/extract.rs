//! What a request carries, read strictly: each failure is a problem document that names the field.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::problem::{FieldError, Problem};

/// A JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        demand(request.headers(), "application/json")?;
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unreadable(&rejection))?;
        read(&bytes).map(Self)
    }
}

/// The media type of XLSX workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A table: a CSV file or an XLSX workbook.
#[derive(Debug)]
pub struct Csv(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Csv {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        demand(request.headers(), "text/csv")
            .or_else(|refused| demand(request.headers(), XLSX).map_err(|_| refused))?;
        Bytes::from_request(request, state).await.map(Self).map_err(|rejection| unreadable(&rejection))
    }
}

/// Bytes of a file, whatever type is said to be theirs: it is read from them.
#[derive(Debug)]
pub struct File(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Bytes::from_request(request, state).await.map(Self).map_err(|rejection| unreadable(&rejection))
    }
}

fn unreadable(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "request.too_large", "the body is too large");
    }
    Problem::new(StatusCode::BAD_REQUEST, "request.malformed", "the body ended early")
}

fn demand(headers: &HeaderMap, media_type: &str) -> Result<(), Problem> {
    let unsupported = |code, detail: &str| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code, detail);
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(unsupported("request.encoding", "send the body uncompressed"));
    }
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (essence, parameters) = given.split_once(';').unwrap_or((given, ""));
    if !essence.trim().eq_ignore_ascii_case(media_type) {
        return Err(unsupported("request.media_type", &format!("send {media_type}")));
    }
    let charset = parameters.trim().to_ascii_lowercase();
    if charset.starts_with("charset=") && charset.trim_start_matches("charset=").trim_matches('"') != "utf-8"
    {
        return Err(unsupported("request.charset", "send UTF-8"));
    }
    Ok(())
}

/// Reads JSON, telling what is not JSON at all (400) from JSON of the wrong shape (422).
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // serde would take a list for an object, its fields by position: nobody means that.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(wrong_field("", "invalid type: sequence, expected an object"));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = dotted(error.path());
        let inner = error.into_inner();
        // A number where a word of an enumeration stands is told as a fault of the syntax; it is one of the shape.
        let is_json =
            || std::str::from_utf8(bytes).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
        if inner.is_data() {
            wrong_field(&path, &inner.to_string())
        } else if is_json() {
            wrong_field(&path, &format!("invalid type: {inner}"))
        } else {
            malformed(&inner)
        }
    })?;
    deserializer.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn wrong_field(path: &str, message: &str) -> Problem {
    let code = field_code(message);
    let field = match (code, path) {
        ("missing", "") => named_in(message).to_owned(),
        ("missing", path) => format!("{path}.{}", named_in(message)),
        _ => path.to_owned(),
    };
    Problem::invalid(vec![FieldError::new(field, code, message)])
}

fn malformed(error: &serde_json::Error) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "request.malformed", format!("not JSON: {error}"))
}

fn dotted(path: &serde_path_to_error::Path) -> String {
    let text = path.to_string();
    if text == "." { String::new() } else { text.replace('[', ".").replace(']', "") }
}

/// serde's message is its only kind; the words it begins with are stable since 1.0.
fn field_code(message: &str) -> &'static str {
    let begins = |word| message.starts_with(word);
    if begins("missing field") {
        "missing"
    } else if begins("unknown field") {
        "unknown_field"
    } else if begins("unknown variant") {
        "unknown_word"
    } else if begins("invalid type") {
        "wrong_type"
    } else {
        "invalid"
    }
}

/// The query of a URL.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let text = parts.uri.query().unwrap_or_default();
        let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
        serde_path_to_error::deserialize(pairs)
            .map(Self)
            .map_err(|error| wrong_field(&dotted(error.path()), &error.inner().to_string()))
    }
}

/// The field that serde's message names between backticks.
fn named_in(message: &str) -> &str {
    message.split('`').nth(1).unwrap_or_default()
}

/// One identifier in the path. What is no identifier names nothing: 404.
#[derive(Debug)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(id) = Path::<T>::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        Ok(Self(id))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Report {
        #[serde(rename = "exceptions")]
        _exceptions: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    struct Inner {
        #[serde(rename = "person_id")]
        _person: uuid::Uuid,
    }

    #[track_caller]
    fn check(body: &[u8], status: u16, code: &str, field: &str) {
        let problem = read::<Report>(body).unwrap_err();
        let view = problem.view(xd_kernel::RequestId::mint());
        let found = view.errors.first();
        assert_eq!((view.status, found.map_or("", |e| e.field.as_str())), (status, field), "{view:?}");
        assert_eq!(found.map_or(view.code.as_ref(), |e| e.code.as_ref()), code, "{view:?}");
    }

    #[test]
    fn what_is_wrong_is_named() {
        check(b"{", 400, "request.malformed", "");
        check(b"", 400, "request.malformed", "");
        check(b"{\"exceptions\":[]} x", 400, "request.malformed", "");
        check(b"{\"exceptions\":[]\xff}", 400, "request.malformed", "");
        check(b"[]", 422, "wrong_type", "");
        check(b"{}", 422, "missing", "exceptions");
        check(b"{\"exceptions\":7}", 422, "wrong_type", "exceptions");
        check(b"{\"exceptions\":[{\"person_id\":\"x\"}]}", 422, "invalid", "exceptions.0.person_id");
        check(b"{\"exceptions\":[{}]}", 422, "missing", "exceptions.0.person_id");
        check(b"{\"exceptions\":[],\"sql\":1}", 422, "unknown_field", "sql");
    }
}
