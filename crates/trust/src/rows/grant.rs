//! Rows of `role_grant`.

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use xd_kernel::{AccountId, GrantId, Instant, SchoolDay};
use xd_store::{StoreError, Tx};

use crate::policy::Role;

mod grant_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "role_grant")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub grant_id: Uuid,
        pub account_id: Uuid,
        pub role: String,
        pub unit_id: Uuid,
        pub path: String,
        pub institution_id: Uuid,
        pub until_day: Option<i64>,
        pub given_at: i64,
        pub given_by: Option<Uuid>,
        pub revoked_at: Option<i64>,
        pub revoked_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub use grant_row::Model as GrantRow;

pub async fn insert(tx: &Tx, row: GrantRow) -> Result<(), StoreError> {
    let row = grant_row::ActiveModel {
        grant_id: Set(row.grant_id),
        account_id: Set(row.account_id),
        role: Set(row.role),
        unit_id: Set(row.unit_id),
        path: Set(row.path),
        institution_id: Set(row.institution_id),
        until_day: Set(row.until_day),
        given_at: Set(row.given_at),
        given_by: Set(row.given_by),
        revoked_at: Set(row.revoked_at),
        revoked_by: Set(row.revoked_by),
    };
    grant_row::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Grants of accounts that have not been revoked and count on a day or later.
pub async fn live(
    conn: &impl ConnectionTrait,
    accounts: impl IntoIterator<Item = Uuid>,
    today: SchoolDay,
) -> Result<Vec<GrantRow>, StoreError> {
    let until = Condition::any()
        .add(grant_row::Column::UntilDay.is_null())
        .add(grant_row::Column::UntilDay.gte(i64::from(today.0)));
    let rows = grant_row::Entity::find()
        .filter(grant_row::Column::AccountId.is_in(accounts))
        .filter(grant_row::Column::RevokedAt.is_null())
        .filter(until)
        .order_by_asc(grant_row::Column::GrantId)
        .all(conn)
        .await?;
    Ok(rows)
}

pub async fn by_id(conn: &impl ConnectionTrait, id: GrantId) -> Result<Option<GrantRow>, StoreError> {
    Ok(grant_row::Entity::find_by_id(id.0).one(conn).await?)
}

pub async fn revoke(tx: &Tx, id: GrantId, at: Instant, by: Option<AccountId>) -> Result<(), StoreError> {
    let row = grant_row::ActiveModel {
        grant_id: Unchanged(id.0),
        revoked_at: Set(Some(at.0)),
        revoked_by: Set(by.map(Uuid::from)),
        ..Default::default()
    };
    grant_row::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// How many grants of a role have not been revoked, wherever they are.
pub async fn count_of(conn: &impl ConnectionTrait, role: Role) -> Result<u64, StoreError> {
    let query = grant_row::Entity::find().filter(grant_row::Column::Role.eq(role.word()));
    Ok(query.filter(grant_row::Column::RevokedAt.is_null()).count(conn).await?)
}
