//! Rows of `unit` and `unit_counter`.

use std::str::FromStr as _;

use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use xd_kernel::{OrgPath, SchoolDay, UnitId, UnitKind};
use xd_store::{StoreError, Tx};
use xd_trust::Scope;

pub(crate) use super::tables::unit::Model as Row;
use super::tables::unit::{Column, Entity};
use super::tables::unit_counter;
use super::{at_or_below, in_scope, on_day, portions};
use crate::Span;
use crate::lookup::Walk;
use crate::model::{Unit, UnitRef};

impl Row {
    pub fn id(&self) -> UnitId {
        UnitId(self.unit_id)
    }

    pub fn kind(&self) -> Result<UnitKind, StoreError> {
        UnitKind::from_str(&self.kind).map_err(|e| StoreError::invalid("unit.kind", e))
    }

    pub fn path(&self) -> Result<OrgPath, StoreError> {
        self.path.parse().map_err(|e| StoreError::invalid("unit.path", e))
    }

    pub fn days(&self) -> Result<Span, StoreError> {
        super::span(self.opened, self.closed)
    }

    /// The unit, with the jurisdiction that counts there.
    pub fn into_unit(self, jurisdiction: &str) -> Result<Unit, StoreError> {
        Ok(Unit {
            id: self.id(),
            institution: UnitId(self.institution_id),
            parent: self.parent_id.map(UnitId),
            kind: self.kind()?,
            path: self.path()?,
            ordinal: u32::try_from(self.ordinal).map_err(|e| StoreError::invalid("unit.ordinal", e))?,
            opened: super::day(self.opened)?,
            closed: self.closed.map(super::day).transpose()?,
            jurisdiction: jurisdiction.to_owned(),
            roster_version: self.roster_version,
            name: self.name,
            code: self.code,
            zone: self.zone,
        })
    }

    pub fn to_ref(&self) -> Result<UnitRef, StoreError> {
        Ok(UnitRef {
            id: self.id(),
            kind: self.kind()?,
            name: self.name.clone(),
            institution: UnitId(self.institution_id),
            path: self.path()?,
        })
    }
}

/// Which units are listed, by path.
#[derive(Default)]
pub(crate) struct Filter<'a> {
    /// Only children of this unit; of nobody, for the nil id.
    pub parent: Option<UnitId>,
    pub kinds: &'a [UnitKind],
    pub under: Option<&'a OrgPath>,
    pub scope: Option<&'a Scope>,
    /// Only units at exactly these paths.
    pub at: Option<&'a [OrgPath]>,
    /// Only units open on this day.
    pub open_on: Option<SchoolDay>,
    /// Only units after this path.
    pub after: Option<&'a str>,
    /// At most so many; all of them if absent.
    pub most: Option<u64>,
}

pub(crate) async fn list(conn: &impl ConnectionTrait, filter: &Filter<'_>) -> Result<Vec<Row>, StoreError> {
    let mut query = Entity::find().order_by_asc(Column::Path).limit(filter.most);
    if let Some(parent) = filter.parent {
        query = query.filter(if parent.0.is_nil() {
            Column::ParentId.is_null()
        } else {
            Column::ParentId.eq(parent.0)
        });
    }
    if !filter.kinds.is_empty() {
        query = query.filter(Column::Kind.is_in(filter.kinds.iter().map(|kind| kind.word())));
    }
    if let Some(path) = filter.under {
        query = query.filter(at_or_below(Column::Path, path));
    }
    if let Some(scope) = filter.scope {
        query = query.filter(in_scope(Column::Path, scope));
    }
    if let Some(paths) = filter.at {
        query = query.filter(Column::Path.is_in(paths.iter().map(OrgPath::as_str)));
    }
    if let Some(day) = filter.open_on {
        query = query.filter(on_day(Column::Opened, Column::Closed, day));
    }
    if let Some(after) = filter.after {
        query = query.filter(Column::Path.gt(after));
    }
    Ok(query.all(conn).await?)
}

/// One portion of a walk. At or below a path is one range: nothing stands between a path and its first descendant.
pub(crate) async fn page_below(conn: &impl ConnectionTrait, walk: &Walk<'_>) -> Result<Vec<Row>, StoreError> {
    Ok(walked(walk).order_by_asc(Column::Path).limit(walk.most).all(conn).await?)
}

pub(crate) async fn count_below(conn: &impl ConnectionTrait, walk: &Walk<'_>) -> Result<i64, StoreError> {
    let count = walked(walk).count(conn).await?;
    i64::try_from(count).map_err(|error| StoreError::invalid("unit", error))
}

fn walked(walk: &Walk<'_>) -> Select<Entity> {
    Entity::find()
        .filter(Column::Path.gte(walk.under.as_str()))
        .filter(Column::Path.lt(walk.under.below_to()))
        .filter(Column::Path.gt(walk.after))
        .filter(Column::Kind.is_in(walk.kinds.iter().map(|kind| kind.word())))
        .filter(on_day(Column::Opened, Column::Closed, walk.day))
}

pub(crate) async fn find(conn: &impl ConnectionTrait, unit: UnitId) -> Result<Option<Row>, StoreError> {
    Ok(Entity::find_by_id(unit.0).one(conn).await?)
}

pub(crate) async fn find_many(conn: &impl ConnectionTrait, units: &[UnitId]) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::with_capacity(units.len());
    for part in portions(units.iter().copied()) {
        found.extend(Entity::find().filter(Column::UnitId.is_in(part)).all(conn).await?);
    }
    Ok(found)
}

/// The units at these paths, a root before what stands below it.
pub(crate) async fn at_paths(conn: &impl ConnectionTrait, paths: &[OrgPath]) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::with_capacity(paths.len());
    for part in paths.chunks(super::IDS) {
        let filter = Column::Path.is_in(part.iter().map(OrgPath::as_str));
        found.extend(Entity::find().filter(filter).all(conn).await?);
    }
    found.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// The units of these ids as they are now, kept from being changed by others until the transaction ends.
pub(crate) async fn hold(tx: &Tx, units: &[UnitId]) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::with_capacity(units.len());
    for part in portions(units.iter().copied()) {
        // Always in the order of ids: two transactions that hold the same units wait for each other, never both.
        let query = Entity::find().filter(Column::UnitId.is_in(part)).order_by_asc(Column::UnitId);
        found.extend(super::locked(tx, query).all(tx.conn()).await?);
    }
    Ok(found)
}

pub(crate) async fn by_codes(conn: &impl ConnectionTrait, codes: &[&str]) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    for part in codes.chunks(super::IDS) {
        found.extend(Entity::find().filter(Column::Code.is_in(part.iter().copied())).all(conn).await?);
    }
    Ok(found)
}

/// The children of these units that are not closed, or all roots for the nil id.
pub(crate) async fn open_children(
    conn: &impl ConnectionTrait,
    parents: &[UnitId],
) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    if parents.iter().any(|parent| parent.0.is_nil()) {
        let roots = Entity::find().filter(Column::ParentId.is_null()).filter(Column::Closed.is_null());
        found.extend(roots.all(conn).await?);
    }
    for part in portions(parents.iter().copied()) {
        let filter = Column::ParentId.is_in(part);
        found.extend(Entity::find().filter(filter).filter(Column::Closed.is_null()).all(conn).await?);
    }
    Ok(found)
}

/// Reserves numbers for children of a unit (of nobody, for the nil id) and returns the first of them.
pub(crate) async fn reserve(tx: &Tx, parent: UnitId, first: u32, count: u32) -> Result<u32, StoreError> {
    use unit_counter::{ActiveModel, Column as C, Entity as E};
    let (first, count) = (i64::from(first), i64::from(count));
    let add = Expr::col((E, C::Next)).add(count);
    let row = ActiveModel { parent_id: Set(parent.0), next: Set(first + count) };
    let counter = E::insert(row)
        .on_conflict(OnConflict::column(C::ParentId).value(C::Next, add).to_owned())
        .exec_with_returning(tx.conn())
        .await?;
    u32::try_from(counter.next - count).map_err(|e| StoreError::invalid("unit_counter.next", e))
}

pub(crate) async fn rename(tx: &Tx, unit: UnitId, name: &str) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Name, Expr::val(name))
        .filter(Column::UnitId.eq(unit.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Closes a unit and everything below it; what is closed earlier stays so.
pub(crate) async fn close_below(tx: &Tx, path: &OrgPath, last: SchoolDay) -> Result<(), StoreError> {
    let last = i64::from(last.0);
    Entity::update_many()
        .col_expr(Column::Closed, Expr::val(last))
        .filter(at_or_below(Column::Path, path))
        .filter(Column::Closed.is_null().or(Column::Closed.gt(last)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Counts one change of the rosters of these units, and keeps others from changing them until the transaction ends.
pub(crate) async fn count_roster_change(
    tx: &Tx,
    units: impl IntoIterator<Item = UnitId>,
) -> Result<(), StoreError> {
    for part in portions(units) {
        Entity::update_many()
            .col_expr(Column::RosterVersion, Expr::col(Column::RosterVersion).add(1))
            .filter(Column::UnitId.is_in(part))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}
