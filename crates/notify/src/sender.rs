//! The worker that sends: takes up due deliveries, hands them to a channel, writes what became of them.
//!
//! A delivery is closed before it is sent, so that no line joins a message that is on its way. If the worker dies after
//! the channel took the message and before that was written, another sends it again with the same key: WeCom, DingTalk
//! and webhooks recognise it, an SMS gateway if it is given `{key}`; e-mail carries the same `Message-ID`.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;
use xd_kernel::{AccountId, Clock, Instant, UnitId, Zone};
use xd_register::lookup;
use xd_store::jobs::{self, Claim, Leased};
use xd_store::outbox::id_of;
use xd_store::{Store, StoreError};
use xd_trust::accounts::recipients::{self, Recipient};
use xd_trust::vault::Vault;

use crate::channels::state;
use crate::retry::{Left, Next, Outcome, next};
use crate::rows::channel::{self, ChannelRow};
use crate::rows::delivery::{self, DeliveryRow, Stand};
use crate::sealed::{Column, Seal};
use crate::tell::lines_of;
use crate::text::Style;
use crate::wire::{Carriers, Message};
use crate::words::{ChannelKind, ChannelState, DeliveryState, Purpose};

/// The kind of job that sends one delivery.
pub const SEND: &str = "delivery.send";

/// How long a worker holds a delivery, in seconds: longer than any channel takes.
const LEASE: u32 = 120;
/// How long a channel may take with one message.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many are sent at once.
const AT_ONCE: u64 = 8;
/// How often the worker looks.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// The longest wait while the store is unavailable.
const WAIT_MOST: Duration = Duration::from_secs(10);

/// What a sender is made of.
#[derive(Clone)]
pub struct SenderParts {
    /// The store.
    pub store: Store,
    /// Opens addresses.
    pub vault: Arc<Vault>,
    /// The ways that this installation has.
    pub carriers: Arc<Carriers>,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where the program is found by a browser.
    pub link: Option<Arc<str>>,
}

/// The worker.
#[derive(Clone)]
pub struct Sender(SenderParts);

/// Why a delivery goes nowhere.
type Nowhere = &'static str;

/// Where a delivery goes next.
struct Target {
    kind: ChannelKind,
    message: Message,
    /// The channel after this one.
    onward: Option<ChannelKind>,
}

impl Sender {
    /// A worker of these parts.
    #[must_use]
    pub fn new(parts: SenderParts) -> Self {
        Self(parts)
    }

    /// Works until told to stop, and finishes what it has begun.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut wait = LOOK_EVERY;
        while !*stop.borrow() {
            match self.step().await {
                Ok(0) => wait = LOOK_EVERY,
                Ok(_) => continue,
                Err(error) => {
                    wait = (wait * 2).min(WAIT_MOST);
                    tracing::warn!(%error, ?wait, "deliveries could not be sent; trying again");
                }
            }
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Sends what is due now, a few at once; says how many it took up.
    ///
    /// # Errors
    /// [`StoreError`]; what was taken up is taken up again when its lease has run out.
    pub async fn step(&self) -> Result<usize, StoreError> {
        let Self(SenderParts { store, clock, .. }) = self;
        // Looking costs a reader; taking up costs the one writer that SQLite has.
        if jobs::next_due(store, &[SEND]).await?.is_none_or(|due| due > clock.now()) {
            return Ok(0);
        }
        let claim = Claim { kinds: &[SEND], seconds: LEASE, most: AT_ONCE };
        let taken = jobs::claim(store, clock.now(), claim).await?;
        let count = taken.len();
        let mut working = JoinSet::new();
        for job in taken {
            let this = self.clone();
            working.spawn(async move { this.deliver(&job).await });
        }
        let mut problem = None;
        while let Some(done) = working.join_next().await {
            match done {
                Ok(Ok(())) => {}
                Ok(Err(error)) => problem = Some(error),
                Err(error) => tracing::error!(%error, "a delivery broke off and is taken up again"),
            }
        }
        problem.map_or(Ok(count), Err)
    }

    async fn deliver(&self, job: &Leased) -> Result<(), StoreError> {
        let key = (job.institution, id_of(&job.payload, "delivery")?);
        let Some(row) = self.close(key).await? else {
            let tx = self.0.store.begin().await?;
            return jobs::finish(tx, job).await.map(drop);
        };
        match self.target(&row).await? {
            Ok(target) => {
                let outcome = self.hand_over(&target).await;
                self.write(job, &row, (&target, &outcome)).await
            }
            Err(why) => self.give_up(job, &row, why).await,
        }
    }

    /// Closes a delivery to further lines, and reads it then; nothing if it is over.
    async fn close(&self, key: delivery::Key) -> Result<Option<DeliveryRow>, StoreError> {
        let store = &self.0.store;
        let Some(row) = delivery::find(store.reader(), key).await? else { return Ok(None) };
        match row.state.parse().map_err(|e| StoreError::invalid("delivery.state", e))? {
            DeliveryState::Sent | DeliveryState::Dead => Ok(None),
            DeliveryState::Sending => Ok(Some(row)),
            DeliveryState::Waiting => {
                let tx = store.begin().await?;
                let kind = kind_of(&row)?;
                let stand =
                    Stand { state: DeliveryState::Sending, kind, attempts: 0, problem: None, done_at: None };
                delivery::stand(&tx, key, stand).await?;
                let row = delivery::find(tx.conn(), key).await?;
                tx.commit().await?;
                Ok(row)
            }
        }
    }

    /// Which channel has its turn, and what goes there.
    async fn target(&self, row: &DeliveryRow) -> Result<Result<Target, Nowhere>, StoreError> {
        let account = AccountId(row.account_id);
        let Some(to) = recipients::one(&self.0.store, account).await? else {
            return Ok(Err("account.closed"));
        };
        let of = (UnitId(row.institution_id), account);
        let channels = channel::of_account(self.0.store.reader(), of).await?;
        let mut left = self.left(row, &channels)?.into_iter();
        let Some((kind, channel)) = left.next() else { return Ok(Err("channel.none")) };
        let onward = left.next().map(|(kind, _)| kind);
        Ok(self.message(row, (&to, kind, channel)).await?.map(|message| Target { kind, message, onward }))
    }

    /// The channels that are left for a delivery, in their order.
    fn left<'c>(
        &self,
        row: &DeliveryRow,
        channels: &'c [ChannelRow],
    ) -> Result<Vec<(ChannelKind, &'c ChannelRow)>, StoreError> {
        let current = kind_of(row)?;
        let is_work = row.purpose == Purpose::Work.word();
        let mut left = Vec::new();
        for channel in channels {
            let kind = channel.kind.parse().map_err(|e| StoreError::invalid("channel.kind", e))?;
            let fits =
                if is_work { state(channel)? == ChannelState::Confirmed } else { current == Some(kind) };
            if fits && self.0.carriers.get(kind).is_some() {
                left.push((kind, channel));
            }
        }
        if let Some(at) = left.iter().position(|(kind, _)| Some(*kind) == current) {
            left.drain(..at);
        }
        Ok(left)
    }

    async fn message(
        &self,
        row: &DeliveryRow,
        (to, kind, channel): (&Recipient, ChannelKind, &ChannelRow),
    ) -> Result<Result<Message, Nowhere>, StoreError> {
        let seal = Seal { vault: &self.0.vault, account: to.account, kind };
        let Ok(Some(address)) = seal.open(Column::Address, channel) else { return Ok(Err("vault")) };
        let (Ok(signing), Ok(code)) = (seal.open(Column::Signing, channel), seal.open(Column::Code, channel))
        else {
            return Ok(Err("vault"));
        };
        let institution = to.place.institution;
        let zones = lookup::zones(&self.0.store, &[institution]).await?;
        let zone = zones.get(&institution).cloned().unwrap_or_else(Zone::shanghai);
        // The same text at every attempt: channels that leave out what they have sent compare it.
        let at = Instant(row.due_at);
        let style = Style { locale: to.locale, zone: &zone, at, link: self.0.link.as_deref() };
        let purpose = row.purpose.parse().map_err(|e| StoreError::invalid("delivery.purpose", e))?;
        let text = match purpose {
            Purpose::Code => match code {
                Some(code) => style.code(code.expose()),
                None => return Ok(Err("code.spent")),
            },
            Purpose::Test => style.test(),
            Purpose::Work => style.work(&lines_of(row)?),
        };
        Ok(Ok(Message {
            key: row.delivery_id.to_string(),
            address: address.expose().to_owned(),
            signing,
            purpose,
            subject: text.subject,
            body: text.body,
            now: self.0.clock.now(),
        }))
    }

    async fn hand_over(&self, target: &Target) -> Outcome {
        let Some(carrier) = self.0.carriers.get(target.kind) else {
            return Outcome::refused("channel.not_offered");
        };
        let sent = tokio::time::timeout(PATIENCE, carrier.send(&target.message)).await;
        sent.unwrap_or_else(|_| Outcome::later(format!("{}.timeout", target.kind)))
    }

    /// Writes what an attempt came to, and what follows.
    async fn write(
        &self,
        job: &Leased,
        row: &DeliveryRow,
        (target, outcome): (&Target, &Outcome),
    ) -> Result<(), StoreError> {
        let now = self.0.clock.now();
        let attempts = row.attempts + 1;
        let left = if target.onward.is_some() { Left::Another } else { Left::Nothing };
        let attempt = u32::try_from(attempts).unwrap_or(u32::MAX);
        let (code, word) = match outcome {
            Outcome::Sent => (None, "sent"),
            Outcome::Later { code, .. } => (Some(code.as_str()), "later"),
            Outcome::Refused { code } => (Some(code.as_str()), "refused"),
        };
        metrics::counter!("xd_delivery_attempts_total", "kind" => target.kind.word(), "outcome" => word)
            .increment(1);
        let kind = Some(target.kind);
        let sending = Stand { state: DeliveryState::Sending, kind, attempts, problem: code, done_at: None };
        let (stand, again) = match (next(outcome, attempt, left, now), target.onward) {
            (Next::Done, _) => (Stand { state: DeliveryState::Sent, done_at: Some(now), ..sending }, None),
            (Next::Again(at), _) => (sending, Some(at)),
            (Next::Onward, onward @ Some(_)) => (Stand { kind: onward, attempts: 0, ..sending }, Some(now)),
            (Next::Onward, None) => {
                (Stand { state: DeliveryState::Dead, done_at: Some(now), ..sending }, None)
            }
        };
        log(row, &stand);
        let tx = self.0.store.begin().await?;
        delivery::stand(&tx, key_of(row), stand).await?;
        match again {
            Some(at) => jobs::put_off(tx, job, at).await.map(drop),
            None => jobs::finish(tx, job).await.map(drop),
        }
    }

    async fn give_up(&self, job: &Leased, row: &DeliveryRow, why: Nowhere) -> Result<(), StoreError> {
        let done_at = Some(self.0.clock.now());
        let kind = kind_of(row)?;
        let stand =
            Stand { state: DeliveryState::Dead, kind, attempts: row.attempts, problem: Some(why), done_at };
        log(row, &stand);
        let tx = self.0.store.begin().await?;
        delivery::stand(&tx, key_of(row), stand).await?;
        jobs::finish(tx, job).await.map(drop)
    }
}

fn key_of(row: &DeliveryRow) -> (UnitId, Uuid) {
    (UnitId(row.institution_id), row.delivery_id)
}

fn kind_of(row: &DeliveryRow) -> Result<Option<ChannelKind>, StoreError> {
    let kind = row.kind.as_deref().map(str::parse).transpose();
    kind.map_err(|e| StoreError::invalid("delivery.kind", e))
}

fn log(row: &DeliveryRow, stand: &Stand<'_>) {
    if let Some(problem) = stand.problem {
        let kind = stand.kind.map(ChannelKind::word);
        tracing::warn!(delivery = %row.delivery_id, ?kind, problem, state = %stand.state, "a message did not arrive");
    }
}
