//! SMS by a gateway that is called by HTTP, as the settings describe it.

use async_trait::async_trait;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Url};
use serde_json::Value;

use super::{Carrier, Message, http};
use crate::retry::Outcome;
use crate::settings::{Accepted, Secret, SmsSettings};

const WAY: &str = "sms";

pub(crate) struct Sms {
    client: Client,
    method: Method,
    url: String,
    body: Option<String>,
    content_type: String,
    headers: Vec<(HeaderName, String)>,
    secret: Option<Secret>,
    accepted: Option<Accepted>,
    most: usize,
}

/// How a value is written where it is filled in.
#[derive(Clone, Copy)]
enum Escape {
    Form,
    Json,
    Nothing,
}

impl Sms {
    pub fn new(settings: &SmsSettings, env: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let header = |(name, value): (&String, &String)| {
            let name = name.parse::<HeaderName>().map_err(|error| format!("header {name:?}: {error}"))?;
            Ok((name, value.clone()))
        };
        if !settings.url.starts_with("https://") && !settings.url.starts_with("http://") {
            return Err("url must begin with https:// or http://".to_owned());
        }
        if !["POST", "GET"].contains(&settings.method.as_str()) {
            return Err("method is GET or POST".to_owned());
        }
        Ok(Self {
            client: http::built(http::builder()?)?,
            method: settings.method.parse().map_err(|_| "method is GET or POST".to_owned())?,
            url: settings.url.clone(),
            body: settings.body.clone(),
            content_type: settings.content_type.clone(),
            headers: settings.headers.iter().map(header).collect::<Result<_, String>>()?,
            secret: settings.secret.as_ref().map(|source| source.read(env)).transpose()?,
            accepted: settings.accepted.clone(),
            most: settings.most,
        })
    }

    /// The call of a message, or nothing if what was filled in makes no call.
    fn call(&self, message: &Message) -> Option<reqwest::RequestBuilder> {
        let text: String = format!("{} {}", message.subject, message.body).chars().take(self.most).collect();
        let secret = self.secret.as_ref().map_or("", Secret::expose);
        let values = [
            ("{phone}", message.address.as_str()),
            ("{text}", text.as_str()),
            ("{key}", message.key.as_str()),
            ("{secret}", secret),
        ];
        let url: Url = fill(&self.url, &values, Escape::Form).parse().ok()?;
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let mut value = HeaderValue::from_str(&fill(value, &values, Escape::Nothing)).ok()?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let call = self.client.request(self.method.clone(), url).headers(headers);
        let escape = if self.content_type.contains("json") { Escape::Json } else { Escape::Form };
        Some(match &self.body {
            Some(body) => call.header(CONTENT_TYPE, &self.content_type).body(fill(body, &values, escape)),
            None => call,
        })
    }
}

/// Fills the placeholders in one pass, so that a value that holds a placeholder stays as it is.
fn fill(template: &str, values: &[(&str, &str)], escape: Escape) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        rest = &rest[start..];
        match values.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                filled.push_str(&escaped(value, escape));
                rest = &rest[name.len()..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled + rest
}

fn escaped(value: &str, escape: Escape) -> String {
    match escape {
        Escape::Nothing => value.to_owned(),
        Escape::Json => {
            let quoted = Value::from(value).to_string();
            quoted[1..quoted.len() - 1].to_owned()
        }
        Escape::Form => {
            let mut escaped = String::new();
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    escaped.push(char::from(byte));
                } else {
                    escaped.push_str(&format!("%{byte:02X}"));
                }
            }
            escaped
        }
    }
}

fn is_accepted(accepted: &Accepted, answer: Option<&Value>) -> bool {
    match answer.and_then(|answer| answer.pointer(&accepted.pointer)) {
        Some(Value::String(text)) => *text == accepted.equals,
        Some(other) => *other.to_string() == *accepted.equals,
        None => false,
    }
}

#[async_trait]
impl Carrier for Sms {
    async fn send(&self, message: &Message) -> Outcome {
        let Some(call) = self.call(message) else { return Outcome::later("sms.settings") };
        let response = match call.send().await {
            Ok(response) => response,
            Err(error) => return http::failed(WAY, &error),
        };
        if let Some(outcome) = http::by_status(WAY, &response) {
            return outcome;
        }
        match &self.accepted {
            // The gateway's own codes are not known: it is tried again, and the operator sees it.
            Some(accepted) if !is_accepted(accepted, http::answer(response).await.as_ref()) => {
                Outcome::later("sms.not_accepted")
            }
            _ => Outcome::Sent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_stays_where_it_is() {
        let values = [("{phone}", "+86 1"), ("{text}", "a\"b&c={phone}\n消"), ("{key}", "k")];
        for (template, escape, expected) in [
            ("to={phone}&m={text}", Escape::Form, "to=%2B86%201&m=a%22b%26c%3D%7Bphone%7D%0A%E6%B6%88"),
            (r#"{"to":"{phone}","m":"{text}"}"#, Escape::Json, r#"{"to":"+86 1","m":"a\"b&c={phone}\n消"}"#),
            ("Bearer {key} {other}", Escape::Nothing, "Bearer k {other}"),
        ] {
            assert_eq!(fill(template, &values, escape), expected);
        }
    }
}
