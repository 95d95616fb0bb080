//! Guardians' messages: written once.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _,
};
use xd_kernel::{SchoolDay, UnitId};
use xd_store::{StoreError, Tx};

pub(crate) use crate::rows::entities::guardian_message::Model as MessageRow;
use crate::rows::entities::guardian_message::{Column, Entity};
use crate::rows::{day_to, padded};

/// Writes a message, or returns the one that has its key.
pub(crate) async fn add(tx: &Tx, row: &MessageRow) -> Result<Option<MessageRow>, StoreError> {
    let key = (row.institution_id, row.message_id);
    if let Some(before) = Entity::find_by_id(key).one(tx.conn()).await? {
        return Ok(Some(before));
    }
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(None)
}

/// The messages about pupils of these groups on a day, the oldest first.
pub(crate) async fn of_groups(
    conn: &impl ConnectionTrait,
    groups: &[UnitId],
    day: SchoolDay,
) -> Result<Vec<MessageRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in padded(groups.iter().map(|id| id.0)) {
        let query = Entity::find()
            .filter(Column::GroupId.is_in(chunk))
            .filter(Column::SchoolDay.eq(day_to(day)))
            .order_by_asc(Column::SaidAt)
            .order_by_asc(Column::MessageId);
        found.extend(query.all(conn).await?);
    }
    Ok(found)
}
