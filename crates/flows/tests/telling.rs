//! Work that escalates is told once to each person who can be reached, whoever consumes the event and however often.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::json;
use uuid::Uuid;
use xd_kernel::{ManualClock, PersonId, UnitId};
use xd_notify::wire::{Carrier, Carriers, Message};
use xd_notify::{
    ChannelKind, Office, Outcome, Sender, SenderParts, SetChannel, confirm_channel, set_channel,
};
use xd_register::fixtures::{School, SchoolBuilder, region};
use xd_store::Store;
use xd_store::outbox::Event;
use xd_testkit::ctx::{ctx_of, day, monday_morning};
use xd_trust::accounts::{self, Locale, NewAccount};
use xd_trust::vault::Vault;
use xd_trust::{Actor, Ctx, Reach};
use xd_work::Library;

use crate::scene::{flows, later};

#[derive(Default)]
struct Mailbox(Mutex<Vec<Message>>);

#[async_trait]
impl Carrier for Mailbox {
    async fn send(&self, message: &Message) -> Outcome {
        self.0.lock().unwrap().push(message.clone());
        Outcome::Sent
    }
}

struct Telling {
    store: Store,
    school: School,
    clock: ManualClock,
    mailbox: Arc<Mailbox>,
    sender: Sender,
    _keys: tempfile::TempDir,
}

/// A school whose principal can be reached by mail.
async fn telling(store: Store) -> Telling {
    let program = Ctx::program(store.clone(), "test", monday_morning());
    let county = region(&program, "示范县", day("2026-09-01")).await.unwrap().county;
    let school = SchoolBuilder::new("第一小学").under(county.unit).class("一(1)班", 4);
    let school = school.build(&program).await.unwrap();
    let new = NewAccount {
        username: "principal".to_owned(),
        person: Some(school.principal),
        place: school.place.clone(),
        locale: Locale::ZhCn,
    };
    let (account, _) = accounts::create(&program, new).await.unwrap();
    let keys = tempfile::tempdir().unwrap();
    let vault = Arc::new(Vault::open(&keys.path().join("vault.key")).unwrap());
    let mailbox = Arc::new(Mailbox::default());
    let way = Arc::clone(&mailbox) as Arc<dyn Carrier>;
    let carriers = Arc::new(Carriers::default().with(ChannelKind::Email, way));
    let clock = ManualClock::at(monday_morning());
    let parts = SenderParts {
        store: store.clone(),
        vault: Arc::clone(&vault),
        carriers: Arc::clone(&carriers),
        clock: Arc::new(clock.clone()),
        link: None,
    };
    let sender = Sender::new(parts);
    let me = ctx_of(&store, Actor::Account { account, person: None }, Reach::default(), monday_morning());
    let office = Office { vault: &vault, carriers: &carriers };
    let new = SetChannel { kind: ChannelKind::Email, address: "zhang@school.example".to_owned(), rank: 0 };
    set_channel(&me, office, new).await.unwrap();
    sender.step().await.unwrap();
    let body = mailbox.0.lock().unwrap().pop().unwrap().body;
    let code = body.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).unwrap().to_owned();
    confirm_channel(&me, &vault, (ChannelKind::Email, &code)).await.unwrap();
    Telling { store, school, clock, mailbox, sender, _keys: keys }
}

impl Telling {
    async fn escalate(&self, wave: u128, to: &[(PersonId, u32)]) {
        let template = &Library::shipped().templates().next().unwrap().id;
        let institution = self.school.place.institution;
        let payload = json!({
            "v": 1, "institution": institution, "wave": Uuid::from_u128(wave), "template": template, "step": 1, "to": to,
        });
        let event = Event { institution, kind: "work.escalated", version: 1, payload, at: later(0) };
        let tx = self.store.begin().await.unwrap();
        tx.emit(event).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn messages(&self) -> Vec<String> {
        self.clock.set(later(24 * 3_600));
        while self.sender.step().await.unwrap() > 0 {}
        self.mailbox.0.lock().unwrap().iter().map(|message| message.body.clone()).collect()
    }
}

async fn escalated_work_is_one_message_to_a_person(store: Store) {
    let scene = telling(store.clone()).await;
    let flows = flows(&store).await;
    scene.escalate(1, &[(scene.school.principal, 3), (scene.school.health_officer, 9)]).await;
    scene.escalate(2, &[(scene.school.principal, 4)]).await;
    flows.settled().await.unwrap();
    assert_eq!(flows.parked().await.unwrap(), 0);
    flows.stop().await;
    let title = &Library::shipped().templates().next().unwrap().title.zh;
    let messages = scene.messages().await;
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].contains(title.as_str()) && messages[0].contains("7 项"), "{messages:?}");
}

/// Several processes follow the outbox, and stop and start at any moment.
async fn many_consumers_tell_once(store: Store) {
    let scene = telling(store.clone()).await;
    let mut running = vec![flows(&store).await, flows(&store).await, flows(&store).await];
    for wave in 0..30 {
        scene.escalate(wave, &[(scene.school.principal, 1)]).await;
        if wave % 7 == 3 {
            running.remove(0).stop().await;
            running.push(flows(&store).await);
        }
    }
    for one in running {
        one.settled().await.unwrap();
        one.stop().await;
    }
    let messages = scene.messages().await;
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].contains("30 项"), "{messages:?}");
}

async fn an_event_of_another_form_is_set_aside(store: Store) {
    let scene = telling(store.clone()).await;
    let flows = flows(&store).await;
    let tx = store.begin().await.unwrap();
    let institution = UnitId(Uuid::nil());
    let payload = json!({"v": 1, "to": "everybody"});
    tx.emit(Event { institution, kind: "work.escalated", version: 1, payload, at: later(0) }).await.unwrap();
    tx.commit().await.unwrap();
    scene.escalate(1, &[(scene.school.principal, 3)]).await;
    flows.settled().await.unwrap();
    assert_eq!(flows.parked().await.unwrap(), 1);
    flows.stop().await;
    assert_eq!(scene.messages().await.len(), 1);
}

xd_testkit::both_engines!(
    xd_flows::all_migrations;
    escalated_work_is_one_message_to_a_person,
    many_consumers_tell_once,
    an_event_of_another_form_is_set_aside,
);
