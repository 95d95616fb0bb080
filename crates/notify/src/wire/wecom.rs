//! WeCom (企业微信): messages of an application to one member.
//!
//! `GET /cgi-bin/gettoken`, then `POST /cgi-bin/message/send`. WeCom itself leaves out what it has sent with the same
//! content within four hours, so that a message sent again after a crash arrives once.

use serde_json::{Value, json};

use super::Message;
use super::corp::{Application, Corp, Dialect};
use crate::retry::Outcome;
use crate::settings::WecomSettings;

/// The longest that WeCom looks back for duplicates, in seconds.
const SAME_WITHIN: u32 = 14_400;

static DIALECT: Dialect = Dialect {
    way: "wecom",
    token: ("/cgi-bin/gettoken", "corpid", "corpsecret"),
    send: "/cgi-bin/message/send",
    body,
    taken,
    judged,
    stale: &[40_001, 40_014, 42_001],
};

pub(super) fn wecom(settings: &WecomSettings, env: &dyn Fn(&str) -> Option<String>) -> Result<Corp, String> {
    let secret = settings.secret.read(env)?;
    let agent = settings.agent_id;
    Corp::new(Application { base: &settings.base, id: &settings.corp_id, agent, secret }, &DIALECT)
}

fn body(agent: u64, message: &Message) -> Value {
    json!({
        "touser": message.address,
        "msgtype": "text",
        "agentid": agent,
        "text": { "content": format!("{}\n{}", message.subject, message.body) },
        "safe": 0,
        "enable_duplicate_check": 1,
        "duplicate_check_interval": SAME_WITHIN,
    })
}

/// Taken, but perhaps not for anybody: the member is gone, or not covered by the application.
fn taken(answer: &Value) -> Outcome {
    let named = |field: &str| answer.get(field).and_then(Value::as_str).is_some_and(|who| !who.is_empty());
    if named("invaliduser") || named("unlicenseduser") {
        return Outcome::refused("wecom.invalid_user");
    }
    Outcome::Sent
}

/// Whether an error passes. What an operator must mend (secret, list of addresses, rights) is tried again: the person's
/// address is not to blame.
fn judged(way: &str, code: i64) -> Outcome {
    let named = format!("{way}.{code}");
    match code {
        // Too often; or the service is busy.
        45_009 => Outcome::Later { code: named, after: Some(60) },
        45_033 | -1 => Outcome::Later { code: named, after: Some(10) },
        // No such member, or none that the application may write to; an empty or too long text.
        40_003 | 40_031 | 44_004 | 45_002 | 46_004 | 60_111 | 81_013 => Outcome::Refused { code: named },
        _ => Outcome::later(named),
    }
}
