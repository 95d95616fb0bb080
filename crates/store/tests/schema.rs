use sea_orm::{ConnectionTrait as _, Statement};
use xd_store::schema::Table;
use xd_store::{Engine, Migration, Store};

const ID: &str = "00000000000000000000000000000001";

fn things() -> Vec<Table> {
    vec![
        Table::new("thing")
            .id("thing_id")
            .text("name", 5)
            .word("kind", &["a", "b"])
            .int("seats", 1, 60)
            .flag("open")
            .bytes("hash", 4)
            .day("day")
            .count("pupils")
            .text("note", 20)
            .optional()
            .primary(&["thing_id"])
            .unique("thing_name", &["name"])
            .index("thing_kind", &["kind"]),
        Table::new("diary").id("entry_id").text("line", 20).primary(&["entry_id"]).append_only(),
    ]
}

fn migrations() -> Vec<Migration> {
    vec![Migration { name: "0001_things", up: things }]
}

/// A literal of bytes.
fn bytes(engine: Engine, hex: &str) -> String {
    match engine {
        Engine::Sqlite => format!("x'{hex}'"),
        Engine::Postgres => format!("'\\x{hex}'::bytea"),
    }
}

fn id(engine: Engine, hex: &str) -> String {
    match engine {
        Engine::Sqlite => format!("x'{hex}'"),
        Engine::Postgres => format!("'{hex}'"),
    }
}

fn flag(engine: Engine, yes: bool) -> &'static str {
    match (engine, yes) {
        (Engine::Sqlite, true) => "1",
        (Engine::Sqlite, false) => "0",
        (Engine::Postgres, true) => "TRUE",
        (Engine::Postgres, false) => "FALSE",
    }
}

/// An insert of a sound row with one column replaced.
fn insert(engine: Engine, replaced: &str, value: &str) -> String {
    let columns = [
        ("thing_id", id(engine, ID)),
        ("name", "'王小明'".into()),
        ("kind", "'a'".into()),
        ("seats", "45".into()),
        ("open", flag(engine, true).into()),
        ("hash", bytes(engine, "00ff")),
        ("day", "20780".into()),
        ("pupils", "0".into()),
        ("note", "NULL".into()),
    ];
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let values: Vec<&str> =
        columns.iter().map(|(name, usual)| if *name == replaced { value } else { usual.as_str() }).collect();
    format!("INSERT INTO thing ({}) VALUES ({})", names.join(", "), values.join(", "))
}

async fn accepts(store: &Store, statement: &str) -> bool {
    let tx = store.begin().await.unwrap();
    tx.conn().execute_unprepared(statement).await.is_ok()
}

async fn a_column_takes_what_it_is_for_and_nothing_else(store: Store) {
    let engine = store.engine();
    let (short_id, long_bytes) = (id(engine, &ID[2..]), bytes(engine, "0011223344"));
    let wrong_flag = if engine == Engine::Sqlite { "2" } else { "'maybe'" };
    for (column, value, expected) in [
        ("", "", true),
        ("thing_id", "NULL", false),
        ("thing_id", "'x'", false),
        ("thing_id", short_id.as_str(), false),
        ("name", "'王小明王小'", true),
        ("name", "'王小明王小明'", false),
        ("name", "NULL", false),
        ("kind", "'b'", true),
        ("kind", "'c'", false),
        ("kind", "''", false),
        ("seats", "60", true),
        ("seats", "61", false),
        ("seats", "0", false),
        ("seats", "'many'", false),
        ("open", flag(engine, false), true),
        ("open", wrong_flag, false),
        ("hash", long_bytes.as_str(), false),
        ("day", "-25567", true),
        ("day", "84007", false),
        ("day", "'2026-11-23'", false),
        ("pupils", "-1", false),
        ("pupils", "2147483648", false),
        ("note", "'well'", true),
        ("note", "'123456789012345678901'", false),
    ] {
        let statement = insert(engine, column, value);
        assert_eq!(accepts(&store, &statement).await, expected, "{column} = {value}");
    }
}

async fn keys_are_kept(store: Store) {
    let engine = store.engine();
    let write = async |statement: String| {
        let tx = store.begin().await.unwrap();
        tx.conn().execute_unprepared(&statement).await.map_err(xd_store::StoreError::from)?;
        tx.commit().await
    };
    let other = id(engine, "00000000000000000000000000000002");
    write(insert(engine, "", "")).await.unwrap();
    for again in [insert(engine, "name", "'other'"), insert(engine, "thing_id", &other)] {
        let refused = write(again).await;
        assert!(matches!(refused, Err(xd_store::StoreError::Duplicate(_))), "{refused:?}");
    }
}

async fn an_append_only_table_refuses_changes(store: Store) {
    let engine = store.engine();
    let tx = store.begin().await.unwrap();
    let first = format!("INSERT INTO diary (entry_id, line) VALUES ({}, 'was')", id(engine, ID));
    tx.conn().execute_unprepared(&first).await.unwrap();
    tx.commit().await.unwrap();
    let mut changes = vec!["UPDATE diary SET line = 'was not'", "DELETE FROM diary"];
    if engine == Engine::Postgres {
        changes.push("TRUNCATE diary");
    }
    for change in changes {
        let tx = store.begin().await.unwrap();
        let refused = tx.conn().execute_unprepared(change).await.unwrap_err();
        assert!(refused.to_string().contains("diary is append-only"), "{change}: {refused}");
    }
    let tx = store.begin().await.unwrap();
    let second = first.replace(ID, "00000000000000000000000000000002");
    tx.conn().execute_unprepared(&second).await.unwrap();
    tx.commit().await.unwrap();
}

/// Organisation paths are compared in Rust and in the database: both must sort by bytes, not by a language's rules.
async fn text_sorts_by_bytes(store: Store) {
    let mut texts = ["1.10", "1.2", "1", "1/", "a", "B", "Z", "é", "王", "_"];
    let tx = store.begin().await.unwrap();
    for (n, text) in texts.iter().enumerate() {
        let id = id(store.engine(), &format!("{n:032x}"));
        let statement = format!("INSERT INTO diary (entry_id, line) VALUES ({id}, '{text}')");
        tx.conn().execute_unprepared(&statement).await.unwrap();
    }
    tx.commit().await.unwrap();
    let backend = store.reader().get_database_backend();
    let query = Statement::from_string(backend, "SELECT line FROM diary ORDER BY line");
    let rows = store.reader().query_all_raw(query).await.unwrap();
    let sorted: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    texts.sort_unstable();
    assert_eq!(sorted, texts);
}

xd_testkit::both_engines!(
    crate::schema::migrations;
    a_column_takes_what_it_is_for_and_nothing_else,
    keys_are_kept,
    an_append_only_table_refuses_changes,
    text_sorts_by_bytes,
);
