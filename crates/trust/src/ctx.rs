//! The context of one request: who acts, how far they reach, what time it is, and the only way to a transaction.

use std::sync::Arc;

use thiserror::Error;
use xd_kernel::{AccountId, Instant, OrgPath, PersonId, RequestId, SchoolDay, Zone};
use xd_store::{Store, StoreError, Tx};

use crate::policy::Action;
use crate::reach::{Place, Reach, Scope};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in account.
    Account {
        /// The account.
        account: AccountId,
        /// The person behind it, if it belongs to one.
        person: Option<PersonId>,
    },
    /// The program itself, in a named part such as `flows`, `import`, `demo`.
    Program(&'static str),
}

impl Actor {
    /// The account, if an account acts.
    #[must_use]
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account { account, .. } => Some(*account),
            Self::Program(_) => None,
        }
    }

    /// The person, if a person acts.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Account { person, .. } => *person,
            Self::Program(_) => None,
        }
    }
}

/// An action was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Denied {
    /// The actor may not know that the thing exists, or it does not: answered alike.
    #[error("not found")]
    Unknown,
    /// The actor knows the thing but may not do this to it.
    #[error("not allowed: {0}")]
    Forbidden(Action),
}

impl Denied {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "not_found",
            Self::Forbidden(_) => "auth.forbidden",
        }
    }
}

/// What a request brings along, apart from the store.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Who acts.
    pub actor: Actor,
    /// How far they reach.
    pub reach: Arc<Reach>,
    /// What time it is.
    pub now: Instant,
    /// The request's id, in logs and audit.
    pub request: RequestId,
}

/// The context every verb takes first.
#[derive(Debug, Clone)]
pub struct Ctx {
    store: Store,
    frame: Frame,
}

impl Ctx {
    /// The context of a request.
    #[must_use]
    pub fn new(store: Store, frame: Frame) -> Self {
        Self { store, frame }
    }

    /// The context of the program's own work, which reaches everywhere and is audited under its part's name.
    #[must_use]
    pub fn program(store: Store, part: &'static str, now: Instant) -> Self {
        let frame = Frame {
            actor: Actor::Program(part),
            reach: Arc::new(Reach::everywhere()),
            now,
            request: RequestId::mint(),
        };
        Self { store, frame }
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.frame.actor
    }

    /// How far they reach.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.frame.reach
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.frame.now
    }

    /// What day it is in a zone.
    #[must_use]
    pub fn today(&self, zone: &Zone) -> SchoolDay {
        SchoolDay::of(self.frame.now, zone)
    }

    /// The request's id.
    #[must_use]
    pub fn request(&self) -> RequestId {
        self.frame.request
    }

    /// The store, for reading outside a transaction.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if no connection can be had.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        self.store.begin().await
    }

    /// Demands that the actor may do an action at a place.
    ///
    /// # Errors
    /// [`Denied::Unknown`] if the place lies outside the actor's reach, [`Denied::Forbidden`] if it lies inside but no
    /// role there allows the action.
    pub fn demand(&self, action: Action, place: &Place) -> Result<(), Denied> {
        self.demand_at(action, &place.path)
    }

    /// Demands that the actor may do an action at a path.
    ///
    /// # Errors
    /// As [`Ctx::demand`].
    pub fn demand_at(&self, action: Action, path: &OrgPath) -> Result<(), Denied> {
        if self.frame.reach.may(action, path) {
            Ok(())
        } else if self.frame.reach.knows(path) {
            Err(Denied::Forbidden(action))
        } else {
            Err(Denied::Unknown)
        }
    }

    /// Where the actor may do an action: what a list query filters by.
    #[must_use]
    pub fn scope(&self, action: Action) -> Scope {
        self.frame.reach.scope(action)
    }
}
