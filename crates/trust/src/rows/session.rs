//! Rows of `session`.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use xd_kernel::{AccountId, Instant, SessionId};
use xd_store::{StoreError, Tx};

mod session_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: Vec<u8>,
        pub session_id: Uuid,
        pub account_id: Uuid,
        pub started_at: i64,
        pub idle_until: i64,
        pub ends_at: i64,
        pub idle_seconds: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub use session_row::Model as SessionRecord;

pub async fn insert(tx: &Tx, row: SessionRecord) -> Result<(), StoreError> {
    let row = session_row::ActiveModel {
        token_hash: Set(row.token_hash),
        session_id: Set(row.session_id),
        account_id: Set(row.account_id),
        started_at: Set(row.started_at),
        idle_until: Set(row.idle_until),
        ends_at: Set(row.ends_at),
        idle_seconds: Set(row.idle_seconds),
    };
    session_row::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub async fn find(
    conn: &impl ConnectionTrait,
    token_hash: [u8; 32],
) -> Result<Option<SessionRecord>, StoreError> {
    Ok(session_row::Entity::find_by_id(token_hash.to_vec()).one(conn).await?)
}

/// Moves the end of a session's idle time forward, never back.
pub async fn slide(tx: &Tx, token_hash: [u8; 32], idle_until: Instant) -> Result<(), StoreError> {
    session_row::Entity::update_many()
        .col_expr(session_row::Column::IdleUntil, Expr::value(idle_until.0))
        .filter(session_row::Column::TokenHash.eq(token_hash.to_vec()))
        .filter(Expr::col(session_row::Column::IdleUntil).lt(idle_until.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub async fn remove(tx: &Tx, token_hash: [u8; 32]) -> Result<u64, StoreError> {
    let done = session_row::Entity::delete_by_id(token_hash.to_vec()).exec(tx.conn()).await?;
    Ok(done.rows_affected)
}

/// Ends the sessions of an account, except one to be kept.
pub async fn remove_of(tx: &Tx, account: AccountId, keep: Option<SessionId>) -> Result<(), StoreError> {
    let mut delete = session_row::Entity::delete_many().filter(session_row::Column::AccountId.eq(account.0));
    if let Some(keep) = keep {
        delete = delete.filter(session_row::Column::SessionId.ne(keep.0));
    }
    delete.exec(tx.conn()).await?;
    Ok(())
}

/// Removes sessions that have ended.
pub async fn sweep(tx: &Tx, now: Instant) -> Result<u64, StoreError> {
    let done = session_row::Entity::delete_many()
        .filter(session_row::Column::IdleUntil.lt(now.0))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected)
}
