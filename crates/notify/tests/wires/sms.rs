//! A gateway that is called by HTTP.

use serde_json::json;
use xd_notify::{ChannelKind, Outcome};

use super::{Server, carriers, later, message, ok, refused, send};

#[tokio::test]
async fn the_gateway_gets_what_the_settings_say() {
    let server = Server::start(|_| ok(r#"{"code":0}"#)).await;
    let ways = carriers(json!({"sms": {
        "url": format!("{}/send?id={{key}}", server.base),
        "body": r#"{"to":"{phone}","text":"{text}"}"#,
        "headers": {"authorization": "Bearer {secret}"},
        "secret": {"env": "SECRET"},
        "accepted": {"pointer": "/code", "equals": "0"},
        "most": 12,
    }}));
    assert_eq!(send(&ways, ChannelKind::Sms, &message("+8613800000000")).await, Outcome::Sent);
    let form = carriers(json!({"sms": {
        "url": format!("{}/send", server.base), "body": "to={phone}&m={text}", "most": 4,
        "content_type": "application/x-www-form-urlencoded",
    }}));
    assert_eq!(send(&form, ChannelKind::Sms, &message("+8613800000000")).await, Outcome::Sent);
    let calls = server.calls();
    assert_eq!(calls[0].uri.to_string(), "/send?id=0197-key");
    assert_eq!(calls[0].header("authorization"), "Bearer s3cret");
    assert_eq!(calls[0].json(), json!({"to": "+8613800000000", "text": "校盾:3 项工作 截至 "}));
    assert_eq!(calls[1].body, "to=%2B8613800000000&m=%E6%A0%A1%E7%9B%BE%3A3");
}

#[tokio::test]
async fn what_the_gateway_does_not_take_is_not_sent() {
    for (status, body, outcome) in [
        (200, r#"{"code":"0"}"#, Outcome::Sent),
        (200, r#"{"code":7}"#, later("sms.not_accepted")),
        (200, "", later("sms.not_accepted")),
        (500, "", later("sms.status_500")),
        (429, "", later("sms.status_429")),
        (400, "", refused("sms.status_400")),
    ] {
        let server = Server::start(move |_| (status, vec![], body.to_owned())).await;
        let ways = carriers(json!({"sms": {
            "url": server.base, "method": "GET", "accepted": {"pointer": "/code", "equals": "0"},
        }}));
        assert_eq!(send(&ways, ChannelKind::Sms, &message("13800000000")).await, outcome, "{status} {body}");
    }
}
