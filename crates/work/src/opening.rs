//! What answers open: work that puts right what a record found.

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};
use xd_kernel::RecordId;

use crate::Checklist;
use crate::template::Template;

/// Work that a record opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The template of the work.
    pub template: String,
    /// The item of the list that was found wanting; none where the form itself says what opens what.
    pub item: Option<String>,
    /// What the work is about: the same for the same record and item however often it is asked, so that nothing is opened
    /// twice.
    pub subject: Uuid,
}

/// What a record's answers open: each matching `opens` of the template, and each blocking "no" of its list.
#[must_use]
pub fn opened(
    (template, list): (&Template, Option<&Checklist>),
    record: RecordId,
    answers: &Value,
) -> Vec<Opened> {
    let by_form = template.opens.iter().filter(|opens| opens.is_opened_by(answers)).map(|opens| Opened {
        template: opens.template.clone(),
        item: None,
        subject: subject(record, &format!("{}={}", opens.when.field, opens.when.equals)),
    });
    let outcome = list.map(|list| list.outcome(answers)).unwrap_or_default();
    let branch = template.at.iter().any(|kind| kind.is_party());
    let mend = if branch { "rectification.branch" } else { "rectification" };
    let by_list = list.into_iter().flat_map(|list| list.to_put_right(&outcome)).map(|item| Opened {
        template: mend.to_owned(),
        item: Some(item.code.clone()),
        subject: subject(record, &item.code),
    });
    by_form.chain(by_list).collect()
}

/// A name of 128 bits for what a record says in one place.
pub(crate) fn subject(record: RecordId, what: &str) -> Uuid {
    let digest = Sha256::new().chain_update(record.0.as_bytes()).chain_update(what).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    Builder::from_custom_bytes(bytes).into_uuid()
}
