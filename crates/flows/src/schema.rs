//! The table of events that wait to be tried again.

use xd_store::Migration;
use xd_store::schema::Table;

/// The most characters kept of what went wrong.
pub(crate) const PROBLEM_MOST: u32 = 1_000;

/// The migrations of this crate.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![Migration { name: "0050_flows", up: tables }]
}

/// Every migration of the program, in order: a crate's tables come after those of the crates it stands on.
#[must_use]
pub fn all_migrations() -> Vec<Migration> {
    [
        xd_store::migrations(),
        xd_trust::migrations(),
        xd_register::migrations(),
        xd_observe::migrations(),
        xd_work::migrations(),
        xd_notify::migrations(),
        xd_outbreak::migrations(),
        migrations(),
    ]
    .concat()
}

/// Every table of this crate.
#[must_use]
pub fn tables() -> Vec<Table> {
    vec![
        Table::new("parked_event")
            .id("institution_id")
            .text("consumer", 64)
            .instant("seq")
            .text("kind", 64)
            .int("version", 1, 1_000)
            .text("payload", 1_000_000)
            .instant("at")
            .count("attempts")
            .instant("run_at")
            .text("problem", PROBLEM_MOST)
            .primary(&["institution_id", "consumer", "seq"])
            .index("parked_event_due", &["consumer", "run_at"]),
    ]
}
