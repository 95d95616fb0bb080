//! What WeCom and DingTalk have in common: an application that fetches an access token, keeps it, and posts a message to
//! one member. Their words differ: a [`Dialect`].

use async_trait::async_trait;
use reqwest::{Client, RequestBuilder, Url};
use serde_json::Value;
use tokio::sync::Mutex;
use xd_kernel::Instant;

use super::{Carrier, Message, http};
use crate::retry::Outcome;
use crate::settings::Secret;

/// How long before its end a token is no longer used, in seconds.
const MARGIN: i64 = 120;
/// How long a token holds if nobody says, in seconds.
const USUAL: i64 = 7_200;

/// One service's words.
pub(super) struct Dialect {
    /// The channel's word, with which every code begins.
    pub way: &'static str,
    /// Where a token is fetched, and under which names id and secret travel.
    pub token: (&'static str, &'static str, &'static str),
    /// Where a message is posted.
    pub send: &'static str,
    /// The message.
    pub body: fn(agent: u64, message: &Message) -> Value,
    /// What an answer without error comes to.
    pub taken: fn(answer: &Value) -> Outcome,
    /// What an error comes to.
    pub judged: fn(way: &str, code: i64) -> Outcome,
    /// The errors that say that the token no longer holds.
    pub stale: &'static [i64],
}

/// Who speaks.
pub(super) struct Application<'a> {
    pub base: &'a str,
    pub id: &'a str,
    pub agent: u64,
    pub secret: Secret,
}

/// An application of one of the services.
pub(crate) struct Corp {
    client: Client,
    base: Url,
    id: String,
    agent: u64,
    secret: Secret,
    dialect: &'static Dialect,
    /// The token and its end. While one is fetched everybody waits for that one call.
    token: Mutex<Option<(Secret, Instant)>>,
}

/// What a call came to that did not go well.
enum Failed {
    /// The token no longer holds.
    Stale(i64),
    /// Something else.
    Otherwise(Outcome),
}

impl Corp {
    pub(super) fn new(application: Application<'_>, dialect: &'static Dialect) -> Result<Self, String> {
        let base = application.base.trim_end_matches('/');
        Ok(Self {
            client: http::built(http::builder()?)?,
            base: base.parse().map_err(|error| format!("base {base:?}: {error}"))?,
            id: application.id.to_owned(),
            agent: application.agent,
            secret: application.secret,
            dialect,
            token: Mutex::default(),
        })
    }

    fn url(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url.query_pairs_mut().extend_pairs(query);
        url
    }

    async fn token(&self, now: Instant) -> Result<Secret, Failed> {
        let mut kept = self.token.lock().await;
        if let Some((token, until)) = kept.as_ref()
            && now < *until
        {
            return Ok(token.clone());
        }
        let (path, id, secret) = self.dialect.token;
        let url = self.url(path, &[(id, &self.id), (secret, self.secret.expose())]);
        let answer = self.call(self.client.get(url)).await?;
        let token = answer.get("access_token").and_then(Value::as_str);
        let token = Secret::from(token.ok_or_else(|| self.unanswered())?.to_owned());
        let seconds = answer.get("expires_in").and_then(Value::as_i64).unwrap_or(USUAL);
        *kept = Some((token.clone(), now.plus_seconds((seconds - MARGIN).max(0))));
        Ok(token)
    }

    /// Forgets a token that was refused, unless another has taken its place.
    async fn forget(&self, token: &Secret) {
        let mut kept = self.token.lock().await;
        if kept.as_ref().is_some_and(|(known, _)| known.expose() == token.expose()) {
            *kept = None;
        }
    }

    async fn post(&self, token: &Secret, message: &Message) -> Result<Outcome, Failed> {
        let url = self.url(self.dialect.send, &[("access_token", token.expose())]);
        let answer = self.call(self.client.post(url).json(&(self.dialect.body)(self.agent, message))).await?;
        Ok((self.dialect.taken)(&answer))
    }

    /// The answer of a call that went well.
    async fn call(&self, call: RequestBuilder) -> Result<Value, Failed> {
        let way = self.dialect.way;
        let response = call.send().await.map_err(|error| Failed::Otherwise(http::failed(way, &error)))?;
        if let Some(outcome) = http::by_status(way, &response) {
            return Err(Failed::Otherwise(outcome));
        }
        let answer = http::answer(response).await.ok_or_else(|| self.unanswered())?;
        // DingTalk wraps some errors: the one beneath says what it is.
        let beneath = answer.get("sub_code").and_then(Value::as_str).and_then(|code| code.parse().ok());
        match answer.get("errcode").and_then(Value::as_i64).ok_or_else(|| self.unanswered())? {
            0 => Ok(answer),
            code if self.dialect.stale.contains(&code) => Err(Failed::Stale(code)),
            code => Err(Failed::Otherwise((self.dialect.judged)(way, beneath.unwrap_or(code)))),
        }
    }

    fn unanswered(&self) -> Failed {
        Failed::Otherwise(Outcome::later(format!("{}.no_answer", self.dialect.way)))
    }
}

#[async_trait]
impl Carrier for Corp {
    async fn send(&self, message: &Message) -> Outcome {
        let mut stale = 0;
        // A token can be refused before its time; a fresh one is tried once.
        for _ in 0..2 {
            let token = match self.token(message.now).await {
                Ok(token) => token,
                Err(Failed::Otherwise(outcome)) => return outcome,
                Err(Failed::Stale(code)) => return (self.dialect.judged)(self.dialect.way, code),
            };
            match self.post(&token, message).await {
                Ok(outcome) | Err(Failed::Otherwise(outcome)) => return outcome,
                Err(Failed::Stale(code)) => stale = code,
            }
            self.forget(&token).await;
        }
        Outcome::later(format!("{}.{stale}", self.dialect.way))
    }
}
