//! The tables `checklist_version`, `checklist_result` and `finding`.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use xd_kernel::{AccountId, Instant, OrgPath, RecordId, SchoolDay, TaskId, UnitId};
use xd_store::{Store, StoreError, Tx};

use super::{at_or_below, number, word};
use crate::Bilingual;
use crate::checklist::{Checklist, Outcome};
use crate::model::{Finding, ListResult};

/// A list of an institution's own.
mod version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "checklist_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub list: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i64,
        pub title_zh: String,
        pub title_en: String,
        pub items: String,
        pub imported_at: i64,
        pub imported_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What a record of a list came to.
mod result {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "checklist_result")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: Uuid,
        pub unit_id: Uuid,
        pub path: String,
        pub list: String,
        pub version: i64,
        pub kind: String,
        pub day: i64,
        pub yes: String,
        pub no: String,
        pub not_applicable: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Why a task was opened.
mod finding {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "finding")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_id: Uuid,
        pub source_task_id: Uuid,
        pub record_id: Uuid,
        pub item: Option<String>,
        pub note: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// A list and who imported it when.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub institution: UnitId,
    pub imported_at: Instant,
    pub list: Checklist,
}

pub(crate) async fn insert(
    tx: &Tx,
    (institution, list): (UnitId, &Checklist),
    (at, by): (Instant, Option<AccountId>),
) -> Result<(), StoreError> {
    let items =
        serde_json::to_string(&list.items).map_err(|e| StoreError::invalid("checklist_version.items", e))?;
    let row = version::ActiveModel {
        institution_id: Set(institution.0),
        list: Set(list.id.clone()),
        version: Set(i64::from(list.version)),
        title_zh: Set(list.title.zh.clone()),
        title_en: Set(list.title.en.clone()),
        items: Set(items),
        imported_at: Set(at.0),
        imported_by: Set(by.map(|account| account.0)),
    };
    version::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The versions of a list at these institutions, of any time.
pub(crate) async fn versions(
    store: &Store,
    institutions: &[UnitId],
    list: &str,
) -> Result<Vec<Version>, StoreError> {
    let ids = institutions.iter().map(|institution| institution.0);
    let query = version::Entity::find()
        .filter(version::Column::InstitutionId.is_in(ids))
        .filter(version::Column::List.eq(list));
    let read = |row: version::Model| {
        let items = serde_json::from_str(&row.items);
        Ok(Version {
            institution: UnitId(row.institution_id),
            imported_at: Instant(row.imported_at),
            list: Checklist {
                id: row.list,
                version: number("checklist_version.version", row.version)?,
                title: Bilingual { zh: row.title_zh, en: row.title_en },
                items: items.map_err(|e| StoreError::invalid("checklist_version.items", e))?,
            },
        })
    };
    query.all(store.reader()).await?.into_iter().map(read).collect()
}

pub(crate) async fn insert_results(tx: &Tx, results: &[&ListResult]) -> Result<(), StoreError> {
    let row = |one: &&ListResult| result::ActiveModel {
        institution_id: Set(one.institution.0),
        record_id: Set(one.record.0),
        unit_id: Set(one.unit.0),
        path: Set(one.path.to_string()),
        list: Set(one.list.clone()),
        version: Set(i64::from(one.version)),
        kind: Set(one.kind.to_string()),
        day: Set(i64::from(one.day.0)),
        yes: Set(one.outcome.yes.join(" ")),
        no: Set(one.outcome.no.join(" ")),
        not_applicable: Set(one.outcome.not_applicable.join(" ")),
    };
    if !results.is_empty() {
        result::Entity::insert_many(results.iter().map(row)).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// What a list came to at and below a path, by day.
pub(crate) async fn results(
    store: &Store,
    under: &OrgPath,
    (list, kind): (&str, &str),
    (from, to): (SchoolDay, SchoolDay),
) -> Result<Vec<ListResult>, StoreError> {
    let query = result::Entity::find()
        .filter(at_or_below(result::Column::Path, under))
        .filter(result::Column::List.eq(list))
        .filter(result::Column::Kind.eq(kind))
        .filter(result::Column::Day.between(from.0, to.0))
        .order_by_asc(result::Column::Day)
        .order_by_asc(result::Column::RecordId);
    let codes = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect();
    let read = |row: result::Model| {
        Ok(ListResult {
            record: RecordId(row.record_id),
            unit: UnitId(row.unit_id),
            path: word("checklist_result.path", &row.path)?,
            institution: UnitId(row.institution_id),
            version: number("checklist_result.version", row.version)?,
            kind: word("checklist_result.kind", &row.kind)?,
            day: SchoolDay(number("checklist_result.day", row.day)?),
            outcome: Outcome {
                yes: codes(&row.yes),
                no: codes(&row.no),
                not_applicable: codes(&row.not_applicable),
            },
            list: row.list,
        })
    };
    query.all(store.reader()).await?.into_iter().map(read).collect()
}

pub(crate) async fn insert_findings(tx: &Tx, findings: &[&Finding]) -> Result<(), StoreError> {
    let row = |one: &&Finding| finding::ActiveModel {
        institution_id: Set(one.institution.0),
        subject_id: Set(one.subject),
        source_task_id: Set(one.source.0),
        record_id: Set(one.record.0),
        item: Set(one.item.clone()),
        note: Set(one.note.clone()),
    };
    if !findings.is_empty() {
        finding::Entity::insert_many(findings.iter().map(row)).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Why the task about a subject was opened; none if nothing opened it.
pub(crate) async fn find_finding(
    store: &Store,
    institution: UnitId,
    subject: Uuid,
) -> Result<Option<Finding>, StoreError> {
    let row = finding::Entity::find_by_id((institution.0, subject)).one(store.reader()).await?;
    Ok(row.map(|row| Finding {
        institution: UnitId(row.institution_id),
        subject: row.subject_id,
        source: TaskId(row.source_task_id),
        record: RecordId(row.record_id),
        item: row.item,
        note: row.note,
    }))
}
