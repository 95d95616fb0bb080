//! Rows of `audit`.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use xd_kernel::{Instant, OrgPath};
use xd_store::{StoreError, Tx};

use super::at_or_below;

mod audit_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub audit_id: Uuid,
        pub path: String,
        pub at: i64,
        pub account_id: Option<Uuid>,
        pub part: Option<String>,
        pub request_id: Uuid,
        pub action: String,
        pub subject_kind: String,
        pub subject_id: Option<Uuid>,
        pub reason: Option<String>,
        pub detail: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub use audit_row::Model as AuditRow;

pub async fn insert(tx: &Tx, row: AuditRow) -> Result<(), StoreError> {
    let row = audit_row::ActiveModel {
        institution_id: Set(row.institution_id),
        audit_id: Set(row.audit_id),
        path: Set(row.path),
        at: Set(row.at),
        account_id: Set(row.account_id),
        part: Set(row.part),
        request_id: Set(row.request_id),
        action: Set(row.action),
        subject_kind: Set(row.subject_kind),
        subject_id: Set(row.subject_id),
        reason: Set(row.reason),
        detail: Set(row.detail),
    };
    audit_row::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Entries at or below a path, newest first, from before an entry.
pub async fn page(
    conn: &impl ConnectionTrait,
    path: &OrgPath,
    before: Option<(Instant, Uuid)>,
    limit: u64,
) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = audit_row::Entity::find().filter(at_or_below(audit_row::Column::Path, path));
    if let Some((at, id)) = before {
        let same =
            Condition::all().add(audit_row::Column::At.eq(at.0)).add(audit_row::Column::AuditId.lt(id));
        query = query.filter(Condition::any().add(audit_row::Column::At.lt(at.0)).add(same));
    }
    let query = query.order_by_desc(audit_row::Column::At).order_by_desc(audit_row::Column::AuditId);
    Ok(query.limit(limit).all(conn).await?)
}
