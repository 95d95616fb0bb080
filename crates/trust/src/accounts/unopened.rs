//! Accounts for a whole staff, made before anybody signs in with them.

use xd_kernel::AccountId;
use xd_store::StoreError;

use super::{AccountError, NewAccount, rows};
use crate::audit::{self, Entry};
use crate::ctx::Ctx;
use crate::password::{self, Password};
use crate::policy::Action;

/// Makes many accounts, all or none, with a password that is generated and known to nobody: whoever is to sign in with
/// one of them gets a new password by [`super::reset_password`]. For a whole school's staff one hash is computed, not hundreds.
///
/// # Errors
/// [`AccountError`], as for [`super::create`].
pub async fn create_unopened(ctx: &Ctx, new: Vec<NewAccount>) -> Result<Vec<AccountId>, AccountError> {
    for one in &new {
        ctx.demand(Action::AccountManage, &one.place)?;
    }
    let password_hash = password::hash(Password::generate()?).await?;
    let mut rows = Vec::with_capacity(new.len());
    for one in &new {
        rows.push(one.to_row(password_hash.clone(), ctx.now())?);
    }
    let ids: Vec<AccountId> = rows.iter().map(|row| AccountId(row.account_id)).collect();
    let tx = ctx.begin().await?;
    match rows::insert_many(&tx, rows).await {
        Err(StoreError::Duplicate(_)) => return Err(AccountError::UsernameTaken),
        other => other?,
    }
    for (id, one) in ids.iter().zip(&new) {
        audit::record(&tx, ctx, Entry::new("account.create", &one.place).on("account", *id)).await?;
    }
    tx.commit().await?;
    Ok(ids)
}
