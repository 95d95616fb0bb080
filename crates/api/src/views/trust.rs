//! Accounts, grants, the audit log.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xd_kernel::{AccountId, AuditId, GrantId, Instant, PersonId, SchoolDay, UnitId};
use xd_trust::Role;
use xd_trust::accounts::Locale;
use xd_trust::audit::Reason;

use super::session::Via;
use super::{PersonRef, UnitRef};

/// A role of an account, with the id by which it is taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountGrant {
    /// The grant.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// Where it begins.
    pub unit: UnitRef,
    /// Whence it comes.
    pub via: Via,
    /// The last day on which it counts.
    pub until: Option<SchoolDay>,
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    pub username: String,
    /// The person behind it.
    pub person: Option<PersonRef>,
    /// The language of the pages.
    pub locale: Locale,
    /// Whether it can no longer sign in.
    pub disabled: bool,
    /// The roles given to it; those that follow from posts are not listed.
    pub grants: Vec<AccountGrant>,
}

/// Of which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitPageParams {
    /// At or below this unit.
    pub unit: UnitId,
    /// How many rows at the most, 1 to 500; 100 if absent.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "super::limit_within")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// An account to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Its name, unique in the installation.
    #[schema(min_length = 3, max_length = 64)]
    pub username: String,
    /// The unit that it belongs to; the one at which the caller manages accounts if absent.
    pub unit_id: Option<UnitId>,
    /// The person behind it.
    pub person_id: Option<PersonId>,
    /// The language of the pages.
    pub locale: Locale,
}

/// An account was made.
#[derive(Serialize, ToSchema)]
pub struct AccountMade {
    /// The account.
    pub account_id: AccountId,
    /// Generated, shown this once.
    pub password: String,
}

/// A role to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    /// The role.
    pub role: Role,
    /// Where it begins.
    pub unit_id: UnitId,
    /// The last day on which it counts.
    pub until: Option<SchoolDay>,
}

/// A role was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantMade {
    /// The grant.
    pub grant_id: GrantId,
}

/// A password was reset.
#[derive(Serialize, ToSchema)]
pub struct PasswordMade {
    /// Generated, shown this once.
    pub password: String,
}

/// One entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// The entry.
    pub id: AuditId,
    /// When.
    pub at: Instant,
    /// Who: an account's name, or a part of the program.
    pub actor: Option<String>,
    /// What was done.
    pub action: String,
    /// Where.
    pub unit: Option<UnitRef>,
    /// To what: kind and id.
    pub subject: Option<String>,
    /// The reason given.
    pub reason: Option<Reason>,
    /// What came of it.
    pub outcome: Outcome,
    /// Codes, ids and numbers.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

/// What came of something that is logged. What was refused is not: it did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done,
}
