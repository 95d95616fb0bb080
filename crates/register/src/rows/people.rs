//! Rows of `person` and `identity_directory`.

use std::collections::HashMap;
use std::str::FromStr as _;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use xd_kernel::{PersonId, UnitId};
use xd_store::{StoreError, Tx};

use super::portions;
use super::tables::identity;
pub(crate) use super::tables::identity::Model as IdentityRow;
pub(crate) use super::tables::person::Model as Row;
use super::tables::person::{Column, Entity};
use crate::Sex;

impl Row {
    pub fn sex(&self) -> Result<Option<Sex>, StoreError> {
        let sex = self.sex.as_deref().map(Sex::from_str).transpose();
        sex.map_err(|e| StoreError::invalid("person.sex", e))
    }
}

/// The persons of these ids, kept from being enrolled by others until the transaction ends.
pub(crate) async fn hold(tx: &Tx, person: PersonId) -> Result<Option<Row>, StoreError> {
    let query = Entity::find().filter(Column::PersonId.eq(person.0)).order_by_asc(Column::PersonId);
    Ok(super::locked(tx, query).one(tx.conn()).await?)
}

pub(crate) async fn find_many(
    conn: &impl ConnectionTrait,
    persons: impl IntoIterator<Item = PersonId>,
) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    for part in portions(persons) {
        found.extend(Entity::find().filter(Column::PersonId.is_in(part)).all(conn).await?);
    }
    Ok(found)
}

/// The people of an institution whose name holds a text, by name.
pub(crate) async fn named(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    text: &str,
    most: u64,
) -> Result<Vec<Row>, StoreError> {
    // What LIKE takes for a wildcard stands in nobody's name.
    let text: String = text.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    Ok(Entity::find()
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::Name.contains(text))
        .order_by_asc(Column::Name)
        .order_by_asc(Column::PersonId)
        .limit(most)
        .all(conn)
        .await?)
}

pub(crate) async fn names(
    conn: &impl ConnectionTrait,
    persons: impl IntoIterator<Item = PersonId>,
) -> Result<HashMap<PersonId, String>, StoreError> {
    let mut found = HashMap::new();
    for part in portions(persons) {
        let rows = Entity::find()
            .select_only()
            .columns([Column::PersonId, Column::Name])
            .filter(Column::PersonId.is_in(part))
            .into_tuple::<(Uuid, String)>()
            .all(conn)
            .await?;
        found.extend(rows.into_iter().map(|(id, name)| (PersonId(id), name)));
    }
    Ok(found)
}

/// Which of these student numbers are taken in an institution.
pub(crate) async fn taken_student_numbers(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    numbers: &[&str],
) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for part in numbers.chunks(super::IDS) {
        let rows = Entity::find()
            .select_only()
            .column(Column::StudentNo)
            .filter(Column::InstitutionId.eq(institution.0))
            .filter(Column::StudentNo.is_in(part.iter().copied()))
            .into_tuple::<String>()
            .all(conn)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Which of these identity numbers, by their keyed index, are taken anywhere.
pub(crate) async fn taken_identities(
    conn: &impl ConnectionTrait,
    indexes: &[Vec<u8>],
) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut found = Vec::new();
    for part in indexes.chunks(super::IDS) {
        let rows = identity::Entity::find()
            .filter(identity::Column::IdentityIndex.is_in(part.iter().cloned()))
            .all(conn)
            .await?;
        found.extend(rows.into_iter().map(|row| row.identity_index));
    }
    Ok(found)
}
