//! What can go wrong, one enumeration per family of verbs; each variant names the rule that was broken.

use thiserror::Error;
use xd_kernel::{CursorError, UnitKind};
use xd_store::StoreError;
use xd_trust::Denied;

use crate::PostKind;

/// A field whose value cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field, as a dotted path such as `people.3.name`.
    pub field: String,
    /// What is wrong with it, as a stable code such as `text.empty`.
    pub code: &'static str,
}

impl FieldFault {
    /// A fault of one field.
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code }
    }

    /// The same fault of a part of something larger.
    #[must_use]
    pub fn within(self, outer: impl std::fmt::Display) -> Self {
        Self { field: format!("{outer}.{}", self.field), code: self.code }
    }
}

impl std::fmt::Display for FieldFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.code)
    }
}

fn listed(faults: &[FieldFault]) -> String {
    faults.iter().map(FieldFault::to_string).collect::<Vec<_>>().join("; ")
}

pub(crate) const fn denied_code(denied: &Denied) -> &'static str {
    match denied {
        Denied::Unknown => "not_found",
        Denied::Forbidden(_) => "auth.forbidden",
    }
}

pub(crate) const fn store_code(error: &StoreError) -> &'static str {
    match error {
        StoreError::Unavailable(_) => "store.unavailable",
        StoreError::Duplicate(_) => "store.conflict",
        StoreError::Invalid { .. } | StoreError::Aborted | StoreError::Engine(_) => "internal",
    }
}

/// Declares an error enumeration with the two variants that every family has and a stable code for each variant.
macro_rules! errors {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])+ #[error($($text:tt)+)] $variant:ident $({ $($(#[doc = $fdoc:literal])+ $field:ident : $type:ty),+ $(,)? })? => $code:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Error)]
        pub enum $name {
            /// Not allowed, or not known to the actor.
            #[error(transparent)]
            Denied(#[from] Denied),
            /// The store failed; nothing was written.
            #[error(transparent)]
            Store(#[from] StoreError),
            $($(#[doc = $doc])+ #[error($($text)+)] $variant $({ $($(#[doc = $fdoc])+ $field: $type),+ })?,)*
        }

        impl $name {
            /// The stable code of this error, for problem documents.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    Self::Denied(denied) => denied_code(denied),
                    Self::Store(error) => store_code(error),
                    $(Self::$variant { .. } => $code,)*
                }
            }
        }
    };
}

errors! {
    /// A query was refused.
    ReadError {
        /// The cursor is not one of this list.
        #[error("not a cursor of this list")]
        Cursor => "request.cursor",
        /// The span asked for ends before it begins, or is longer than a list of days may be.
        #[error("not a span of days that can be listed")]
        Days => "request.days",
    }
}

impl From<CursorError> for ReadError {
    fn from(_: CursorError) -> Self {
        Self::Cursor
    }
}

errors! {
    /// A change of the organisation tree was refused.
    UnitError {
        /// Fields whose values cannot be taken.
        #[error("invalid: {}", listed(faults))]
        Invalid {
            /// Which, and why.
            faults: Vec<FieldFault>,
        } => "request.invalid",
        /// A unit of this kind cannot stand below one of that kind.
        #[error("a {child} cannot stand below a {parent}")]
        Misplaced {
            /// What was to stand below.
            child: UnitKind,
            /// What was to stand above.
            parent: UnitKind,
        } => "unit.misplaced",
        /// A unit that is not closed has this name below the same unit.
        #[error("the name {name:?} is taken")]
        NameTaken {
            /// The name.
            name: String,
        } => "unit.name_taken",
        /// Another unit has this code.
        #[error("the code {unit_code:?} is taken")]
        CodeTaken {
            /// The code.
            unit_code: String,
        } => "unit.code_taken",
        /// The unit, or the one above, is closed on that day.
        #[error("the unit is closed")]
        Closed => "unit.closed",
        /// The last day lies before the first.
        #[error("the unit opens later than that")]
        NotYetOpen => "unit.not_yet_open",
    }
}

errors! {
    /// A change of people or memberships was refused.
    PeopleError {
        /// Fields whose values cannot be taken.
        #[error("invalid: {}", listed(faults))]
        Invalid {
            /// Which, and why.
            faults: Vec<FieldFault>,
        } => "request.invalid",
        /// A unit of this kind has no members of its own.
        #[error("a {kind} has no members of its own")]
        NoMembers {
            /// What the unit is.
            kind: UnitKind,
        } => "unit.no_members",
        /// The unit does not exist on all of those days.
        #[error("the unit is closed on some of those days")]
        UnitClosed => "unit.closed",
        /// The person has a membership of the same kind on some of those days.
        #[error("the person belongs to a {kind} on some of those days")]
        Overlaps {
            /// The kind that a person has one of at a time.
            kind: UnitKind,
        } => "membership.overlaps",
        /// A membership cannot end more than a day before it began.
        #[error("the membership begins later than that")]
        BeforeStart => "membership.before_start",
        /// The membership has ended already, earlier than that.
        #[error("the membership has ended earlier")]
        Ended => "membership.ended",
        /// Another person of the institution has the student number.
        #[error("the student number is taken")]
        StudentNoTaken => "person.student_no_taken",
        /// Another person, perhaps of another institution, has the identity number.
        #[error("the identity number is taken")]
        IdentityTaken => "person.identity_taken",
        /// Nobody is their own guardian.
        #[error("nobody is their own guardian")]
        OwnGuardian => "guardianship.self",
        /// An identity number or telephone can be stored sealed only, and no vault is open.
        #[error("no vault is open to seal identity numbers and telephones")]
        NoVault => "person.no_vault",
    }
}

errors! {
    /// A change of posts or holders was refused.
    PostError {
        /// Fields whose values cannot be taken.
        #[error("invalid: {}", listed(faults))]
        Invalid {
            /// Which, and why.
            faults: Vec<FieldFault>,
        } => "request.invalid",
        /// A unit of this kind has no such post.
        #[error("a {unit} has no {post}")]
        Misplaced {
            /// The post.
            post: PostKind,
            /// What the unit is.
            unit: UnitKind,
        } => "post.misplaced",
        /// The unit does not exist on all of those days.
        #[error("the unit is closed on some of those days")]
        UnitClosed => "unit.closed",
        /// Somebody has been appointed for some of those days already.
        #[error("the post is held by somebody else on some of those days")]
        Held => "post.held",
        /// A substitute is appointed for certain days, not without end.
        #[error("a substitute needs a last day")]
        SubstituteWithoutEnd => "post.substitute_without_end",
        /// A holding cannot end more than a day before it began.
        #[error("the holding begins later than that")]
        BeforeStart => "post.before_start",
        /// The holding has ended already, earlier than that.
        #[error("the holding has ended earlier")]
        Ended => "post.ended",
    }
}

errors! {
    /// A change of a calendar was refused.
    CalendarError {
        /// Fields whose values cannot be taken.
        #[error("invalid: {}", listed(faults))]
        Invalid {
            /// Which, and why.
            faults: Vec<FieldFault>,
        } => "request.invalid",
        /// Only an institution has a calendar; the units inside it follow.
        #[error("a {kind} follows its school's calendar")]
        NotAnInstitution {
            /// What the unit is.
            kind: UnitKind,
        } => "calendar.not_an_institution",
        /// Two terms have a day in common.
        #[error("two terms overlap")]
        TermsOverlap => "calendar.terms_overlap",
    }
}
