//! Signing in and who one is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use xd_kernel::{AccountId, Instant, SchoolDay};
use xd_trust::accounts::Locale;
use xd_trust::{Action, Role};

use super::{PersonRef, UnitRef};
use crate::demo::DemoInfo;

/// What one signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The account's name.
    #[schema(max_length = 64)]
    pub username: String,
    /// Its password.
    #[schema(max_length = 256, format = Password)]
    pub password: String,
}

/// A session has begun.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedInView {
    /// For `Authorization: Bearer`; browsers use the cookie instead.
    pub token: String,
    /// When the session ends by itself.
    pub expires_at: Instant,
    /// Who signed in.
    pub me: Me,
}

/// Whence a role comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Given by a security officer.
    Grant,
    /// Follows from a post held today.
    Post,
}

/// A role at a unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GrantView {
    /// The role.
    pub role: Role,
    /// Where it begins; it reaches everything below.
    pub unit: UnitRef,
    /// Whence it comes.
    pub via: Via,
    /// The last day on which it counts.
    pub until: Option<SchoolDay>,
}

/// The account that is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    pub username: String,
    /// The person behind it.
    pub person: Option<PersonRef>,
    /// The language of the pages.
    pub locale: Locale,
    /// What it is, and where.
    pub grants: Vec<GrantView>,
    /// What it may do somewhere.
    pub actions: Vec<Action>,
    /// The server's time; in a demonstration the simulated one.
    pub now: Instant,
    /// The server's day.
    pub today: SchoolDay,
    /// The running demonstration.
    pub demo: Option<DemoInfo>,
}

/// A change of password by its owner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password that holds now.
    #[schema(max_length = 256, format = Password)]
    pub current: String,
    /// The password that shall hold.
    #[schema(min_length = 10, max_length = 256, format = Password)]
    pub new: String,
}

/// A change of language.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocaleChange {
    /// The language.
    pub locale: Locale,
}
