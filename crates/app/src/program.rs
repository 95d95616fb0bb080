//! The parts every command with data needs: the store, brought to the form this program knows, and the keys.

use std::sync::Arc;

use xd_flows::all_migrations;
use xd_kernel::Clock as _;
use xd_store::Store;
use xd_trust::Ctx;
use xd_trust::vault::Vault;

use crate::clock::MachineClock;
use crate::config::Config;
use crate::failure::Failure;

/// An open store and its keys.
pub struct Program {
    /// The store, migrated.
    pub store: Store,
    /// The keys that seal private columns.
    pub vault: Arc<Vault>,
}

impl Program {
    /// Opens what the configuration names, and brings it to the form this program knows.
    pub async fn open(config: &Config) -> Result<Self, Failure> {
        let store = Store::open(&config.store()).await?;
        let applied = xd_store::migrate(&store, all_migrations()).await?;
        if applied > 0 {
            tracing::info!(applied, "migrations applied");
        }
        let path = config.key_file();
        let vault =
            Vault::open(&path).map_err(|error| Failure::failed(format!("{}: {error}", path.display())))?;
        Ok(Self { store, vault: Arc::new(vault) })
    }

    /// The context of a command given by whoever holds the machine: it reaches everywhere and is audited as `part`.
    pub fn ctx(&self, part: &'static str) -> Ctx {
        Ctx::program(self.store.clone(), part, MachineClock.now())
    }
}

#[cfg(test)]
mod tests {
    use xd_store::Store;
    use xd_testkit::privacy::{classified, keyed_by_custody, nothing_else};

    use xd_flows::all_migrations;

    const PRIVACY: &str = include_str!("../../../content/privacy.toml");

    #[test]
    fn every_column_of_every_table_has_a_privacy_class_and_nothing_else_has() {
        let tables: Vec<_> = all_migrations().iter().flat_map(|migration| (migration.up)()).collect();
        classified(&tables, PRIVACY);
        nothing_else(&tables, PRIVACY);
    }

    /// The store's own tables, which one server keeps for all.
    const OF_THE_STORE: &[&str] = &["outbox", "consumer_position"];

    #[test]
    fn every_key_begins_with_the_custody_key_but_for_the_directories() {
        let tables: Vec<_> = all_migrations().iter().flat_map(|migration| (migration.up)()).collect();
        let directories = [xd_trust::DIRECTORIES, xd_register::DIRECTORIES, OF_THE_STORE].concat();
        keyed_by_custody(&tables, &directories);
    }

    async fn all_migrations_stand_together(store: Store) {
        assert_eq!(xd_store::pending(&store, &all_migrations()).await.unwrap(), 0);
    }

    xd_testkit::both_engines!(xd_flows::all_migrations; all_migrations_stand_together);
}
