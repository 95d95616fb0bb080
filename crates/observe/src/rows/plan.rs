//! What schools have set of their deadlines.

use sea_orm::{ConnectionTrait, EntityTrait as _, Value};
use xd_kernel::UnitId;
use xd_store::many::{Insert, Present};
use xd_store::sets::all;
use xd_store::{StoreError, Tx};

use crate::plan::{Deadline, Setting};
use crate::rows::entities::check_plan::{self, Column, Entity};
use crate::rows::word_from;

const PLAN: Insert = Insert {
    table: "check_plan",
    columns: &["institution_id", "group_kind", "check_type", "deadline_minute"],
    key: &["institution_id", "group_kind", "check_type"],
    present: Present::Replace,
};

pub(crate) async fn set(tx: &Tx, institution: UnitId, setting: Setting) -> Result<(), StoreError> {
    let minute = match setting.deadline {
        Deadline::At(minute) => Some(i64::from(minute)),
        Deadline::NotExpected => None,
    };
    let values: Vec<Value> = vec![
        institution.0.into(),
        setting.group_kind.word().into(),
        setting.check_type.word().into(),
        minute.into(),
    ];
    PLAN.run(tx, values).await.map(|_| ())
}

pub(crate) async fn of(
    conn: &impl ConnectionTrait,
    institutions: &[UnitId],
) -> Result<Vec<(UnitId, Setting)>, StoreError> {
    let keys = institutions.iter().map(|id| id.0);
    let rows: Vec<check_plan::Model> = all(conn, (Column::InstitutionId, keys), Entity::find()).await?;
    let setting = |row: check_plan::Model| {
        let minute = row.deadline_minute.map(u16::try_from).transpose();
        let minute = minute.map_err(|e| StoreError::invalid("check_plan.deadline_minute", e))?;
        let setting = Setting {
            group_kind: word_from("check_plan.group_kind", &row.group_kind)?,
            check_type: word_from("check_plan.check_type", &row.check_type)?,
            deadline: minute.map_or(Deadline::NotExpected, Deadline::At),
        };
        Ok((UnitId(row.institution_id), setting))
    };
    rows.into_iter().map(setting).collect()
}
