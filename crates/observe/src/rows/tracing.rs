//! Traces and return certificates: written once.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _,
};
use xd_kernel::{AbsenceId, CertificateId, TraceId, UnitId};
use xd_store::{StoreError, Tx};

use crate::rows::entities::{absence_trace, return_certificate};

pub(crate) use crate::rows::entities::absence_trace::Model as TraceRow;
pub(crate) use crate::rows::entities::return_certificate::Model as CertificateRow;

pub(crate) async fn trace(
    tx: &Tx,
    institution: UnitId,
    trace: TraceId,
) -> Result<Option<TraceRow>, StoreError> {
    Ok(absence_trace::Entity::find_by_id((institution.0, trace.0)).one(tx.conn()).await?)
}

pub(crate) async fn add_trace(tx: &Tx, row: TraceRow) -> Result<(), StoreError> {
    absence_trace::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// All traces of an absence, oldest first.
pub(crate) async fn traces(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    absence: AbsenceId,
) -> Result<Vec<TraceRow>, StoreError> {
    use absence_trace::Column;
    Ok(absence_trace::Entity::find()
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::AbsenceId.eq(absence.0))
        .order_by_asc(Column::TracedAt)
        .order_by_asc(Column::TraceId)
        .all(conn)
        .await?)
}

pub(crate) async fn certificate(
    tx: &Tx,
    institution: UnitId,
    certificate: CertificateId,
) -> Result<Option<CertificateRow>, StoreError> {
    Ok(return_certificate::Entity::find_by_id((institution.0, certificate.0)).one(tx.conn()).await?)
}

pub(crate) async fn add_certificate(tx: &Tx, row: CertificateRow) -> Result<(), StoreError> {
    return_certificate::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// All certificates of an absence, oldest first.
pub(crate) async fn certificates(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    absence: AbsenceId,
) -> Result<Vec<CertificateRow>, StoreError> {
    use return_certificate::Column;
    Ok(return_certificate::Entity::find()
        .filter(Column::InstitutionId.eq(institution.0))
        .filter(Column::AbsenceId.eq(absence.0))
        .order_by_asc(Column::CheckedAt)
        .order_by_asc(Column::CertificateId)
        .all(conn)
        .await?)
}
