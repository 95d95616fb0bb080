//! Rows of `account` and `sign_in_failure`.

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::{ExprTrait as _, LockType, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use xd_kernel::{AccountId, Instant, OrgPath, PersonId};
use xd_store::{Engine, StoreError, Tx};

use super::at_or_below;

mod account_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        pub username: String,
        pub institution_id: Uuid,
        pub path: String,
        pub person_id: Option<Uuid>,
        pub locale: String,
        pub state: String,
        pub password_hash: String,
        pub created_at: i64,
        pub password_at: i64,
    }

    // The hash of a password does not belong into a log.
    impl std::fmt::Debug for Model {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "account {}", self.account_id)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod failure_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_failure")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub username_hash: Vec<u8>,
        pub failures: i64,
        pub last_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub use account_row::Model as AccountRow;
pub use failure_row::Model as FailureRow;

pub async fn insert(tx: &Tx, row: AccountRow) -> Result<(), StoreError> {
    account_row::Entity::insert(active(row)).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub async fn insert_many(tx: &Tx, rows: Vec<AccountRow>) -> Result<(), StoreError> {
    // Ten columns each: far below what a statement can bind.
    for part in rows.chunks(500) {
        account_row::Entity::insert_many(part.iter().cloned().map(active))
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

fn active(row: AccountRow) -> account_row::ActiveModel {
    account_row::ActiveModel {
        account_id: Set(row.account_id),
        username: Set(row.username),
        institution_id: Set(row.institution_id),
        path: Set(row.path),
        person_id: Set(row.person_id),
        locale: Set(row.locale),
        state: Set(row.state),
        password_hash: Set(row.password_hash),
        created_at: Set(row.created_at),
        password_at: Set(row.password_at),
    }
}

pub async fn by_id(conn: &impl ConnectionTrait, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
    Ok(account_row::Entity::find_by_id(id.0).one(conn).await?)
}

pub async fn by_username(
    conn: &impl ConnectionTrait,
    username: &str,
) -> Result<Option<AccountRow>, StoreError> {
    Ok(account_row::Entity::find().filter(account_row::Column::Username.eq(username)).one(conn).await?)
}

/// The accounts of these persons that can sign in.
pub async fn open_of_persons(
    conn: &impl ConnectionTrait,
    persons: &[PersonId],
) -> Result<Vec<AccountRow>, StoreError> {
    let mut found = Vec::new();
    for part in persons.chunks(5_000) {
        let query = account_row::Entity::find()
            .filter(account_row::Column::PersonId.is_in(part.iter().map(|person| person.0)))
            .filter(account_row::Column::State.eq("active"));
        found.extend(query.order_by_asc(account_row::Column::AccountId).all(conn).await?);
    }
    Ok(found)
}

/// Names of accounts, for entries of the audit log.
pub async fn usernames(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<(Uuid, String)>, StoreError> {
    let query = account_row::Entity::find().select_only();
    let query = query.column(account_row::Column::AccountId).column(account_row::Column::Username);
    Ok(query.filter(account_row::Column::AccountId.is_in(ids)).into_tuple().all(conn).await?)
}

/// Accounts at or below a path, by username, from after a username.
pub async fn page(
    conn: &impl ConnectionTrait,
    path: &OrgPath,
    after: Option<String>,
    limit: u64,
) -> Result<Vec<AccountRow>, StoreError> {
    let mut query = account_row::Entity::find().filter(at_or_below(account_row::Column::Path, path));
    if let Some(username) = after {
        query = query.filter(account_row::Column::Username.gt(username));
    }
    Ok(query.order_by_asc(account_row::Column::Username).limit(limit).all(conn).await?)
}

/// A column of an account that changes.
pub enum Change {
    Password {
        hash: String,
        at: Instant,
    },
    /// The same password under newer parameters.
    Rehash {
        hash: String,
    },
    Locale(String),
    State(String),
}

pub async fn change(tx: &Tx, id: AccountId, change: Change) -> Result<(), StoreError> {
    let mut row = account_row::ActiveModel { account_id: Unchanged(id.0), ..Default::default() };
    match change {
        Change::Password { hash, at } => {
            row.password_hash = Set(hash);
            row.password_at = Set(at.0);
        }
        Change::Rehash { hash } => row.password_hash = Set(hash),
        Change::Locale(locale) => row.locale = Set(locale),
        Change::State(state) => row.state = Set(state),
    }
    account_row::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

/// The failures of a name, locked until the transaction ends; a first row is made if there is none.
pub async fn failures(tx: &Tx, username_hash: [u8; 32], now: Instant) -> Result<FailureRow, StoreError> {
    let first = FailureRow { username_hash: username_hash.to_vec(), failures: 0, last_at: now.0 };
    let insert = failure_row::Entity::insert(failure_row::ActiveModel {
        username_hash: Set(first.username_hash.clone()),
        failures: Set(0),
        last_at: Set(now.0),
    });
    insert
        .on_conflict(OnConflict::column(failure_row::Column::UsernameHash).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    let mut query = failure_row::Entity::find_by_id(username_hash.to_vec());
    if tx.engine() == Engine::Postgres {
        query = query.lock(LockType::Update);
    }
    Ok(query.one(tx.conn()).await?.unwrap_or(first))
}

pub async fn set_failures(tx: &Tx, row: FailureRow) -> Result<(), StoreError> {
    let row = failure_row::ActiveModel {
        username_hash: Unchanged(row.username_hash),
        failures: Set(row.failures),
        last_at: Set(row.last_at),
    };
    failure_row::Entity::update(row).exec(tx.conn()).await?;
    Ok(())
}

pub async fn forget_failures(tx: &Tx, username_hash: [u8; 32], before: Instant) -> Result<(), StoreError> {
    let theirs = failure_row::Column::UsernameHash.eq(username_hash.to_vec());
    let old = failure_row::Column::LastAt.lt(before.0);
    failure_row::Entity::delete_many().filter(theirs.or(old)).exec(tx.conn()).await?;
    Ok(())
}
