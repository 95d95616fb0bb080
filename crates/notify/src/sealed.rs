//! How addresses, signing secrets and codes are stored: sealed for one column of one channel of one account.

use xd_kernel::AccountId;
use xd_trust::vault::Vault;
use zeroize::Zeroizing;

use crate::error::ChannelError;
use crate::rows::channel::ChannelRow;
use crate::settings::Secret;
use crate::words::ChannelKind;

/// A column that is sealed.
#[derive(Clone, Copy)]
pub(crate) enum Column {
    Address,
    Signing,
    Code,
}

/// Whose columns.
#[derive(Clone, Copy)]
pub(crate) struct Seal<'v> {
    pub vault: &'v Vault,
    pub account: AccountId,
    pub kind: ChannelKind,
}

impl Seal<'_> {
    /// A sealed value moved to another row or column does not open.
    fn context(&self, column: Column) -> String {
        let column = match column {
            Column::Address => "address",
            Column::Signing => "signing",
            Column::Code => "code",
        };
        format!("channel.{column} {} {}", self.account, self.kind)
    }

    pub fn seal(&self, column: Column, plain: &str) -> Result<Vec<u8>, ChannelError> {
        self.vault.seal(plain.as_bytes(), &self.context(column)).map_err(|_| ChannelError::Vault)
    }

    pub fn open(&self, column: Column, row: &ChannelRow) -> Result<Option<Secret>, ChannelError> {
        let sealed = match column {
            Column::Address => Some(&row.address_sealed),
            Column::Signing => row.signing_sealed.as_ref(),
            Column::Code => row.code_sealed.as_ref(),
        };
        let Some(sealed) = sealed else { return Ok(None) };
        let plain: Zeroizing<Vec<u8>> =
            self.vault.unseal(sealed, &self.context(column)).map_err(|_| ChannelError::Vault)?;
        let text = std::str::from_utf8(&plain).map_err(|_| ChannelError::Vault)?;
        Ok(Some(Secret::from(text.to_owned())))
    }
}
