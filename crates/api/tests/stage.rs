//! Two schools in two counties, their people and their accounts, behind a router.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::watch;
use uuid::Uuid;
use xd_api::{AppState, CookieSecurity, Parts, Phase, Settings};
use xd_flows::Flows;
use xd_kernel::{Clock as _, ManualClock, PersonId, UnitKind, Zone};
use xd_observe::{Intake, IntakeConfig};
use xd_register::fixtures::{Region, School, SchoolBuilder, build_all, guardian, region};
use xd_register::lookup;
use xd_register::units::{NewUnit, create_unit};
use xd_store::Store;
use xd_testkit::ctx::{clock, day};
use xd_trust::accounts::{self, Locale, NewAccount};
use xd_trust::grants::{self, NewGrant};
use xd_trust::sessions::{self, Credentials, Ttl};
use xd_trust::vault::Vault;
use xd_trust::{Ctx, Place, Role};

use crate::client::Client;
use crate::post::Post;

/// Which of the two schools, with the county above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// 甲小学 in 甲县: what the tests are about.
    Own,
    /// 乙小学 in 乙县: strangers.
    Foreign,
}

/// A school and the county it stands in.
pub struct World {
    pub county: Place,
    pub school: School,
    pub guardian: PersonId,
}

/// Everything a test needs.
pub struct Stage {
    pub store: Store,
    pub clock: ManualClock,
    pub router: Router,
    pub flows: Flows,
    pub region: Region,
    pub phase: watch::Sender<Phase>,
    pub post: Post,
    pub vault: Arc<Vault>,
    worlds: [World; 2],
    names: Mutex<HashMap<Uuid, String>>,
    accounts: Mutex<HashMap<(Side, Role), (String, String)>>,
    _keys: TempDir,
}

impl Stage {
    /// Sets the stage on a fresh store: Monday 2026-11-23, 07:30.
    pub async fn set(store: Store) -> Self {
        let clock = clock();
        let ctx = Ctx::program(store.clone(), "test", clock.now());
        let region = region(&ctx, "甲县", day("2020-09-01")).await.unwrap();
        let other = NewUnit::below(region.city.unit, UnitKind::County, "乙县", day("2020-09-01"));
        let other = create_unit(&ctx, other).await.unwrap();
        let other = lookup::place(&store, other).await.unwrap().unwrap();
        let plan = |name: &str, seed: u64, county: &Place| {
            let school = SchoolBuilder::new(name).seed(seed).under(county.unit).grade("一年级");
            school.class("一(1)班", 12).class("一(2)班", 10).boarders(40).team("食堂", 3)
        };
        let plans = [plan("甲小学", 1, &region.county), plan("乙小学", 2, &other)];
        let mut schools = build_all(&ctx, &plans).await.unwrap();
        let foreign = schools.pop().unwrap();
        let own = schools.pop().unwrap();
        let worlds = [world(&ctx, region.county.clone(), own).await, world(&ctx, other, foreign).await];
        let keys = tempfile::tempdir().unwrap();
        let flows = Flows::start(store.clone(), Arc::new(clock.clone())).await.unwrap();
        let post = Post::new();
        let vault = Arc::new(Vault::open(&keys.path().join("vault.key")).unwrap());
        let (phase, phase_seen) = watch::channel(Phase::Ready);
        let state = AppState::new(Parts {
            store: store.clone(),
            vault: Arc::clone(&vault),
            clock: Arc::new(clock.clone()),
            zone: Zone::shanghai(),
            intake: Intake::start(store.clone(), IntakeConfig::default()),
            carriers: post.carriers(),
            tail: flows.tail(),
            demo: None,
            press: None,
            settings: Settings { ttl: Ttl::USUAL, cookie: CookieSecurity::TlsOnly },
            phase: phase_seen,
            metrics: Arc::new(|| "# no metrics in tests\n".to_owned()),
        });
        let router = xd_api::router(state, Router::new());
        let stage = Self {
            store,
            clock,
            router,
            flows,
            region,
            phase,
            post,
            vault,
            worlds,
            names: Mutex::default(),
            accounts: Mutex::default(),
            _keys: keys,
        };
        stage.name_everything();
        stage
    }

    pub fn own(&self) -> &World {
        &self.worlds[0]
    }

    pub fn of(&self, side: Side) -> &World {
        &self.worlds[usize::from(side == Side::Foreign)]
    }

    /// The program's own context.
    pub fn program(&self) -> Ctx {
        Ctx::program(self.store.clone(), "test", self.clock.now())
    }

    /// Nobody signed in.
    pub fn stranger(&self) -> Client<'_> {
        Client { stage: self, token: None }
    }

    /// Somebody of the own side with this role, signed in.
    pub async fn as_role(&self, role: Role) -> Client<'_> {
        self.as_role_of(Side::Own, role).await
    }

    /// Somebody with this role, signed in.
    pub async fn as_role_of(&self, side: Side, role: Role) -> Client<'_> {
        let (username, password) = self.account(side, role).await;
        let credentials = Credentials { username, password: password.as_str().into() };
        let signed = sessions::sign_in(&self.store, credentials, self.clock.now(), Ttl::fixed(30 * 86_400))
            .await
            .unwrap();
        Client { stage: self, token: Some(signed.token.to_string()) }
    }

    /// An account with this role and its password, made when first asked for.
    pub async fn account(&self, side: Side, role: Role) -> (String, String) {
        let known = self.accounts.lock().unwrap().get(&(side, role)).cloned();
        if let Some(known) = known {
            return known;
        }
        let made = self.make_account(side, role).await;
        self.accounts.lock().unwrap().insert((side, role), made.clone());
        made
    }

    async fn make_account(&self, side: Side, role: Role) -> (String, String) {
        let world = self.of(side);
        let school = &world.school;
        let (person, grant_at) = match role {
            Role::ClassTeacher => (Some(school.classes[0].checker), None),
            Role::DormitoryKeeper => (Some(school.rooms[0].checker), None),
            Role::TeamLead => (Some(school.teams.last().unwrap().checker), None),
            Role::HealthOfficer => (Some(school.health_officer), None),
            Role::Principal => (Some(school.principal), None),
            Role::SchoolClerk => (Some(school.clerk), None),
            Role::Guardian => (Some(world.guardian), Some(school.place.clone())),
            Role::ProvinceOfficer => (None, Some(self.region.province.clone())),
            Role::CityOfficer => (None, Some(self.region.city.clone())),
            _ => (None, Some(world.county.clone())),
        };
        let username = format!("{}-{}", role.word(), if side == Side::Own { "own" } else { "foreign" });
        let ctx = self.program();
        let place = grant_at.clone().unwrap_or_else(|| school.place.clone());
        let new = NewAccount { username: username.clone(), person, place, locale: Locale::ZhCn };
        let (account, password) = accounts::create(&ctx, new).await.unwrap();
        self.name(account.0, format!("account {username}"));
        if let Some(place) = grant_at {
            grants::give(&ctx, NewGrant { account, role, place, until: None }).await.unwrap();
        }
        (username, password.expose().to_owned())
    }

    /// A check of a class of the own school: the pupils at these seats are absent ill and vomited.
    pub fn check(&self, class: usize, ill_seats: &[usize]) -> Value {
        let class = &self.own().school.classes[class];
        let ill = ill_seats.iter().map(|seat| {
            json!({ "person_id": class.members[*seat], "kind": "absent_ill", "symptoms": ["vomiting"] })
        });
        json!({
            "client_key": Uuid::now_v7(),
            "group_id": class.place.unit,
            "check_type": "morning",
            "occurred_at": self.clock.now(),
            "exceptions": ill.collect::<Vec<_>>(),
        })
    }

    /// The first class has reported three pupils who vomit: three absences, and the signal EW-01.
    pub async fn outbreak(&self) -> Outbreak {
        let teacher = self.as_role(Role::ClassTeacher).await;
        let receipt = teacher.post("/api/v1/checks", self.check(0, &[2, 4, 6])).await;
        assert_eq!(receipt.status, 201, "{:#}", receipt.body);
        self.name_text(&receipt.text("/check_id"), "check");
        self.flows.settled().await.unwrap();
        let absences = teacher.get("/api/v1/absences").await;
        let list = absences.body["items"].as_array().unwrap();
        let of_seat = |seat: usize| {
            let person = self.own().school.classes[0].members[seat].to_string();
            let found = list.iter().find(|absence| absence["person"]["id"] == person.as_str());
            found.unwrap()["id"].as_str().unwrap().to_owned()
        };
        let absence = of_seat(2);
        for seat in [2, 4, 6] {
            self.name_text(&of_seat(seat), &format!("absence of seat {}", seat + 1));
        }
        let signals = teacher.get("/api/v1/signals").await;
        let signal = signals.text("/items/0/id");
        self.name_text(&signal, "signal");
        Outbreak { teacher: teacher.token.clone(), absence, signal }
    }

    /// The caller of an outbreak's check.
    pub fn teacher(&self, outbreak: &Outbreak) -> Client<'_> {
        Client { stage: self, token: outbreak.teacher.clone() }
    }

    /// The body by which the own county issues work to its school.
    pub fn wave(&self, template: &str) -> Value {
        json!({"client_key": Uuid::now_v7(), "from_unit": self.own().county.unit, "template": template})
    }

    /// Work issued by the own county.
    pub async fn issued(&self, template: &str) -> String {
        let command = xd_work::IssueWave {
            wave: xd_kernel::WaveId::mint(),
            from: self.own().county.unit,
            template: template.to_owned(),
            under: Vec::new(),
            day: None,
            due: None,
        };
        xd_work::issue_wave(&self.program(), &command).await.unwrap().id.to_string()
    }

    /// The class teacher, and the task that they have.
    pub async fn task_of_the_teacher(&self) -> (Client<'_>, String) {
        self.issued("notice.class").await;
        self.first_task(Role::ClassTeacher).await
    }

    /// The principal, and the minutes that they owe.
    pub async fn minutes_due(&self) -> (Client<'_>, String) {
        self.issued("directive.minutes").await;
        self.first_task(Role::Principal).await
    }

    async fn first_task(&self, role: Role) -> (Client<'_>, String) {
        let client = self.as_role(role).await;
        let task = client.get("/api/v1/work/today").await.text("/items/0/id");
        (client, task)
    }

    /// The principal, and the task whose minutes they have handed in.
    pub async fn minutes_handed_in(&self) -> (Client<'_>, String) {
        let (principal, task) = self.minutes_due().await;
        let answers = json!({"held_on": "2026-11-23", "attended": 23, "summary": "学习了通知全文。"});
        let body = json!({"client_key": Uuid::now_v7(), "answers": answers});
        let answer = principal.post(&format!("/api/v1/work/tasks/{task}/submit"), body).await;
        assert_eq!(answer.text("/state"), "submitted", "{:#}", answer.body);
        (principal, task)
    }

    /// Gives an id a name for snapshots.
    pub fn name(&self, id: Uuid, name: impl Into<String>) {
        self.names.lock().unwrap().insert(id, name.into());
    }

    pub fn name_text(&self, id: &str, name: &str) {
        self.name(id.parse().unwrap(), name);
    }

    fn name_everything(&self) {
        self.name(self.region.province.unit.0, "province");
        self.name(self.region.city.unit.0, "city");
        for (side, world) in ["own", "foreign"].iter().zip(&self.worlds) {
            let school = &world.school;
            self.name(world.county.unit.0, format!("{side} county"));
            self.name(school.place.unit.0, format!("{side} school"));
            self.name(world.guardian.0, format!("{side} guardian"));
            let groups = school.classes.iter().chain(&school.rooms).chain(&school.teams);
            for group in groups {
                self.name(group.place.unit.0, format!("{side} {}", group.name));
                for (seat, person) in (1..).zip(&group.members) {
                    self.names
                        .lock()
                        .unwrap()
                        .entry(person.0)
                        .or_insert(format!("{side} {} {seat}", group.name));
                }
            }
        }
    }

    /// Names in the place of ids; what is secret or random is only said to be there.
    pub fn name_ids(&self, value: &mut Value) {
        match value {
            Value::Object(object) => {
                for (key, inner) in object.iter_mut() {
                    match key.as_str() {
                        "token" | "password" | "request_id" | "next" if inner.is_string() => {
                            *inner = json!(format!("[{key}]"))
                        }
                        _ => self.name_ids(inner),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|inner| self.name_ids(inner)),
            Value::String(text) => {
                let words: Vec<String> = text.split(' ').map(|word| self.named(word)).collect();
                *text = words.join(" ");
            }
            _ => {}
        }
    }

    fn named(&self, word: &str) -> String {
        match word.parse::<Uuid>() {
            Ok(id) if word.len() == 36 => {
                let names = self.names.lock().unwrap();
                format!("[{}]", names.get(&id).map_or("id", String::as_str))
            }
            _ => word.to_owned(),
        }
    }
}

/// Ids of what an outbreak has led to.
pub struct Outbreak {
    teacher: Option<String>,
    /// The absence of the pupil at the third seat of the first class.
    pub absence: String,
    pub signal: String,
}

async fn world(ctx: &Ctx, county: Place, school: School) -> World {
    let ward = school.classes[0].members[0];
    let guardian = guardian(ctx, school.place.unit, ward, day("2020-09-01")).await.unwrap();
    World { county, school, guardian }
}
