//! WeCom and DingTalk against a server that answers as theirs do.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;
use xd_notify::{ChannelKind, Outcome};

use super::{Call, Reply, Server, carriers, message, ok, refused, send};

fn wecom(server: &Server) -> serde_json::Value {
    json!({"wecom": {"base": server.base, "corp_id": "ww1234", "agent_id": 1_000_002, "secret": {"env": "SECRET"}}})
}

fn dingtalk(server: &Server) -> serde_json::Value {
    json!({"dingtalk": {"base": server.base, "app_key": "ding1", "agent_id": 123, "secret": {"env": "SECRET"}}})
}

/// Gives tokens `t1`, `t2`, …, and answers a message as told.
async fn server(answer: impl Fn(&Call) -> Reply + Send + Sync + 'static) -> Server {
    let given = Arc::new(AtomicU32::new(0));
    Server::start(move |call| match call.uri.path() {
        "/cgi-bin/gettoken" | "/gettoken" => {
            let n = given.fetch_add(1, Ordering::SeqCst) + 1;
            ok(&json!({"errcode": 0, "errmsg": "ok", "access_token": format!("t{n}"), "expires_in": 7_200})
                .to_string())
        }
        _ => answer(call),
    })
    .await
}

#[tokio::test]
async fn wecom_gets_exactly_what_its_interface_asks_for() {
    let server = server(|_| ok(r#"{"errcode":0,"errmsg":"ok","invaliduser":"","msgid":"x"}"#)).await;
    let ways = carriers(wecom(&server));
    let mut message = message("ZhangSan");
    assert_eq!(send(&ways, ChannelKind::Wecom, &message).await, Outcome::Sent);
    assert_eq!(send(&ways, ChannelKind::Wecom, &message).await, Outcome::Sent);
    message.now = message.now.plus_seconds(7_100);
    assert_eq!(send(&ways, ChannelKind::Wecom, &message).await, Outcome::Sent);
    let calls = server.calls();
    let seen: Vec<String> = calls.iter().map(|call| format!("{} {}", call.method, call.uri)).collect();
    assert_eq!(
        seen,
        [
            "GET /cgi-bin/gettoken?corpid=ww1234&corpsecret=s3cret",
            "POST /cgi-bin/message/send?access_token=t1",
            "POST /cgi-bin/message/send?access_token=t1",
            "GET /cgi-bin/gettoken?corpid=ww1234&corpsecret=s3cret",
            "POST /cgi-bin/message/send?access_token=t2",
        ],
        "the token is kept until shortly before its end"
    );
    assert_eq!(
        calls[1].json(),
        json!({
            "touser": "ZhangSan", "msgtype": "text", "agentid": 1_000_002,
            "text": {"content": "校盾:3 项工作\n截至 2026-11-23 07:30:\n到期「教室消毒」3 项"},
            "safe": 0, "enable_duplicate_check": 1, "duplicate_check_interval": 14_400,
        })
    );
    assert_eq!(calls[1].body, calls[2].body, "equal content, so that a second sending is recognised");
}

#[tokio::test]
async fn dingtalk_gets_exactly_what_its_interface_asks_for() {
    let server = server(|_| ok(r#"{"errcode":0,"task_id":256271667526,"request_id":"r"}"#)).await;
    let ways = carriers(dingtalk(&server));
    assert_eq!(send(&ways, ChannelKind::Dingtalk, &message("manager4220")).await, Outcome::Sent);
    let calls = server.calls();
    let seen: Vec<String> = calls.iter().map(|call| format!("{} {}", call.method, call.uri)).collect();
    assert_eq!(
        seen,
        [
            "GET /gettoken?appkey=ding1&appsecret=s3cret",
            "POST /topapi/message/corpconversation/asyncsend_v2?access_token=t1",
        ]
    );
    let content = "校盾:3 项工作\n截至 2026-11-23 07:30:\n到期「教室消毒」3 项";
    assert_eq!(
        calls[1].json(),
        json!({
            "agent_id": 123, "userid_list": "manager4220",
            "msg": {"msgtype": "text", "text": {"content": content}},
        })
    );
}

#[tokio::test]
async fn a_token_refused_before_its_time_is_fetched_anew_once() {
    let stale = |call: &Call| match call.uri.query().unwrap() {
        "access_token=t1" => ok(r#"{"errcode":42001,"errmsg":"access_token expired"}"#),
        _ => ok(r#"{"errcode":0}"#),
    };
    let server_ = server(stale).await;
    assert_eq!(send(&carriers(wecom(&server_)), ChannelKind::Wecom, &message("a")).await, Outcome::Sent);
    assert_eq!(server_.calls().len(), 4);
    let never = server(|_| ok(r#"{"errcode":40014,"errmsg":"invalid access_token"}"#)).await;
    let outcome = send(&carriers(dingtalk(&never)), ChannelKind::Dingtalk, &message("a")).await;
    assert_eq!(outcome, super::later("dingtalk.40014"));
    assert_eq!(never.calls().len(), 4, "once, not for ever");
}

#[tokio::test]
async fn errors_are_told_apart() {
    let after = |code: &str, seconds| Outcome::Later { code: code.to_owned(), after: Some(seconds) };
    for (answer, outcome) in [
        (ok(r#"{"errcode":81013,"errmsg":"all invalid"}"#), refused("wecom.81013")),
        (ok(r#"{"errcode":0,"invaliduser":"zhangsan"}"#), refused("wecom.invalid_user")),
        (ok(r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#), after("wecom.45009", 60)),
        (ok(r#"{"errcode":-1,"errmsg":"system busy"}"#), after("wecom.-1", 10)),
        (ok(r#"{"errcode":60020,"errmsg":"not allow to access from your ip"}"#), super::later("wecom.60020")),
        (ok("not json"), super::later("wecom.no_answer")),
        ((503, vec![("retry-after", "30")], String::new()), after("wecom.status_503", 30)),
        ((302, vec![("location", "http://127.0.0.1/")], String::new()), refused("wecom.status_302")),
    ] {
        let said = answer.clone();
        let server = server(move |_| said.clone()).await;
        assert_eq!(
            send(&carriers(wecom(&server)), ChannelKind::Wecom, &message("a")).await,
            outcome,
            "{answer:?}"
        );
    }
    for (answer, outcome) in [
        (r#"{"errcode":90018,"errmsg":"too often"}"#, after("dingtalk.90018", 60)),
        (r#"{"errcode":88,"sub_code":"143103","errmsg":"ding talk error"}"#, after("dingtalk.143103", 60)),
        (r#"{"errcode":88,"sub_code":"143106","errmsg":"same content"}"#, Outcome::Sent),
        (r#"{"errcode":33012,"errmsg":"invalid user"}"#, refused("dingtalk.33012")),
    ] {
        let server = server(move |_| ok(answer)).await;
        let ways = carriers(dingtalk(&server));
        assert_eq!(send(&ways, ChannelKind::Dingtalk, &message("a")).await, outcome, "{answer}");
    }
}

#[tokio::test]
async fn a_wrong_secret_is_the_operators_to_mend() {
    let server = Server::start(|_| ok(r#"{"errcode":40001,"errmsg":"invalid credential"}"#)).await;
    let outcome = send(&carriers(wecom(&server)), ChannelKind::Wecom, &message("a")).await;
    assert_eq!(outcome, super::later("wecom.40001"));
    let nobody = json!({"wecom": {"base": "http://127.0.0.1:1", "corp_id": "c", "agent_id": 1, "secret": {"env": "SECRET"}}});
    assert_eq!(
        send(&carriers(nobody), ChannelKind::Wecom, &message("a")).await,
        super::later("wecom.connect")
    );
}
