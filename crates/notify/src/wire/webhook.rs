//! Webhooks: a signed POST to a program of the person's own, by the open specification "Standard Webhooks".
//!
//! `webhook-id` stays the same however often the message is sent, `webhook-timestamp` is the second of the attempt,
//! `webhook-signature` is `v1,` and the Base64 of the HMAC-SHA-256 of `id.timestamp.body`. The receiver refuses
//! timestamps more than five minutes off, and ids that it has seen.

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Url};
use serde_json::json;
use sha2::Sha256;
use std::sync::Arc;

use super::guard::{Guarded, Networks, judge};
use super::{Carrier, Message, http};
use crate::retry::Outcome;
use crate::settings::{Secret, WebhookSettings};

const WAY: &str = "webhook";
/// What a signing secret begins with.
const PREFIX: &str = "whsec_";

pub(crate) struct Webhook {
    client: Client,
    networks: Networks,
    plain_http: bool,
}

impl Webhook {
    pub fn new(settings: &WebhookSettings) -> Result<Self, String> {
        let networks = settings.networks.iter().map(|text| text.parse()).collect::<Result<_, String>>()?;
        let networks = Networks(networks);
        let client = http::built(http::builder()?.dns_resolver(Arc::new(Guarded(networks.clone()))))?;
        Ok(Self { client, networks, plain_http: settings.plain_http })
    }
}

/// A new signing secret, as its owner sees it once.
pub(crate) fn new_secret() -> Result<Secret, getrandom::Error> {
    let mut key = [0_u8; 32];
    getrandom::fill(&mut key)?;
    Ok(Secret::from(format!("{PREFIX}{}", STANDARD.encode(key))))
}

/// The signature of a call; nothing if the secret is not one.
fn signature(secret: &Secret, (id, seconds, body): (&str, i64, &str)) -> Option<String> {
    let key = STANDARD.decode(secret.expose().strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[async_trait]
impl Carrier for Webhook {
    async fn send(&self, message: &Message) -> Outcome {
        let Ok(url) = message.address.parse::<Url>() else { return Outcome::refused("webhook.address") };
        let may_be_called = url.scheme() == "https" || self.plain_http;
        if !may_be_called || judge(&url, &self.networks).is_err() {
            return Outcome::refused("webhook.address_refused");
        }
        let seconds = message.now.0.div_euclid(1_000_000);
        let body = json!({
            "type": format!("message.{}", message.purpose),
            "timestamp": message.now,
            "data": { "subject": message.subject, "body": message.body },
        })
        .to_string();
        let signed = message.signing.as_ref();
        let Some(signature) = signed.and_then(|secret| signature(secret, (&message.key, seconds, &body)))
        else {
            return Outcome::refused("webhook.no_secret");
        };
        let call = self.client.post(url).header(CONTENT_TYPE, "application/json").body(body);
        let call = call.header("webhook-id", &message.key).header("webhook-timestamp", seconds);
        match call.header("webhook-signature", signature).send().await {
            Ok(response) => http::by_status(WAY, &response).unwrap_or(Outcome::Sent),
            Err(error) => http::failed(WAY, &error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn signs_as_the_specification_does() {
        let secret = Secret::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let call = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        let signed = signature(&secret, call).unwrap();
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert!(signature(&Secret::from("other".to_owned()), call).is_none());
        assert_ne!(new_secret().unwrap().expose(), new_secret().unwrap().expose());
    }
}
