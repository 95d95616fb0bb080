//! Inserting many rows with few statements, each prepared once.
//!
//! The text of an insert is made once for each table and size and then kept: at the morning peak neither the program
//! that builds statements nor the engine's parser sees a new one. On PostgreSQL one statement takes any number of rows,
//! an array for each column.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

use sea_orm::{ConnectionTrait as _, Statement, Value};

use crate::{Engine, StoreError, Tx, sets};

/// How many rows a statement takes on SQLite: as many as fit of the larger, then the rest with the smaller.
const SIZES: [usize; 4] = [64, 16, 4, 1];
/// How many rows a statement takes on PostgreSQL.
const MOST: usize = 2_000;

/// What happens to a row whose key is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Present {
    /// It stays as it is, and is not counted.
    Keep,
    /// It becomes the new row.
    Replace,
    /// Its columns outside the key grow by those of the new row.
    Add,
}

/// An insert into one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Insert {
    /// The table.
    pub table: &'static str,
    /// Every column that gets a value; the same for every insert into the table.
    pub columns: &'static [&'static str],
    /// The columns of the primary key.
    pub key: &'static [&'static str],
    /// What happens to a row whose key is there already.
    pub present: Present,
}

type Texts = RwLock<HashMap<(&'static str, Present, usize), Arc<str>>>;

static TEXTS: LazyLock<Texts> = LazyLock::new(Texts::default);

impl Insert {
    /// Inserts the rows, `columns` values each, one row after the other; returns how many were written. On PostgreSQL
    /// no two of them may have the same key unless it is kept.
    ///
    /// # Errors
    /// [`StoreError`] of the write.
    pub async fn run(&self, tx: &Tx, values: Vec<Value>) -> Result<u64, StoreError> {
        match tx.engine() {
            Engine::Sqlite => self.run_rows(tx, values).await,
            Engine::Postgres => self.run_columns(tx, &values).await,
        }
    }

    async fn run_rows(&self, tx: &Tx, values: Vec<Value>) -> Result<u64, StoreError> {
        let width = self.columns.len();
        let mut left = values.len() / width;
        let mut values = values.into_iter();
        let mut written = 0;
        for size in SIZES {
            while left >= size {
                let chunk: Vec<Value> = values.by_ref().take(size * width).collect();
                let text = self.text(size, || self.by_rows(size));
                let statement =
                    Statement::from_sql_and_values(tx.conn().get_database_backend(), &*text, chunk);
                written += tx.conn().execute_raw(statement).await?.rows_affected();
                left -= size;
            }
        }
        Ok(written)
    }

    async fn run_columns(&self, tx: &Tx, values: &[Value]) -> Result<u64, StoreError> {
        let width = self.columns.len();
        let mut written = 0;
        for chunk in values.chunks(MOST * width) {
            let text = self.text(0, || self.by_columns(chunk));
            let column = |at: usize| sets::array(chunk.iter().skip(at).step_by(width).cloned());
            let columns: Vec<Value> = (0..width).map(|at| column(at).into()).collect();
            let statement = Statement::from_sql_and_values(tx.conn().get_database_backend(), &*text, columns);
            written += tx.conn().execute_raw(statement).await?.rows_affected();
        }
        Ok(written)
    }

    /// The text for so many rows; none stands for any number.
    fn text(&self, rows: usize, make: impl FnOnce() -> String) -> Arc<str> {
        let key = (self.table, self.present, rows);
        if let Some(text) = TEXTS.read().ok().and_then(|texts| texts.get(&key).cloned()) {
            return text;
        }
        let text: Arc<str> = make().into();
        if let Ok(mut texts) = TEXTS.write() {
            texts.insert(key, Arc::clone(&text));
        }
        text
    }

    fn by_rows(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
        format!("{} VALUES {} {}", self.head(), vec![row; rows].join(", "), self.conflict())
    }

    /// The types are those of the values: an absent one knows its own as well.
    fn by_columns(&self, values: &[Value]) -> String {
        let array = |(at, value): (usize, &Value)| format!("${}::text::{}[]", at + 1, sets::type_of(value));
        let arrays: Vec<String> = values.iter().take(self.columns.len()).enumerate().map(array).collect();
        format!("{} SELECT * FROM unnest({}) {}", self.head(), arrays.join(", "), self.conflict())
    }

    fn head(&self) -> String {
        format!("INSERT INTO \"{}\" ({})", self.table, quoted(self.columns))
    }

    fn conflict(&self) -> String {
        let others = self.columns.iter().filter(|column| !self.key.contains(column));
        let update = |each: &dyn Fn(&str) -> String| {
            format!("UPDATE SET {}", others.map(|column| each(column)).collect::<Vec<_>>().join(", "))
        };
        let table = self.table;
        let what = match self.present {
            Present::Keep => "NOTHING".to_owned(),
            Present::Replace => update(&|c| format!("\"{c}\" = excluded.\"{c}\"")),
            Present::Add => update(&|c| format!("\"{c}\" = \"{table}\".\"{c}\" + excluded.\"{c}\"")),
        };
        format!("ON CONFLICT ({}) DO {what}", quoted(self.key))
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
            insert.by_columns(&[Value::from(1_i64), Value::from(None::<String>), Value::from(2_i64)]),
            "INSERT INTO \"t\" (\"a\", \"b\") SELECT * FROM unnest($1::text::bigint[], $2::text::text[]) \
             ON CONFLICT (\"a\") DO UPDATE SET \"b\" = excluded.\"b\""
        );
        let insert = Insert { present: Present::Keep, ..insert };
        assert_eq!(
            insert.by_rows(2),
            "INSERT INTO \"t\" (\"a\", \"b\") VALUES (?, ?), (?, ?) ON CONFLICT (\"a\") DO NOTHING"
        );
    }
}
