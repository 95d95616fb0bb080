//! Writing what is done about tasks: many changes, one transaction, one wait for the disk.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::json;
use xd_kernel::{Instant, RecordId, TaskId, UnitId, WaveId};
use xd_store::lanes::{LaneConfig, Lanes};
use xd_store::outbox::Event;
use xd_store::{Store, StoreError, Tx};

use crate::WorkError;
use crate::decide::{Act, By, after};
use crate::model::{Aftermath, Counts, Task};
use crate::rows;
use crate::rows::records::NewRecord;
use crate::rows::tallies::Growth;

/// The kind of the event that tells which tallies changed: `{"v":1,"changed":[[institution, wave], …],"records":
/// [[institution, record], …]}`, of no institution, one for each transaction.
pub const TASKS_CHANGED: &str = "tasks.changed";

/// One thing done about one task.
pub(crate) struct Change {
    pub task: TaskId,
    pub act: Act,
    pub by: By,
    pub record: Option<NewRecord>,
    /// What follows from the record.
    pub aftermath: Aftermath,
}

type Answer = Result<Task, WorkError>;

/// The way in for what is done about tasks: cheap to clone, shared by all requests of a process.
#[derive(Clone, Debug)]
pub struct Desk(Lanes<Change, Answer>);

impl Desk {
    /// Starts the tasks that write. They end when the last clone is dropped and the queues are empty.
    #[must_use]
    pub fn start(store: Store, config: LaneConfig) -> Self {
        Self(Lanes::start(store, config, flush))
    }

    /// Hands in a change of a task of an institution, and waits until it is durable.
    pub(crate) async fn settle(&self, institution: UnitId, change: Change) -> Answer {
        let answer = self.0.hand_in(institution, change).ok_or(WorkError::Busy)?;
        answer.await.unwrap_or(Err(WorkError::Busy))
    }

    /// Hands in a change that nobody waits for; lost if the queue is full, and made up for at the next look.
    pub(crate) fn note(&self, institution: UnitId, change: Change) {
        drop(self.0.hand_in(institution, change));
    }
}

async fn flush(store: Arc<Store>, changes: Vec<Change>) -> Vec<Answer> {
    match write(&store, &changes).await {
        Ok(answers) => answers,
        Err(error) => {
            tracing::warn!(%error, changes = changes.len(), "a batch of changes to tasks was not written");
            let error = Arc::new(error);
            changes.iter().map(|_| Err(WorkError::Store(Arc::clone(&error)))).collect()
        }
    }
}

async fn write(store: &Store, changes: &[Change]) -> Result<Vec<Answer>, StoreError> {
    let tx = store.begin().await?;
    let answers = apply(&tx, changes).await?;
    tx.commit().await?;
    Ok(answers)
}

/// Does these things in order, within a transaction.
pub(crate) async fn apply(tx: &Tx, changes: &[Change]) -> Result<Vec<Answer>, StoreError> {
    let held = rows::tasks::hold(tx, changes.iter().map(|change| change.task)).await?;
    let handed_in = changes.iter().filter_map(|change| change.record.as_ref());
    let keys: Vec<_> = handed_in.map(|new| (new.institution, new.record.id)).collect();
    let known = rows::records::known(tx, &keys).await?;
    let settled = settle(held, known, changes);
    save(tx, &settled).await?;
    Ok(settled.answers)
}

/// What a batch of changes comes to.
#[derive(Default)]
pub(crate) struct Settled<'c> {
    pub answers: Vec<Answer>,
    pub changed: BTreeMap<TaskId, Task>,
    pub records: Vec<&'c NewRecord>,
    pub aftermaths: Vec<&'c Aftermath>,
    pub growth: Growth,
    pub at: Option<Instant>,
}

type Known = HashMap<(UnitId, RecordId), (TaskId, [u8; 32])>;

fn settle(held: Vec<Task>, mut known: Known, changes: &[Change]) -> Settled<'_> {
    let mut tasks: HashMap<TaskId, Task> = held.into_iter().map(|task| (task.id, task)).collect();
    let mut settled = Settled::default();
    for change in changes {
        let Some(before) = tasks.get(&change.task) else {
            settled.answers.push(Err(xd_trust::Denied::Unknown.into()));
            continue;
        };
        if let Some(new) = &change.record
            && let Some(earlier) = known.get(&(new.institution, new.record.id))
        {
            let same = *earlier == (change.task, new.hash);
            settled.answers.push(if same { Ok(before.clone()) } else { Err(WorkError::KeyReused) });
            continue;
        }
        let answer = after(before, change.act, change.by);
        if let Ok(next) = &answer {
            if let Some(new) = &change.record {
                known.insert((new.institution, new.record.id), (change.task, new.hash));
                settled.records.push(new);
                settled.aftermaths.push(&change.aftermath);
            }
            if next != before {
                let growth = Counts::of(next).minus(&Counts::of(before));
                let tally = settled.growth.entry((next.place.institution, next.wave)).or_default();
                *tally = tally.plus(&growth);
                settled.changed.insert(next.id, next.clone());
                settled.at = settled.at.max(Some(change.by.now));
                tasks.insert(next.id, next.clone());
            }
        }
        settled.answers.push(answer);
    }
    settled
}

async fn save(tx: &Tx, settled: &Settled<'_>) -> Result<(), StoreError> {
    let Some(at) = settled.at else { return Ok(()) };
    rows::tasks::replace(tx, &settled.changed.values().collect::<Vec<_>>()).await?;
    rows::records::insert(tx, &settled.records).await?;
    let growth = follow(tx, settled).await?;
    rows::tallies::add(tx, &growth).await?;
    let records = settled.records.iter().map(|new| (new.institution, new.record.id));
    tx.emit(changed(growth.into_keys(), records, at)).await
}

/// Writes what follows from the records; the tallies then count the opened tasks as well.
async fn follow(tx: &Tx, settled: &Settled<'_>) -> Result<Growth, StoreError> {
    let mut growth = settled.growth.clone();
    let all = &settled.aftermaths;
    rows::lists::insert_results(tx, &all.iter().filter_map(|one| one.result.as_ref()).collect::<Vec<_>>())
        .await?;
    rows::lists::insert_findings(tx, &all.iter().flat_map(|one| &one.findings).collect::<Vec<_>>()).await?;
    for wave in all.iter().flat_map(|one| &one.waves) {
        rows::waves::insert(tx, wave).await?;
    }
    let tasks: Vec<Task> = all.iter().flat_map(|one| one.tasks.iter().cloned()).collect();
    for task in &tasks {
        let tally = growth.entry((task.place.institution, task.wave)).or_default();
        *tally = tally.plus(&Counts::of(task));
    }
    if !tasks.is_empty() {
        rows::tasks::insert(tx, &tasks).await?;
    }
    Ok(growth)
}

/// The event of a transaction that changed tasks.
pub(crate) fn changed(
    tallies: impl IntoIterator<Item = (UnitId, WaveId)>,
    records: impl IntoIterator<Item = (UnitId, RecordId)>,
    at: Instant,
) -> Event {
    let changed: Vec<_> = tallies.into_iter().map(|(institution, wave)| json!([institution, wave])).collect();
    let records: Vec<_> =
        records.into_iter().map(|(institution, record)| json!([institution, record])).collect();
    Event {
        institution: UnitId(uuid::Uuid::nil()),
        kind: TASKS_CHANGED,
        version: 1,
        payload: json!({"v": 1, "changed": changed, "records": records}),
        at,
    }
}
