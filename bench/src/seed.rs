//! The schools a run reports for: 400 schools with 8,000 classes of 45, a health officer with an account in each. A
//! morning of eight seconds at the peak, then, before the first class is checked again. A few schools more stay healthy
//! until an outbreak is reported there to see how long its signal takes.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use uuid::Uuid;
use xd_kernel::{Instant, PersonId, SchoolDay, Zone};
use xd_register::fixtures::{self, Group, School, SchoolBuilder};
use xd_store::Store;
use xd_trust::accounts::{self, NewAccount};
use xd_trust::grants::{self, NewGrant};
use xd_trust::{Ctx, Role};

use crate::wire::{self, Connection};

const SCHOOLS: usize = 400;
const CLASSES: usize = 20;
const PUPILS: usize = 45;
/// Days back that a device may still report for.
const DAYS: usize = 13;
/// Schools for outbreaks, beside those that the load is reported for.
const QUIET: usize = 25;
/// Reports that can be made before a class is checked a second time at the same time of the same day.
pub const SLOTS: usize = SCHOOLS * CLASSES * 3 * DAYS;

/// Who can sign in for which school.
pub struct Seeded {
    schools: Vec<School>,
    quiet: Vec<School>,
    sign_ins: Vec<Value>,
    today: SchoolDay,
}

/// Fills a fresh store.
pub async fn seed(store: &Store) -> Result<Seeded> {
    let migrations =
        [xd_store::migrations(), xd_trust::migrations(), xd_register::migrations(), xd_observe::migrations()];
    let outbreak = xd_outbreak::migrations();
    xd_store::migrate(store, migrations.into_iter().flatten().chain(outbreak).collect()).await?;
    #[expect(
        clippy::disallowed_methods,
        reason = "the load is reported for the days that the measured server lives in"
    )]
    let now = Instant(SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros() as i64);
    let ctx = Ctx::program(store.clone(), "bench", now);
    let region = fixtures::region(&ctx, "负荷县", SchoolDay(18_506)).await?;
    let builders: Vec<SchoolBuilder> =
        (0..SCHOOLS + QUIET).map(|at| school(at).under(region.county.unit)).collect();
    let mut schools = fixtures::build_all(&ctx, &builders).await?;
    let mut sign_ins = Vec::new();
    for (at, school) in schools.iter().enumerate() {
        sign_ins.push(officer(&ctx, at, school).await?);
    }
    let quiet = schools.split_off(SCHOOLS);
    Ok(Seeded { schools, quiet, sign_ins, today: ctx.today(&Zone::shanghai()) })
}

fn school(at: usize) -> SchoolBuilder {
    let school = SchoolBuilder::new(format!("负荷小学{at}")).seed(at as u64 + 1);
    (0..CLASSES).fold(school, |school, class| school.class(format!("{}班", class + 1), PUPILS))
}

async fn officer(ctx: &Ctx, at: usize, school: &School) -> Result<Value> {
    let username = format!("bench{at}");
    let new = NewAccount {
        username: username.clone(),
        person: Some(school.clerk),
        place: school.place.clone(),
        locale: Default::default(),
    };
    let (account, password) = accounts::create(ctx, new).await?;
    let role = NewGrant { account, role: Role::HealthOfficer, place: school.place.clone(), until: None };
    grants::give(ctx, role).await?;
    Ok(json!({ "username": username, "password": password.expose() }))
}

impl Seeded {
    /// Signs every health officer in; a token for each school.
    pub async fn sign_in(&self, port: u16) -> Result<Vec<String>> {
        let mut connection = Connection::open(port).await?;
        let mut tokens = Vec::new();
        for body in &self.sign_ins {
            let (status, answer) =
                connection.exchange(&wire::post("/api/v1/session", "", &body.to_string())).await?;
            anyhow::ensure!(status == 200, "sign-in was answered {status}");
            let answer: Value = serde_json::from_slice(&answer)?;
            tokens.push(answer["token"].as_str().context("no token")?.to_owned());
        }
        Ok(tokens)
    }
}

/// Reports of checks, each for another class, check type and day.
pub struct Bodies<'s> {
    seeded: &'s Seeded,
    tokens: Vec<String>,
    made: usize,
    /// Reports made of each school.
    of_school: Vec<usize>,
    corrected: usize,
    outbreaks: usize,
}

/// An outbreak: three pupils of one class vomit, which is what rule EW-01 waits for.
pub struct Outbreak {
    /// The report.
    pub report: Vec<u8>,
    /// The question whether there is a signal, in that class.
    pub question: Vec<u8>,
}

impl<'s> Bodies<'s> {
    /// Reports for the schools of a store, signed in with `tokens`.
    pub fn new(seeded: &'s Seeded, tokens: Vec<String>) -> Self {
        let of_school = vec![0; seeded.schools.len()];
        Self { seeded, tokens, made: 0, of_school, corrected: 0, outbreaks: 0 }
    }

    /// How many reports have been made.
    pub fn made(&self) -> usize {
        self.made
    }

    /// A request with one report.
    pub fn single(&mut self) -> Vec<u8> {
        let school = self.made % self.seeded.schools.len();
        let report = self.report(school);
        wire::post("/api/v1/checks", &self.tokens[school], &report.to_string())
    }

    /// A request with many reports of one school.
    pub fn batch(&mut self, reports: usize) -> Vec<u8> {
        let school = (self.made / reports) % self.seeded.schools.len();
        let reports: Vec<Value> = (0..reports).map(|_| self.report(school)).collect();
        wire::post("/api/v1/checks/batch", &self.tokens[school], &json!({ "checks": reports }).to_string())
    }

    /// A request with one report of the same class, day and time of day at a school as the last: it supersedes it.
    pub fn correction(&mut self) -> Vec<u8> {
        let school = self.corrected % self.seeded.schools.len();
        let version = self.corrected / self.seeded.schools.len();
        self.corrected += 1;
        let class = &self.seeded.schools[school].classes[0];
        let day = self.seeded.today - 1;
        let seen_at = day.at_minute(475, &Zone::shanghai()).plus_seconds(version as i64);
        let report = body(class, ("morning", seen_at), vec![]);
        wire::post("/api/v1/checks", &self.tokens[school], &report.to_string())
    }

    /// An outbreak in a class that nothing was reported of; none if all have had theirs.
    pub fn outbreak(&mut self) -> Option<Outbreak> {
        let school = self.seeded.quiet.get(self.outbreaks)?;
        let token = &self.tokens[self.seeded.schools.len() + self.outbreaks];
        self.outbreaks += 1;
        let class = &school.classes[0];
        let seen_at = (self.seeded.today - 1).at_minute(470, &Zone::shanghai());
        let ill = class.members[..3]
            .iter()
            .map(|person| json!({ "person_id": person, "kind": "absent_ill", "symptoms": ["vomiting"] }));
        let report = body(class, ("morning", seen_at), ill.collect());
        Some(Outbreak {
            report: wire::post("/api/v1/checks", token, &report.to_string()),
            question: wire::get(&format!("/api/v1/signals?unit={}", class.place.unit), token),
        })
    }

    /// Classes go round fastest, then check types, then days: as mornings go.
    fn report(&mut self, school: usize) -> Value {
        let round = self.of_school[school];
        self.of_school[school] += 1;
        let class = &self.seeded.schools[school].classes[round % CLASSES];
        let slot = round / CLASSES;
        let (check_type, minute) = [("morning", 470), ("noon", 840), ("evening", 1_290)][slot % 3];
        let day = self.seeded.today - DAYS as i32 + ((slot / 3) % DAYS) as i32;
        self.made += 1;
        let excepted: Vec<Value> =
            class.members.iter().filter_map(|person| exception(*person, day)).collect();
        body(class, (check_type, day.at_minute(minute, &Zone::shanghai())), excepted)
    }
}

fn body(class: &Group, (check_type, seen_at): (&str, Instant), excepted: Vec<Value>) -> Value {
    json!({
        "client_key": Uuid::now_v7(),
        "group_id": class.place.unit,
        "check_type": check_type,
        "occurred_at": seen_at,
        "exceptions": excepted,
    })
}

/// Two in a hundred pupils are excepted, each for three days: whoever is away in the morning is away at noon. Half of
/// them are ill, most without symptoms given, as teachers do.
fn exception(person: PersonId, day: SchoolDay) -> Option<Value> {
    let mixed = (person.0.as_u128() as u64 ^ (day.0 / 3) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    if !mixed.is_multiple_of(50) {
        return None;
    }
    let (kind, symptoms): (&str, &[&str]) = match mixed / 50 % 10 {
        0..3 => ("absent_other", &[]),
        3..5 => ("late", &[]),
        5..8 => ("absent_ill", &[]),
        8 => ("absent_ill", &["fever", "cough"]),
        _ => ("ill_in_class", &["vomiting"]),
    };
    Some(json!({ "person_id": person, "kind": kind, "symptoms": symptoms }))
}
