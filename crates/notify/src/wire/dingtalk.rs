//! DingTalk (钉钉): a work notice of an application to one member.
//!
//! `GET /gettoken`, then `POST /topapi/message/corpconversation/asyncsend_v2`. DingTalk delivers equal content to one
//! person once a day, so that a message sent again after a crash arrives once. It answers before it delivers.

use serde_json::{Value, json};

use super::Message;
use super::corp::{Application, Corp, Dialect};
use crate::retry::Outcome;
use crate::settings::DingtalkSettings;

static DIALECT: Dialect = Dialect {
    way: "dingtalk",
    token: ("/gettoken", "appkey", "appsecret"),
    send: "/topapi/message/corpconversation/asyncsend_v2",
    body,
    taken: |_| Outcome::Sent,
    judged,
    stale: &[33_001, 40_001, 40_014, 42_001],
};

pub(super) fn dingtalk(
    settings: &DingtalkSettings,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Corp, String> {
    let secret = settings.secret.read(env)?;
    let agent = settings.agent_id;
    Corp::new(Application { base: &settings.base, id: &settings.app_key, agent, secret }, &DIALECT)
}

fn body(agent: u64, message: &Message) -> Value {
    let content = format!("{}\n{}", message.subject, message.body);
    json!({
        "agent_id": agent,
        "userid_list": message.address,
        "msg": { "msgtype": "text", "text": { "content": content } },
    })
}

/// Whether an error passes.
fn judged(way: &str, code: i64) -> Outcome {
    let named = format!("{way}.{code}");
    match code {
        // Too often: a minute helps.
        90_002 | 90_018 | 143_103 | 143_104 | -1 => Outcome::Later { code: named, after: Some(60) },
        // The same content has reached this person today: it is there.
        143_106 => Outcome::Sent,
        // No such member; content refused; the day's limit for this person; a protected person.
        33_012 | 60_121 | 143_105 | 1_430_000 | 1_430_002 | 1_430_004 => Outcome::Refused { code: named },
        _ => Outcome::later(named),
    }
}
