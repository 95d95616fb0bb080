//! Telling persons of work: what comes from the domain of work becomes lines of digests, one message for each account and
//! time. Load, decide, save.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;
use uuid::Uuid;
use xd_kernel::{AccountId, Instant, PersonId, UnitId, Zone};
use xd_register::lookup;
use xd_store::jobs::{self, Job};
use xd_store::{Store, StoreError, Tx};
use xd_trust::Ctx;
use xd_trust::accounts::recipients::{self, Recipient};

use crate::channels::{new_delivery, send_job};
use crate::digest::{self, Gathering, Goes, Line};
use crate::quiet::Quiet;
use crate::rows::channel;
use crate::rows::delivery::{self, DeliveryRow};
use crate::words::{DeliveryState, Purpose};

/// The longest title, in characters; the rest is cut.
const TITLE_MOST: usize = 100;

/// Something that persons are to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The event that says so, by its number in the outbox.
    pub event: i64,
    /// When it happened.
    pub at: Instant,
    /// The institution whose work it is, and whose clock shows when it is night.
    pub institution: UnitId,
    /// The wave of work.
    pub wave: Uuid,
    /// The template's title in Chinese.
    pub zh: String,
    /// The template's title in English.
    pub en: String,
    /// Minutes from the deadline to this step: negative before it.
    pub minutes: i64,
    /// When nobody is disturbed.
    pub quiet: Quiet,
    /// Whom, and of how many tasks.
    pub persons: Vec<(PersonId, u32)>,
}

/// What is to be written.
#[derive(Debug, Default)]
pub struct Digests {
    new: Vec<DeliveryRow>,
    jobs: Vec<Job>,
    /// Digests that gather more lines.
    grown: Vec<(delivery::Key, String)>,
}

impl Digests {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.grown.is_empty()
    }
}

/// The digests were not written.
#[derive(Debug, Error)]
pub enum SaveError {
    /// One of them has gone out since they were decided: decide again.
    #[error("a digest went out meanwhile")]
    Stale,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What telling these things comes to: a line for each account with a confirmed channel. Who has none sees it in the
/// program's list of today, which needs no row.
///
/// # Errors
/// [`StoreError`] of the reads.
pub async fn plan_digests(ctx: &Ctx, told: &[Told]) -> Result<Digests, StoreError> {
    let persons: BTreeSet<PersonId> =
        told.iter().flat_map(|told| told.persons.iter().map(|(person, _)| *person)).collect();
    let persons: Vec<PersonId> = persons.into_iter().collect();
    let found = recipients::of_persons(ctx.store(), &persons).await?;
    let all: Vec<(UnitId, AccountId)> = found.values().flatten().map(of).collect();
    let reachable = channel::reachable(ctx.store().reader(), &all).await?;
    let units: Vec<UnitId> = told.iter().map(|told| told.institution).collect();
    let zones = lookup::zones(ctx.store(), &units).await?;
    let mut wanted: BTreeMap<Instant, Vec<(&Recipient, Line)>> = BTreeMap::new();
    for told in told {
        let zone = zones.get(&told.institution).cloned().unwrap_or_else(Zone::shanghai);
        let lines = wanted.entry(digest::due(told.at, told.quiet, &zone)).or_default();
        for (person, count) in &told.persons {
            let accounts = found.get(person).into_iter().flatten();
            let accounts = accounts.filter(|account| reachable.contains(&account.account));
            lines.extend(accounts.map(|account| (account, line(told, *count))));
        }
    }
    let mut digests = Digests::default();
    for (due, lines) in wanted.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        gather(ctx, due, lines, &mut digests).await?;
    }
    Ok(digests)
}

fn of(recipient: &Recipient) -> (UnitId, AccountId) {
    (recipient.place.institution, recipient.account)
}

fn line(told: &Told, count: u32) -> Line {
    let cut = |title: &str| title.chars().take(TITLE_MOST).collect();
    Line {
        event: told.event,
        wave: told.wave,
        zh: cut(&told.zh),
        en: cut(&told.en),
        count,
        minutes: told.minutes,
    }
}

/// The parts of one account's digest, with the rows of those that exist.
#[derive(Default)]
struct Parts {
    parts: Vec<Gathering>,
    rows: BTreeMap<u32, Uuid>,
    changed: BTreeSet<u32>,
}

async fn gather(
    ctx: &Ctx,
    due: Instant,
    lines: Vec<(&Recipient, Line)>,
    digests: &mut Digests,
) -> Result<(), StoreError> {
    let accounts: BTreeMap<AccountId, &Recipient> = lines.iter().map(|(to, _)| (to.account, *to)).collect();
    let mut known = load(ctx.store(), &accounts, due).await?;
    for (to, line) in lines {
        let parts = known.entry(to.account).or_default();
        match digest::place(&line, &parts.parts) {
            Goes::Nowhere => {}
            Goes::Into(number) => {
                parts
                    .parts
                    .iter_mut()
                    .filter(|part| part.part == number)
                    .for_each(|part| part.lines.push(line.clone()));
                parts.changed.insert(number);
            }
            Goes::Anew(part) => {
                parts.parts.push(Gathering { part, open: true, lines: vec![line] });
                parts.changed.insert(part);
            }
        }
    }
    for (account, parts) in &known {
        let Some(to) = accounts.get(account) else { continue };
        for part in parts.parts.iter().filter(|part| parts.changed.contains(&part.part)) {
            let text =
                serde_json::to_string(&part.lines).map_err(|e| StoreError::invalid("delivery.lines", e))?;
            match parts.rows.get(&part.part) {
                Some(row) => digests.grown.push(((to.place.institution, *row), text)),
                None => {
                    let made = new_delivery(to, (Purpose::Work, digest::key(due, part.part)), ctx.now());
                    let row = DeliveryRow { lines: text, due_at: due.0, ..made };
                    digests.jobs.push(send_job(&row));
                    digests.new.push(row);
                }
            }
        }
    }
    Ok(())
}

async fn load(
    store: &Store,
    accounts: &BTreeMap<AccountId, &Recipient>,
    due: Instant,
) -> Result<BTreeMap<AccountId, Parts>, StoreError> {
    let keys: Vec<(UnitId, AccountId)> = accounts.values().map(|to| of(to)).collect();
    let mut known: BTreeMap<AccountId, Parts> = BTreeMap::new();
    for row in delivery::due_at(store.reader(), &keys, due).await? {
        let part = digest::part_of(&row.key).ok_or_else(|| StoreError::invalid("delivery.key", &row.key))?;
        let parts = known.entry(AccountId(row.account_id)).or_default();
        let open = row.state == DeliveryState::Waiting.word();
        parts.parts.push(Gathering { part, open, lines: lines_of(&row)? });
        parts.rows.insert(part, row.delivery_id);
    }
    Ok(known)
}

/// The lines of a delivery.
pub(crate) fn lines_of(row: &DeliveryRow) -> Result<Vec<Line>, StoreError> {
    serde_json::from_str(&row.lines).map_err(|e| StoreError::invalid("delivery.lines", e))
}

/// Writes digests and the jobs that send them.
///
/// # Errors
/// [`SaveError`]; then the transaction must not be committed.
pub async fn save_digests(tx: &Tx, digests: &Digests) -> Result<(), SaveError> {
    for (key, lines) in &digests.grown {
        if !delivery::gather(tx, *key, lines).await? {
            return Err(SaveError::Stale);
        }
    }
    for row in &digests.new {
        match delivery::add(tx, row.clone()).await {
            Err(StoreError::Duplicate(_)) => return Err(SaveError::Stale),
            other => other?,
        }
    }
    Ok(jobs::enqueue(tx, &digests.jobs).await?)
}
