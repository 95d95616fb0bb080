use sea_orm::ConnectionTrait as _;
use xd_store::schema::Table;
use xd_store::{Engine, Migration, OpenError, Store, StoreConfig, migrate, migrations, pending};

fn first() -> Migration {
    Migration { name: "0900_first", up: || vec![Table::new("first").id("a").primary(&["a"])] }
}

/// Makes one table and then fails, since a table cannot be made twice.
fn broken() -> Migration {
    let twice = || vec![Table::new("second").id("a").primary(&["a"]), Table::new("second").id("a")];
    Migration { name: "0901_second", up: twice }
}

fn mended() -> Migration {
    Migration { name: "0901_second", up: || vec![Table::new("second").id("a").primary(&["a"])] }
}

async fn open(config: &StoreConfig) -> Store {
    Store::open(config).await.unwrap()
}

async fn each_is_applied_once(config: StoreConfig) {
    let store = open(&config).await;
    let all = || [migrations(), vec![first()]].concat();
    assert_eq!(pending(&store, &all()).await.unwrap(), migrations().len() + 1);
    assert_eq!(migrate(&store, migrations()).await.unwrap(), migrations().len());
    assert_eq!(pending(&store, &all()).await.unwrap(), 1);
    assert_eq!(migrate(&store, all()).await.unwrap(), 1);
    assert_eq!(migrate(&store, all()).await.unwrap(), 0);
    store.close().await;
}

async fn a_database_of_a_newer_program_is_left_alone(config: StoreConfig) {
    let store = open(&config).await;
    migrate(&store, [migrations(), vec![first()]].concat()).await.unwrap();
    for refused in [migrate(&store, migrations()).await, pending(&store, &migrations()).await] {
        let refused = refused.unwrap_err();
        assert!(matches!(&refused, OpenError::Newer { name } if name == "0900_first"), "{refused}");
    }
    store.close().await;
}

/// A program killed half-way leaves nothing of the step it was in; the mended step can then be applied.
async fn a_step_happens_whole_or_not_at_all(config: StoreConfig) {
    let store = open(&config).await;
    let failed = migrate(&store, vec![first(), broken()]).await;
    assert!(matches!(failed, Err(OpenError::Engine(_))), "{failed:?}");
    assert!(store.reader().execute_unprepared("SELECT a FROM second").await.is_err());
    assert!(store.reader().execute_unprepared("SELECT a FROM first").await.is_ok());
    assert_eq!(migrate(&store, vec![first(), mended()]).await.unwrap(), 1);
    store.close().await;
}

/// Several processes on PostgreSQL. On SQLite there is one, and a second does not get that far.
async fn those_who_start_at_once_wait_for_each_other(config: StoreConfig) {
    let store = open(&config).await;
    if store.engine() == Engine::Sqlite {
        assert!(matches!(Store::open(&config).await, Err(OpenError::InUse { .. })));
        return store.close().await;
    }
    let stores = [store, open(&config).await, open(&config).await];
    let start = |store: Store| tokio::spawn(async move { migrate(&store, migrations()).await });
    let running: Vec<_> = stores.clone().map(start).into();
    let mut applied = 0;
    for one in running {
        applied += one.await.unwrap().unwrap();
    }
    assert_eq!(applied, migrations().len());
    for store in stores {
        store.close().await;
    }
}

xd_testkit::on_empty_databases!(
    each_is_applied_once,
    a_database_of_a_newer_program_is_left_alone,
    a_step_happens_whole_or_not_at_all,
    those_who_start_at_once_wait_for_each_other,
);
