//! The register's tables.
//!
//! `unit` and what hangs on its tree alone (`unit_counter`), and the index of identity numbers (`identity_directory`),
//! are directories: small, read everywhere, globally unique, and never distributed. Everything else carries the custody
//! key first.

use xd_store::Migration;
use xd_store::schema::Table;

const UNIT_KINDS: &[&str] = &[
    "province",
    "city",
    "county",
    "central_school",
    "teaching_point",
    "school",
    "campus",
    "stage",
    "grade",
    "class",
    "dormitory_building",
    "dormitory_room",
    "staff_team",
    "party_committee",
    "party_branch",
    "party_group",
];
const POST_KINDS: &[&str] = &[
    "class_teacher",
    "dormitory_keeper",
    "team_lead",
    "health_officer",
    "principal",
    "secretary",
    "clerk",
    "county_duty",
];
const MARKS: &[&str] = &["school_day", "make_up_day", "holiday", "closure"];

/// The tables that are not distributed, whose keys need not begin with the custody key.
pub const DIRECTORIES: &[&str] = &["unit", "unit_counter", "identity_directory"];

/// The register's migrations, to be applied after those of `xd-trust`.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![Migration { name: "0020_register", up: tables }]
}

/// The register's tables.
#[must_use]
pub fn tables() -> Vec<Table> {
    let mut all = units();
    all.extend(people());
    all.extend(posts());
    all.extend(calendar());
    all
}

fn units() -> Vec<Table> {
    vec![
        Table::new("unit")
            .id("unit_id")
            .id("institution_id")
            .id("parent_id")
            .optional()
            .word("kind", UNIT_KINDS)
            .text("name", 100)
            .text("code", 64)
            .optional()
            .text("path", 400)
            .int("ordinal", 0, i64::from(u32::MAX))
            .text("zone", 64)
            .optional()
            .text("jurisdiction", 100)
            .optional()
            .day("opened")
            .day("closed")
            .optional()
            .int("roster_version", 0, i64::MAX)
            .primary(&["unit_id"])
            .unique("unit_path", &["path"])
            .unique("unit_code", &["code"])
            .index("unit_parent", &["parent_id", "path"])
            .index("unit_institution", &["institution_id", "kind", "path"]),
        // The next child's number, by parent; the nil id stands above the roots.
        Table::new("unit_counter")
            .id("parent_id")
            .int("next", 0, i64::from(u32::MAX))
            .primary(&["parent_id"]),
    ]
}

fn people() -> Vec<Table> {
    vec![
        Table::new("person")
            .id("institution_id")
            .id("person_id")
            .text("name", 100)
            .word("sex", &["m", "f"])
            .optional()
            .day("birth_day")
            .optional()
            .text("student_no", 40)
            .optional()
            .bytes("identity_sealed", 200)
            .optional()
            .bytes("phone_sealed", 200)
            .optional()
            .primary(&["institution_id", "person_id"])
            .unique("person_student_no", &["institution_id", "student_no"])
            .index("person_id", &["person_id"]),
        Table::new("identity_directory")
            .bytes("identity_index", 32)
            .id("institution_id")
            .id("person_id")
            .primary(&["identity_index"]),
        Table::new("membership")
            .id("institution_id")
            .id("membership_id")
            .id("person_id")
            .id("unit_id")
            .int("seat_no", 0, 9_999)
            .optional()
            .day("from_day")
            .day("to_day")
            .optional()
            .primary(&["institution_id", "membership_id"])
            .unique("membership_start", &["institution_id", "unit_id", "person_id", "from_day"])
            .index("membership_unit", &["institution_id", "unit_id", "from_day", "to_day"])
            .index("membership_person", &["person_id"]),
        Table::new("guardianship")
            .id("institution_id")
            .id("ward_id")
            .id("guardian_id")
            .day("from_day")
            .day("to_day")
            .optional()
            .primary(&["institution_id", "ward_id", "guardian_id"])
            .index("guardianship_guardian", &["guardian_id"]),
    ]
}

fn posts() -> Vec<Table> {
    vec![
        Table::new("post")
            .id("institution_id")
            .id("post_id")
            .id("unit_id")
            .word("kind", POST_KINDS)
            .primary(&["institution_id", "post_id"])
            .index("post_unit", &["institution_id", "unit_id"]),
        Table::new("post_holding")
            .id("institution_id")
            .id("holding_id")
            .id("post_id")
            .id("person_id")
            .day("from_day")
            .day("to_day")
            .optional()
            .flag("substitute")
            .primary(&["institution_id", "holding_id"])
            .index("post_holding_post", &["institution_id", "post_id", "from_day"])
            .index("post_holding_person", &["person_id"]),
    ]
}

fn calendar() -> Vec<Table> {
    vec![
        Table::new("term")
            .id("institution_id")
            .id("term_id")
            .text("name", 100)
            .day("from_day")
            .day("to_day")
            .primary(&["institution_id", "term_id"])
            .unique("term_start", &["institution_id", "from_day"]),
        Table::new("calendar_day")
            .id("institution_id")
            .day("day")
            .word("kind", MARKS)
            .primary(&["institution_id", "day"]),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use xd_kernel::UnitKind;

    use super::*;
    use crate::{DayKind, PostKind};

    #[test]
    fn the_words_of_the_columns_are_those_of_the_code() {
        assert_eq!(UNIT_KINDS, UnitKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>());
        assert_eq!(POST_KINDS, PostKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>());
        let marks: Vec<_> = DayKind::ALL.iter().filter(|k| k.can_be_marked()).map(|k| k.word()).collect();
        assert_eq!(MARKS, marks);
    }

    #[test]
    fn keys_begin_with_the_custody_key() {
        for table in tables().iter().filter(|table| !DIRECTORIES.contains(&table.name())) {
            for key in table.unique_keys() {
                assert_eq!(key.first(), Some(&"institution_id"), "{}", table.name());
            }
        }
    }

    #[test]
    fn names_are_given_once() {
        let all = tables();
        let names: BTreeSet<_> = all.iter().map(|table| table.name()).collect();
        assert_eq!(names.len(), all.len());
    }
}
