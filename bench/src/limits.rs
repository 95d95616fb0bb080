//! What the engine itself can do on this machine in this minute: the bars that a noisy machine cannot bend, since they
//! are measured in the same run.

use std::time::Instant;

use anyhow::Result;
use sea_orm::{ConnectionTrait as _, Statement, Value};
use xd_store::Store;

/// Durable rows a second through the store.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// One row in each transaction: what a service without group commit can reach at the very best.
    pub alone: f64,
    /// Fifty rows in each transaction.
    pub by_fifty: f64,
}

/// Measures the store's limits with rows of the size of a check.
pub async fn measure(store: &Store) -> Result<Limits> {
    let tx = store.begin().await?;
    tx.conn().execute_unprepared("CREATE TABLE bench_row (a BIGINT PRIMARY KEY, b TEXT NOT NULL)").await?;
    tx.commit().await?;
    let mut next = 0;
    let alone = rate(store, &mut next, 1, 600).await?;
    let by_fifty = rate(store, &mut next, 50, 200).await?;
    let tx = store.begin().await?;
    tx.conn().execute_unprepared("DROP TABLE bench_row").await?;
    tx.commit().await?;
    Ok(Limits { alone, by_fifty })
}

async fn rate(store: &Store, next: &mut i64, rows: usize, transactions: usize) -> Result<f64> {
    let places = |n: usize| format!("(${}, ${})", 2 * n + 1, 2 * n + 2);
    let list = (0..rows).map(places).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO bench_row (a, b) VALUES {list}");
    let begin = Instant::now();
    for _ in 0..transactions {
        let tx = store.begin().await?;
        let mut values: Vec<Value> = Vec::with_capacity(rows * 2);
        for _ in 0..rows {
            *next += 1;
            values.push((*next).into());
            values.push("x".repeat(150).into());
        }
        let backend = tx.conn().get_database_backend();
        tx.conn().execute_raw(Statement::from_sql_and_values(backend, &sql, values)).await?;
        tx.commit().await?;
    }
    Ok((rows * transactions) as f64 / begin.elapsed().as_secs_f64())
}
