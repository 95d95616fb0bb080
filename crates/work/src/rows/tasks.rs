//! The table `task`.

use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Value};
use uuid::Uuid;
use xd_kernel::{AccountId, Instant, OrgPath, TaskId, UnitId, WaveId};
use xd_register::PostKind;
use xd_store::many::{Insert, Present};
use xd_store::{Store, StoreError, Tx};
use xd_trust::Place;

use super::entities::task::{Column, Entity, Model};
use super::{at_or_below, locked, number, portions, word};
use crate::TaskState;
use crate::model::{Marks, Task};

const NEW: Insert = Insert {
    table: "task",
    columns: &[
        "institution_id",
        "task_id",
        "wave_id",
        "unit_id",
        "path",
        "subject_id",
        "owner",
        "deputy",
        "due",
        "state",
        "step",
        "delivered_at",
        "read_at",
        "acknowledged_at",
        "started_at",
        "submitted_at",
        "closed_at",
        "acknowledged_by",
    ],
    key: &["institution_id", "task_id"],
    present: Present::Keep,
};

/// Tasks of one institution.
#[derive(Debug, Clone)]
pub(crate) struct Search<'q> {
    pub institution: UnitId,
    /// In these states; in any if empty.
    pub states: &'q [TaskState],
    /// At or below this path.
    pub under: &'q OrgPath,
    /// Only of this wave.
    pub wave: Option<WaveId>,
    /// Only those that one of these posts does, as owner or deputy; of any if empty.
    pub posts: &'q [PostKind],
    /// Only those after this one, by deadline.
    pub after: Option<(Instant, TaskId)>,
    pub most: u64,
}

/// Writes tasks that are not there yet; says how many.
pub(crate) async fn insert(tx: &Tx, tasks: &[Task]) -> Result<u64, StoreError> {
    NEW.run(tx, tasks.iter().flat_map(values).collect()).await
}

/// Writes tasks over those that are there.
pub(crate) async fn replace(tx: &Tx, tasks: &[&Task]) -> Result<(), StoreError> {
    let replace = Insert { present: Present::Replace, ..NEW };
    replace.run(tx, tasks.iter().flat_map(|task| values(task)).collect()).await?;
    Ok(())
}

pub(crate) async fn find(store: &Store, id: TaskId) -> Result<Option<Task>, StoreError> {
    let row = Entity::find().filter(Column::TaskId.eq(id.0)).one(store.reader()).await?;
    row.map(task).transpose()
}

/// These tasks as this transaction may change them, in the order of their ids.
pub(crate) async fn hold(tx: &Tx, ids: impl IntoIterator<Item = TaskId>) -> Result<Vec<Task>, StoreError> {
    let mut found = Vec::new();
    for part in portions(ids.into_iter().map(|id| id.0)) {
        let query = Entity::find().filter(Column::TaskId.is_in(part)).order_by_asc(Column::TaskId);
        let rows = locked(tx, query).all(tx.conn()).await?;
        found.extend(rows.into_iter().map(task).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// One page of tasks by deadline.
pub(crate) async fn search(store: &Store, asked: &Search<'_>) -> Result<Vec<Task>, StoreError> {
    let mut query = Entity::find()
        .filter(Column::InstitutionId.eq(asked.institution.0))
        .filter(at_or_below(Column::Path, asked.under));
    if !asked.states.is_empty() {
        query = query.filter(Column::State.is_in(asked.states.iter().map(|state| state.word())));
    }
    if let Some(wave) = asked.wave {
        query = query.filter(Column::WaveId.eq(wave.0));
    }
    if !asked.posts.is_empty() {
        let kinds = || asked.posts.iter().map(|kind| kind.word());
        let either = Condition::any().add(Column::Owner.is_in(kinds())).add(Column::Deputy.is_in(kinds()));
        query = query.filter(either);
    }
    if let Some((due, id)) = asked.after {
        let same = Condition::all().add(Column::Due.eq(due.0)).add(Column::TaskId.gt(id.0));
        query = query.filter(Condition::any().add(Column::Due.gt(due.0)).add(same));
    }
    let ordered = query.order_by_asc(Column::Due).order_by_asc(Column::TaskId).limit(asked.most);
    ordered.all(store.reader()).await?.into_iter().map(task).collect()
}

/// What is left of a wave in an institution.
pub(crate) async fn not_closed(
    store: &Store,
    institution: UnitId,
    wave: WaveId,
) -> Result<Vec<Task>, StoreError> {
    let rows = of_wave(institution, wave).filter(open()).all(store.reader()).await?;
    rows.into_iter().map(task).collect()
}

/// Every task that an institution has of a wave, at or below a path.
pub(crate) async fn in_wave(
    store: &Store,
    (institution, wave): (UnitId, WaveId),
    under: &OrgPath,
) -> Result<Vec<Task>, StoreError> {
    let query = of_wave(institution, wave).filter(at_or_below(Column::Path, under));
    query.order_by_asc(Column::Path).all(store.reader()).await?.into_iter().map(task).collect()
}

/// Takes a step of escalation for whatever is not closed and has not come so far; says for how many tasks.
pub(crate) async fn take_step(
    tx: &Tx,
    (institution, wave): (UnitId, WaveId),
    step: u16,
) -> Result<u64, StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::Step, Expr::val(i64::from(step)))
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::WaveId.eq(wave.0))
        .filter(open())
        .filter(Column::Step.lt(i64::from(step)))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected)
}

fn of_wave(institution: UnitId, wave: WaveId) -> Select<Entity> {
    Entity::find().filter(Column::InstitutionId.eq(institution.0)).filter(Column::WaveId.eq(wave.0))
}

fn open() -> SimpleExpr {
    let states = TaskState::ALL.iter().filter(|state| !state.is_closed());
    Column::State.is_in(states.map(|state| state.word()))
}

fn values(task: &Task) -> [Value; 18] {
    let instant = |mark: Option<Instant>| Value::from(mark.map(|at| at.0));
    let Marks { delivered, read, acknowledged, started, submitted, closed } = task.marks;
    [
        task.place.institution.0.into(),
        task.id.0.into(),
        task.wave.0.into(),
        task.place.unit.0.into(),
        task.place.path.as_str().into(),
        task.subject.into(),
        task.owner.word().into(),
        Value::from(task.deputy.map(|kind| kind.word().to_owned())),
        task.due.0.into(),
        task.state.word().into(),
        i64::from(task.step).into(),
        instant(delivered),
        instant(read),
        instant(acknowledged),
        instant(started),
        instant(submitted),
        instant(closed),
        Value::from(task.acknowledged_by.map(|account| account.0)),
    ]
}

fn task(row: Model) -> Result<Task, StoreError> {
    let at = |column: Option<i64>| column.map(Instant);
    Ok(Task {
        id: TaskId(row.task_id),
        wave: WaveId(row.wave_id),
        place: Place {
            unit: UnitId(row.unit_id),
            path: word("task.path", &row.path)?,
            institution: UnitId(row.institution_id),
        },
        subject: row.subject_id,
        owner: word("task.owner", &row.owner)?,
        deputy: row.deputy.map(|kind| word("task.deputy", &kind)).transpose()?,
        due: Instant(row.due),
        state: word("task.state", &row.state)?,
        step: number("task.step", row.step)?,
        marks: Marks {
            delivered: at(row.delivered_at),
            read: at(row.read_at),
            acknowledged: at(row.acknowledged_at),
            started: at(row.started_at),
            submitted: at(row.submitted_at),
            closed: at(row.closed_at),
        },
        acknowledged_by: row.acknowledged_by.map(|id: Uuid| AccountId(id)),
    })
}
