//! The table `wave`.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use xd_kernel::{AccountId, Instant, SchoolDay, UnitId, WaveId};
use xd_store::{Store, StoreError, Tx};
use xd_trust::{Place, Scope};

use super::entities::wave::{ActiveModel, Column, Entity, Model};
use super::{at_or_below, number, portions, word};
use crate::WaveState;
use crate::model::Wave;

pub(crate) async fn insert(tx: &Tx, wave: &Wave) -> Result<(), StoreError> {
    Entity::insert(active(wave)).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub(crate) async fn find(store: &Store, id: WaveId) -> Result<Option<Wave>, StoreError> {
    Entity::find().filter(Column::WaveId.eq(id.0)).one(store.reader()).await?.map(wave).transpose()
}

pub(crate) async fn find_many(
    store: &Store,
    ids: impl IntoIterator<Item = WaveId>,
) -> Result<Vec<Wave>, StoreError> {
    let mut found = Vec::new();
    for part in portions(ids.into_iter().map(|id| id.0)) {
        found.extend(Entity::find().filter(Column::WaveId.is_in(part)).all(store.reader()).await?);
    }
    found.into_iter().map(wave).collect()
}

/// Writes how far the tasks of a wave have been made, if it still stands where that began; says whether it did.
pub(crate) async fn advance(
    tx: &Tx,
    known: &Wave,
    to: (&str, WaveState),
    made: i64,
) -> Result<bool, StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::Cursor, Expr::val(to.0))
        .col_expr(Column::State, Expr::val(to.1.word()))
        .col_expr(Column::Made, Expr::col(Column::Made).add(made))
        .filter(Column::InstitutionId.eq(known.from.institution.0))
        .filter(Column::WaveId.eq(known.id.0))
        .filter(Column::Cursor.eq(known.cursor.as_str()))
        .filter(Column::State.eq(WaveState::Preparing.word()))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Waves issued in a scope, the newest first.
pub(crate) async fn list(
    store: &Store,
    scope: &Scope,
    after: Option<(Instant, WaveId)>,
    most: u64,
) -> Result<Vec<Wave>, StoreError> {
    let mut query = Entity::find();
    if let Scope::Below(paths) = scope {
        if paths.is_empty() {
            return Ok(Vec::new());
        }
        let within =
            paths.iter().fold(Condition::any(), |any, path| any.add(at_or_below(Column::Path, path)));
        query = query.filter(within);
    }
    if let Some((at, id)) = after {
        let same = Condition::all().add(Column::IssuedAt.eq(at.0)).add(Column::WaveId.lt(id.0));
        query = query.filter(Condition::any().add(Column::IssuedAt.lt(at.0)).add(same));
    }
    let ordered = query.order_by_desc(Column::IssuedAt).order_by_desc(Column::WaveId).limit(most);
    ordered.all(store.reader()).await?.into_iter().map(wave).collect()
}

fn active(wave: &Wave) -> ActiveModel {
    let under: Vec<&str> = wave.under.iter().map(|path| path.as_str()).collect();
    ActiveModel {
        institution_id: Set(wave.from.institution.0),
        wave_id: Set(wave.id.0),
        unit_id: Set(wave.from.unit.0),
        path: Set(wave.from.path.to_string()),
        template: Set(wave.template.clone()),
        template_version: Set(i64::from(wave.template_version)),
        under_paths: Set(under.join(" ")),
        day: Set(i64::from(wave.day.0)),
        issued_at: Set(wave.issued_at.0),
        due: Set(wave.due.map(|due| due.0)),
        issued_by: Set(wave.issued_by.map(|account| account.0)),
        state: Set(wave.state.to_string()),
        cursor: Set(wave.cursor.clone()),
        expected: Set(wave.expected),
        made: Set(wave.made),
    }
}

fn wave(row: Model) -> Result<Wave, StoreError> {
    let under = row.under_paths.split(' ').map(|path| word("wave.under_paths", path));
    Ok(Wave {
        id: WaveId(row.wave_id),
        from: Place {
            unit: UnitId(row.unit_id),
            path: word("wave.path", &row.path)?,
            institution: UnitId(row.institution_id),
        },
        under: under.collect::<Result<_, _>>()?,
        template_version: number("wave.template_version", row.template_version)?,
        day: SchoolDay(number("wave.day", row.day)?),
        issued_at: Instant(row.issued_at),
        due: row.due.map(Instant),
        issued_by: row.issued_by.map(AccountId),
        state: word("wave.state", &row.state)?,
        template: row.template,
        cursor: row.cursor,
        expected: row.expected,
        made: row.made,
    })
}
