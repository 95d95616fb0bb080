//! Inserting many rows with few statements, each prepared once.
//!
//! The text of an insert is made once for each table and size and then kept: at the morning peak neither the program
//! that builds statements nor the engine's parser sees a new one.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

use sea_orm::{ConnectionTrait as _, Statement, Value};
use xd_store::{Engine, StoreError, Tx};

/// How many rows a statement takes: as many as fit of the larger, then the rest with the smaller.
pub(crate) const SIZES: [usize; 4] = [64, 16, 4, 1];

/// What happens to a row whose key is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Present {
    /// It stays as it is, and is not counted.
    Keep,
    /// It becomes the new row.
    Replace,
}

/// An insert into one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Insert {
    pub table: &'static str,
    pub columns: &'static [&'static str],
    /// The columns of the primary key.
    pub key: &'static [&'static str],
    pub present: Present,
}

type Texts = RwLock<HashMap<(&'static str, &'static str, usize), Arc<str>>>;

static TEXTS: LazyLock<Texts> = LazyLock::new(Texts::default);

impl Insert {
    /// Inserts the rows, `columns` values each, one row after the other; returns how many were written.
    pub async fn run(&self, tx: &Tx, values: Vec<Value>) -> Result<u64, StoreError> {
        let width = self.columns.len();
        let mut left = values.len() / width;
        let mut values = values.into_iter();
        let mut written = 0;
        for size in SIZES {
            while left >= size {
                let chunk: Vec<Value> = values.by_ref().take(size * width).collect();
                let text = self.text(tx.engine(), size);
                let statement =
                    Statement::from_sql_and_values(tx.conn().get_database_backend(), &*text, chunk);
                written += tx.conn().execute_raw(statement).await?.rows_affected();
                left -= size;
            }
        }
        Ok(written)
    }

    fn text(&self, engine: Engine, rows: usize) -> Arc<str> {
        let key = (self.table, engine.name(), rows);
        if let Some(text) = TEXTS.read().ok().and_then(|texts| texts.get(&key).cloned()) {
            return text;
        }
        let text: Arc<str> = self.made(engine, rows).into();
        if let Ok(mut texts) = TEXTS.write() {
            texts.insert(key, Arc::clone(&text));
        }
        text
    }

    fn made(&self, engine: Engine, rows: usize) -> String {
        let mut number = 0;
        let mut row = || {
            let place = |_| match engine {
                Engine::Sqlite => "?".to_owned(),
                Engine::Postgres => {
                    number += 1;
                    format!("${number}")
                }
            };
            let places: Vec<String> = self.columns.iter().map(place).collect();
            format!("({})", places.join(", "))
        };
        let rows: Vec<String> = (0..rows).map(|_| row()).collect();
        let columns = quoted(self.columns);
        let conflict = format!("ON CONFLICT ({}) DO {}", quoted(self.key), self.conflict());
        format!("INSERT INTO \"{}\" ({columns}) VALUES {} {conflict}", self.table, rows.join(", "))
    }

    fn conflict(&self) -> String {
        match self.present {
            Present::Keep => "NOTHING".to_owned(),
            Present::Replace => {
                let others = self.columns.iter().filter(|column| !self.key.contains(column));
                let sets: Vec<String> = others.map(|c| format!("\"{c}\" = excluded.\"{c}\"")).collect();
                format!("UPDATE SET {}", sets.join(", "))
            }
        }
    }
}

fn quoted(columns: &[&str]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_an_insert() {
        let insert = Insert { table: "t", columns: &["a", "b"], key: &["a"], present: Present::Replace };
        assert_eq!(
            insert.made(Engine::Postgres, 2),
            "INSERT INTO \"t\" (\"a\", \"b\") VALUES ($1, $2), ($3, $4) \
             ON CONFLICT (\"a\") DO UPDATE SET \"b\" = excluded.\"b\""
        );
        let insert = Insert { present: Present::Keep, ..insert };
        assert_eq!(
            insert.made(Engine::Sqlite, 1),
            "INSERT INTO \"t\" (\"a\", \"b\") VALUES (?, ?) ON CONFLICT (\"a\") DO NOTHING"
        );
    }
}
