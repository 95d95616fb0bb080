//! The table `signal`.

use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use xd_kernel::{Instant, OrgPath, SchoolDay, SignalId, UnitId};
use xd_store::{Engine, Store, StoreError, Tx};
use xd_trust::Scope;

use super::CHUNK;
use crate::signal::{CaseGroup, DayCounts, Extent, Settled, Signal, SignalKey, SignalPlace};
use crate::words::SignalState;

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "signal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub signal_id: Uuid,
        pub rule_id: String,
        pub scope_kind: String,
        pub scope_id: Uuid,
        pub group_kind: String,
        pub group_code: String,
        pub place_id: Uuid,
        pub place_path: String,
        pub first_day: i64,
        pub holds_through: i64,
        pub peak_count: i64,
        pub day_counts: String,
        pub discovered_at: i64,
        pub report_due: i64,
        pub state: String,
        pub raised_late: bool,
        pub settled_peak: Option<i64>,
        pub settled_through: Option<i64>,
        pub version: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

use row::{ActiveModel, Column, Entity, Model};

/// What a list asks for.
#[derive(Debug)]
pub(crate) struct ListQuery<'q> {
    /// Where the reader may see signals, already cut to the unit asked for.
    pub scope: &'q Scope,
    /// The states wanted; all if empty.
    pub states: &'q [SignalState],
    /// Only of this rule.
    pub rule: Option<&'q str>,
    /// Only those that hold on a day from the first, up to the second.
    pub days: (Option<SchoolDay>, Option<SchoolDay>),
    /// The last row of the page before.
    pub after: Option<(Instant, SignalId)>,
    /// How many rows at the most.
    pub limit: u64,
}

/// Signals of these institutions, in any state, that reach the day before the first reviewed one.
pub(crate) async fn under_review(
    store: &Store,
    institutions: &[UnitId],
    reviewed_from: SchoolDay,
) -> Result<Vec<Signal>, StoreError> {
    let mut found = Vec::new();
    for chunk in institutions.chunks(CHUNK) {
        let query = Entity::find()
            .filter(Column::InstitutionId.is_in(chunk.iter().map(|id| id.0)))
            .filter(Column::HoldsThrough.gte(i64::from((reviewed_from - 1).0)));
        found.extend(read_all(query, store).await?);
    }
    Ok(found)
}

/// One page of signals, newest first.
pub(crate) async fn list(store: &Store, asked: &ListQuery<'_>) -> Result<Vec<Signal>, StoreError> {
    let mut query = Entity::find().filter(within(asked.scope));
    if !asked.states.is_empty() {
        query = query.filter(Column::State.is_in(asked.states.iter().map(|state| state.word())));
    }
    if let Some(rule) = asked.rule {
        query = query.filter(Column::RuleId.eq(rule));
    }
    if let Some(from) = asked.days.0 {
        query = query.filter(Column::HoldsThrough.gte(i64::from(from.0)));
    }
    if let Some(to) = asked.days.1 {
        query = query.filter(Column::FirstDay.lte(i64::from(to.0)));
    }
    if let Some((at, id)) = asked.after {
        let same_time = Condition::all().add(Column::DiscoveredAt.eq(at.0)).add(Column::SignalId.lt(id.0));
        query = query.filter(Condition::any().add(Column::DiscoveredAt.lt(at.0)).add(same_time));
    }
    let ordered = query.order_by_desc(Column::DiscoveredAt).order_by_desc(Column::SignalId);
    read_all(ordered.limit(asked.limit), store).await
}

/// Signals that are not withdrawn and hold on a day between `from` and `to`, for the marks of a curve.
pub(crate) async fn with_days(
    store: &Store,
    scope: &Scope,
    from: SchoolDay,
    to: SchoolDay,
) -> Result<Vec<Signal>, StoreError> {
    let query = Entity::find()
        .filter(within(scope))
        .filter(Column::State.ne(SignalState::Withdrawn.word()))
        .filter(Column::HoldsThrough.gte(i64::from(from.0)))
        .filter(Column::FirstDay.lte(i64::from(to.0)));
    read_all(query.order_by_asc(Column::FirstDay).order_by_asc(Column::SignalId), store).await
}

/// A signal by its id.
pub(crate) async fn find(store: &Store, id: SignalId) -> Result<Option<Signal>, StoreError> {
    let row = Entity::find().filter(Column::SignalId.eq(id.0)).one(store.reader()).await?;
    row.map(signal).transpose()
}

/// A signal as this transaction may change it: nobody else can until it ends.
pub(crate) async fn find_locked(tx: &Tx, known: &Signal) -> Result<Option<Signal>, StoreError> {
    let mut query = Entity::find_by_id((known.key.institution.0, known.id.0));
    if tx.engine() == Engine::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(tx.conn()).await?.map(signal).transpose()
}

pub(crate) async fn insert(tx: &Tx, signals: &[&Signal]) -> Result<(), StoreError> {
    for chunk in signals.chunks(CHUNK) {
        Entity::insert_many(chunk.iter().map(|signal| active(signal)))
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

/// Replaces a signal if its version is still `version`; says whether it was.
pub(crate) async fn replace(tx: &Tx, signal: &Signal, version: u32) -> Result<bool, StoreError> {
    let done = Entity::update_many()
        .set(active(signal))
        .filter(Column::InstitutionId.eq(signal.key.institution.0))
        .filter(Column::SignalId.eq(signal.id.0))
        .filter(Column::Version.eq(i64::from(version)))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

async fn read_all(query: Select<Entity>, store: &Store) -> Result<Vec<Signal>, StoreError> {
    query.all(store.reader()).await?.into_iter().map(signal).collect()
}

/// At or below any path of a scope, as ranges that the index answers.
fn within(scope: &Scope) -> Condition {
    let Scope::Below(paths) = scope else { return Condition::all() };
    if paths.is_empty() {
        return Condition::all().add(Column::PlacePath.is_in(Vec::<String>::new()));
    }
    paths.iter().fold(Condition::any(), |any, path| any.add(at_or_below(path)))
}

fn at_or_below(path: &OrgPath) -> Condition {
    let below = Condition::all()
        .add(Column::PlacePath.gt(path.below_from()))
        .add(Column::PlacePath.lt(path.below_to()));
    Condition::any().add(Column::PlacePath.eq(path.as_str())).add(below)
}

fn active(signal: &Signal) -> ActiveModel {
    ActiveModel {
        institution_id: Set(signal.key.institution.0),
        signal_id: Set(signal.id.0),
        rule_id: Set(signal.key.rule_id.clone()),
        scope_kind: Set(signal.key.scope_kind.to_string()),
        scope_id: Set(signal.key.scope),
        group_kind: Set(signal.key.group.kind.to_string()),
        group_code: Set(signal.key.group.code.clone()),
        place_id: Set(signal.place.unit.0),
        place_path: Set(signal.place.path.to_string()),
        first_day: Set(i64::from(signal.extent.first_day.0)),
        holds_through: Set(i64::from(signal.extent.holds_through.0)),
        peak_count: Set(i64::from(signal.extent.peak_count)),
        day_counts: Set(signal.counts.to_json()),
        discovered_at: Set(signal.discovered_at.0),
        report_due: Set(signal.report_due.0),
        state: Set(signal.state.to_string()),
        raised_late: Set(signal.raised_late),
        settled_peak: Set(signal.settled.map(|settled| i64::from(settled.peak_count))),
        settled_through: Set(signal.settled.map(|settled| i64::from(settled.through.0))),
        version: Set(i64::from(signal.version)),
    }
}

fn signal(row: Model) -> Result<Signal, StoreError> {
    let settled = match (row.settled_peak, row.settled_through) {
        (Some(peak), Some(through)) => Some(Settled {
            peak_count: number("signal.settled_peak", peak)?,
            through: SchoolDay(number("signal.settled_through", through)?),
        }),
        _ => None,
    };
    let group = CaseGroup { kind: word("signal.group_kind", &row.group_kind)?, code: row.group_code };
    let key = SignalKey {
        institution: UnitId(row.institution_id),
        rule_id: row.rule_id,
        scope_kind: word("signal.scope_kind", &row.scope_kind)?,
        scope: row.scope_id,
        group,
    };
    let extent = Extent {
        first_day: SchoolDay(number("signal.first_day", row.first_day)?),
        holds_through: SchoolDay(number("signal.holds_through", row.holds_through)?),
        peak_count: number("signal.peak_count", row.peak_count)?,
    };
    let place = SignalPlace { unit: UnitId(row.place_id), path: word("signal.place_path", &row.place_path)? };
    let counts = DayCounts::stored(&row.day_counts);
    Ok(Signal {
        id: SignalId(row.signal_id),
        key,
        place,
        extent,
        counts: counts.map_err(|error| StoreError::invalid("signal.day_counts", error))?,
        discovered_at: Instant(row.discovered_at),
        report_due: Instant(row.report_due),
        state: word("signal.state", &row.state)?,
        raised_late: row.raised_late,
        settled,
        version: number("signal.version", row.version)?,
    })
}

pub(super) fn number<T: TryFrom<i64>>(column: &'static str, value: i64) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_| StoreError::invalid(column, value))
}

pub(super) fn word<T>(column: &'static str, text: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    text.parse().map_err(|error: T::Err| StoreError::invalid(column, error.to_string()))
}
