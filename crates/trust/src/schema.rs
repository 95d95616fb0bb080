//! The tables of accounts, sessions, grants and the audit log.
//!
//! All but the audit log are directories: small, globally unique, asked at every sign-in, and never distributed. The
//! audit log carries the custody key first, so that an institution's entries stay with its rows.

use xd_store::Migration;
use xd_store::schema::Table;

/// The tables that are not distributed, whose keys need not begin with the custody key.
pub const DIRECTORIES: &[&str] = &["account", "sign_in_failure", "session", "role_grant"];

const ROLES: &[&str] = &[
    "province_officer",
    "city_officer",
    "county_officer",
    "principal",
    "health_officer",
    "class_teacher",
    "dormitory_keeper",
    "team_lead",
    "school_clerk",
    "guardian",
    "administrator",
    "security_officer",
    "auditor",
];

/// The migrations of this crate, to be applied after those of `xd-store`.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![Migration { name: "0010_trust", up: tables }]
}

/// The tables of this crate.
#[must_use]
pub fn tables() -> Vec<Table> {
    vec![account(), sign_in_failure(), session(), role_grant(), audit()]
}

fn account() -> Table {
    Table::new("account")
        .id("account_id")
        .text("username", 64)
        .id("institution_id")
        .text("path", 400)
        .id("person_id")
        .optional()
        .word("locale", &["zh-CN", "en"])
        .word("state", &["active", "closed"])
        .text("password_hash", 255)
        .instant("created_at")
        .instant("password_at")
        .primary(&["account_id"])
        .unique("account_username", &["username"])
        .index("account_path", &["path", "account_id"])
        .index("account_person", &["person_id"])
}

/// Keyed by a hash: people type passwords into the field for the name.
fn sign_in_failure() -> Table {
    Table::new("sign_in_failure")
        .bytes("username_hash", 32)
        .count("failures")
        .instant("last_at")
        .primary(&["username_hash"])
        .index("sign_in_failure_last", &["last_at"])
}

fn session() -> Table {
    Table::new("session")
        .bytes("token_hash", 32)
        .id("session_id")
        .id("account_id")
        .instant("started_at")
        .instant("idle_until")
        .instant("ends_at")
        .int("idle_seconds", 1, i64::from(u32::MAX))
        .primary(&["token_hash"])
        .index("session_account", &["account_id"])
        .index("session_idle", &["idle_until"])
}

fn role_grant() -> Table {
    Table::new("role_grant")
        .id("grant_id")
        .id("account_id")
        .word("role", ROLES)
        .id("unit_id")
        .text("path", 400)
        .id("institution_id")
        .day("until_day")
        .optional()
        .instant("given_at")
        .id("given_by")
        .optional()
        .instant("revoked_at")
        .optional()
        .id("revoked_by")
        .optional()
        .primary(&["grant_id"])
        .index("role_grant_account", &["account_id"])
        .index("role_grant_role", &["role"])
}

fn audit() -> Table {
    Table::new("audit")
        .id("institution_id")
        .id("audit_id")
        .text("path", 400)
        .instant("at")
        .id("account_id")
        .optional()
        .text("part", 32)
        .optional()
        .id("request_id")
        .text("action", 64)
        .text("subject_kind", 32)
        .id("subject_id")
        .optional()
        .word("reason", &["tracing", "return_check", "investigation", "care", "other"])
        .optional()
        .text("detail", 4_000)
        .primary(&["institution_id", "audit_id"])
        .index("audit_time", &["at", "audit_id"])
        .append_only()
}
