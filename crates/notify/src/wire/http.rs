//! The HTTP client of all channels: verified TLS, no redirects, no proxies, bounded in time and in what it reads.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, ClientBuilder, Response, redirect};
use rustls::{ClientConfig, RootCertStore};

use super::guard::Forbidden;
use crate::retry::Outcome;

const CONNECT: Duration = Duration::from_secs(5);
/// The longest one call takes.
pub(crate) const WHOLE: Duration = Duration::from_secs(20);
/// The most bytes of an answer that are read.
const ANSWER_MOST: usize = 64 << 10;

/// A client that trusts the public roots.
pub(crate) fn builder() -> Result<ClientBuilder, String> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT)
        .timeout(WHOLE)
        .user_agent(concat!("xiaodun/", env!("CARGO_PKG_VERSION"))))
}

/// Builds the client, or says what is wrong.
pub(crate) fn built(builder: ClientBuilder) -> Result<Client, String> {
    builder.build().map_err(|error| error.to_string())
}

/// What a failed call comes to. The error itself may hold the address called and is not kept.
pub(crate) fn failed(way: &str, error: &reqwest::Error) -> Outcome {
    if is_forbidden(error) {
        return Outcome::refused(format!("{way}.address_refused"));
    }
    let what = if error.is_timeout() {
        "timeout"
    } else if error.is_connect() {
        "connect"
    } else {
        "broken"
    };
    Outcome::later(format!("{way}.{what}"))
}

fn is_forbidden(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = cause {
        if error.is::<Forbidden>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// What a status outside 2xx comes to; nothing for 2xx.
pub(crate) fn by_status(way: &str, response: &Response) -> Option<Outcome> {
    let status = response.status();
    if status.is_success() {
        return None;
    }
    let code = format!("{way}.status_{}", status.as_u16());
    let after = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
    Some(match status.as_u16() {
        408 | 425 | 429 | 500..=599 => Outcome::Later { code, after },
        _ => Outcome::Refused { code },
    })
}

/// The answer's JSON; nothing if it has none, or too much.
pub(crate) async fn answer(mut response: Response) -> Option<serde_json::Value> {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ANSWER_MOST {
            return None;
        }
    }
    serde_json::from_slice(&bytes).ok()
}
