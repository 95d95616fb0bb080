//! The table `channel`.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _,
};
use std::collections::BTreeSet;
use xd_kernel::{AccountId, UnitId};
use xd_store::{StoreError, Tx};

use crate::words::ChannelKind;

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "channel")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        pub state: String,
        pub rank: i64,
        pub address_sealed: Vec<u8>,
        pub signing_sealed: Option<Vec<u8>>,
        pub code_sealed: Option<Vec<u8>>,
        pub code_tries: i64,
        pub code_at: i64,
        pub set_at: i64,
        pub confirmed_at: Option<i64>,
    }

    // What is sealed does not belong into a log either.
    impl std::fmt::Debug for Model {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "channel {} of {}", self.kind, self.account_id)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use row::Model as ChannelRow;
use row::{Column, Entity};

/// Whose channel of which kind.
pub(crate) type Key = (UnitId, AccountId, ChannelKind);

/// The channels of an account, in the order in which they are tried.
pub(crate) async fn of_account(
    conn: &impl ConnectionTrait,
    (institution, account): (UnitId, AccountId),
) -> Result<Vec<ChannelRow>, StoreError> {
    Ok(Entity::find()
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::AccountId.eq(account.0))
        .order_by_asc(Column::Rank)
        .order_by_asc(Column::Kind)
        .all(conn)
        .await?)
}

/// The accounts among these that have a confirmed channel.
pub(crate) async fn reachable(
    conn: &impl ConnectionTrait,
    accounts: &[(UnitId, AccountId)],
) -> Result<BTreeSet<AccountId>, StoreError> {
    let mut found = BTreeSet::new();
    for part in accounts.chunks(2_000) {
        let rows = Entity::find()
            .filter(Column::InstitutionId.is_in(part.iter().map(|(institution, _)| institution.0)))
            .filter(Column::AccountId.is_in(part.iter().map(|(_, account)| account.0)))
            .filter(Column::State.eq("confirmed"))
            .all(conn)
            .await?;
        found.extend(rows.into_iter().map(|row| AccountId(row.account_id)));
    }
    Ok(found)
}

pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    (institution, account, kind): Key,
) -> Result<Option<ChannelRow>, StoreError> {
    Ok(Entity::find_by_id((institution.0, account.0, kind.word().to_owned())).one(conn).await?)
}

/// Puts a channel in the place of the one that was there.
pub(crate) async fn put(tx: &Tx, row: ChannelRow) -> Result<(), StoreError> {
    Entity::delete_by_id((row.institution_id, row.account_id, row.kind.clone())).exec(tx.conn()).await?;
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Counts one attempt to confirm, unless there were so many already; says whether it counted. Two at once count twice.
pub(crate) async fn try_code(
    tx: &Tx,
    (institution, account, kind): Key,
    most: i64,
) -> Result<bool, StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::CodeTries, Expr::col(Column::CodeTries).add(1))
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::AccountId.eq(account.0))
        .filter(Column::Kind.eq(kind.word()))
        .filter(Column::CodeTries.lt(most))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Removes a channel; says whether it was there.
pub(crate) async fn remove(tx: &Tx, (institution, account, kind): Key) -> Result<bool, StoreError> {
    let key = (institution.0, account.0, kind.word().to_owned());
    Ok(Entity::delete_by_id(key).exec(tx.conn()).await?.rows_affected == 1)
}
