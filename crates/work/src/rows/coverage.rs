//! The table `coverage`: under each authority a row for each institution directly below it, and one for its own tasks.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Value};
use xd_kernel::{UnitId, WaveId};
use xd_store::many::{Insert, Present};
use xd_store::sets::among_pairs;
use xd_store::{Store, StoreError, Tx};

use super::entities::coverage::{Column, Entity, Model};
use super::portions;
use crate::model::Counts;

const ADD: Insert = Insert {
    table: "coverage",
    columns: &[
        "institution_id",
        "wave_id",
        "unit_id",
        "total",
        "delivered",
        "read",
        "acknowledged",
        "started",
        "submitted",
        "done",
        "withdrawn",
    ],
    key: &["institution_id", "wave_id", "unit_id"],
    present: Present::Add,
};

/// Counts by authority, wave and what is counted under it.
pub(crate) type Rows = BTreeMap<(UnitId, WaveId, UnitId), Counts>;

/// Lets rows grow, in the order of their keys.
pub(crate) async fn add(tx: &Tx, growth: &Rows) -> Result<(), StoreError> {
    let row = |((authority, wave, unit), counts): (&(UnitId, WaveId, UnitId), &Counts)| {
        let ids: [Value; 3] = [authority.0.into(), wave.0.into(), unit.0.into()];
        ids.into_iter().chain(counts.columns().map(Value::from))
    };
    ADD.run(tx, growth.iter().flat_map(row).collect()).await?;
    Ok(())
}

/// What has been passed on of the institutions' own tasks.
pub(crate) async fn own(
    tx: &Tx,
    keys: &[(UnitId, WaveId)],
) -> Result<HashMap<(UnitId, WaveId), Counts>, StoreError> {
    let mut found = HashMap::new();
    let pairs = keys.iter().map(|(institution, wave)| (institution.0, wave.0));
    for among in among_pairs((Column::InstitutionId, Column::WaveId), pairs) {
        for row in Entity::find().filter(among).all(tx.conn()).await? {
            if row.unit_id == row.institution_id {
                found.insert((UnitId(row.institution_id), WaveId(row.wave_id)), counts(&row));
            }
        }
    }
    Ok(found)
}

/// What stands directly below these authorities.
pub(crate) async fn below(
    store: &Store,
    wave: WaveId,
    authorities: &[UnitId],
) -> Result<Vec<(UnitId, UnitId, Counts)>, StoreError> {
    let mut found = Vec::new();
    for part in portions(authorities.iter().map(|id| id.0)) {
        let query =
            Entity::find().filter(Column::InstitutionId.is_in(part)).filter(Column::WaveId.eq(wave.0));
        let rows = query.all(store.reader()).await?;
        let children = rows.iter().filter(|row| row.unit_id != row.institution_id);
        found.extend(children.map(|row| (UnitId(row.institution_id), UnitId(row.unit_id), counts(row))));
    }
    Ok(found)
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
