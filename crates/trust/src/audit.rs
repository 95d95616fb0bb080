//! The audit log: who did or looked at what, where, when and why. Append-only; codes and ids, never names or diagnoses.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;
use utoipa::ToSchema;
use uuid::Uuid;
use xd_kernel::{
    AccountId, AuditId, Cursor, CursorError, Instant, OrgPath, Page, PageRequest, RequestId, UnitId, words,
};
use xd_store::{StoreError, Tx};

use crate::ctx::{Actor, Ctx, Denied};
use crate::policy::Action;
use crate::reach::Place;
use crate::rows::account;
use crate::rows::audit::{self as rows, AuditRow};

/// Why somebody looks at a person's health data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 追查病因
    Tracing,
    /// 复课查验
    ReturnCheck,
    /// 疫情调查
    Investigation,
    /// 照护
    Care,
    /// 其他
    Other,
}

words!(Reason, "reason", {
    Tracing => "tracing",
    ReturnCheck => "return_check",
    Investigation => "investigation",
    Care => "care",
    Other => "other",
});

/// An entry to be written.
#[derive(Debug)]
pub struct Entry<'a> {
    action: &'a str,
    place: &'a Place,
    subject_kind: &'static str,
    subject: Option<Uuid>,
    reason: Option<Reason>,
    detail: Map<String, Value>,
}

impl<'a> Entry<'a> {
    /// An action, named by its verb as in `account.create`, at a place.
    #[must_use]
    pub fn new(action: &'a str, place: &'a Place) -> Self {
        Self { action, place, subject_kind: "", subject: None, reason: None, detail: Map::new() }
    }

    /// What it was done to: the kind of thing, and its id.
    #[must_use]
    pub fn on(mut self, kind: &'static str, id: impl Into<Uuid>) -> Self {
        self.subject_kind = kind;
        self.subject = Some(id.into());
        self
    }

    /// Why.
    #[must_use]
    pub fn because(mut self, reason: Reason) -> Self {
        self.reason = Some(reason);
        self
    }

    /// A detail: a code, an id, a day, a number. Free text is refused when the entry is recorded.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }
}

/// Writes an entry in the transaction of what it tells of.
///
/// # Errors
/// [`StoreError::Invalid`] if a detail is free text, otherwise the error of the insert.
pub async fn record(tx: &Tx, ctx: &Ctx, entry: Entry<'_>) -> Result<AuditId, StoreError> {
    if !entry.detail.values().all(is_code) {
        return Err(StoreError::invalid("audit.detail", "codes, ids and numbers only"));
    }
    let mut detail = entry.detail;
    detail.insert("v".to_owned(), 1.into());
    let id = AuditId::mint();
    let row = AuditRow {
        institution_id: entry.place.institution.0,
        audit_id: id.0,
        path: entry.place.path.to_string(),
        at: ctx.now().0,
        account_id: ctx.actor().account().map(Uuid::from),
        part: match ctx.actor() {
            Actor::Program(part) => Some((*part).to_owned()),
            Actor::Account { .. } => None,
        },
        request_id: ctx.request().0,
        action: entry.action.to_owned(),
        subject_kind: entry.subject_kind.to_owned(),
        subject_id: entry.subject,
        reason: entry.reason.map(|reason| reason.word().to_owned()),
        detail: Value::Object(detail).to_string(),
    };
    rows::insert(tx, row).await?;
    Ok(id)
}

/// Names and sentences have spaces or letters beyond ASCII; codes, ids, days and instants have not.
fn is_code(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:+-/".contains(&b))
        }
        Value::Array(items) => items.iter().all(is_code),
        Value::Object(fields) => fields.values().all(is_code),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Who acted, as the log remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditActor {
    /// An account, with its name as it is now.
    Account {
        /// The account.
        account: AccountId,
        /// Its name.
        username: Option<String>,
    },
    /// A part of the program.
    Program(String),
}

/// An entry as read back.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// The entry.
    pub id: AuditId,
    /// When.
    pub at: Instant,
    /// Who.
    pub actor: AuditActor,
    /// The request, as in the program's own log.
    pub request: RequestId,
    /// What was done.
    pub action: String,
    /// The institution in whose custody it happened.
    pub institution: UnitId,
    /// Where.
    pub path: OrgPath,
    /// The kind of thing it was done to; empty if to none.
    pub subject_kind: String,
    /// The thing it was done to.
    pub subject: Option<Uuid>,
    /// Why, if a reason was asked for.
    pub reason: Option<Reason>,
    /// Codes, ids and numbers.
    pub detail: Value,
}

/// The audit log could not be read.
#[derive(Debug, Error)]
pub enum AuditError {
    /// Not for this actor.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Not a cursor of this list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The entries at a place and below it, newest first.
///
/// # Errors
/// [`AuditError`]: without [`Action::AuditRead`] there, with a foreign cursor, or if the store fails.
pub async fn list(ctx: &Ctx, place: &Place, page: &PageRequest) -> Result<Page<AuditEntry>, AuditError> {
    ctx.demand(Action::AuditRead, place)?;
    let before = page.after.as_ref().map(open).transpose()?;
    let conn = ctx.store().reader();
    let found = rows::page(conn, &place.path, before, u64::from(page.limit()) + 1).await?;
    let accounts = found.iter().filter_map(|row| row.account_id);
    let names: HashMap<Uuid, String> = account::usernames(conn, accounts).await?.into_iter().collect();
    let page = Page::of(found, page, |row| Cursor::seal([row.at.to_string(), row.audit_id.to_string()]));
    let next = page.next;
    let items = page.items.into_iter().map(|row| entry(row, &names)).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

fn open(cursor: &Cursor) -> Result<(Instant, Uuid), CursorError> {
    let [at, id] = cursor.open()?;
    let at = at.parse().map_err(|_| CursorError)?;
    Ok((Instant(at), Uuid::parse_str(&id).map_err(|_| CursorError)?))
}

fn entry(row: AuditRow, names: &HashMap<Uuid, String>) -> Result<AuditEntry, StoreError> {
    let actor = match row.account_id {
        Some(id) => AuditActor::Account { account: AccountId(id), username: names.get(&id).cloned() },
        None => AuditActor::Program(row.part.unwrap_or_default()),
    };
    let reason = row.reason.map(|word| word.parse());
    Ok(AuditEntry {
        id: AuditId(row.audit_id),
        at: Instant(row.at),
        actor,
        request: RequestId(row.request_id),
        action: row.action,
        institution: UnitId(row.institution_id),
        path: row.path.parse().map_err(|e| StoreError::invalid("audit.path", e))?,
        subject_kind: row.subject_kind,
        subject: row.subject_id,
        reason: reason.transpose().map_err(|e| StoreError::invalid("audit.reason", e))?,
        detail: serde_json::from_str(&row.detail).map_err(|e| StoreError::invalid("audit.detail", e))?,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_sentences_are_no_codes() {
        for (value, expected) in [
            (json!("class_teacher"), true),
            (json!("2026-11-23T07:41:00+08:00"), true),
            (json!(["a", 1, null]), true),
            (json!("张三"), false),
            (json!("seen by the doctor"), false),
            (json!({"note": "张三"}), false),
            (json!("x".repeat(65)), false),
        ] {
            assert_eq!(is_code(&value), expected, "{value}");
        }
    }
}
