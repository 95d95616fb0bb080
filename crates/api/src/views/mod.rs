//! The shapes that travel: what requests hold and what answers hold. Nothing here decides anything.

pub mod absence;
pub mod channel;
pub mod check;
pub mod duty;
pub mod event;
pub mod register;
pub mod rule;
pub mod session;
pub mod signal;
pub mod trust;
pub mod unit;
pub mod work;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};
use xd_kernel::{Cursor, Page, PageRequest, PersonId, UnitId, UnitKind};

/// A unit, as it is pointed at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitRef {
    /// The unit.
    pub id: UnitId,
    /// What it is.
    pub kind: UnitKind,
    /// Its name.
    pub name: String,
}

/// A person, as they are pointed at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonRef {
    /// The person.
    pub id: PersonId,
    /// Their name; absent for readers who may not see it.
    pub name: Option<String>,
    /// What stands in the place of a name that may not be seen, such as `学生 3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl PersonRef {
    /// A person whose name may be seen; it is absent where the register knows none.
    #[must_use]
    pub fn named(id: PersonId, name: Option<String>) -> Self {
        Self { id, name, label: None }
    }

    /// A person whose name may not be seen.
    #[must_use]
    pub fn masked(id: PersonId, label: String) -> Self {
        Self { id, name: None, label: Some(label) }
    }
}

/// One page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Paged<T: ToSchema> {
    /// The rows.
    pub items: Vec<T>,
    /// Hand it back as `cursor` for the next page; absent on the last.
    pub next: Option<Cursor>,
}

impl<T: ToSchema> Paged<T> {
    /// A page whose rows are turned into views.
    pub fn of<U>(page: Page<U>, turn: impl FnMut(U) -> T) -> Self {
        let page = page.map(turn);
        Self { items: page.items, next: page.next }
    }

    /// A list that has no further page.
    #[must_use]
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// A number of rows outside what is documented is refused, not quietly made another.
fn limit_within<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    match u32::deserialize(from)? {
        limit @ 1..=PageRequest::MOST => Ok(Some(limit)),
        other => Err(D::Error::custom(format!("{other} is not within 1 to {}", PageRequest::MOST))),
    }
}

/// Which page is asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// How many rows at the most, 1 to 500; 100 if absent.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "limit_within")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

impl PageParams {
    /// The request as the verbs take it.
    #[must_use]
    pub fn request(&self) -> PageRequest {
        PageRequest::new(self.limit, self.cursor.as_deref().map(Cursor::given))
    }
}
