//! One account for each role, with generated passwords.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use serde::Serialize;
use xd_kernel::{AccountId, Instant, PersonId};
use xd_register::fixtures::Group;
use xd_store::Store;
use xd_trust::accounts::{self, Locale, NewAccount};
use xd_trust::grants::{self, NewGrant};
use xd_trust::{Actor, Ctx, Place, Role};

use super::county::County;
use crate::failure::Failure;
use crate::say;

/// The accounts of a demonstration.
pub struct Accounts {
    credentials: Vec<Credential>,
    actors: Actors,
}

/// What somebody signs in with.
#[derive(Serialize)]
struct Credential {
    role: Role,
    username: String,
    password: String,
}

/// Who does what is played, each by the post they hold.
#[derive(Debug, Clone)]
pub struct Actors {
    /// The checkers of its classes and teams, in their order.
    pub checkers: Vec<Actor>,
    /// Its health officer.
    pub health_officer: Actor,
    /// Its principal.
    pub principal: Actor,
    /// Those of the other schools who check: class teachers, team leads, dormitory keepers.
    pub others: HashMap<PersonId, Actor>,
}

/// Whence an account has its role.
enum Basis {
    /// From the post that the person holds.
    Person(PersonId),
    /// From a grant at the school of the child for whom the person answers.
    Guardian(PersonId),
    /// From a grant at a place.
    Grant(Place),
}

impl Accounts {
    /// Makes the accounts.
    pub async fn make(store: &Store, county: &County, now: Instant) -> Result<Self, Failure> {
        let maker = Maker { ctx: Ctx::program(store.clone(), "demo", now) };
        let mut credentials = Vec::new();
        let mut by_role = HashMap::new();
        for (role, place, basis) in roles(county)? {
            let (actor, credential) = maker.account(role, place, basis).await?;
            by_role.insert(role, actor);
            credentials.push(credential);
        }
        let own = groups(county).map(|group| (group.checker, &county.derby.place));
        let checkers = maker.checkers("checker", own.collect()).await?;
        let others = maker.checkers("colleague", colleagues(county)).await?;
        let others = others.into_iter().filter_map(|actor| Some((actor.person()?, actor))).collect();
        let mut holder = |role: Role| {
            by_role.remove(&role).ok_or_else(|| Failure::failed(format!("nobody is the {}", role.word())))
        };
        let (health_officer, principal) = (holder(Role::HealthOfficer)?, holder(Role::Principal)?);
        Ok(Self { credentials, actors: Actors { checkers, health_officer, principal, others } })
    }

    /// Who does what is played.
    pub fn actors(&self) -> Actors {
        self.actors.clone()
    }

    /// Writes the accounts to a file that only its owner can read.
    pub fn write(&self, path: Option<&Path>) -> Result<(), Failure> {
        let Some(path) = path else { return Ok(()) };
        let at = |error: std::io::Error| Failure::failed(format!("{}: {error}", path.display()));
        let text = serde_json::to_string_pretty(&self.credentials).map_err(Failure::failed)?;
        // A file that is there may be open to others: it is replaced, not written into.
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(at(error)),
            _ => {}
        }
        let mut file =
            std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(at)?;
        file.write_all((text + "\n").as_bytes()).map_err(at)
    }

    /// Prints address and accounts.
    pub fn show(&self, address: SocketAddr) {
        say!("\n校盾 Xiaodun  http://{address}/\n");
        for Credential { role, username, password } in &self.credentials {
            say!("  {:<18} {username:<18} {password}", role.word());
        }
        say!("\nready; stop with Ctrl-C 按 Ctrl-C 停止");
    }
}

/// The groups of the school of the outbreak that check in the morning.
pub fn groups(county: &County) -> impl Iterator<Item = &Group> {
    county.derby.classes.iter().chain(&county.derby.teams)
}

fn roles(county: &County) -> Result<Vec<(Role, Place, Basis)>, Failure> {
    let region = &county.region;
    let derby = &county.derby;
    let keeper = county.others.iter().find_map(|(school, _)| Some((school, school.rooms.first()?)));
    let (boarding, room) = keeper.ok_or_else(|| Failure::failed("no school has boarders"))?;
    let lead = derby.teams.last().ok_or_else(|| Failure::failed("the school has no team"))?;
    let at_school = |role, person| (role, derby.place.clone(), Basis::Person(person));
    let at_level = |role, place: &Place| (role, place.clone(), Basis::Grant(place.clone()));
    Ok(vec![
        at_school(Role::ClassTeacher, county.teachers_class()?.checker),
        at_school(Role::HealthOfficer, derby.health_officer),
        at_school(Role::Principal, derby.principal),
        at_level(Role::CountyOfficer, &region.county),
        at_level(Role::CityOfficer, &region.city),
        at_level(Role::ProvinceOfficer, &region.province),
        at_school(Role::TeamLead, lead.checker),
        (Role::DormitoryKeeper, boarding.place.clone(), Basis::Person(room.checker)),
        at_school(Role::SchoolClerk, derby.clerk),
        (Role::Guardian, derby.place.clone(), Basis::Guardian(county.guardian)),
        at_level(Role::Administrator, &region.county),
        at_level(Role::SecurityOfficer, &region.county),
        at_level(Role::Auditor, &region.county),
    ])
}

struct Maker {
    ctx: Ctx,
}

impl Maker {
    async fn account(&self, role: Role, place: Place, basis: Basis) -> Result<(Actor, Credential), Failure> {
        let person = match &basis {
            Basis::Person(person) | Basis::Guardian(person) => Some(*person),
            Basis::Grant(_) => None,
        };
        let username = role.word().to_owned();
        let new =
            NewAccount { username: username.clone(), person, place: place.clone(), locale: Locale::ZhCn };
        let (account, password) = accounts::create(&self.ctx, new).await?;
        let given_at = match basis {
            Basis::Person(_) => None,
            Basis::Guardian(_) => Some(place),
            Basis::Grant(at) => Some(at),
        };
        if let Some(place) = given_at {
            grants::give(&self.ctx, NewGrant { account, role, place, until: None }).await?;
        }
        let credential = Credential { role, username, password: password.expose().to_owned() };
        Ok((Actor::Account { account, person }, credential))
    }

    /// Accounts that nobody signs in with: their checks are played, and bear the checkers' names. One person has one
    /// such account beside the one that is printed.
    async fn checkers(&self, name: &str, who: Vec<(PersonId, &Place)>) -> Result<Vec<Actor>, Failure> {
        let new = (1..).zip(&who).map(|(number, (person, place))| NewAccount {
            username: format!("{name}-{number:03}"),
            person: Some(*person),
            place: (*place).clone(),
            locale: Locale::ZhCn,
        });
        let made = accounts::create_unopened(&self.ctx, new.collect()).await?;
        let actor = |(account, (person, _)): (AccountId, &(PersonId, &Place))| Actor::Account {
            account,
            person: Some(*person),
        };
        Ok(made.into_iter().zip(&who).map(actor).collect())
    }
}

/// Everybody of the other schools who checks a class, a team or a room, once each.
fn colleagues(county: &County) -> Vec<(PersonId, &Place)> {
    let mut known = HashSet::new();
    let groups = county.others.iter().flat_map(|(school, _)| {
        let groups = school.classes.iter().chain(&school.teams).chain(&school.rooms);
        groups.map(|group| (group.checker, &school.place))
    });
    groups.filter(|(person, _)| known.insert(*person)).collect()
}
