//! The tables `record`, `record_file` and `review`: only ever added to.

use std::collections::HashMap;

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use xd_kernel::{AccountId, Instant, PersonId, RecordId, ReviewId, TaskId, UnitId};
use xd_store::{Store, StoreError, Tx};

use super::entities::{record, record_file, review};
use super::{hash, portions, word};
use crate::model::{Record, Review};

/// A record with what makes it the same when sent again.
pub(crate) struct NewRecord {
    pub institution: UnitId,
    pub record: Record,
    pub hash: [u8; 32],
}

pub(crate) async fn insert(tx: &Tx, records: &[&NewRecord]) -> Result<(), StoreError> {
    if records.is_empty() {
        return Ok(());
    }
    let rows = records.iter().map(|new| record::ActiveModel {
        institution_id: Set(new.institution.0),
        record_id: Set(new.record.id.0),
        task_id: Set(new.record.task.0),
        at: Set(new.record.at.0),
        account_id: Set(new.record.account.map(|id| id.0)),
        person_id: Set(new.record.person.map(|id| id.0)),
        answers: Set(new.record.answers.to_string()),
        content_hash: Set(new.hash.to_vec()),
    });
    record::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    let file = |new: &NewRecord, file: &[u8; 32]| record_file::ActiveModel {
        institution_id: Set(new.institution.0),
        record_id: Set(new.record.id.0),
        sha256: Set(file.to_vec()),
    };
    let files: Vec<_> =
        records.iter().flat_map(|new| new.record.files.iter().map(move |one| file(new, one))).collect();
    if !files.is_empty() {
        record_file::Entity::insert_many(files).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// The hashes of the records of these keys that are there already.
pub(crate) async fn known(
    tx: &Tx,
    keys: &[(UnitId, RecordId)],
) -> Result<HashMap<(UnitId, RecordId), (TaskId, [u8; 32])>, StoreError> {
    use record::Column as C;
    let mut found = HashMap::new();
    for part in portions(keys.iter().map(|(_, id)| id.0)) {
        let institutions: Vec<Uuid> = keys.iter().map(|(institution, _)| institution.0).collect();
        let query = record::Entity::find()
            .filter(C::InstitutionId.is_in(institutions))
            .filter(C::RecordId.is_in(part));
        for row in query.all(tx.conn()).await? {
            let key = (UnitId(row.institution_id), RecordId(row.record_id));
            found.insert(key, (TaskId(row.task_id), hash("record.content_hash", &row.content_hash)?));
        }
    }
    Ok(found)
}

/// The records of a task, in the order in which they came.
pub(crate) async fn of_task(
    store: &Store,
    institution: UnitId,
    task: TaskId,
) -> Result<Vec<Record>, StoreError> {
    use record::Column as C;
    let query =
        record::Entity::find().filter(C::InstitutionId.eq(institution.0)).filter(C::TaskId.eq(task.0));
    let rows = query.order_by_asc(C::At).order_by_asc(C::RecordId).all(store.reader()).await?;
    let mut files: HashMap<Uuid, Vec<[u8; 32]>> = HashMap::new();
    for part in portions(rows.iter().map(|row| row.record_id)) {
        use record_file::Column as F;
        let query = record_file::Entity::find()
            .filter(F::InstitutionId.eq(institution.0))
            .filter(F::RecordId.is_in(part));
        for row in query.all(store.reader()).await? {
            files.entry(row.record_id).or_default().push(hash("record_file.sha256", &row.sha256)?);
        }
    }
    let read = |row: record::Model| {
        let answers = serde_json::from_str(&row.answers);
        Ok(Record {
            id: RecordId(row.record_id),
            task,
            at: Instant(row.at),
            account: row.account_id.map(AccountId),
            person: row.person_id.map(PersonId),
            answers: answers.map_err(|error| StoreError::invalid("record.answers", error))?,
            files: files.remove(&row.record_id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(read).collect()
}

pub(crate) async fn insert_review(tx: &Tx, institution: UnitId, new: &Review) -> Result<(), StoreError> {
    let row = review::ActiveModel {
        institution_id: Set(institution.0),
        review_id: Set(new.id.0),
        task_id: Set(new.task.0),
        record_id: Set(new.record.0),
        verdict: Set(new.verdict.to_string()),
        reason: Set(new.reason.clone()),
        at: Set(new.at.0),
        account_id: Set(new.account.map(|id| id.0)),
        person_id: Set(new.person.map(|id| id.0)),
    };
    review::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The reviews of a task, in the order in which they came.
pub(crate) async fn reviews(
    store: &Store,
    institution: UnitId,
    task: TaskId,
) -> Result<Vec<Review>, StoreError> {
    use review::Column as C;
    let query =
        review::Entity::find().filter(C::InstitutionId.eq(institution.0)).filter(C::TaskId.eq(task.0));
    let rows = query.order_by_asc(C::At).order_by_asc(C::ReviewId).all(store.reader()).await?;
    let read = |row: review::Model| {
        Ok(Review {
            id: ReviewId(row.review_id),
            task,
            record: RecordId(row.record_id),
            verdict: word("review.verdict", &row.verdict)?,
            reason: row.reason,
            at: Instant(row.at),
            account: row.account_id.map(AccountId),
            person: row.person_id.map(PersonId),
        })
    };
    rows.into_iter().map(read).collect()
}
