//! The table `signal_entry`.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use xd_kernel::{AccountId, Instant, PersonId, SignalId, UnitId};
use xd_store::{Store, StoreError, Tx};

use super::CHUNK;
use super::signal::{number, word};
use crate::signal::{Entry, Signal};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "signal_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub institution_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub signal_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i64,
        pub at: i64,
        pub account_id: Option<Uuid>,
        pub person_id: Option<Uuid>,
        pub kind: String,
        pub reason: Option<String>,
        pub text: Option<String>,
        pub count: Option<i64>,
        pub to_unit: Option<Uuid>,
        pub other_signal: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

use row::{ActiveModel, Column, Entity, Model};

/// Adds one entry to the history of each of these signals, under the version the signal has now.
pub(crate) async fn append(tx: &Tx, entries: &[(&Signal, &Entry)]) -> Result<(), StoreError> {
    for chunk in entries.chunks(CHUNK) {
        let rows = chunk.iter().map(|(signal, entry)| active(signal, entry));
        Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// The history of a signal, oldest first.
pub(crate) async fn history(store: &Store, signal: &Signal) -> Result<Vec<Entry>, StoreError> {
    let query = Entity::find()
        .filter(Column::InstitutionId.eq(signal.key.institution.0))
        .filter(Column::SignalId.eq(signal.id.0))
        .order_by_asc(Column::Version);
    query.all(store.reader()).await?.into_iter().map(entry).collect()
}

fn active(signal: &Signal, entry: &Entry) -> ActiveModel {
    ActiveModel {
        institution_id: Set(signal.key.institution.0),
        signal_id: Set(signal.id.0),
        version: Set(i64::from(signal.version)),
        at: Set(entry.at.0),
        account_id: Set(entry.account.map(|account| account.0)),
        person_id: Set(entry.person.map(|person| person.0)),
        kind: Set(entry.kind.to_string()),
        reason: Set(entry.reason.map(|reason| reason.to_string())),
        text: Set(entry.text.clone()),
        count: Set(entry.count.map(i64::from)),
        to_unit: Set(entry.to.map(|unit| unit.0)),
        other_signal: Set(entry.other_signal.map(|signal| signal.0)),
    }
}

fn entry(row: Model) -> Result<Entry, StoreError> {
    Ok(Entry {
        at: Instant(row.at),
        account: row.account_id.map(AccountId),
        person: row.person_id.map(PersonId),
        kind: word("signal_entry.kind", &row.kind)?,
        reason: row.reason.map(|reason| word("signal_entry.reason", &reason)).transpose()?,
        text: row.text,
        count: row.count.map(|count| number("signal_entry.count", count)).transpose()?,
        to: row.to_unit.map(UnitId),
        other_signal: row.other_signal.map(SignalId),
    })
}
