//! Jobs: what is to be done at a time, once, by whichever process is there then.
//!
//! A job is enqueued in the transaction of the verb that wants it done, and it is gone with the transaction of the work
//! itself: [`finish`] removes it and commits both, or neither. A worker holds a job by a lease. If it dies, the lease
//! runs out and another worker takes the job up; if it was only slow, its own [`finish`] finds the lease lost and undoes
//! what it did. So the effect in the store happens exactly once, however many processes work and whenever they are
//! killed. What a job does outside the store (a letter sent) can happen twice: give it a key of its own.
//!
//! Every time comes from the caller, and a lease taken in what is now the future, by a clock that has been set back
//! since, counts as run out.

use sea_orm::sea_query::{Expr, ExprTrait as _, LockBehavior, LockType, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use xd_kernel::{Instant, UnitId};

use crate::schema::Table;
use crate::{Engine, Store, StoreError, Tx};

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The institution whose rows will change.
    pub institution: UnitId,
    /// A word such as `task.escalate`: which worker does it.
    pub kind: &'static str,
    /// What it is about, at most 200 bytes. Of one institution, kind and key there is one job at a time.
    pub key: String,
    /// The version of the payload's form.
    pub version: i32,
    /// JSON with ids only.
    pub payload: serde_json::Value,
    /// Not before this.
    pub run_at: Instant,
}

/// A job that this worker holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leased {
    /// The institution whose rows will change.
    pub institution: UnitId,
    /// A word such as `task.escalate`.
    pub kind: String,
    /// What it is about.
    pub key: String,
    /// The version of the payload's form.
    pub version: i32,
    /// JSON with ids only.
    pub payload: serde_json::Value,
    /// When it was due.
    pub run_at: Instant,
    /// How often it has been taken up, this time included.
    pub attempts: u32,
    job_id: Uuid,
    lease: Uuid,
}

/// How the work on a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Finished {
    /// The work is committed and the job is gone.
    Done,
    /// Another worker holds the job now; what was done here was undone.
    Lost,
}

/// Which jobs a worker takes up, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// The kinds it can do.
    pub kinds: &'a [&'a str],
    /// The longest it may take: the lease, in seconds.
    pub seconds: u32,
    /// The most jobs at once.
    pub most: u64,
}

pub(crate) fn tables() -> Vec<Table> {
    vec![
        Table::new("job")
            .id("institution_id")
            .id("job_id")
            .text("kind", 64)
            .text("key", 200)
            .int("version", 1, 1_000)
            .text("payload", 100_000)
            .instant("run_at")
            .int("attempts", 0, i64::from(u32::MAX))
            .id("lease")
            .optional()
            .instant("leased_at")
            .instant("leased_until")
            .primary(&["institution_id", "job_id"])
            .unique("job_key", &["institution_id", "kind", "key"])
            .index("job_due", &["run_at"]),
    ]
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub job_id: Uuid,
        pub kind: String,
        pub key: String,
        pub version: i64,
        pub payload: String,
        pub run_at: i64,
        pub attempts: i64,
        pub lease: Option<Uuid>,
        pub leased_at: i64,
        pub leased_until: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Puts jobs on the table, to be done if this transaction commits. One of an institution, kind and key that is there
/// already stays as it is, at its own time.
///
/// # Errors
/// [`StoreError::Invalid`] if a kind or key is empty or too long; [`StoreError`] of the write.
pub async fn enqueue(tx: &Tx, jobs: &[Job]) -> Result<(), StoreError> {
    for chunk in jobs.chunks(500) {
        let rows: Vec<_> = chunk.iter().map(new_row).collect::<Result<_, _>>()?;
        let taken = OnConflict::columns([row::Column::InstitutionId, row::Column::Kind, row::Column::Key]);
        row::Entity::insert_many(rows)
            .on_conflict(taken.clone().do_nothing().to_owned())
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

fn new_row(job: &Job) -> Result<row::ActiveModel, StoreError> {
    if !(1..=64).contains(&job.kind.len()) {
        return Err(StoreError::invalid("job.kind", job.kind));
    }
    if !(1..=200).contains(&job.key.len()) {
        return Err(StoreError::invalid("job.key", &job.key));
    }
    Ok(row::ActiveModel {
        institution_id: Set(job.institution.into()),
        job_id: Set(Uuid::now_v7()),
        kind: Set(job.kind.to_owned()),
        key: Set(job.key.clone()),
        version: Set(i64::from(job.version)),
        payload: Set(job.payload.to_string()),
        run_at: Set(job.run_at.0),
        attempts: Set(0),
        lease: Set(None),
        leased_at: Set(0),
        leased_until: Set(0),
    })
}

/// Takes up jobs that are due at `now`, those due longest first, and holds them. Several workers never hold the same.
///
/// # Errors
/// [`StoreError`] of the write; [`StoreError::Invalid`] of a payload that is not JSON.
pub async fn claim(store: &Store, now: Instant, claim: Claim<'_>) -> Result<Vec<Leased>, StoreError> {
    let tx = store.begin().await?;
    let mut query = row::Entity::find()
        .filter(row::Column::Kind.is_in(claim.kinds.iter().copied()))
        .filter(due(now))
        .order_by_asc(row::Column::RunAt)
        .order_by_asc(row::Column::JobId)
        .limit(claim.most);
    if tx.engine() == Engine::Postgres {
        query = query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let found = query.all(tx.conn()).await?;
    let mut leased = Vec::with_capacity(found.len());
    for model in found {
        let lease = Uuid::now_v7();
        row::Entity::update_many()
            .col_expr(row::Column::Lease, Expr::value(lease))
            .col_expr(row::Column::LeasedAt, Expr::value(now.0))
            .col_expr(row::Column::LeasedUntil, Expr::value(now.plus_seconds(i64::from(claim.seconds)).0))
            .col_expr(row::Column::Attempts, Expr::col(row::Column::Attempts).add(1))
            .filter(row::Column::InstitutionId.eq(model.institution_id))
            .filter(row::Column::JobId.eq(model.job_id))
            .exec(tx.conn())
            .await?;
        leased.push(held(model, lease)?);
    }
    tx.commit().await?;
    Ok(leased)
}

/// Due, and nobody's: never leased, or the lease has run out, or it was taken by a clock that was ahead.
fn due(now: Instant) -> Condition {
    let free = Condition::any()
        .add(row::Column::Lease.is_null())
        .add(row::Column::LeasedUntil.lte(now.0))
        .add(row::Column::LeasedAt.gt(now.0));
    Condition::all().add(row::Column::RunAt.lte(now.0)).add(free)
}

fn held(model: row::Model, lease: Uuid) -> Result<Leased, StoreError> {
    Ok(Leased {
        institution: UnitId(model.institution_id),
        kind: model.kind,
        key: model.key,
        version: i32::try_from(model.version).map_err(|e| StoreError::invalid("job.version", e))?,
        payload: serde_json::from_str(&model.payload).map_err(|e| StoreError::invalid("job.payload", e))?,
        run_at: Instant(model.run_at),
        attempts: u32::try_from(model.attempts + 1).unwrap_or(u32::MAX),
        job_id: model.job_id,
        lease,
    })
}

/// Commits the work of a job and removes the job, or undoes the work if the lease was lost meanwhile.
///
/// # Errors
/// [`StoreError`]; then nothing of the transaction has happened and the job is taken up again.
pub async fn finish(tx: Tx, job: &Leased) -> Result<Finished, StoreError> {
    let gone = row::Entity::delete_many().filter(mine(job)).exec(tx.conn()).await?;
    if gone.rows_affected == 0 {
        return Ok(Finished::Lost);
    }
    tx.commit().await?;
    Ok(Finished::Done)
}

/// Commits part of the work of a job and puts the rest off: it is due again at `run_at`, for any worker. So a long job
/// works in portions that block nobody, and one that failed waits.
///
/// # Errors
/// As [`finish`].
pub async fn put_off(tx: Tx, job: &Leased, run_at: Instant) -> Result<Finished, StoreError> {
    let changed = row::Entity::update_many()
        .col_expr(row::Column::RunAt, Expr::value(run_at.0))
        .col_expr(row::Column::Lease, Expr::value(Option::<Uuid>::None))
        .filter(mine(job))
        .exec(tx.conn())
        .await?;
    if changed.rows_affected == 0 {
        return Ok(Finished::Lost);
    }
    tx.commit().await?;
    Ok(Finished::Done)
}

fn mine(job: &Leased) -> Condition {
    Condition::all()
        .add(row::Column::InstitutionId.eq(Uuid::from(job.institution)))
        .add(row::Column::JobId.eq(job.job_id))
        .add(row::Column::Lease.eq(job.lease))
}

/// Removes jobs of an institution and kind by their keys, for work that is no longer wanted. One that a worker holds
/// goes as well, and that worker finds its lease lost.
///
/// # Errors
/// [`StoreError`] of the write.
pub async fn withdraw(
    tx: &Tx,
    (institution, kind): (UnitId, &str),
    keys: &[String],
) -> Result<u64, StoreError> {
    let mut gone = 0;
    for chunk in keys.chunks(5_000) {
        let done = row::Entity::delete_many()
            .filter(row::Column::InstitutionId.eq(Uuid::from(institution)))
            .filter(row::Column::Kind.eq(kind))
            .filter(row::Column::Key.is_in(chunk.iter().map(String::as_str)))
            .exec(tx.conn())
            .await?;
        gone += done.rows_affected;
    }
    Ok(gone)
}

/// When the next job of these kinds is due, held ones included; none if there is none.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn next_due(store: &Store, kinds: &[&str]) -> Result<Option<Instant>, StoreError> {
    let next = row::Entity::find()
        .filter(row::Column::Kind.is_in(kinds.iter().copied()))
        .order_by_asc(row::Column::RunAt)
        .one(store.reader())
        .await?;
    Ok(next.map(|row| Instant(row.run_at)))
}
