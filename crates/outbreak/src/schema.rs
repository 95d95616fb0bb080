//! The tables of signals. The custody key comes first in every key; history is only ever added to.

use xd_store::Migration;
use xd_store::schema::Table;

const SCOPE_KIND: &[&str] = &["campus", "canteen", "class", "county", "dormitory", "person", "school"];
const GROUP_KIND: &[&str] = &["syndrome", "disease", "unspecified"];
const STATE: &[&str] = &["open", "acknowledged", "handed_on", "closed", "withdrawn"];
const ENTRY_KIND: &[&str] = &[
    "raised",
    "count_changed",
    "acknowledged",
    "commented",
    "handed_on",
    "closed",
    "withdrawn",
    "reopened",
    "merged",
];
const REASON: &[&str] =
    &["contained", "false_alarm", "reported", "duplicate", "other", "corrected", "absorbed"];

/// The most characters in a comment.
pub(crate) const TEXT_MOST: u32 = 2_000;

/// The migrations of this crate.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![Migration { name: "0040_outbreak", up: tables }]
}

/// Every table of this crate.
#[must_use]
pub fn tables() -> Vec<Table> {
    vec![signal(), signal_entry()]
}

fn signal() -> Table {
    Table::new("signal")
        .id("institution_id")
        .id("signal_id")
        .text("rule_id", 64)
        .word("scope_kind", SCOPE_KIND)
        .id("scope_id")
        .word("group_kind", GROUP_KIND)
        .text("group_code", 128)
        .id("place_id")
        .text("place_path", 400)
        .day("first_day")
        .day("holds_through")
        .count("peak_count")
        .text("day_counts", 32_000)
        .instant("discovered_at")
        .instant("report_due")
        .word("state", STATE)
        .flag("raised_late")
        .count("settled_peak")
        .optional()
        .day("settled_through")
        .optional()
        .count("version")
        .primary(&["institution_id", "signal_id"])
        .index("signal_by_id", &["signal_id"])
        .index("signal_review", &["institution_id", "holds_through"])
        .index("signal_order", &["discovered_at", "signal_id"])
        .index("signal_place", &["place_path", "discovered_at"])
}

fn signal_entry() -> Table {
    Table::new("signal_entry")
        .id("institution_id")
        .id("signal_id")
        .count("version")
        .instant("at")
        .id("account_id")
        .optional()
        .id("person_id")
        .optional()
        .word("kind", ENTRY_KIND)
        .word("reason", REASON)
        .optional()
        .text("text", TEXT_MOST)
        .optional()
        .count("count")
        .optional()
        .id("to_unit")
        .optional()
        .id("other_signal")
        .optional()
        .primary(&["institution_id", "signal_id", "version"])
        .append_only()
}
