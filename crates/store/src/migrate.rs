//! Migrations: each domain lists its tables under a name; the ledger remembers which names have been applied.

use sea_orm::{ConnectionTrait, DbErr, TransactionTrait as _};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTraitSelf, SchemaManager};

use crate::error::OpenError;
use crate::schema::Table;
use crate::{Engine, Store};

/// One step of the schema: a name that never changes, and the tables it makes.
#[derive(Clone, Copy)]
pub struct Migration {
    /// Applied once, in the order listed. Never renamed, never edited after release.
    pub name: &'static str,
    /// The tables it makes.
    pub up: fn() -> Vec<Table>,
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let engine = match manager.get_database_backend() {
            sea_orm::DbBackend::Postgres => Engine::Postgres,
            _ => Engine::Sqlite,
        };
        for statement in (self.up)().iter().flat_map(|table| table.statements(engine)) {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    /// On SQLite too: a program killed half-way would otherwise leave tables that the next run cannot make again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

struct Ledger(Vec<Migration>);

#[async_trait::async_trait]
impl MigratorTraitSelf for Ledger {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        self.0.iter().map(|migration| Box::new(*migration) as Box<dyn MigrationTrait>).collect()
    }
}

/// Applies the migrations that have not been applied, and says how many that were. Of several processes that start at
/// once one does it, the others wait.
///
/// # Errors
/// [`OpenError::Newer`] if the database knows migrations that this program does not.
pub async fn migrate(store: &Store, migrations: Vec<Migration>) -> Result<usize, OpenError> {
    if store.engine() == Engine::Sqlite {
        return apply(store, migrations).await;
    }
    let turn = store.reader().begin().await?;
    turn.execute_unprepared("SELECT pg_advisory_xact_lock(7864, 2)").await?;
    let done = apply(store, migrations).await;
    turn.rollback().await?;
    done
}

async fn apply(store: &Store, migrations: Vec<Migration>) -> Result<usize, OpenError> {
    let waiting = pending(store, &migrations).await?;
    if waiting > 0 {
        Ledger(migrations).up(store.writer(), None).await?;
    }
    Ok(waiting)
}

/// How many of the migrations have not been applied.
///
/// # Errors
/// [`OpenError::Newer`] if the database knows migrations that this program does not.
pub async fn pending(store: &Store, migrations: &[Migration]) -> Result<usize, OpenError> {
    let ledger = Ledger(migrations.to_vec());
    let applied = ledger.get_migration_models(store.writer()).await?;
    let unknown = applied.iter().find(|model| !migrations.iter().any(|m| m.name == model.version));
    match unknown {
        Some(model) => Err(OpenError::Newer { name: model.version.clone() }),
        None => Ok(migrations.len() - applied.len()),
    }
}
