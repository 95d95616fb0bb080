//! To whom a message can go: accounts that can sign in, without anything about how.

use std::collections::BTreeMap;

use xd_kernel::{AccountId, PersonId, UnitId};
use xd_store::{Store, StoreError};

use super::{Locale, rows};
use crate::reach::Place;
use crate::rows::account::AccountRow;

/// An account to which something can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The account.
    pub account: AccountId,
    /// The person behind it.
    pub person: Option<PersonId>,
    /// Where it belongs.
    pub place: Place,
    /// The language in which it reads.
    pub locale: Locale,
}

/// The open accounts of these persons. A person without one is left out.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn of_persons(
    store: &Store,
    persons: &[PersonId],
) -> Result<BTreeMap<PersonId, Vec<Recipient>>, StoreError> {
    let mut found: BTreeMap<PersonId, Vec<Recipient>> = BTreeMap::new();
    for row in rows::open_of_persons(store.reader(), persons).await? {
        let recipient = recipient(row)?;
        if let Some(person) = recipient.person {
            found.entry(person).or_default().push(recipient);
        }
    }
    Ok(found)
}

/// An account, if it is open.
///
/// # Errors
/// [`StoreError`] of the read.
pub async fn one(store: &Store, account: AccountId) -> Result<Option<Recipient>, StoreError> {
    let row = rows::by_id(store.reader(), account).await?;
    row.filter(|row| row.state == super::AccountState::Active.word()).map(recipient).transpose()
}

/// Where an account belongs: its institution stands for the unit.
pub(crate) fn place_of(row: &AccountRow) -> Result<Place, StoreError> {
    let institution = UnitId(row.institution_id);
    let path = row.path.parse().map_err(|e| StoreError::invalid("account.path", e))?;
    Ok(Place { unit: institution, path, institution })
}

fn recipient(row: AccountRow) -> Result<Recipient, StoreError> {
    Ok(Recipient {
        account: AccountId(row.account_id),
        person: row.person_id.map(PersonId),
        place: place_of(&row)?,
        locale: row.locale.parse().map_err(|e| StoreError::invalid("account.locale", e))?,
    })
}
