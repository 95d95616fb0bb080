//! One fresh database for one test.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use sea_orm::{ConnectionTrait as _, Database as Connect, DatabaseConnection};
use tempfile::TempDir;
use xd_store::{Engine, Migration, Store, StoreConfig, migrate};

use crate::cluster::Cluster;

/// A database of its own for one test.
pub(crate) struct Database {
    pub config: StoreConfig,
    place: Place,
}

enum Place {
    /// Removed with everything in it when dropped.
    Folder { _folder: TempDir },
    /// A database in the shared cluster.
    Server { cluster: &'static Cluster, name: String },
}

impl Database {
    /// An empty database.
    pub async fn empty(engine: Engine) -> Result<Self, String> {
        match engine {
            Engine::Sqlite => sqlite(),
            Engine::Postgres => postgres("template1").await,
        }
    }

    /// A database with the migrations applied.
    pub async fn migrated(engine: Engine, migrations: Vec<Migration>) -> Result<Self, String> {
        match engine {
            Engine::Sqlite => {
                let database = sqlite()?;
                apply(&database.config, migrations).await?;
                Ok(database)
            }
            Engine::Postgres => postgres(&template(migrations).await?).await,
        }
    }

    /// Removes it, as well as that goes: what stays is removed with the cluster.
    pub async fn discard(self) {
        if let Place::Server { cluster, name } = self.place
            && let Ok(server) = connect(cluster).await
        {
            let _ = run(&server, &format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).await;
            let _ = server.close().await;
        }
    }
}

fn sqlite() -> Result<Database, String> {
    let folder = tempfile::tempdir().map_err(|e| format!("no temporary folder: {e}"))?;
    let config = StoreConfig::Sqlite { file: folder.path().join("xiaodun.db"), readers: 4 };
    Ok(Database { config, place: Place::Folder { _folder: folder } })
}

async fn postgres(template: &str) -> Result<Database, String> {
    let cluster = Cluster::shared()?;
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    let server = connect(cluster).await?;
    let made = run(&server, &format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"")).await;
    let _ = server.close().await;
    made?;
    let config = StoreConfig::Postgres { url: cluster.url(&name), connections: 8 };
    Ok(Database { config, place: Place::Server { cluster, name } })
}

async fn apply(config: &StoreConfig, migrations: Vec<Migration>) -> Result<(), String> {
    let store = Store::open(config).await.map_err(|e| e.to_string())?;
    let applied = migrate(&store, migrations).await.map_err(|e| e.to_string());
    store.close().await;
    applied.map(|_| ())
}

/// The name of a database in which the migrations have been applied, made by whoever needs it first.
async fn template(migrations: Vec<Migration>) -> Result<String, String> {
    let cluster = Cluster::shared()?;
    let name = format!("template_{:016x}", fingerprint(&migrations));
    // Held until this function returns: of all processes one makes the template, the others wait for it.
    let _turn = cluster.turn()?;
    let server = connect(cluster).await?;
    let known = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let backend = server.get_database_backend();
    let known = server.query_one_raw(sea_orm::Statement::from_string(backend, known)).await;
    if known.map_err(|e| e.to_string())?.is_none() {
        make_template(&server, cluster, &name, migrations).await?;
    }
    let _ = server.close().await;
    Ok(name)
}

async fn make_template(
    server: &DatabaseConnection,
    cluster: &Cluster,
    name: &str,
    migrations: Vec<Migration>,
) -> Result<(), String> {
    // Under another name until it is whole: a maker that dies leaves nothing that looks finished.
    let unfinished = format!("{name}_unfinished");
    run(server, &format!("DROP DATABASE IF EXISTS \"{unfinished}\" WITH (FORCE)")).await?;
    run(server, &format!("CREATE DATABASE \"{unfinished}\"")).await?;
    apply(&StoreConfig::Postgres { url: cluster.url(&unfinished), connections: 1 }, migrations).await?;
    run(server, &format!("ALTER DATABASE \"{unfinished}\" RENAME TO \"{name}\"")).await
}

/// Changes with every change of the tables: the cluster may outlive the program that made the template.
fn fingerprint(migrations: &[Migration]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for migration in migrations {
        migration.name.hash(&mut hasher);
        (migration.up)().iter().for_each(|table| table.statements(Engine::Postgres).hash(&mut hasher));
    }
    hasher.finish()
}

async fn connect(cluster: &Cluster) -> Result<DatabaseConnection, String> {
    let mut options = sea_orm::ConnectOptions::new(cluster.url("postgres"));
    options.max_connections(1).sqlx_logging(false);
    Connect::connect(options).await.map_err(|e| format!("the cluster does not answer: {e}"))
}

async fn run(server: &DatabaseConnection, statement: &str) -> Result<(), String> {
    server.execute_unprepared(statement).await.map(|_| ()).map_err(|e| format!("{statement}: {e}"))
}
