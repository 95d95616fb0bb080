//! The shape of a table, once, for both engines.
//!
//! Every column carries its check: SQLite would otherwise store text in an integer column, and a later read would fail.
//! On SQLite tables are `STRICT` and clustered by their primary key; on PostgreSQL text compares by bytes, so that
//! organisation paths and codes sort as they do in Rust.

use std::fmt::Write as _;

use crate::Engine;

/// A table to be made: columns, keys, indexes.
#[derive(Debug, Clone)]
pub struct Table {
    name: &'static str,
    columns: Vec<Column>,
    primary: &'static [&'static str],
    numbered: Option<&'static str>,
    uniques: Vec<Key>,
    indexes: Vec<Key>,
    append_only: bool,
}

#[derive(Debug, Clone)]
struct Column {
    name: &'static str,
    kind: Kind,
    optional: bool,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Id,
    Text { most: u32 },
    Word { words: &'static [&'static str] },
    Int { least: i64, most: i64 },
    Flag,
    Bytes { most: u32 },
}

#[derive(Debug, Clone)]
struct Key {
    name: &'static str,
    columns: &'static [&'static str],
}

impl Table {
    /// A table of this name with no columns yet.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            columns: Vec::new(),
            primary: &[],
            numbered: None,
            uniques: Vec::new(),
            indexes: Vec::new(),
            append_only: false,
        }
    }

    fn column(mut self, name: &'static str, kind: Kind) -> Self {
        self.columns.push(Column { name, kind, optional: false });
        self
    }

    /// An identifier (16 bytes).
    #[must_use]
    pub fn id(self, name: &'static str) -> Self {
        self.column(name, Kind::Id)
    }

    /// Text of at most `most` characters.
    #[must_use]
    pub fn text(self, name: &'static str, most: u32) -> Self {
        self.column(name, Kind::Text { most })
    }

    /// One of a few words.
    #[must_use]
    pub fn word(self, name: &'static str, words: &'static [&'static str]) -> Self {
        self.column(name, Kind::Word { words })
    }

    /// A whole number within bounds.
    #[must_use]
    pub fn int(self, name: &'static str, least: i64, most: i64) -> Self {
        self.column(name, Kind::Int { least, most })
    }

    /// A count, from zero.
    #[must_use]
    pub fn count(self, name: &'static str) -> Self {
        self.int(name, 0, i64::from(i32::MAX))
    }

    /// An instant: microseconds UTC.
    #[must_use]
    pub fn instant(self, name: &'static str) -> Self {
        self.int(name, i64::MIN, i64::MAX)
    }

    /// A school day: days since 1970-01-01, within the years 1900 to 2200.
    #[must_use]
    pub fn day(self, name: &'static str) -> Self {
        self.int(name, -25_567, 84_006)
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(self, name: &'static str) -> Self {
        self.column(name, Kind::Flag)
    }

    /// Bytes, at most `most`.
    #[must_use]
    pub fn bytes(self, name: &'static str, most: u32) -> Self {
        self.column(name, Kind::Bytes { most })
    }

    /// The column just named may be absent.
    #[must_use]
    pub fn optional(mut self) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.optional = true;
        }
        self
    }

    /// The primary key. High-volume tables put the custody key first.
    #[must_use]
    pub fn primary(mut self, columns: &'static [&'static str]) -> Self {
        self.primary = columns;
        self
    }

    /// A whole-number primary key that the engine counts up.
    #[must_use]
    pub fn numbered(mut self, name: &'static str) -> Self {
        self.numbered = Some(name);
        self
    }

    /// A unique key.
    #[must_use]
    pub fn unique(mut self, name: &'static str, columns: &'static [&'static str]) -> Self {
        self.uniques.push(Key { name, columns });
        self
    }

    /// An index.
    #[must_use]
    pub fn index(mut self, name: &'static str, columns: &'static [&'static str]) -> Self {
        self.indexes.push(Key { name, columns });
        self
    }

    /// Rows are added and never changed nor removed, and the engine itself refuses it. Erasure by age lifts the guard
    /// inside its own transaction.
    #[must_use]
    pub fn append_only(mut self) -> Self {
        self.append_only = true;
        self
    }

    /// The table's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The names of the columns, for the privacy classification that must name each.
    pub fn column_names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.numbered.into_iter().chain(self.columns.iter().map(|column| column.name))
    }

    /// The primary key and the unique keys, for the test that each begins with the custody key.
    pub fn unique_keys(&self) -> impl Iterator<Item = &'static [&'static str]> + '_ {
        std::iter::once(self.primary).chain(self.uniques.iter().map(|key| key.columns))
    }

    /// The statements that make the table on an engine.
    #[must_use]
    pub fn statements(&self, engine: Engine) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        if let Some(name) = self.numbered {
            parts.push(match engine {
                Engine::Sqlite => format!("\"{name}\" INTEGER PRIMARY KEY AUTOINCREMENT"),
                Engine::Postgres => format!("\"{name}\" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
            });
        }
        parts.extend(self.columns.iter().map(|column| column.definition(engine)));
        if !self.primary.is_empty() {
            parts.push(format!("PRIMARY KEY ({})", quoted(self.primary)));
        }
        let ending = match (engine, self.numbered) {
            (Engine::Postgres, _) => "",
            (Engine::Sqlite, Some(_)) => " STRICT",
            (Engine::Sqlite, None) => " STRICT, WITHOUT ROWID",
        };
        let mut statements =
            vec![format!("CREATE TABLE \"{}\" (\n  {}\n){ending}", self.name, parts.join(",\n  "))];
        for (unique, key) in
            self.uniques.iter().map(|key| ("UNIQUE ", key)).chain(self.indexes.iter().map(|key| ("", key)))
        {
            let columns = quoted(key.columns);
            statements
                .push(format!("CREATE {unique}INDEX \"{}\" ON \"{}\" ({columns})", key.name, self.name));
        }
        if self.append_only {
            statements.extend(self.guard(engine));
        }
        statements
    }

    /// What makes the engine refuse a change of a row.
    fn guard(&self, engine: Engine) -> Vec<String> {
        let (table, refusal) = (self.name, format!("{} is append-only", self.name));
        let on_sqlite = |change: &str, name: &str| {
            format!(
                "CREATE TRIGGER \"{table}_{name}\" BEFORE {change} ON \"{table}\" \
                 BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        };
        match engine {
            Engine::Sqlite => vec![on_sqlite("UPDATE", "no_update"), on_sqlite("DELETE", "no_delete")],
            Engine::Postgres => vec![
                format!(
                    "CREATE FUNCTION \"{table}_refuse\"() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
                ),
                format!(
                    "CREATE TRIGGER \"{table}_guard\" BEFORE UPDATE OR DELETE OR TRUNCATE ON \"{table}\" \
                     FOR EACH STATEMENT EXECUTE FUNCTION \"{table}_refuse\"()"
                ),
            ],
        }
    }
}

impl Column {
    fn definition(&self, engine: Engine) -> String {
        let Self { name, kind, optional } = self;
        let mut text = format!("\"{name}\" {}", kind.sql_type(engine));
        text.push_str(if *optional { " NULL" } else { " NOT NULL" });
        if let Some(check) = kind.check(engine, name) {
            let _ = write!(text, " CHECK ({check})");
        }
        text
    }
}

impl Kind {
    const fn sql_type(self, engine: Engine) -> &'static str {
        match (self, engine) {
            (Self::Id, Engine::Sqlite) | (Self::Bytes { .. }, Engine::Sqlite) => "BLOB",
            (Self::Id, Engine::Postgres) => "UUID",
            (Self::Bytes { .. }, Engine::Postgres) => "BYTEA",
            (Self::Text { .. } | Self::Word { .. }, Engine::Sqlite) => "TEXT",
            (Self::Text { .. } | Self::Word { .. }, Engine::Postgres) => "TEXT COLLATE \"C\"",
            (Self::Int { .. } | Self::Flag, Engine::Sqlite) => "INTEGER",
            (Self::Int { .. }, Engine::Postgres) => "BIGINT",
            (Self::Flag, Engine::Postgres) => "BOOLEAN",
        }
    }

    fn check(self, engine: Engine, name: &str) -> Option<String> {
        match (self, engine) {
            (Self::Id, Engine::Sqlite) => Some(format!("length(\"{name}\") = 16")),
            (Self::Flag, Engine::Sqlite) => Some(format!("\"{name}\" IN (0, 1)")),
            (Self::Id | Self::Flag, Engine::Postgres) => None,
            (Self::Text { most } | Self::Bytes { most }, _) => Some(format!("length(\"{name}\") <= {most}")),
            (Self::Word { words }, _) => {
                let list = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ");
                Some(format!("\"{name}\" IN ({list})"))
            }
            (Self::Int { least: i64::MIN, .. }, _) => None,
            (Self::Int { least, most }, _) => Some(format!("\"{name}\" BETWEEN {least} AND {most}")),
        }
    }
}

fn quoted(columns: &[&str]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}
