//! How identity numbers and telephones are stored: sealed for one column of one person, and an index of the identity
//! number by which it is found again.

use xd_kernel::PersonId;
use xd_trust::vault::{Vault, VaultError};

use crate::error::PeopleError;

const IDENTITY: &str = "person.identity_no";
const PHONE: &str = "person.phone";

/// What seals the secret columns.
#[derive(Debug, Clone, Copy)]
pub enum Sealing<'a> {
    /// The program's vault.
    Vault(&'a Vault),
    /// Nothing: people with an identity number or a telephone are refused.
    Nothing,
}

/// An identity number as it is stored.
pub(crate) struct Sealed {
    pub sealed: Vec<u8>,
    pub index: Vec<u8>,
}

impl Sealing<'_> {
    pub(crate) fn identity(&self, person: PersonId, number: &str) -> Result<Sealed, PeopleError> {
        Ok(Sealed { sealed: seal(self.vault()?, number, IDENTITY, person)?, index: self.index(number)? })
    }

    /// By what an identity number is found again.
    pub(crate) fn index(&self, number: &str) -> Result<Vec<u8>, PeopleError> {
        Ok(self.vault()?.index(IDENTITY, number).to_vec())
    }

    pub(crate) fn phone(&self, person: PersonId, number: &str) -> Result<Vec<u8>, PeopleError> {
        seal(self.vault()?, number, PHONE, person)
    }

    fn vault(&self) -> Result<&Vault, PeopleError> {
        match self {
            Self::Vault(vault) => Ok(vault),
            Self::Nothing => Err(PeopleError::NoVault),
        }
    }
}

fn seal(vault: &Vault, plain: &str, column: &str, person: PersonId) -> Result<Vec<u8>, PeopleError> {
    vault.seal(plain.as_bytes(), &context(column, person)).map_err(|_| PeopleError::NoVault)
}

/// The person is part of the context: a sealed value moved to another row does not open.
fn context(column: &str, person: PersonId) -> String {
    format!("{column} {person}")
}

/// Opens a telephone as it is stored.
pub(crate) fn open_phone(vault: &Vault, person: PersonId, sealed: &[u8]) -> Result<String, VaultError> {
    let plain = vault.unseal(sealed, &context(PHONE, person))?;
    String::from_utf8(plain.to_vec()).map_err(|_| VaultError::Broken)
}
