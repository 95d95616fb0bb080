//! Many keys or rows in one statement, prepared once however many they are.
//!
//! PostgreSQL takes a whole column as one array: a statement, and a round trip, for a flush. SQLite takes lists of a few
//! fixed sizes; a statement there costs no round trip.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter as _,
    QueryTrait as _, Select, Statement, Value,
};
use uuid::Uuid;

use crate::StoreError;

/// How many keys a list takes on SQLite.
const SIZES: [usize; 4] = [64, 16, 4, 1];

/// The rows that a query finds for each of these keys in a column.
///
/// On PostgreSQL the query is asked once for each key, inside one statement. Written as `column = ANY (keys)` beside a
/// range of days, the planner, which knows nothing of the keys and has no statistics on the first mornings, takes the
/// range for the narrower condition, reads every school's day and compares each row with each key.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn all<E: EntityTrait, M: FromQueryResult + Send + Sync>(
    conn: &impl ConnectionTrait,
    (column, keys): (E::Column, impl IntoIterator<Item = Uuid>),
    query: Select<E>,
) -> Result<Vec<M>, StoreError> {
    let mut keys: Vec<Uuid> = keys.into_iter().collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    if conn.get_database_backend() == DbBackend::Postgres {
        let statement = for_each_key(query.filter(column.into_expr().eq(Expr::cust("wanted.key"))), keys);
        return Ok(M::find_by_statement(statement).all(conn).await?);
    }
    let mut found = Vec::new();
    for list in filled(&keys) {
        found.extend(query.clone().filter(column.is_in(list)).into_model::<M>().all(conn).await?);
    }
    Ok(found)
}

/// `OFFSET 0` keeps the planner from turning the inner query inside out.
fn for_each_key<E: EntityTrait>(query: Select<E>, keys: Vec<Uuid>) -> Statement {
    let inner = query.build(DbBackend::Postgres);
    let mut values = inner.values.map(|values| values.0).unwrap_or_default();
    values.push(array(keys.into_iter().map(Value::from)).into());
    let text = format!(
        "SELECT found.* FROM unnest(${}::text::uuid[]) AS wanted (key) CROSS JOIN LATERAL ({} OFFSET 0) AS found",
        values.len(),
        inner.sql
    );
    Statement::from_sql_and_values(DbBackend::Postgres, text, values)
}

/// Conditions that together say "both columns are as in one of these pairs".
#[must_use]
pub fn among_pairs<C: ColumnTrait>(
    (first, second): (C, C),
    pairs: impl IntoIterator<Item = (Uuid, Uuid)>,
) -> Vec<Condition> {
    let mut pairs: Vec<(Uuid, Uuid)> = pairs.into_iter().collect();
    pairs.sort_unstable();
    pairs.dedup();
    let both = |(one, other)| Condition::all().add(first.eq(one)).add(second.eq(other));
    let any =
        |list: Vec<(Uuid, Uuid)>| list.into_iter().fold(Condition::any(), |any, pair| any.add(both(pair)));
    filled(&pairs).into_iter().map(any).collect()
}

/// Keys in groups of a few fixed sizes, the last filled up by repeating a key: a statement is prepared once for each
/// size and not once for each number of keys.
fn filled<T: Copy>(keys: &[T]) -> Vec<Vec<T>> {
    let fill = |chunk: &[T]| {
        let size = SIZES.iter().rev().find(|size| **size >= chunk.len());
        let mut group = chunk.to_vec();
        group.resize(size.copied().unwrap_or(chunk.len()), chunk[chunk.len() - 1]);
        group
    };
    keys.chunks(SIZES[0]).map(fill).collect()
}

/// By key, the least of the values it comes with.
pub fn least_by<K: Ord, V: Ord + Copy>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut least = BTreeMap::new();
    for (key, value) in pairs {
        least.entry(key).and_modify(|known: &mut V| *known = value.min(*known)).or_insert(value);
    }
    least
}

/// The text of a PostgreSQL array of these values.
#[must_use]
pub fn array(values: impl IntoIterator<Item = Value>) -> String {
    let mut text = String::from("{");
    for value in values {
        if text.len() > 1 {
            text.push(',');
        }
        element(&mut text, &value);
    }
    text.push('}');
    text
}

/// Writing into a string cannot fail.
fn element(text: &mut String, value: &Value) {
    let _ = match value {
        Value::Uuid(Some(id)) => write!(text, "{id}"),
        Value::BigInt(Some(number)) => write!(text, "{number}"),
        Value::Bool(Some(flag)) => write!(text, "{flag}"),
        Value::String(Some(word)) => quoted(text, word),
        Value::Bytes(Some(bytes)) => hex(text, bytes),
        _ => write!(text, "NULL"),
    };
}

fn quoted(text: &mut String, word: &str) -> std::fmt::Result {
    text.push('"');
    for letter in word.chars() {
        if matches!(letter, '"' | '\\') {
            text.push('\\');
        }
        text.push(letter);
    }
    text.write_char('"')
}

fn hex(text: &mut String, bytes: &[u8]) -> std::fmt::Result {
    text.push_str("\"\\\\x");
    for byte in bytes {
        write!(text, "{byte:02x}")?;
    }
    text.write_char('"')
}

/// The PostgreSQL type of a column's values.
#[must_use]
pub const fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Uuid(_) => "uuid",
        Value::BigInt(_) => "bigint",
        Value::Bool(_) => "boolean",
        Value::Bytes(_) => "bytea",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_few_sizes() {
        let keys: Vec<u32> = (0..149).collect();
        let sizes = |n: usize| filled(&keys[..n]).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(0), [0_usize; 0]);
        assert_eq!(sizes(1), [1]);
        assert_eq!(sizes(5), [16]);
        assert_eq!(sizes(149), [64, 64, 64]);
        assert_eq!(filled(&keys[..5])[0][4..], [4; 12], "filled up with the last");
    }

    #[test]
    fn whatever_a_person_writes_stays_one_element() {
        let check = |value: Value, expected: &str| assert_eq!(array([value]), expected);
        check(Value::from(Uuid::nil()), "{00000000-0000-0000-0000-000000000000}");
        check(Value::from(-7_i64), "{-7}");
        check(Value::from(None::<i64>), "{NULL}");
        check(Value::from("NULL"), "{\"NULL\"}");
        check(Value::from(r#"a"b\c},{d"#), r#"{"a\"b\\c},{d"}"#);
        check(Value::from(""), "{\"\"}");
        check(Value::from(vec![0_u8, 255]), r#"{"\\x00ff"}"#);
        assert_eq!(array([Value::from(true), Value::from(false)]), "{true,false}");
        assert_eq!(array([]), "{}");
    }
}
