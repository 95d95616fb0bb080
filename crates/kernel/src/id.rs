//! Identifiers: UUID version 7 in newtypes, so that a person is never mistaken for a unit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use uuid::Uuid;

/// The schema of every identifier in the contract.
fn uuid_schema() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .into()
}

/// Declares one identifier newtype.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier, later in order than those minted before it on this machine.
            #[must_use]
            pub fn mint() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl From<$name> for Uuid {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                uuid_schema()
            }
        }

        // Inlined wherever it is used: a uuid needs no schema of its own in the contract.
        impl utoipa::ToSchema for $name {}
    )+};
}

ids! {
    /// An organisation unit: a province, a school, a class, a dormitory room, a staff team.
    UnitId,
    /// A person: pupil, guardian, teacher, officer.
    PersonId,
    /// A sign-in.
    AccountId,
    /// A role given to an account at a unit.
    GrantId,
    /// A signed-in session.
    SessionId,
    /// A post (岗位) at a unit, held by somebody or vacant.
    PostId,
    /// One holding of a post by one person.
    HoldingId,
    /// A dated membership of a person in a unit.
    MembershipId,
    /// A school term.
    TermId,
    /// One class check as reported.
    CheckId,
    /// A guardian's message before school.
    MessageId,
    /// A sick absence.
    AbsenceId,
    /// One tracing of a sick absence.
    TraceId,
    /// A return certificate.
    CertificateId,
    /// A signal.
    SignalId,
    /// One entry of a signal's history.
    SignalEntryId,
    /// Something that somebody must do by a time.
    TaskId,
    /// One issuing of work: a directive, one recurrence of a plan, one inspection order.
    WaveId,
    /// What was handed in for a task.
    RecordId,
    /// One look at a record by somebody else.
    ReviewId,
    /// One entry of the audit log.
    AuditId,
    /// The key a client gives to one intended write, so that a re-sent request happens once.
    ClientKey,
    /// One request as it passes through the program.
    RequestId,
}
