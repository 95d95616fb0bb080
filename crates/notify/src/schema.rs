//! The tables of channels and deliveries.

use xd_store::Migration;
use xd_store::schema::Table;

const KINDS: &[&str] = &["email", "wecom", "dingtalk", "sms", "webhook"];

/// The migrations of this crate.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![Migration { name: "0035_notify", up: tables }]
}

/// Every table of this crate.
#[must_use]
pub fn tables() -> Vec<Table> {
    vec![channel(), delivery()]
}

/// One way to one account. Of a kind there is one.
fn channel() -> Table {
    Table::new("channel")
        .id("institution_id")
        .id("account_id")
        .word("kind", KINDS)
        .word("state", &["unconfirmed", "confirmed"])
        .int("rank", 0, 9)
        .bytes("address_sealed", 2_400)
        .bytes("signing_sealed", 200)
        .optional()
        .bytes("code_sealed", 200)
        .optional()
        .count("code_tries")
        .instant("code_at")
        .instant("set_at")
        .instant("confirmed_at")
        .optional()
        .primary(&["institution_id", "account_id", "kind"])
}

/// One message to one account: a digest is one row, whatever it tells of.
fn delivery() -> Table {
    Table::new("delivery")
        .id("institution_id")
        .id("delivery_id")
        .id("account_id")
        .text("path", 400)
        .text("key", 100)
        .word("purpose", &["code", "test", "work"])
        .word("state", &["waiting", "sending", "sent", "dead"])
        .word("kind", KINDS)
        .optional()
        .text("lines", 60_000)
        .count("attempts")
        .text("problem", 64)
        .optional()
        .instant("created_at")
        .instant("due_at")
        .instant("done_at")
        .optional()
        .primary(&["institution_id", "delivery_id"])
        .unique("delivery_key", &["institution_id", "account_id", "key"])
        .index("delivery_state", &["state", "created_at"])
        .index("delivery_created", &["created_at"])
}
