//! Webhooks: signed, and never into the server's own network.

use serde_json::json;
use xd_notify::settings::Secret;
use xd_notify::wire::Message;
use xd_notify::{ChannelKind, Outcome};

use super::{Server, carriers, later, message, ok, refused, send};

fn signed(address: &str) -> Message {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
    Message { signing: Some(Secret::from(secret)), ..message(address) }
}

#[tokio::test]
async fn a_call_carries_key_time_and_signature() {
    let server = Server::start(|_| ok("")).await;
    let ways = carriers(json!({"webhook": {"networks": ["127.0.0.0/8"], "plain_http": true}}));
    let message = signed(&format!("{}/in?to=1", server.base));
    assert_eq!(send(&ways, ChannelKind::Webhook, &message).await, Outcome::Sent);
    let call = &server.calls()[0];
    assert_eq!((call.method.as_str(), call.uri.to_string().as_str()), ("POST", "/in?to=1"));
    assert_eq!(call.header("webhook-id"), "0197-key");
    assert_eq!(call.header("webhook-timestamp"), "1795390200");
    assert!(call.header("webhook-signature").starts_with("v1,"));
    assert_eq!(call.header("content-type"), "application/json");
    assert_eq!(
        call.json(),
        json!({
            "type": "message.work", "timestamp": "2026-11-22T23:30:00.000Z",
            "data": {"subject": message.subject, "body": message.body},
        })
    );
}

#[tokio::test]
async fn a_call_never_leads_into_the_servers_own_network() {
    let server = Server::start(|_| ok("")).await;
    let port = server.base.rsplit(':').next().unwrap();
    let guarded = carriers(json!({"webhook": {"plain_http": true}}));
    for host in
        ["127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254"]
    {
        let outcome = send(&guarded, ChannelKind::Webhook, &signed(&format!("http://{host}:{port}/"))).await;
        assert_eq!(outcome, refused("webhook.address_refused"), "{host}");
    }
    assert!(server.calls().is_empty());
}

#[tokio::test]
async fn neither_redirects_nor_plain_http_are_followed() {
    let end = Server::start(|_| ok("")).await;
    let to = end.base.clone();
    let moved = Server::start(move |_| (307, vec![("location", to.clone().leak())], String::new())).await;
    let open = carriers(json!({"webhook": {"networks": ["127.0.0.0/8"], "plain_http": true}}));
    assert_eq!(send(&open, ChannelKind::Webhook, &signed(&moved.base)).await, refused("webhook.status_307"));
    let strict = carriers(json!({"webhook": {"networks": ["127.0.0.0/8"]}}));
    assert_eq!(
        send(&strict, ChannelKind::Webhook, &signed(&end.base)).await,
        refused("webhook.address_refused")
    );
    assert!(end.calls().is_empty());
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    for (status, outcome) in [
        (204, Outcome::Sent),
        (410, refused("webhook.status_410")),
        (429, Outcome::Later { code: "webhook.status_429".to_owned(), after: Some(7) }),
        (502, Outcome::Later { code: "webhook.status_502".to_owned(), after: Some(7) }),
    ] {
        let server = Server::start(move |_| (status, vec![("retry-after", "7")], String::new())).await;
        let open = carriers(json!({"webhook": {"networks": ["127.0.0.0/8"], "plain_http": true}}));
        assert_eq!(send(&open, ChannelKind::Webhook, &signed(&server.base)).await, outcome, "{status}");
    }
    let open = carriers(json!({"webhook": {"networks": ["127.0.0.0/8"], "plain_http": true}}));
    assert_eq!(
        send(&open, ChannelKind::Webhook, &signed("http://127.0.0.1:1/")).await,
        later("webhook.connect")
    );
}
