//! What can be wrong, by family of verbs. Codes are stable; texts for people come from `content/locales` by code.

use std::sync::Arc;

use thiserror::Error;
use xd_store::StoreError;
use xd_trust::Denied;

/// One field of a request that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field as a dotted path, such as `exceptions.0.person_id`.
    pub field: String,
    /// The rule, such as `check.person_twice`.
    pub code: &'static str,
    /// What is wrong, for a developer.
    pub detail: String,
}

impl FieldError {
    pub(crate) fn new(field: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self { field: field.into(), code, detail: detail.into() }
    }
}

/// A check was not taken. Nothing of it was written.
#[derive(Debug, Clone, Error)]
pub enum ReportError {
    /// The group is unknown to the caller, or not theirs to check.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Fields break rules: all of them are listed.
    #[error("{} field(s) are not valid", .0.len())]
    Invalid(Vec<FieldError>),
    /// The key was used for another check.
    #[error("this key was used for a check with other content")]
    KeyReused,
    /// More checks wait than the program keeps waiting: try again soon.
    #[error("too many checks are waiting")]
    Busy,
    /// The store failed; sending again is safe.
    #[error(transparent)]
    Store(Arc<StoreError>),
}

impl From<StoreError> for ReportError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl ReportError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied_code(*denied),
            Self::Invalid(_) => "request.invalid",
            Self::KeyReused => "check.key_reused",
            Self::Busy => "store.unavailable",
            Self::Store(error) => store_code(error),
        }
    }
}

macro_rules! verb_error {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident => $code:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Error)]
        pub enum $name {
            /// The thing is unknown to the caller, or not theirs to act on.
            #[error(transparent)]
            Denied(#[from] Denied),
            /// Fields break rules: all of them are listed.
            #[error("{} field(s) are not valid", .0.len())]
            Invalid(Vec<FieldError>),
            $($(#[$vmeta])* $variant,)*
            /// The store failed.
            #[error(transparent)]
            Store(#[from] StoreError),
        }

        impl $name {
            /// The stable code.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Denied(denied) => denied_code(*denied),
                    Self::Invalid(_) => "request.invalid",
                    $(Self::$variant => $code,)*
                    Self::Store(error) => store_code(error),
                }
            }
        }
    };
}

verb_error! {
    /// A sick absence was not changed.
    AbsenceError {
        /// The key was used for another write.
        #[error("this key was used for a write with other content")]
        KeyReused => "absence.key_reused",
        /// The absence is over, or was found not to be one.
        #[error("the absence is not open")]
        WrongState => "absence.wrong_state",
        /// The absence has no diagnosis, so no return rule applies.
        #[error("the absence has no diagnosis")]
        NoDiagnosis => "absence.no_diagnosis",
    }
}

verb_error! {
    /// A guardian's message was not taken.
    MessageError {
        /// The key was used for another message.
        #[error("this key was used for a message with other content")]
        KeyReused => "message.key_reused",
    }
}

verb_error! {
    /// A deadline was not set.
    PlanError {}
}

verb_error! {
    /// A list could not be given.
    QueryError {}
}

const fn denied_code(denied: Denied) -> &'static str {
    match denied {
        Denied::Unknown => "not_found",
        Denied::Forbidden(_) => "auth.forbidden",
    }
}

const fn store_code(error: &StoreError) -> &'static str {
    match error {
        StoreError::Unavailable(_) => "store.unavailable",
        _ => "internal",
    }
}
