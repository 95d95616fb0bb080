//! The table `wave_tally`.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Value};
use xd_kernel::{UnitId, WaveId};
use xd_store::many::{Insert, Present};
use xd_store::sets::among_pairs;
use xd_store::{Store, StoreError, Tx};

use super::entities::wave_tally::{Column, Entity, Model};
use crate::model::Counts;

const ADD: Insert = Insert {
    table: "wave_tally",
    columns: &[
        "institution_id",
        "wave_id",
        "total",
        "delivered",
        "read",
        "acknowledged",
        "started",
        "submitted",
        "done",
        "withdrawn",
    ],
    key: &["institution_id", "wave_id"],
    present: Present::Add,
};

/// By how much the tallies grow.
pub(crate) type Growth = BTreeMap<(UnitId, WaveId), Counts>;

/// Lets tallies grow, in the order of their keys.
pub(crate) async fn add(tx: &Tx, growth: &Growth) -> Result<(), StoreError> {
    let row = |((institution, wave), counts): (&(UnitId, WaveId), &Counts)| {
        let ids: [Value; 2] = [institution.0.into(), wave.0.into()];
        ids.into_iter().chain(counts.columns().map(Value::from))
    };
    ADD.run(tx, growth.iter().flat_map(row).collect()).await?;
    Ok(())
}

/// The tallies of these keys, those that exist.
pub(crate) async fn of_keys(
    tx: &Tx,
    keys: &[(UnitId, WaveId)],
) -> Result<HashMap<(UnitId, WaveId), Counts>, StoreError> {
    let mut found = HashMap::new();
    let pairs = keys.iter().map(|(institution, wave)| (institution.0, wave.0));
    for among in among_pairs((Column::InstitutionId, Column::WaveId), pairs) {
        for row in Entity::find().filter(among).all(tx.conn()).await? {
            found.insert((UnitId(row.institution_id), WaveId(row.wave_id)), counts(&row));
        }
    }
    Ok(found)
}

/// What is counted of a wave in the institutions that have tasks of it.
pub(crate) async fn of_wave(store: &Store, wave: WaveId) -> Result<Vec<(UnitId, Counts)>, StoreError> {
    let rows = Entity::find().filter(Column::WaveId.eq(wave.0)).all(store.reader()).await?;
    Ok(rows.iter().map(|row| (UnitId(row.institution_id), counts(row))).collect())
}

const fn counts(row: &Model) -> Counts {
    Counts {
        total: row.total,
        delivered: row.delivered,
        read: row.read,
        acknowledged: row.acknowledged,
        started: row.started,
        submitted: row.submitted,
        done: row.done,
        withdrawn: row.withdrawn,
    }
}
