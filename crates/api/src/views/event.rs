//! Events as they are told to those who watch.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use xd_kernel::{Instant, UnitId};

/// Something that happened. Ids only: whoever wants to know more asks for it, with the rights they have.
///
/// `event` is `check`, `absence`, `signal` or `work`; in a demonstration also `clock`, whose data are `now`, `today`, `day_no`
/// and `playing`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventView {
    /// Its number.
    pub seq: i64,
    /// A word such as `signal.raised`.
    pub kind: String,
    /// The institution in whose custody it happened.
    pub institution: UnitId,
    /// The group, absence, signal or wave; absent where the reader reaches only part of the institution.
    pub subject: Option<Uuid>,
    /// When.
    pub at: Instant,
}
