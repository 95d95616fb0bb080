//! How the channels are reached: the part `[notify]` of the program's configuration. Secrets stand in files or in the
//! environment, never in the configuration itself.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::Deserialize;
use zeroize::Zeroizing;

/// All channels. One that is absent is not offered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the program is found by a browser; stands in every message.
    pub link: Option<String>,
    /// E-mail.
    pub email: Option<EmailSettings>,
    /// WeCom (企业微信).
    pub wecom: Option<WecomSettings>,
    /// DingTalk (钉钉).
    pub dingtalk: Option<DingtalkSettings>,
    /// SMS by a gateway.
    pub sms: Option<SmsSettings>,
    /// Webhooks of persons' own programs.
    pub webhook: Option<WebhookSettings>,
}

/// Where a secret is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretSource {
    /// In a file of its own; white space around it does not count.
    File(PathBuf),
    /// In a variable of the environment.
    Env(String),
}

/// A secret in memory: wiped when dropped, and never printed.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret itself, to be sent to where it belongs.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl SecretSource {
    /// Reads the secret; `env` looks up a variable of the environment.
    ///
    /// # Errors
    /// What is missing, in English, without the secret.
    pub fn read(&self, env: &dyn Fn(&str) -> Option<String>) -> Result<Secret, String> {
        let text = match self {
            Self::File(path) => {
                Zeroizing::new(std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?)
            }
            Self::Env(name) => Zeroizing::new(env(name).ok_or_else(|| format!("{name} is not set"))?),
        };
        match text.trim() {
            "" => Err(format!("{self:?} is empty")),
            text => Ok(Secret::from(text.to_owned())),
        }
    }
}

/// How a mail server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// TLS by STARTTLS, or nothing is sent; usually port 587.
    #[default]
    Starttls,
    /// TLS from the first byte; usually port 465.
    Tls,
    /// In the clear: for a server on the same machine.
    None,
}

/// E-mail by SMTP.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailSettings {
    /// The server's name, as in its certificate.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    #[serde(default)]
    pub tls: Tls,
    /// A certificate (PEM) that is trusted besides the public ones.
    pub ca_file: Option<PathBuf>,
    /// The account, if the server wants one.
    pub username: Option<String>,
    /// Its password.
    pub password: Option<SecretSource>,
    /// The sender, such as `校盾 <xiaodun@school.example>`.
    pub from: String,
}

/// An application of WeCom that sends messages to members.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WecomSettings {
    /// Where the API is.
    #[serde(default = "wecom_base")]
    pub base: String,
    /// The organisation (企业 ID).
    pub corp_id: String,
    /// The application (AgentId).
    pub agent_id: u64,
    /// The application's secret.
    pub secret: SecretSource,
}

fn wecom_base() -> String {
    "https://qyapi.weixin.qq.com".to_owned()
}

/// An application of DingTalk that sends work notices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DingtalkSettings {
    /// Where the API is.
    #[serde(default = "dingtalk_base")]
    pub base: String,
    /// The application's key.
    pub app_key: String,
    /// The application (AgentId).
    pub agent_id: u64,
    /// The application's secret.
    pub secret: SecretSource,
}

fn dingtalk_base() -> String {
    "https://oapi.dingtalk.com".to_owned()
}

/// A gateway for SMS that is called by HTTP. `{phone}`, `{text}`, `{key}` and `{secret}` are filled in, escaped as the
/// place needs it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsSettings {
    /// The address.
    pub url: String,
    /// `GET` or `POST`.
    #[serde(default = "post")]
    pub method: String,
    /// The body: JSON or a form, by its content type; absent with `GET`.
    pub body: Option<String>,
    /// `application/json` or `application/x-www-form-urlencoded`.
    #[serde(default = "json")]
    pub content_type: String,
    /// Further headers; placeholders are filled in as they are.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// What `{secret}` stands for.
    pub secret: Option<SecretSource>,
    /// What an answer with status 2xx must hold to count as taken.
    pub accepted: Option<Accepted>,
    /// The most characters of a message; what is longer is cut.
    #[serde(default = "sms_most")]
    pub most: usize,
}

/// A value in a JSON answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// Where, as a JSON pointer such as `/code`.
    pub pointer: String,
    /// What stands there, written as text: `0` is the number and the text.
    pub equals: String,
}

fn post() -> String {
    "POST".to_owned()
}

fn json() -> String {
    "application/json".to_owned()
}

const fn sms_most() -> usize {
    300
}

/// Webhooks: which addresses they may lead to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSettings {
    /// Networks that are called though they are not public, such as `10.2.0.0/16`.
    #[serde(default)]
    pub networks: Vec<String>,
    /// Whether `http://` is called too.
    #[serde(default)]
    pub plain_http: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_come_from_elsewhere_and_are_never_printed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "from the file\n").unwrap();
        let env = |name: &str| (name == "KNOWN").then(|| "from the environment".to_owned());
        let read = |source: SecretSource| source.read(&env).map(|secret| secret.expose().to_owned());
        assert_eq!(read(SecretSource::File(path.clone())).unwrap(), "from the file");
        assert_eq!(read(SecretSource::Env("KNOWN".into())).unwrap(), "from the environment");
        assert!(read(SecretSource::Env("OTHER".into())).unwrap_err().contains("OTHER"));
        std::fs::write(&path, " \n").unwrap();
        assert!(read(SecretSource::File(path)).is_err());
        assert_eq!(format!("{:?}", Secret::from("x".to_owned())), "[secret]");
    }

    #[test]
    fn a_secret_written_into_the_configuration_is_refused() {
        let wecom = |secret: &str| {
            serde_json::from_str::<WecomSettings>(&format!(
                r#"{{"corp_id":"ww1","agent_id":1000002,"secret":{secret}}}"#
            ))
        };
        assert_eq!(wecom(r#"{"env":"WECOM"}"#).unwrap().secret, SecretSource::Env("WECOM".into()));
        assert_eq!(wecom(r#"{"file":"/run/x"}"#).unwrap().base, "https://qyapi.weixin.qq.com");
        assert!(wecom(r#""in the clear""#).is_err());
    }
}
