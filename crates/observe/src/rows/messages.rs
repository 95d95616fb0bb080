//! Guardians' messages: written once.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _,
};
use xd_kernel::{MessageId, SchoolDay, UnitId};
use xd_store::sets::all;
use xd_store::{StoreError, Tx};

use crate::rows::day_to;
pub(crate) use crate::rows::entities::guardian_message::Model as MessageRow;
use crate::rows::entities::guardian_message::{Column, Entity};

/// The message of an institution that has a key.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    message: MessageId,
) -> Result<Option<MessageRow>, StoreError> {
    Ok(Entity::find_by_id((institution.0, message.0)).one(conn).await?)
}

pub(crate) async fn add(tx: &Tx, row: MessageRow) -> Result<(), StoreError> {
    Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The messages about pupils of these groups on a day, the oldest first.
pub(crate) async fn of_groups(
    conn: &impl ConnectionTrait,
    groups: &[UnitId],
    day: SchoolDay,
) -> Result<Vec<MessageRow>, StoreError> {
    let query = Entity::find()
        .filter(Column::SchoolDay.eq(day_to(day)))
        .order_by_asc(Column::SaidAt)
        .order_by_asc(Column::MessageId);
    let mut found: Vec<MessageRow> =
        all(conn, (Column::GroupId, groups.iter().map(|id| id.0)), query).await?;
    found.sort_by_key(|row| (row.said_at, row.message_id));
    Ok(found)
}
