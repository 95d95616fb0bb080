//! Writing one batch of checks.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::json;
use xd_kernel::{AbsenceId, Instant, PersonId, UnitId};
use xd_register::lookup::Memberships;
use xd_store::outbox::Event;
use xd_store::sets::least_by;
use xd_store::{Store, StoreError, Tx};

use super::Answer;
use super::persons::Belonging;
use crate::decide::{Outcome, SlotPlan, reconcile, settle};
use crate::error::ReportError;
use crate::evidence::{self, Known, Touched};
use crate::record::{AbsenceRecord, Arrival, CheckReceipt, CheckRecord, Home};
use crate::rows;

/// The kind of the one event of a batch.
pub const CHECKS_REPORTED: &str = "checks.reported";

/// Writes a batch and says for each check, in order, what became of it.
pub(super) async fn flush(store: Arc<Store>, arrivals: Vec<Arrival>) -> Vec<Answer> {
    let mut answers: Vec<Option<Answer>> = vec![None; arrivals.len()];
    if let Err(error) = write(&store, &arrivals, &mut answers).await {
        tracing::warn!(%error, checks = arrivals.len(), "a batch of checks was not written");
        let error = Arc::new(error);
        for answer in answers.iter_mut().filter(|answer| answer.is_none()) {
            *answer = Some(Err(ReportError::Store(Arc::clone(&error))));
        }
    }
    answers.into_iter().map(|answer| answer.unwrap_or(Err(ReportError::Busy))).collect()
}

async fn write(
    store: &Store,
    arrivals: &[Arrival],
    answers: &mut [Option<Answer>],
) -> Result<(), StoreError> {
    let belonging = Belonging::of(store, arrivals).await?;
    let mut left: Vec<usize> = Vec::with_capacity(arrivals.len());
    for (at, arrival) in arrivals.iter().enumerate() {
        match belonging.check(arrival) {
            Ok(()) => left.push(at),
            Err(errors) => answers[at] = Some(Err(ReportError::Invalid(errors))),
        }
    }
    while !left.is_empty() {
        let batch: Vec<Arrival> = left.iter().map(|at| arrivals[*at].clone()).collect();
        let results = match attempt(store, &batch, &belonging).await? {
            Attempt::Written(results) => results,
            Attempt::KeysTaken(results) => results,
        };
        let settled = results.iter().filter(|result| result.is_some()).count();
        for (at, result) in left.iter().zip(results) {
            answers[*at] = result;
        }
        left.retain(|at| answers[*at].is_none());
        if settled == 0 && !left.is_empty() {
            return Err(StoreError::Unavailable("checks collide with others again and again".to_owned()));
        }
    }
    Ok(())
}

/// What one transaction came to. An answer that is absent means: try again.
enum Attempt {
    Written(Vec<Option<Answer>>),
    /// Nothing was written: some keys belong to checks of other slots; those are answered.
    KeysTaken(Vec<Option<Answer>>),
}

async fn attempt(store: &Store, batch: &[Arrival], belonging: &Belonging) -> Result<Attempt, StoreError> {
    let homes = homes(batch, belonging);
    let tx = store.begin().await?;
    let institutions = batch.iter().map(|arrival| arrival.record.institution);
    rows::hold(&tx, institutions.chain(homes.values().map(|home| home.institution))).await?;
    let slots = batch.iter().map(|arrival| arrival.record.slot).collect();
    let written = rows::checks::current_of(&tx, &slots).await?;
    let plan = settle(batch, &written);
    if !insert(&tx, batch, &plan).await? {
        // Undone first: what this transaction wrote itself must not look as if it had been there before.
        drop(tx);
        let keys: Vec<_> = batch.iter().map(|arrival| arrival.record.key()).collect();
        let taken = rows::checks::of_keys(store.reader(), &keys).await?;
        return Ok(Attempt::KeysTaken(known(batch, &taken)));
    }
    let changed = Changed { batch, plan: &plan, homes: &homes, memberships: &belonging.0 };
    let changed = absences(&tx, store, &changed).await?;
    if let Some(event) = event(batch, &plan, &changed) {
        tx.emit(event).await?;
    }
    tx.commit().await?;
    Ok(Attempt::Written(answers(batch, &plan)))
}

/// Writes the checks that are new. `false` if one of their keys is taken by a check of another slot.
async fn insert(tx: &Tx, batch: &[Arrival], plan: &SlotPlan) -> Result<bool, StoreError> {
    let taken: Vec<(&Arrival, bool)> = batch
        .iter()
        .zip(&plan.outcomes)
        .filter_map(|(arrival, outcome)| match outcome {
            Outcome::Taken { current } => Some((arrival, *current)),
            _ => None,
        })
        .collect();
    let records: Vec<CheckRecord> = taken
        .iter()
        .map(|(arrival, current)| CheckRecord { current: *current, ..arrival.record.clone() })
        .collect();
    if rows::checks::insert(tx, &records).await? != records.len() as u64 {
        return Ok(false);
    }
    rows::checks::insert_persons(tx, &taken).await?;
    Ok(true)
}

struct Changed<'a> {
    batch: &'a [Arrival],
    plan: &'a SlotPlan,
    homes: &'a HashMap<PersonId, Home>,
    memberships: &'a Memberships,
}

/// Brings the sick absences of everybody whom the batch touches to what all evidence now says.
async fn absences(tx: &Tx, store: &Store, changed: &Changed<'_>) -> Result<Vec<AbsenceRecord>, StoreError> {
    let mut touched = Touched::default();
    for (arrival, outcome) in changed.batch.iter().zip(&changed.plan.outcomes) {
        if *outcome == (Outcome::Taken { current: true }) {
            let ill = arrival.exceptions.iter().filter(|seen| seen.kind.is_ill());
            touched.extend(ill.map(|seen| (seen.person, arrival.record.slot.day)));
        }
    }
    touched.extend(rows::checks::retire(tx, &changed.plan.retired).await?);
    let groups = least_by(changed.plan.changed.iter().map(|slot| (slot.group, slot.day)));
    touched.extend(rows::absences::persons_of_groups(tx, &groups).await?);
    if touched.is_empty() {
        return Ok(Vec::new());
    }
    let now = changed.batch.iter().map(|arrival| arrival.record.received_at).max().unwrap_or(Instant(0));
    let known = Known { homes: changed.homes, memberships: changed.memberships };
    let cases = evidence::gather(tx, store, &touched, known).await?;
    let changes: Vec<AbsenceRecord> =
        cases.iter().flat_map(|case| reconcile(case, now, &mut AbsenceId::mint)).collect();
    rows::absences::save(tx, &changes).await?;
    Ok(changes)
}

/// Where the ill of a batch belong.
fn homes(batch: &[Arrival], belonging: &Belonging) -> HashMap<PersonId, Home> {
    let mut homes = HashMap::new();
    for arrival in batch {
        let slot = arrival.record.slot;
        for seen in arrival.exceptions.iter().filter(|seen| seen.kind.is_ill()) {
            if let Some(home) = belonging.home(slot.day, seen.person, slot.group) {
                homes.insert(seen.person, home);
            }
        }
    }
    homes
}

fn event(batch: &[Arrival], plan: &SlotPlan, absences: &[AbsenceRecord]) -> Option<Event> {
    let taken =
        batch.iter().zip(&plan.outcomes).filter(|(_, outcome)| matches!(outcome, Outcome::Taken { .. }));
    let checks: Vec<_> = taken
        .map(|(arrival, _)| {
            let record = &arrival.record;
            json!([record.institution, record.slot.group, record.slot.day, record.check])
        })
        .collect();
    let at = batch.iter().map(|arrival| arrival.record.received_at).max()?;
    if checks.is_empty() {
        return None;
    }
    let absences: Vec<_> =
        absences.iter().map(|record| json!([record.home.institution, record.id])).collect();
    Some(Event {
        institution: UnitId(uuid::Uuid::nil()),
        kind: CHECKS_REPORTED,
        version: 1,
        payload: json!({"v": 1, "checks": checks, "absences": absences}),
        at,
    })
}

fn answers(batch: &[Arrival], plan: &SlotPlan) -> Vec<Option<Answer>> {
    let mut answers: Vec<Option<Answer>> = Vec::with_capacity(batch.len());
    for (arrival, outcome) in batch.iter().zip(&plan.outcomes) {
        let answer = match outcome {
            Outcome::Taken { current } => Ok(CheckReceipt {
                current: *current,
                ..CheckReceipt::of(&arrival.record, arrival.roster_in_force)
            }),
            Outcome::Known(record) => Ok(CheckReceipt::again(record, arrival.roster_in_force)),
            Outcome::SameAs(first) => match &answers[*first] {
                Some(Ok(receipt)) => Ok(CheckReceipt { already_received: true, ..receipt.clone() }),
                _ => Err(ReportError::KeyReused),
            },
            Outcome::KeyReused => Err(ReportError::KeyReused),
        };
        answers.push(Some(answer));
    }
    answers
}

/// Answers for arrivals whose key is written already; the others are tried again.
fn known(batch: &[Arrival], taken: &[CheckRecord]) -> Vec<Option<Answer>> {
    let taken: HashMap<_, _> = taken.iter().map(|record| (record.key(), record)).collect();
    let answer = |arrival: &Arrival| {
        let record = taken.get(&arrival.record.key())?;
        let same = record.hash == arrival.record.hash;
        Some(if same {
            Ok(CheckReceipt::again(record, arrival.roster_in_force))
        } else {
            Err(ReportError::KeyReused)
        })
    };
    batch.iter().map(answer).collect()
}
