//! The channels behind one trait: each takes a message for one person and says what became of it.

mod corp;
mod dingtalk;
mod email;
mod guard;
mod http;
mod sms;
mod webhook;
mod wecom;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use xd_kernel::Instant;

use crate::retry::Outcome;
use crate::settings::{Secret, Settings};
use crate::words::{ChannelKind, Purpose};

pub use guard::{Network, Networks};
pub(crate) use webhook::new_secret;

/// A message for one person over one channel.
#[derive(Debug, Clone)]
pub struct Message {
    /// Stays the same however often the message is sent.
    pub key: String,
    /// Whom it goes to, as the channel takes it.
    pub address: String,
    /// What signs it, for a webhook.
    pub signing: Option<Secret>,
    /// What it is for.
    pub purpose: Purpose,
    /// One line.
    pub subject: String,
    /// Everything, in plain text.
    pub body: String,
    /// When this attempt is made.
    pub now: Instant,
}

/// One way to reach persons.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Hands a message over. Never logs an address, a text or a secret.
    async fn send(&self, message: &Message) -> Outcome;
}

/// The ways that this installation has.
#[derive(Clone, Default)]
pub struct Carriers(BTreeMap<ChannelKind, Arc<dyn Carrier>>);

impl Carriers {
    /// Those of the settings; `env` looks up a variable of the environment.
    ///
    /// # Errors
    /// What is wrong with which channel's settings, in English, without a secret.
    pub fn of(settings: &Settings, env: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let mut ways: BTreeMap<ChannelKind, Arc<dyn Carrier>> = BTreeMap::new();
        let named = |kind: ChannelKind| move |error: String| format!("notify.{kind}: {error}");
        if let Some(email) = &settings.email {
            let way = email::Email::new(email, env).map_err(named(ChannelKind::Email))?;
            ways.insert(ChannelKind::Email, Arc::new(way));
        }
        if let Some(wecom) = &settings.wecom {
            let way = wecom::wecom(wecom, env).map_err(named(ChannelKind::Wecom))?;
            ways.insert(ChannelKind::Wecom, Arc::new(way));
        }
        if let Some(dingtalk) = &settings.dingtalk {
            let way = dingtalk::dingtalk(dingtalk, env).map_err(named(ChannelKind::Dingtalk))?;
            ways.insert(ChannelKind::Dingtalk, Arc::new(way));
        }
        if let Some(sms) = &settings.sms {
            let way = sms::Sms::new(sms, env).map_err(named(ChannelKind::Sms))?;
            ways.insert(ChannelKind::Sms, Arc::new(way));
        }
        if let Some(webhook) = &settings.webhook {
            let way = webhook::Webhook::new(webhook).map_err(named(ChannelKind::Webhook))?;
            ways.insert(ChannelKind::Webhook, Arc::new(way));
        }
        Ok(Self(ways))
    }

    /// The same ways, and this one for a kind.
    #[must_use]
    pub fn with(mut self, kind: ChannelKind, way: Arc<dyn Carrier>) -> Self {
        self.0.insert(kind, way);
        self
    }

    /// The way of a kind, if there is one.
    #[must_use]
    pub fn get(&self, kind: ChannelKind) -> Option<&Arc<dyn Carrier>> {
        self.0.get(&kind)
    }

    /// The kinds that there are.
    pub fn kinds(&self) -> impl Iterator<Item = ChannelKind> + '_ {
        self.0.keys().copied()
    }
}
