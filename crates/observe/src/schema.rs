//! The tables of what is seen. The custody key comes first in every key; checks are never changed but for `current`.

use xd_store::Migration;
use xd_store::schema::Table;

const CHECK_TYPE: &[&str] = &["morning", "noon", "evening"];
const EXCEPTION_KIND: &[&str] = &["absent_ill", "absent_other", "late", "ill_in_class"];
const GROUP_KIND: &[&str] = &["class", "dormitory_room", "staff_team"];
const TRACE_STAGE: &[&str] = &["teacher", "health_officer"];
const TRACE_STATE: &[&str] = &["untraced", "traced_by_teacher", "traced_by_health_officer"];
const ABSENCE_STATE: &[&str] = &["open", "returned", "voided"];

/// The most text in a note by a person.
pub(crate) const NOTE_MOST: u32 = 200;
/// The coldest and the hottest body temperature that is believed, in tenths of a degree Celsius.
pub(crate) const TENTHS: (i64, i64) = (340, 430);

/// The migrations of this crate.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![Migration { name: "0030_observe", up: tables }]
}

/// Every table of this crate.
#[must_use]
pub fn tables() -> Vec<Table> {
    vec![
        group_check(),
        check_exception(),
        check_temperature(),
        check_plan(),
        guardian_message(),
        sick_absence(),
        absence_trace(),
        return_certificate(),
    ]
}

fn group_check() -> Table {
    Table::new("group_check")
        .id("institution_id")
        .id("check_id")
        .id("group_id")
        .day("school_day")
        .word("check_type", CHECK_TYPE)
        .instant("occurred_at")
        .instant("received_at")
        .id("checker_account")
        .optional()
        .id("checker_person")
        .optional()
        .count("roster_version")
        .count("expected")
        .count("present")
        .count("absent_ill")
        .count("absent_other")
        .count("late")
        .count("ill_in_class")
        .flag("current")
        .flag("clock_adjusted")
        .flag("on_paper")
        .bytes("content_hash", 32)
        .primary(&["institution_id", "check_id"])
        .index("group_check_slot", &["group_id", "school_day", "check_type", "current"])
        .index("group_check_day", &["institution_id", "school_day", "check_type"])
}

fn check_exception() -> Table {
    Table::new("check_exception")
        .id("institution_id")
        .id("check_id")
        .id("person_id")
        .id("group_id")
        .day("school_day")
        .word("check_type", CHECK_TYPE)
        .instant("received_at")
        .word("kind", EXCEPTION_KIND)
        .text("symptoms", 1_000)
        .int("celsius_tenths", TENTHS.0, TENTHS.1)
        .optional()
        .text("note", NOTE_MOST)
        .optional()
        .flag("current")
        .primary(&["institution_id", "check_id", "person_id"])
        .index("check_exception_person", &["person_id", "school_day"])
}

fn check_temperature() -> Table {
    Table::new("check_temperature")
        .id("institution_id")
        .id("check_id")
        .id("person_id")
        .int("celsius_tenths", TENTHS.0, TENTHS.1)
        .primary(&["institution_id", "check_id", "person_id"])
}

fn check_plan() -> Table {
    Table::new("check_plan")
        .id("institution_id")
        .word("group_kind", GROUP_KIND)
        .word("check_type", CHECK_TYPE)
        .int("deadline_minute", 0, 1_439)
        .optional()
        .primary(&["institution_id", "group_kind", "check_type"])
}

fn guardian_message() -> Table {
    Table::new("guardian_message")
        .id("institution_id")
        .id("message_id")
        .id("guardian_id")
        .id("person_id")
        .id("group_id")
        .day("school_day")
        .word("kind", EXCEPTION_KIND)
        .text("symptoms", 1_000)
        .int("celsius_tenths", TENTHS.0, TENTHS.1)
        .optional()
        .text("note", NOTE_MOST)
        .optional()
        .instant("said_at")
        .bytes("content_hash", 32)
        .primary(&["institution_id", "message_id"])
        .index("guardian_message_group", &["group_id", "school_day"])
}

fn sick_absence() -> Table {
    Table::new("sick_absence")
        .id("institution_id")
        .id("absence_id")
        .id("person_id")
        .id("group_id")
        .id("class_id")
        .optional()
        .id("room_id")
        .optional()
        .id("opened_check")
        .day("opened_day")
        .word("opened_type", CHECK_TYPE)
        .day("last_ill_day")
        .flag("absent")
        .text("seen_symptoms", 1_000)
        .text("symptoms", 1_000)
        .day("onset")
        .flag("onset_assumed")
        .text("diagnosis", 64)
        .optional()
        .word("trace_state", TRACE_STATE)
        .day("expected_return")
        .optional()
        .day("let_back_day")
        .optional()
        .day("returned_day")
        .optional()
        .day("until_day")
        .word("state", ABSENCE_STATE)
        .flag("disputed")
        .instant("first_known_at")
        .instant("known_at")
        .instant("changed_at")
        .count("version")
        .primary(&["institution_id", "absence_id"])
        .index("sick_absence_id", &["absence_id"])
        .index("sick_absence_group", &["group_id", "until_day"])
        .index("sick_absence_room", &["room_id", "until_day"])
        .index("sick_absence_person", &["person_id", "until_day"])
        .index("sick_absence_onset", &["institution_id", "onset"])
        .index("sick_absence_diagnosis", &["diagnosis", "onset"])
}

fn absence_trace() -> Table {
    Table::new("absence_trace")
        .id("institution_id")
        .id("trace_id")
        .id("absence_id")
        .word("stage", TRACE_STAGE)
        .instant("traced_at")
        .id("tracer_account")
        .optional()
        .id("tracer_person")
        .optional()
        .text("symptoms", 1_000)
        .day("onset")
        .flag("doctor_seen")
        .optional()
        .text("diagnosis", 64)
        .optional()
        .text("hospital", NOTE_MOST)
        .optional()
        .day("expected_return")
        .optional()
        .text("note", NOTE_MOST)
        .optional()
        .bytes("content_hash", 32)
        .primary(&["institution_id", "trace_id"])
        .index("absence_trace_absence", &["institution_id", "absence_id", "traced_at"])
}

fn return_certificate() -> Table {
    Table::new("return_certificate")
        .id("institution_id")
        .id("certificate_id")
        .id("absence_id")
        .text("issuer", NOTE_MOST)
        .day("issued_on")
        .text("facts", 4_000)
        .text("ruling", 8_000)
        .flag("met")
        .instant("checked_at")
        .id("checker_account")
        .optional()
        .id("checker_person")
        .optional()
        .bytes("content_hash", 32)
        .primary(&["institution_id", "certificate_id"])
        .index("return_certificate_absence", &["institution_id", "absence_id", "checked_at"])
}
