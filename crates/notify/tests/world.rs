//! A school whose principal and nurse have accounts, and a webhook that keeps what comes in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tempfile::TempDir;
use tokio::sync::Notify;
use uuid::Uuid;
use xd_kernel::{AccountId, Instant, ManualClock, PersonId};
use xd_notify::settings::Settings;
use xd_notify::wire::{Carrier, Carriers, Message};
use xd_notify::{
    ChannelKind, Office, Outcome, Quiet, Sender, SenderParts, SetChannel, Told, confirm_channel,
    plan_digests, save_digests, set_channel,
};
use xd_register::fixtures::{School, SchoolBuilder, region};
use xd_store::Store;
use xd_testkit::ctx::{ctx_of, day, monday_morning};
use xd_trust::accounts::{self, Locale, NewAccount};
use xd_trust::vault::Vault;
use xd_trust::{Actor, Ctx, Reach};

/// A way that keeps what it is given and answers as told; without an order it takes everything.
#[derive(Default)]
pub struct Fake {
    pub taken: Mutex<Vec<Message>>,
    pub answers: Mutex<Vec<Outcome>>,
    held: Mutex<Option<Arc<Held>>>,
}

/// A way that has taken a message and does not answer.
#[derive(Default)]
pub struct Held {
    reached: Notify,
}

impl Held {
    /// Waits until a message was taken.
    pub async fn reached(&self) {
        self.reached.notified().await;
    }
}

#[async_trait]
impl Carrier for Fake {
    async fn send(&self, message: &Message) -> Outcome {
        let outcome = self.answers.lock().unwrap().pop().unwrap_or(Outcome::Sent);
        if outcome == Outcome::Sent {
            self.taken.lock().unwrap().push(message.clone());
        }
        let held = self.held.lock().unwrap().clone();
        if let Some(held) = held {
            held.reached.notify_one();
            std::future::pending::<()>().await;
        }
        outcome
    }
}

impl Fake {
    /// The bodies it took.
    pub fn bodies(&self) -> Vec<String> {
        self.taken.lock().unwrap().iter().map(|message| message.body.clone()).collect()
    }

    /// From now on it takes messages and does not answer.
    pub fn hold(&self) -> Arc<Held> {
        let held = Arc::new(Held::default());
        *self.held.lock().unwrap() = Some(Arc::clone(&held));
        held
    }

    /// It answers again.
    pub fn release(&self) {
        *self.held.lock().unwrap() = None;
    }

    /// What it answers to the next calls, the first first.
    pub fn answer(&self, outcomes: &[Outcome]) {
        *self.answers.lock().unwrap() = outcomes.iter().rev().cloned().collect();
    }
}

pub struct World {
    pub store: Store,
    pub clock: ManualClock,
    pub school: School,
    pub vault: Arc<Vault>,
    pub ways: BTreeMap<ChannelKind, Arc<Fake>>,
    pub carriers: Arc<Carriers>,
    pub principal: AccountId,
    pub nurse: AccountId,
    _keys: TempDir,
}

impl World {
    pub async fn new(store: Store) -> Self {
        let program = Ctx::program(store.clone(), "test", monday_morning());
        let county = region(&program, "示范县", day("2020-09-01")).await.unwrap().county;
        let school = SchoolBuilder::new("第一小学").under(county.unit).class("一(1)班", 4);
        let school = school.build(&program).await.unwrap();
        let keys = tempfile::tempdir().unwrap();
        let vault = Arc::new(Vault::open(&keys.path().join("vault.key")).unwrap());
        let mut ways = BTreeMap::new();
        let mut carriers = Carriers::of(&Settings::default(), &|_| None).unwrap();
        for kind in [ChannelKind::Email, ChannelKind::Wecom, ChannelKind::Webhook] {
            let way = Arc::new(Fake::default());
            carriers = carriers.with(kind, Arc::clone(&way) as Arc<dyn Carrier>);
            ways.insert(kind, way);
        }
        let account = async |username: &str, person: PersonId, locale: Locale| {
            let new = NewAccount {
                username: username.to_owned(),
                person: Some(person),
                place: school.place.clone(),
                locale,
            };
            accounts::create(&program, new).await.unwrap().0
        };
        let principal = account("principal", school.principal, Locale::ZhCn).await;
        let nurse = account("nurse", school.health_officer, Locale::En).await;
        let clock = ManualClock::at(monday_morning());
        Self {
            store,
            clock,
            school,
            vault,
            ways,
            carriers: Arc::new(carriers),
            principal,
            nurse,
            _keys: keys,
        }
    }

    pub fn office(&self) -> Office<'_> {
        Office { vault: &self.vault, carriers: &self.carriers }
    }

    pub fn ctx(&self, account: AccountId) -> Ctx {
        let actor = Actor::Account { account, person: None };
        ctx_of(&self.store, actor, Reach::default(), xd_kernel::Clock::now(&self.clock))
    }

    pub fn program(&self) -> Ctx {
        Ctx::program(self.store.clone(), "test", xd_kernel::Clock::now(&self.clock))
    }

    pub fn way(&self, kind: ChannelKind) -> &Fake {
        &self.ways[&kind]
    }

    /// So many seconds after the beginning.
    pub fn later(&self, seconds: i64) -> Instant {
        self.clock.set(monday_morning().plus_seconds(seconds));
        monday_morning().plus_seconds(seconds)
    }

    pub fn sender(&self) -> Sender {
        Sender::new(SenderParts {
            store: self.store.clone(),
            vault: Arc::clone(&self.vault),
            carriers: Arc::clone(&self.carriers),
            clock: Arc::new(self.clock.clone()),
            link: Some("https://xd.example/".into()),
        })
    }

    /// The code that came over a way last.
    pub fn code(&self, kind: ChannelKind) -> String {
        let bodies = self.way(kind).bodies();
        let body = bodies.last().unwrap();
        body.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).unwrap().to_owned()
    }

    /// A confirmed channel.
    pub async fn reachable(&self, account: AccountId, (kind, address, rank): (ChannelKind, &str, u8)) {
        let ctx = self.ctx(account);
        let new = SetChannel { kind, address: address.to_owned(), rank };
        set_channel(&ctx, self.office(), new).await.unwrap();
        self.sender().step().await.unwrap();
        confirm_channel(&ctx, &self.vault, (kind, &self.code(kind))).await.unwrap();
        self.way(kind).taken.lock().unwrap().clear();
    }

    pub fn told(&self, event: i64, persons: &[(PersonId, u32)]) -> Told {
        Told {
            event,
            at: xd_kernel::Clock::now(&self.clock),
            institution: self.school.place.institution,
            wave: Uuid::from_u128(u128::from(event.unsigned_abs())),
            zh: "教室消毒".to_owned(),
            en: "Disinfection".to_owned(),
            minutes: 0,
            quiet: Quiet::Between { from: 22 * 60, to: 390 },
            persons: persons.to_vec(),
        }
    }

    /// Tells, as the consumer of events does.
    pub async fn tell(&self, told: &[Told]) {
        let digests = plan_digests(&self.program(), told).await.unwrap();
        let tx = self.store.begin().await.unwrap();
        save_digests(&tx, &digests).await.unwrap();
        tx.commit().await.unwrap();
    }
}
