//! The tables `attachment` and `attachment_use`.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;
use xd_kernel::{OrgPath, UnitId};
use xd_store::{Store, StoreError, Tx};

use super::entities::{attachment, attachment_use};
use super::word;
use crate::files::{MediaType, NewFile, StoredFile};

/// Keeps bytes, and for which unit they are; what is there already stays.
pub(crate) async fn insert(tx: &Tx, new: &NewFile<'_>) -> Result<(), StoreError> {
    let row = attachment::ActiveModel {
        institution_id: Set(new.place.institution.0),
        sha256: Set(new.file.hash.to_vec()),
        media_type: Set(new.file.media_type.to_string()),
        size: Set(new.file.size),
        content: Set(new.bytes.to_vec()),
        stored_at: Set(new.at.0),
    };
    use attachment::Column as A;
    attachment::Entity::insert(row)
        .on_conflict(OnConflict::columns([A::InstitutionId, A::Sha256]).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    let row = attachment_use::ActiveModel {
        institution_id: Set(new.place.institution.0),
        sha256: Set(new.file.hash.to_vec()),
        unit_id: Set(new.place.unit.0),
        path: Set(new.place.path.to_string()),
        at: Set(new.at.0),
        account_id: Set(new.account),
    };
    use attachment_use::Column as U;
    attachment_use::Entity::insert(row)
        .on_conflict(OnConflict::columns([U::InstitutionId, U::Sha256, U::UnitId]).do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// The institutions that keep these bytes, and the paths of the units for which they do.
pub(crate) async fn uses(store: &Store, hash: [u8; 32]) -> Result<Vec<(UnitId, OrgPath)>, StoreError> {
    use attachment_use::Column as U;
    let rows = attachment_use::Entity::find().filter(U::Sha256.eq(hash.to_vec())).all(store.reader()).await?;
    let read = |row: attachment_use::Model| {
        Ok((UnitId(row.institution_id), word("attachment_use.path", &row.path)?))
    };
    rows.into_iter().map(read).collect()
}

pub(crate) async fn find(
    store: &Store,
    institution: UnitId,
    hash: [u8; 32],
) -> Result<Option<(StoredFile, Vec<u8>)>, StoreError> {
    let row = attachment::Entity::find_by_id((institution.0, hash.to_vec())).one(store.reader()).await?;
    let read = |row: attachment::Model| {
        let media_type: MediaType = word("attachment.media_type", &row.media_type)?;
        Ok((StoredFile { hash, media_type, size: row.size }, row.content))
    };
    row.map(read).transpose()
}

/// What an institution keeps of these hashes: their types, without the bytes.
pub(crate) async fn kept(
    store: &Store,
    institution: UnitId,
    hashes: &[[u8; 32]],
) -> Result<Vec<([u8; 32], MediaType)>, StoreError> {
    use attachment::Column as A;
    let rows: Vec<(Vec<u8>, String)> = attachment::Entity::find()
        .select_only()
        .columns([A::Sha256, A::MediaType])
        .filter(A::InstitutionId.eq(Uuid::from(institution)))
        .filter(A::Sha256.is_in(hashes.iter().map(|hash| hash.to_vec())))
        .into_tuple()
        .all(store.reader())
        .await?;
    let read = |(hash, kind): (Vec<u8>, String)| {
        Ok((super::hash("attachment.sha256", &hash)?, word("attachment.media_type", &kind)?))
    };
    rows.into_iter().map(read).collect()
}
