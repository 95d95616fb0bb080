//! A mailbox that keeps what is sent to it, and refuses what it is told to.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::json;
use xd_notify::wire::{Carrier, Carriers, Message};
use xd_notify::{ChannelKind, Outcome, Sender, SenderParts};

use crate::client::Client;
use crate::stage::Stage;

#[derive(Default)]
struct Mailbox {
    taken: Mutex<Vec<Message>>,
    refuses: AtomicBool,
}

#[async_trait]
impl Carrier for Mailbox {
    async fn send(&self, message: &Message) -> Outcome {
        if self.refuses.load(Ordering::SeqCst) {
            return Outcome::Refused { code: "smtp.550".to_owned() };
        }
        self.taken.lock().unwrap().push(message.clone());
        Outcome::Sent
    }
}

/// The way to the mailbox, and the worker that goes it.
pub struct Post {
    mailbox: Arc<Mailbox>,
    carriers: Arc<Carriers>,
}

impl Post {
    pub fn new() -> Self {
        let mailbox = Arc::new(Mailbox::default());
        let way = Arc::clone(&mailbox) as Arc<dyn Carrier>;
        let carriers = Carriers::default().with(ChannelKind::Email, way);
        Self { mailbox, carriers: Arc::new(carriers) }
    }

    pub fn carriers(&self) -> Arc<Carriers> {
        Arc::clone(&self.carriers)
    }

    /// From now on the mailbox is gone.
    pub fn refuse(&self) {
        self.mailbox.refuses.store(true, Ordering::SeqCst);
    }

    /// How many messages came.
    pub fn count(&self) -> usize {
        self.mailbox.taken.lock().unwrap().len()
    }

    /// Sends what waits.
    pub async fn go(&self, stage: &Stage) {
        let parts = SenderParts {
            store: stage.store.clone(),
            vault: Arc::clone(&stage.vault),
            carriers: self.carriers(),
            clock: Arc::new(stage.clock.clone()),
            link: None,
        };
        Sender::new(parts).step().await.unwrap();
    }

    /// The code that came last.
    pub fn code(&self) -> String {
        let taken = self.mailbox.taken.lock().unwrap();
        let body = &taken.last().unwrap().body;
        body.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).unwrap().to_owned()
    }
}

/// Sets the caller's mail address, and takes the code that comes there.
pub async fn set(stage: &Stage, client: &Client<'_>) -> String {
    let new = json!({"address": "zhang@school.example"});
    client.call("put", "/api/v1/channels/email", Some(new)).await.is(axum::http::StatusCode::OK);
    stage.post.go(stage).await;
    stage.post.code()
}

/// A confirmed mail address of the caller's.
pub async fn confirmed(stage: &Stage, client: &Client<'_>) {
    let code = set(stage, client).await;
    let answer = client.post("/api/v1/channels/email/confirm", json!({"code": code})).await;
    answer.is(axum::http::StatusCode::NO_CONTENT);
}
