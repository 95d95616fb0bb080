//! Rows of `post` and `post_holding`.

use std::collections::HashMap;
use std::str::FromStr as _;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use xd_kernel::{HoldingId, PersonId, PostId, SchoolDay, UnitId};
use xd_store::{StoreError, Tx};

pub(crate) use super::tables::post::Model as Row;
pub(crate) use super::tables::post_holding::Model as HoldingRow;
use super::tables::{post, post_holding};
use super::{Dated, on_day, portions};
use crate::model::Holding;
use crate::{PostKind, Span};

impl Row {
    pub fn kind(&self) -> Result<PostKind, StoreError> {
        PostKind::from_str(&self.kind).map_err(|e| StoreError::invalid("post.kind", e))
    }
}

impl HoldingRow {
    pub fn to_holding(&self, names: &HashMap<PersonId, String>) -> Result<Holding, StoreError> {
        let person = PersonId(self.person_id);
        Ok(Holding {
            id: HoldingId(self.holding_id),
            person,
            name: names.get(&person).cloned().unwrap_or_default(),
            days: self.days()?,
            substitute: self.substitute,
        })
    }

    pub fn days(&self) -> Result<Span, StoreError> {
        super::span(self.from_day, self.to_day)
    }
}

pub(crate) async fn of_units(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    units: &[UnitId],
) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    for part in portions(units.iter().copied()) {
        let rows = post::Entity::find()
            .filter(post::Column::InstitutionId.eq(institution.0))
            .filter(post::Column::UnitId.is_in(part))
            .order_by_asc(post::Column::PostId)
            .all(conn)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// The posts at these units, of whatever institution.
pub(crate) async fn at_units(
    conn: &impl ConnectionTrait,
    units: &[UnitId],
) -> Result<Vec<PostId>, StoreError> {
    let mut found = Vec::new();
    for part in portions(units.iter().copied()) {
        let rows = post::Entity::find()
            .select_only()
            .column(post::Column::PostId)
            .filter(post::Column::UnitId.is_in(part))
            .into_tuple::<Uuid>()
            .all(conn)
            .await?;
        found.extend(rows.into_iter().map(PostId));
    }
    Ok(found)
}

/// A post, kept from being changed by others until the transaction ends.
pub(crate) async fn hold(tx: &Tx, institution: UnitId, post: PostId) -> Result<Option<Row>, StoreError> {
    let query = post::Entity::find_by_id((institution.0, post.0));
    Ok(super::locked(tx, query).one(tx.conn()).await?)
}

/// The posts of these keys (institution and post).
pub(crate) async fn find_many(
    conn: &impl ConnectionTrait,
    keys: &[(Uuid, Uuid)],
) -> Result<Vec<Row>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let each = |(institution, post): &(Uuid, Uuid)| {
        Condition::all().add(post::Column::InstitutionId.eq(*institution)).add(post::Column::PostId.eq(*post))
    };
    let any = keys.iter().fold(Condition::any(), |any, key| any.add(each(key)));
    Ok(post::Entity::find().filter(any).all(conn).await?)
}

/// The holdings of these posts of one institution that have not ended before a day.
pub(crate) async fn holdings_of(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    posts: impl IntoIterator<Item = PostId>,
    not_ended_before: Option<SchoolDay>,
) -> Result<Vec<HoldingRow>, StoreError> {
    use post_holding::Column as C;
    let mut found = Vec::new();
    for part in portions(posts) {
        let mut query = post_holding::Entity::find()
            .filter(C::InstitutionId.eq(institution.0))
            .filter(C::PostId.is_in(part))
            .order_by_desc(C::Substitute)
            .order_by_asc(C::FromDay)
            .order_by_asc(C::HoldingId);
        if let Some(day) = not_ended_before {
            query = query.filter(C::ToDay.is_null().or(C::ToDay.gte(i64::from(day.0))));
        }
        found.extend(query.all(conn).await?);
    }
    Ok(found)
}

/// What a person holds on a day, in whatever institution.
pub(crate) async fn held_by(
    conn: &impl ConnectionTrait,
    person: PersonId,
    day: SchoolDay,
) -> Result<Vec<HoldingRow>, StoreError> {
    use post_holding::Column as C;
    Ok(post_holding::Entity::find()
        .filter(C::PersonId.eq(person.0))
        .filter(on_day(C::FromDay, C::ToDay, day))
        .order_by_asc(C::HoldingId)
        .all(conn)
        .await?)
}

pub(crate) async fn find_holding(
    conn: &impl ConnectionTrait,
    institution: UnitId,
    holding: HoldingId,
) -> Result<Option<HoldingRow>, StoreError> {
    Ok(post_holding::Entity::find_by_id((institution.0, holding.0)).one(conn).await?)
}

pub(crate) async fn end(tx: &Tx, row: &HoldingRow, last: SchoolDay) -> Result<(), StoreError> {
    use post_holding::Column as C;
    post_holding::Entity::update_many()
        .col_expr(C::ToDay, Expr::val(i64::from(last.0)))
        .filter(C::InstitutionId.eq(row.institution_id))
        .filter(C::HoldingId.eq(row.holding_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Ends every holding of these posts that lasts longer than `last`.
pub(crate) async fn end_all(
    tx: &Tx,
    posts: impl IntoIterator<Item = PostId>,
    last: SchoolDay,
) -> Result<(), StoreError> {
    use post_holding::{Column as C, Entity as E};
    let dated = Dated::<E> { owner: C::PostId, from: C::FromDay, to: C::ToDay };
    super::end_all(tx, dated, posts.into_iter().map(|post| post.0), last).await
}
