//! Every error of every family of verbs as a problem document. The codes are the domains' own.

use axum::http::StatusCode;
use xd_kernel::Instant;
use xd_notify::{ChannelError, DeliveryError};
use xd_observe::{AbsenceError, MessageError, QueryError, ReportError};
use xd_outbreak::SignalError;
use xd_register::import::ImportError;
use xd_register::{CalendarError, FieldFault, PeopleError, PostError, ReadError, UnitError};
use xd_store::StoreError;
use xd_trust::accounts::AccountError;
use xd_trust::audit::AuditError;
use xd_trust::grants::GrantError;
use xd_trust::sessions::SignInError;
use xd_trust::{Denied, HashError};
use xd_work::{WorkError, WorkFault};

use crate::problem::{FieldError, Problem};

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Unknown => Self::not_found(),
            Denied::Forbidden(action) => Self::new(
                StatusCode::FORBIDDEN,
                "auth.forbidden",
                format!("your roles here do not allow {action}"),
            ),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::from(&error)
    }
}

impl From<&StoreError> for Problem {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Unavailable(why) => {
                tracing::warn!(%why, "the store is unavailable");
                Self::unavailable()
            }
            other => Self::internal(other),
        }
    }
}

fn fields(errors: Vec<xd_observe::FieldError>) -> Problem {
    Problem::invalid(errors.into_iter().map(|e| FieldError::new(e.field, e.code, e.detail)).collect())
}

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        let code = error.code();
        match error {
            ReportError::Denied(denied) => denied.into(),
            ReportError::Invalid(errors) => fields(errors),
            ReportError::KeyReused => Self::conflict(code, error),
            ReportError::Busy => Self::unavailable(),
            ReportError::Store(error) => Self::from(error.as_ref()),
        }
    }
}

impl From<AbsenceError> for Problem {
    fn from(error: AbsenceError) -> Self {
        let code = error.code();
        match error {
            AbsenceError::Denied(denied) => denied.into(),
            AbsenceError::Invalid(errors) => fields(errors),
            AbsenceError::Store(error) => error.into(),
            other => Self::conflict(code, other),
        }
    }
}

impl From<MessageError> for Problem {
    fn from(error: MessageError) -> Self {
        let code = error.code();
        match error {
            MessageError::Denied(denied) => denied.into(),
            MessageError::Invalid(errors) => fields(errors),
            MessageError::Store(error) => error.into(),
            other => Self::conflict(code, other),
        }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Denied(denied) => denied.into(),
            QueryError::Invalid(errors) => fields(errors),
            QueryError::Store(error) => error.into(),
        }
    }
}

impl From<SignalError> for Problem {
    fn from(error: SignalError) -> Self {
        let (code, field) = (error.code(), error.field());
        match error {
            SignalError::Denied(denied) => denied.into(),
            SignalError::Store(error) => error.into(),
            other => match field {
                Some(field) => Self::invalid(vec![FieldError::new(field, code, other)]),
                None => Self::conflict(code, other),
            },
        }
    }
}

impl From<WorkError> for Problem {
    fn from(error: WorkError) -> Self {
        let code = error.code();
        let field = |fault: WorkFault| FieldError {
            args: fault.args,
            ..FieldError::new(fault.field, fault.code, fault.detail)
        };
        match error {
            WorkError::Denied(denied) => denied.into(),
            WorkError::Invalid(faults) => Self::invalid(faults.into_iter().map(field).collect()),
            WorkError::Busy => Self::unavailable(),
            WorkError::Store(error) => Self::from(error.as_ref()),
            other => Self::conflict(code, other),
        }
    }
}

impl From<HashError> for Problem {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "auth.busy", error).retry_after(2),
            HashError::Random | HashError::Failed => Self::internal(&error),
        }
    }
}

fn throttled(code: &'static str, until: Instant) -> Problem {
    let detail = format!("too many wrong passwords; the next attempt is admitted at {until}");
    Problem::new(StatusCode::TOO_MANY_REQUESTS, code, detail).retry_after(WAIT_AFTER_FAILURES)
}

/// A hint only: the exact instant stands in the text, by the server's clock.
const WAIT_AFTER_FAILURES: u32 = 30;

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        let code = error.code();
        match error {
            SignInError::WrongCredentials => Self::new(StatusCode::UNAUTHORIZED, code, error),
            SignInError::Throttled(until) => throttled(code, until),
            SignInError::Hash(error) => error.into(),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        let code = error.code();
        let field =
            |name: &str, error: &AccountError| Self::invalid(vec![FieldError::new(name, code, error)]);
        match error {
            AccountError::Denied(denied) => denied.into(),
            AccountError::Username => field("username", &error),
            AccountError::UsernameTaken | AccountError::NotFirst(_) => Self::conflict(code, error),
            AccountError::Weak(_) => field("new", &error),
            AccountError::WrongPassword => field("current", &error),
            AccountError::Throttled(until) => throttled(code, until),
            AccountError::Cursor(_) => field("cursor", &error),
            AccountError::Hash(error) => error.into(),
            AccountError::Store(error) => error.into(),
        }
    }
}

impl From<GrantError> for Problem {
    fn from(error: GrantError) -> Self {
        let code = error.code();
        match error {
            GrantError::Denied(denied) => denied.into(),
            GrantError::OwnAccount => Self::new(StatusCode::FORBIDDEN, code, error),
            GrantError::Past(_) => Self::invalid(vec![FieldError::new("until", code, error)]),
            GrantError::Duplicate => Self::conflict(code, error),
            GrantError::Store(error) => error.into(),
        }
    }
}

impl From<AuditError> for Problem {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Denied(denied) => denied.into(),
            AuditError::Cursor(_) => {
                Self::invalid(vec![FieldError::new("cursor", "request.cursor", "not a cursor of this list")])
            }
            AuditError::Store(error) => error.into(),
        }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        let code = error.code();
        match error {
            ReadError::Denied(denied) => denied.into(),
            ReadError::Store(error) => error.into(),
            ReadError::Cursor => Self::invalid(vec![FieldError::new("cursor", code, error)]),
            ReadError::Days => Self::invalid(vec![FieldError::new("to", code, error)]),
        }
    }
}

impl From<PostError> for Problem {
    fn from(error: PostError) -> Self {
        let code = error.code();
        match error {
            PostError::Denied(denied) => denied.into(),
            PostError::Store(error) => error.into(),
            PostError::Invalid { faults } => register_fields(faults),
            PostError::SubstituteWithoutEnd => Self::invalid(vec![FieldError::new("to", code, error)]),
            other => Self::conflict(code, other),
        }
    }
}

fn register_fields(faults: Vec<FieldFault>) -> Problem {
    let field = |fault: FieldFault| FieldError::new(fault.field, fault.code, fault.code);
    Problem::invalid(faults.into_iter().map(field).collect())
}

impl From<UnitError> for Problem {
    fn from(error: UnitError) -> Self {
        let code = error.code();
        let field = |name: &str, error: &UnitError| Self::invalid(vec![FieldError::new(name, code, error)]);
        match error {
            UnitError::Denied(denied) => denied.into(),
            UnitError::Store(error) => error.into(),
            // The endpoints make one unit at a time: its fields are those of the body.
            UnitError::Invalid { faults } => {
                let own = |fault: FieldFault| FieldFault {
                    field: fault.field.trim_start_matches("units.0.").to_owned(),
                    code: fault.code,
                };
                register_fields(faults.into_iter().map(own).collect())
            }
            UnitError::Misplaced { .. } => field("kind", &error),
            UnitError::NameTaken { .. } => field("name", &error),
            UnitError::CodeTaken { .. } => field("code", &error),
            UnitError::NotYetOpen => field("last", &error),
            UnitError::Closed => Self::conflict(code, error),
        }
    }
}

impl From<CalendarError> for Problem {
    fn from(error: CalendarError) -> Self {
        let code = error.code();
        match error {
            CalendarError::Denied(denied) => denied.into(),
            CalendarError::Store(error) => error.into(),
            CalendarError::Invalid { faults } => register_fields(faults),
            CalendarError::TermsOverlap => Self::invalid(vec![FieldError::new("terms", code, error)]),
            CalendarError::NotAnInstitution { .. } => Self::conflict(code, error),
        }
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        let code = error.code();
        match error {
            PeopleError::Denied(denied) => denied.into(),
            PeopleError::Store(error) => error.into(),
            PeopleError::Invalid { faults } => register_fields(faults),
            other => Self::conflict(code, other),
        }
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        let code = error.code();
        match error {
            ImportError::Denied(denied) => denied.into(),
            ImportError::Store(error) => error.into(),
            ImportError::NotUtf8 { line, .. } => {
                Self::invalid(vec![FieldError::new(format!("rows.{line}"), code, error)])
            }
            ImportError::NotASheet { .. } => Self::invalid(vec![FieldError::new("", code, error)]),
            ImportError::Rows { faults } => {
                let at = |row: u64, field: &str| match field {
                    "" => format!("rows.{row}"),
                    field => format!("rows.{row}.{field}"),
                };
                let told = faults.into_iter().map(|f| FieldError::new(at(f.row, &f.field), f.code, f.value));
                Self::invalid(told.collect())
            }
            ImportError::Unit(error) => error.into(),
            ImportError::People(error) => error.into(),
            ImportError::Post(error) => error.into(),
        }
    }
}

impl From<ChannelError> for Problem {
    fn from(error: ChannelError) -> Self {
        let code = error.code();
        match error {
            ChannelError::Denied(denied) => denied.into(),
            ChannelError::Absent => Self::not_found(),
            ChannelError::Address(_) => Self::invalid(vec![FieldError::new("address", code, error)]),
            ChannelError::WrongCode => Self::invalid(vec![FieldError::new("code", code, error)]),
            ChannelError::TooSoon(until) => {
                let detail = format!("the next one is admitted at {until}");
                Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail).retry_after(60)
            }
            ChannelError::NotOffered(_) | ChannelError::Unconfirmed | ChannelError::CodeSpent => {
                Self::conflict(code, error)
            }
            ChannelError::Vault => Self::internal(&error),
            ChannelError::Store(error) => error.into(),
        }
    }
}

impl From<DeliveryError> for Problem {
    fn from(error: DeliveryError) -> Self {
        match error {
            DeliveryError::Denied(denied) => denied.into(),
            DeliveryError::Cursor(_) => {
                Self::invalid(vec![FieldError::new("cursor", "request.cursor", "not a cursor of this list")])
            }
            DeliveryError::Store(error) => error.into(),
        }
    }
}
