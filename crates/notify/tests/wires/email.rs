//! E-mail against an SMTP server of another author's, started here: with and without TLS and accounts, greylisting,
//! refusals.

use std::collections::HashSet;
use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex};

use mailin_embedded::response::{AUTH_OK, INVALID_CREDENTIALS, OK};
use mailin_embedded::{AuthMechanism, Handler, Response, SslConfig};
use serde_json::{Value, json};
use xd_notify::{ChannelKind, Outcome};

use super::{carriers, later, message, refused, send};

/// What the server has taken, and whom it has put off.
#[derive(Default)]
struct Seen {
    mails: Vec<String>,
    put_off: HashSet<String>,
}

#[derive(Clone, Default)]
struct Mailbox {
    seen: Arc<Mutex<Seen>>,
    mail: Vec<u8>,
}

impl Handler for Mailbox {
    fn rcpt(&mut self, to: &str) -> Response {
        let custom = |code, text: &str| Response::custom(code, text.to_owned());
        match to.split('@').next().unwrap() {
            "gone" => custom(550, "no such mailbox"),
            "full" => custom(452, "insufficient storage"),
            "busy" => custom(421, "try later"),
            "grey" if self.seen.lock().unwrap().put_off.insert(to.to_owned()) => custom(451, "greylisted"),
            _ => OK,
        }
    }

    fn data_start(&mut self, _: &str, _: &str, _: bool, _: &[String]) -> Response {
        self.mail.clear();
        OK
    }

    fn data(&mut self, part: &[u8]) -> io::Result<()> {
        self.mail.extend_from_slice(part);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let mail = String::from_utf8(std::mem::take(&mut self.mail)).unwrap();
        self.seen.lock().unwrap().mails.push(mail);
        OK
    }

    fn helo(&mut self, _: IpAddr, _: &str) -> Response {
        OK
    }

    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        if (user, password) == ("xiaodun", "s3cret") { AUTH_OK } else { INVALID_CREDENTIALS }
    }
}

/// Whether the server speaks TLS.
#[derive(Clone, Copy, PartialEq)]
enum Speaks {
    Tls,
    Plainly,
}

struct Smtp {
    port: u16,
    seen: Arc<Mutex<Seen>>,
    folder: tempfile::TempDir,
}

fn start(speaks: Speaks, name: &str) -> Smtp {
    // The server's library asks for the process's own choice; ours never does.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let path = |file: &str| folder.path().join(file).to_str().unwrap().to_owned();
    std::fs::write(path("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(path("key.pem"), made.signing_key.serialize_pem()).unwrap();
    let mailbox = Mailbox::default();
    let seen = Arc::clone(&mailbox.seen);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut server = mailin_embedded::Server::new(mailbox);
    server.with_name("mail.school.example").with_tcp_listener(listener).with_num_threads(2);
    if speaks == Speaks::Tls {
        let tls = SslConfig::SelfSigned { cert_path: path("cert.pem"), key_path: path("key.pem") };
        server.with_ssl(tls).unwrap().with_auth(AuthMechanism::Plain);
    }
    std::thread::spawn(move || server.serve().unwrap());
    Smtp { port, seen, folder }
}

impl Smtp {
    fn settings(&self, more: &Value) -> Value {
        let mut email = json!({
            "host": "localhost", "port": self.port, "from": "校盾 <xiaodun@school.example>",
            "ca_file": self.folder.path().join("cert.pem"),
        });
        email.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "email": email })
    }

    fn mails(&self) -> Vec<String> {
        self.seen.lock().unwrap().mails.clone()
    }
}

fn account() -> Value {
    json!({"username": "xiaodun", "password": {"env": "SECRET"}})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_arrives_over_tls_with_an_account() {
    let smtp = start(Speaks::Tls, "localhost");
    let ways = carriers(smtp.settings(&account()));
    let to = message("zhang@school.example");
    assert_eq!(send(&ways, ChannelKind::Email, &to).await, Outcome::Sent);
    assert_eq!(send(&ways, ChannelKind::Email, &to).await, Outcome::Sent);
    let mails = smtp.mails();
    assert_eq!(mails.len(), 2);
    for line in [
        "To: zhang@school.example",
        "Message-ID: <0197-key@school.example>",
        "Auto-Submitted: auto-generated",
    ] {
        assert!(mails.iter().all(|mail| mail.contains(line)), "{line} in {mails:?}");
    }
    assert!(mails[0].contains("Subject: =?utf-8?b?"), "{mails:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_in_the_clear_unless_told_so() {
    let plain = start(Speaks::Plainly, "localhost");
    let to = message("zhang@school.example");
    let demands_tls = carriers(plain.settings(&json!({})));
    assert_eq!(send(&demands_tls, ChannelKind::Email, &to).await, later("smtp.not_offered"));
    assert!(plain.mails().is_empty());
    let told_so = carriers(plain.settings(&json!({"tls": "none"})));
    assert_eq!(send(&told_so, ChannelKind::Email, &to).await, Outcome::Sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_with_another_name_or_certificate_gets_nothing() {
    let to = message("zhang@school.example");
    let other_name = start(Speaks::Tls, "elsewhere.example");
    let ways = carriers(other_name.settings(&account()));
    assert_eq!(send(&ways, ChannelKind::Email, &to).await, later("smtp.tls"));
    let unknown = start(Speaks::Tls, "localhost");
    let ways = carriers(unknown.settings(&json!({"ca_file": null})));
    assert_eq!(send(&ways, ChannelKind::Email, &to).await, later("smtp.tls"));
    assert!(other_name.mails().is_empty() && unknown.mails().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_must_mend_is_tried_again() {
    let smtp = start(Speaks::Tls, "localhost");
    let to = message("zhang@school.example");
    let wrong = json!({"username": "other", "password": {"env": "SECRET"}});
    assert_eq!(send(&carriers(smtp.settings(&wrong)), ChannelKind::Email, &to).await, later("smtp.535"));
    let nobody = json!({"port": 1, "tls": "none"});
    assert_eq!(send(&carriers(smtp.settings(&nobody)), ChannelKind::Email, &to).await, later("smtp.connect"));
}

#[tokio::test(flavor = "multi_thread")]
async fn four_hundreds_pass_and_five_hundreds_do_not() {
    let smtp = start(Speaks::Tls, "localhost");
    let ways = carriers(smtp.settings(&account()));
    for (to, outcome) in [
        ("gone@school.example", refused("smtp.550")),
        ("full@school.example", later("smtp.452")),
        ("busy@school.example", later("smtp.421")),
        ("grey@school.example", later("smtp.451")),
        ("grey@school.example", Outcome::Sent),
    ] {
        assert_eq!(send(&ways, ChannelKind::Email, &message(to)).await, outcome, "{to}");
    }
    assert_eq!(smtp.mails().len(), 1);
}
