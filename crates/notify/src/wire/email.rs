//! E-mail by SMTP: a plain text to one address, over TLS unless the settings say otherwise.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use async_trait::async_trait;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message as Mail};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, Tls as SmtpTls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::{Carrier, Message};
use crate::retry::Outcome;
use crate::settings::{EmailSettings, Tls};

/// The longest wait for one answer of the server.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Email {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Email {
    pub fn new(settings: &EmailSettings, env: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let from: Mailbox = settings.from.parse().map_err(|error| format!("from: {error}"))?;
        let tls = match settings.tls {
            Tls::None => SmtpTls::None,
            Tls::Starttls => SmtpTls::Required(parameters(settings)?),
            Tls::Tls => SmtpTls::Wrapper(parameters(settings)?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some(username) = &settings.username {
            let password = settings.password.as_ref().ok_or("username without password")?.read(env)?;
            let credentials = Credentials::new(username.clone(), password.expose().to_owned());
            builder =
                builder.credentials(credentials).authentication(vec![Mechanism::Plain, Mechanism::Login]);
        }
        Ok(Self { transport: builder.build(), from })
    }

    fn mail(&self, message: &Message) -> Option<Mail> {
        let id = format!("<{}@{}>", message.key, self.from.email.domain());
        let mut mail = Mail::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, message.address.parse().ok()?))
            .subject(&message.subject)
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN)
            .body(message.body.clone())
            .ok()?;
        // Nobody's absence note answers this (RFC 3834).
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        mail.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        Some(mail)
    }
}

fn parameters(settings: &EmailSettings) -> Result<TlsParameters, String> {
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(file) = &settings.ca_file {
        let pem = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let certificate =
            Certificate::from_pem(&pem).map_err(|error| format!("{}: {error}", file.display()))?;
        parameters = parameters.add_root_certificate(certificate);
    }
    parameters.build_rustls().map_err(|error| error.to_string())
}

/// What a failure comes to. A server that refuses the account or the encryption is the operator's to mend, not the
/// person's address: it is tried again.
fn judged(error: &Error) -> Outcome {
    match error.status().map(u16::from) {
        Some(code @ (530 | 534 | 535 | 538)) => Outcome::later(format!("smtp.{code}")),
        Some(code @ 500..=599) => Outcome::refused(format!("smtp.{code}")),
        Some(code) => Outcome::later(format!("smtp.{code}")),
        None if error.is_tls() || is_handshake(error) => Outcome::later("smtp.tls"),
        None if error.is_timeout() => Outcome::later("smtp.timeout"),
        // The server does not offer what the settings demand: encryption, or a way to sign in.
        None if error.is_client() => Outcome::later("smtp.not_offered"),
        None => Outcome::later("smtp.connect"),
    }
}

/// Whether a connection ended because the server did not prove who it is: an error of TLS within one of the connection.
fn is_handshake(error: &Error) -> bool {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(error) = cause {
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if error.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return true;
        }
        cause = error.source();
    }
    false
}

#[async_trait]
impl Carrier for Email {
    async fn send(&self, message: &Message) -> Outcome {
        let Some(mail) = self.mail(message) else { return Outcome::refused("smtp.address") };
        match self.transport.send(mail).await {
            Ok(_) => Outcome::Sent,
            Err(error) => judged(&error),
        }
    }
}
